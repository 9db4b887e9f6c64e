"""Texts are answered: what a telephone was asked, who has not measured yet, readings that are withdrawn."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('text_thread',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('state', sa.JSON(), nullable=False),
    sa.Column('opted_out_at', models.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_text_thread_community_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_thread')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_text_thread_community_id_number'))
    )
    op.create_table('postponement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('household_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('resident_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('to', sa.String(), nullable=False),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', models.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_postponement_community_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_postponement_household_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_postponement_resident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_postponement')),
    sa.UniqueConstraint('resident_id', 'day', name=op.f('uq_postponement_resident_id_day'))
    )
    op.create_index('ix_postponement_day', 'postponement', ['community_id', 'day'], unique=False)
    op.create_index('ix_message_to', 'message', ['to', 'created_at'], unique=False)
    op.create_index('ix_item_call_sid', 'item', ['call_sid'], unique=False)
    with op.batch_alter_table('reading') as batch:
        batch.add_column(sa.Column('withdrawn_at', models.base.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('reading') as batch:
        batch.drop_column('withdrawn_at')
    op.drop_index('ix_item_call_sid', table_name='item')
    op.drop_index('ix_message_to', table_name='message')
    op.drop_index('ix_postponement_day', table_name='postponement')
    op.drop_table('postponement')
    op.drop_table('text_thread')

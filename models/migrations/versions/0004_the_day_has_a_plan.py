"""The day has a plan: a community's own times, what was done of a day, and whose door a message is for."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('day_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('due_at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_day_step_community_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_step')),
    sa.UniqueConstraint('community_id', 'day', 'what', name=op.f('uq_day_step_community_id_day_what'))
    )
    with op.batch_alter_table('community') as batch:
        batch.add_column(sa.Column('settings', sa.JSON(), nullable=False, server_default='{}'))
    with op.batch_alter_table('community') as batch:
        batch.alter_column('settings', server_default=None)  # it was for the rows that were there
    with op.batch_alter_table('message') as batch:
        batch.add_column(sa.Column('household_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch.create_foreign_key(op.f('fk_message_household_id'), 'household', ['household_id'], ['id'])
        batch.create_index('ix_message_household', ['household_id', 'created_at'])


def downgrade() -> None:
    with op.batch_alter_table('message') as batch:
        batch.drop_index('ix_message_household')
        batch.drop_constraint(op.f('fk_message_household_id'), type_='foreignkey')
        batch.drop_column('household_id')
    with op.batch_alter_table('community') as batch:
        batch.drop_column('settings')
    op.drop_table('day_step')

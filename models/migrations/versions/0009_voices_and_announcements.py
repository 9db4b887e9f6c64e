"""Recorded prompts, announcements to many doors, and what an outgoing call is for."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('prompt_recording',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('prompt', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('recording_sid', sa.String(), nullable=True),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('content_type', sa.String(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('sound', sa.LargeBinary(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('fetch_at', INSTANT, nullable=True),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_prompt_recording_community_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_prompt_recording_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prompt_recording')),
    sa.UniqueConstraint('recording_sid', name=op.f('uq_prompt_recording_recording_sid')),
    sa.UniqueConstraint('token', name=op.f('uq_prompt_recording_token'))
    )
    op.create_index('uq_prompt_recording_active', 'prompt_recording', ['community_id', 'language', 'prompt'],
                    unique=True, postgresql_where=sa.text('active'), sqlite_where=sa.text('active'))
    op.create_index('ix_prompt_recording_pending', 'prompt_recording', ['fetch_at'],
                    postgresql_where=sa.text("state = 'pending'"), sqlite_where=sa.text("state = 'pending'"))
    op.create_table('announcement',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('created_at', INSTANT, nullable=False),
    sa.Column('due_at', INSTANT, nullable=False),
    sa.Column('withdrawn_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_announcement_community_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    op.create_index(op.f('ix_announcement_community_id'), 'announcement', ['community_id'])
    op.create_table('announcement_delivery',
    sa.Column('id', ID, nullable=False),
    sa.Column('announcement_id', ID, nullable=False),
    sa.Column('household_id', ID, nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('tried', sa.Integer(), nullable=False),
    sa.Column('message_id', ID, nullable=True),
    sa.Column('message_state', sa.String(), nullable=False),
    sa.Column('waits', sa.Boolean(), nullable=False),
    sa.Column('due_at', INSTANT, nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_announcement_delivery_announcement_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_announcement_delivery_household_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_announcement_delivery_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_delivery')),
    sa.UniqueConstraint('announcement_id', 'household_id', name=op.f('uq_announcement_delivery_announcement_id_household_id'))
    )
    op.create_index('ix_announcement_delivery_open', 'announcement_delivery', ['state', 'due_at'],
                    postgresql_where=sa.text("state IN ('planned', 'sent')"),
                    sqlite_where=sa.text("state IN ('planned', 'sent')"))
    op.create_index('ix_announcement_delivery_message', 'announcement_delivery', ['message_id'])


def downgrade() -> None:
    op.drop_table('announcement_delivery')
    op.drop_table('announcement')
    op.drop_table('prompt_recording')

"""Requests have a life: what was said of them, and the meals of a day."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('request',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('household_id', ID, nullable=True),
    sa.Column('resident_id', ID, nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('days_left', sa.Integer(), nullable=True),
    sa.Column('brings', sa.Boolean(), nullable=True),
    sa.Column('same_again', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('sid', sa.String(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('ask_at', INSTANT, nullable=True),
    sa.Column('message_id', ID, nullable=True),
    sa.Column('late_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_request_community_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_request_household_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_request_item_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_request_message_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_request_resident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request')),
    sa.UniqueConstraint('item_id', name=op.f('uq_request_item_id'))
    )
    is_open = sa.text("state IN ('new', 'taken', 'in_hand')")
    op.create_index('ix_request_open', 'request', ['community_id', 'kind'],
                    postgresql_where=is_open, sqlite_where=is_open)
    op.create_index('ix_request_household', 'request', ['household_id', 'kind'])
    op.create_index('ix_request_sid', 'request', ['sid'])
    asks = sa.text('ask_at IS NOT NULL')
    op.create_index('ix_request_ask', 'request', ['ask_at'], postgresql_where=asks, sqlite_where=asks)
    op.create_table('request_recording',
    sa.Column('id', ID, nullable=False),
    sa.Column('request_id', ID, nullable=False),
    sa.Column('recording_sid', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('content_type', sa.String(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('sound', sa.LargeBinary(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('fetch_at', INSTANT, nullable=True),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_request_recording_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_recording')),
    sa.UniqueConstraint('recording_sid', name=op.f('uq_request_recording_recording_sid'))
    )
    pending = sa.text("state = 'pending'")
    op.create_index('ix_request_recording_pending', 'request_recording', ['fetch_at'],
                    postgresql_where=pending, sqlite_where=pending)
    op.create_index('ix_request_recording_request', 'request_recording', ['request_id'])
    op.create_table('meal_day',
    sa.Column('id', ID, nullable=False),
    sa.Column('household_id', ID, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('skipped_at', INSTANT, nullable=True),
    sa.Column('delivered_at', INSTANT, nullable=True),
    sa.Column('worker_id', ID, nullable=True),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_meal_day_household_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_meal_day_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meal_day')),
    sa.UniqueConstraint('household_id', 'day', name=op.f('uq_meal_day_household_id_day'))
    )


def downgrade() -> None:
    for table in ('meal_day', 'request_recording', 'request'):
        op.drop_table(table)

"""Workers say something about an alert or an item by telephone, as they write it behind a code in a text."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)
WANTED = sa.text("state = 'pending'")


def upgrade() -> None:
    op.create_table(
        'spoken_note',
        sa.Column('id', ID, nullable=False),
        sa.Column('worker_id', ID, nullable=False),
        sa.Column('alert_id', ID, nullable=True),
        sa.Column('item_id', ID, nullable=True),
        sa.Column('recording_sid', sa.String(), nullable=True),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('content_type', sa.String(), nullable=False),
        sa.Column('length', sa.Integer(), nullable=False),
        sa.Column('sha256', sa.String(), nullable=False),
        sa.Column('sound', sa.LargeBinary(), nullable=True),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('fetch_at', INSTANT, nullable=True),
        sa.Column('at', INSTANT, nullable=False),
        sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_spoken_note_alert_id')),
        sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_spoken_note_item_id')),
        sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_spoken_note_worker_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spoken_note')),
        sa.UniqueConstraint('recording_sid', name=op.f('uq_spoken_note_recording_sid')),
    )
    with op.batch_alter_table('spoken_note') as batch:
        batch.create_index('ix_spoken_note_alert', ['alert_id'])
        batch.create_index('ix_spoken_note_item', ['item_id'])
        batch.create_index('ix_spoken_note_pending', ['fetch_at'], postgresql_where=WANTED, sqlite_where=WANTED)


def downgrade() -> None:
    op.drop_table('spoken_note')

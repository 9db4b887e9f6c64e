"""What a resident said about a request is heard once, by a link."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('spoken_link',
    sa.Column('id', ID, nullable=False),
    sa.Column('recording_id', ID, nullable=False),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('expires_at', INSTANT, nullable=False),
    sa.Column('played_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['recording_id'], ['request_recording.id'], name=op.f('fk_spoken_link_recording_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_spoken_link_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spoken_link')),
    sa.UniqueConstraint('token', name=op.f('uq_spoken_link_token'))
    )
    op.create_index(op.f('ix_spoken_link_recording_id'), 'spoken_link', ['recording_id'])


def downgrade() -> None:
    op.drop_table('spoken_link')

"""Every step of the life of an order and of a request is kept."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('state_change',
    sa.Column('id', ID, nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('about_id', ID, nullable=False),
    sa.Column('was', sa.String(), nullable=False),
    sa.Column('becomes', sa.String(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_state_change_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_state_change'))
    )
    op.create_index('ix_state_change_about', 'state_change', ['about', 'about_id'])


def downgrade() -> None:
    op.drop_table('state_change')

"""Workers key their PIN: a row a try."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pin_try',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('worker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('call_sid', sa.String(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('right', sa.Boolean(), nullable=False),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_pin_try_community_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_pin_try_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pin_try')),
    sa.UniqueConstraint('call_sid', 'turn', name=op.f('uq_pin_try_call_sid_turn'))
    )
    op.create_index('ix_pin_try_community_at', 'pin_try', ['community_id', 'at'])
    op.create_index('ix_pin_try_worker_day', 'pin_try', ['worker_id', 'day'])


def downgrade() -> None:
    op.drop_index('ix_pin_try_worker_day', 'pin_try')
    op.drop_index('ix_pin_try_community_at', 'pin_try')
    op.drop_table('pin_try')

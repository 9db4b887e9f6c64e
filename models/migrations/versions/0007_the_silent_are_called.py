"""The silent are called: a household's roll call of a day, and its preferred hour."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
OPEN = sa.text("state IN ('waiting', 'calling')")


def upgrade() -> None:
    op.create_table('roll_call',
    sa.Column('id', BIG, nullable=False),
    sa.Column('community_id', BIG, nullable=False),
    sa.Column('household_id', BIG, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('next_at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('promised_to', sa.String(), nullable=False),
    sa.Column('message_id', BIG, nullable=True),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_roll_call_community_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_roll_call_household_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_roll_call_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_call')),
    sa.UniqueConstraint('household_id', 'day', name=op.f('uq_roll_call_household_id_day'))
    )
    op.create_index('ix_roll_call_open', 'roll_call', ['community_id', 'day', 'next_at'],
                    postgresql_where=OPEN, sqlite_where=OPEN)
    with op.batch_alter_table('household') as batch:
        batch.add_column(sa.Column('call_at', sa.Time(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('household') as batch:
        batch.drop_column('call_at')
    op.drop_index('ix_roll_call_open', table_name='roll_call')
    op.drop_table('roll_call')

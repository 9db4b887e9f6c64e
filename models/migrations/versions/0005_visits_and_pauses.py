"""Visits, pauses, the call-by-person list, and the fevers of two days found quickly."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
IS_FEVER = sa.text('tenths >= 373')
STANDING = sa.text('ended_at IS NULL')


def upgrade() -> None:
    op.create_table('visit',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('household_id', ID, nullable=False),
    sa.Column('resident_id', ID, nullable=True),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_visit_community_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_visit_household_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_visit_resident_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_visit_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    op.create_index('ix_visit_community_day', 'visit', ['community_id', 'day'])
    op.create_table('pause',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('resident_id', ID, nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('at', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', models.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_pause_community_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_pause_resident_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause'))
    )
    op.create_index('ix_pause_community', 'pause', ['community_id', 'ended_at'])
    op.create_index('ix_pause_resident', 'pause', ['resident_id'])
    op.create_table('call_by_person',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('household_id', ID, nullable=False),
    sa.Column('resident_id', ID, nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('item_id', ID, nullable=True),
    sa.Column('since', models.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', models.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_call_by_person_community_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_call_by_person_household_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_call_by_person_resident_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_call_by_person_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_by_person'))
    )
    op.create_index('ux_call_by_person_standing', 'call_by_person', ['resident_id'], unique=True, postgresql_where=STANDING, sqlite_where=STANDING)
    op.create_index('ix_call_by_person_community', 'call_by_person', ['community_id', 'ended_at'])

    op.create_index('ix_reading_fever', 'reading', ['community_id', 'at'], postgresql_where=IS_FEVER, sqlite_where=IS_FEVER)
    op.create_index('ix_alert_raised', 'alert', ['community_id', 'raised_at'])


def downgrade() -> None:
    op.drop_index('ix_alert_raised', table_name='alert')
    op.drop_index('ix_reading_fever', table_name='reading')
    op.drop_table('call_by_person')
    op.drop_table('pause')
    op.drop_table('visit')

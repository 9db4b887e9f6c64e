"""Stand-ins, health files with their timeline and their views, and what a call to a resident is for."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)
OPEN = sa.text('closed_at IS NULL')


def upgrade() -> None:
    op.create_table('stand_in',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('stand_in_id', ID, nullable=False),
    sa.Column('begins', INSTANT, nullable=False),
    sa.Column('ends', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_stand_in_community_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_stand_in_worker_id')),
    sa.ForeignKeyConstraint(['stand_in_id'], ['worker.id'], name=op.f('fk_stand_in_stand_in_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_in'))
    )
    op.create_index('ix_stand_in_community_id', 'stand_in', ['community_id'])
    op.create_table('health_file',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('resident_id', ID, nullable=False),
    sa.Column('illness', sa.String(), nullable=False),
    sa.Column('opened_at', INSTANT, nullable=False),
    sa.Column('next_at', INSTANT, nullable=True),
    sa.Column('next_call', sa.String(), nullable=False),
    sa.Column('closed_at', INSTANT, nullable=True),
    sa.Column('closed_by', ID, nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_health_file_community_id')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_health_file_resident_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['worker.id'], name=op.f('fk_health_file_closed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_file'))
    )
    op.create_index('ix_health_file_community_id', 'health_file', ['community_id'])
    op.create_index('ux_health_file_open', 'health_file', ['resident_id', 'illness'], unique=True, postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_index('ix_health_file_due', 'health_file', ['next_at'], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table('health_note',
    sa.Column('id', ID, nullable=False),
    sa.Column('file_id', ID, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('tenths', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['health_file.id'], name=op.f('fk_health_note_file_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_health_note_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_note')),
    sa.UniqueConstraint('file_id', 'source', name=op.f('uq_health_note_file_id_source'))
    )
    op.create_table('health_view',
    sa.Column('id', ID, nullable=False),
    sa.Column('file_id', ID, nullable=False),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['health_file.id'], name=op.f('fk_health_view_file_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_health_view_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_view'))
    )
    op.create_index('ix_health_view_file_id', 'health_view', ['file_id'])
    with op.batch_alter_table('message') as batch:
        batch.add_column(sa.Column('purpose', sa.String(), nullable=False, server_default=''))
    with op.batch_alter_table('message') as batch:
        batch.alter_column('purpose', server_default=None)  # it was for the rows that were there


def downgrade() -> None:
    with op.batch_alter_table('message') as batch:
        batch.drop_column('purpose')
    op.drop_table('health_view')
    op.drop_table('health_note')
    op.drop_table('health_file')
    op.drop_table('stand_in')

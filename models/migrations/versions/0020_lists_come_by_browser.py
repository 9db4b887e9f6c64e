"""Lists that are sent to the console are kept until they are taken."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('list_upload',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('taken_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_list_upload_community_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_list_upload_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_upload'))
    )
    op.create_index(op.f('ix_list_upload_community_id'), 'list_upload', ['community_id'])


def downgrade() -> None:
    op.drop_table('list_upload')

"""Whoever has a health file and does not answer its call is called once more before the worker asks."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place and with a default: old processes still write rows, and SQLite cannot drop a table that others refer to.
    op.add_column('health_file', sa.Column('tries', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('health_file', 'tries')

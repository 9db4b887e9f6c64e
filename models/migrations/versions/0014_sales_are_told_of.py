"""Sales are told of: the evening before to those who wish it, and to everybody in a set that too few wanted."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

MARKS = {'order_line': 'dropped', 'household': 'wants_sales', 'announcement': 'is_private'}


def upgrade() -> None:
    for table, mark in MARKS.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(mark, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('sale') as batch:
        batch.add_column(sa.Column('announced_at', models.base.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('sale') as batch:
        batch.drop_column('announced_at')
    for table, mark in MARKS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_column(mark)

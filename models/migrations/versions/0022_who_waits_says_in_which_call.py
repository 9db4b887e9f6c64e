"""A "not measured yet" knows in which call or text it was said, as a reading does, so that just that one is taken back."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('postponement') as batch:
        batch.add_column(sa.Column('call_sid', sa.String(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    with op.batch_alter_table('postponement') as batch:
        batch.drop_column('call_sid')

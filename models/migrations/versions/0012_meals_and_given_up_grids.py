"""Who may have meals is a mark of the roster; a grid keeps who has handed it over."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('resident') as batch:
        batch.add_column(sa.Column('meals', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('resident') as batch:
        batch.alter_column('meals', server_default=None)  # it was for the rows that were there
    with op.batch_alter_table('grid') as batch:
        batch.add_column(sa.Column('given_up_by', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('grid') as batch:
        batch.alter_column('given_up_by', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('grid') as batch:
        batch.drop_column('given_up_by')
    with op.batch_alter_table('resident') as batch:
        batch.drop_column('meals')

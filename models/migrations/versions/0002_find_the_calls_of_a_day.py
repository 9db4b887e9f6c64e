"""Find the calls of a day without reading those of all years: the board counts them."""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_call_community_started', 'call', ['community_id', 'started_at'])


def downgrade() -> None:
    op.drop_index('ix_call_community_started', table_name='call')

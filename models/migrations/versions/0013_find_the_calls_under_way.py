"""Find the calls that are under way: all of a community's together are no more than its lines."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("channel = 'call' AND state IN ('pending', 'submitting', 'unknown', 'accepted')")


def upgrade() -> None:
    op.create_index(
        'ix_message_call_under_way', 'message', ['community_id', 'submitted_at'],
        postgresql_where=UNDER_WAY, sqlite_where=UNDER_WAY,
    )


def downgrade() -> None:
    op.drop_index('ix_message_call_under_way', 'message')

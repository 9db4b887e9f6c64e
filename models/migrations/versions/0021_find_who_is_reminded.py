"""Find who is to be reminded, without reading everybody who ever said "not measured yet"."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text('reminded_at IS NULL')
    op.create_index('ix_postponement_waiting', 'postponement', ['at'], postgresql_where=waits, sqlite_where=waits)


def downgrade() -> None:
    op.drop_index('ix_postponement_waiting', 'postponement')

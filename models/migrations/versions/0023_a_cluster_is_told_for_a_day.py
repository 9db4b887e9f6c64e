"""A cluster's alert says until when it speaks for its unit's fevers, so that no process looks at a unit that was told of."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('alert') as batch:
        batch.add_column(sa.Column('told_until', models.base.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('alert') as batch:
        batch.drop_column('told_until')

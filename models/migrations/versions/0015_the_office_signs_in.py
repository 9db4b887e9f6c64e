"""Staff sign in to the console, and what they do and see is kept in a chain."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.add_column('worker', sa.Column('password_hash', sa.String(), nullable=True))
    op.create_table('sign_in',
    sa.Column('id', ID, nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('who_hash', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=True),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('asked_at', INSTANT, nullable=False),
    sa.Column('expires_at', INSTANT, nullable=False),
    sa.Column('used_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_sign_in_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    op.create_index('ix_sign_in_who', 'sign_in', ['who_hash', 'asked_at'])
    op.create_index('ix_sign_in_address', 'sign_in', ['address', 'asked_at'])
    op.create_index(op.f('ix_sign_in_worker_id'), 'sign_in', ['worker_id'])
    op.create_table('staff_session',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('worker_id', ID, nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('began_at', INSTANT, nullable=False),
    sa.Column('seen_at', INSTANT, nullable=False),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_staff_session_community_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_staff_session_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_staff_session_token_hash'))
    )
    op.create_index(op.f('ix_staff_session_community_id'), 'staff_session', ['community_id'])
    op.create_index(op.f('ix_staff_session_worker_id'), 'staff_session', ['worker_id'])
    op.create_table('audit_entry',
    sa.Column('id', ID, nullable=False),
    sa.Column('community_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('about_id', ID, nullable=True),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('previous', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_audit_entry_community_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_audit_entry_community_id_number'))
    )
    op.create_index('ix_audit_entry_seen', 'audit_entry', ['community_id', 'worker_id', 'what', 'about_id'])
    op.create_table('audit_head',
    sa.Column('community_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_audit_head_community_id')),
    sa.PrimaryKeyConstraint('community_id', name=op.f('pk_audit_head'))
    )


def downgrade() -> None:
    for table in ('audit_head', 'audit_entry', 'staff_session', 'sign_in'):
        op.drop_table(table)
    op.drop_column('worker', 'password_hash')

"""Goods arrive, are shared out and handed over, and the money is kept in a ledger that nobody can change."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)
OPEN_SETTLEMENT = sa.text('shared_at IS NULL')
OPEN_NOTICE = sa.text("state IN ('planned', 'sent')")

# The ledger is only ever added to. The demo community alone can be taken away with all that is in it.
OF_THE_DEMO = ('EXISTS (SELECT 1 FROM sale JOIN community ON community.id = sale.community_id '
               'WHERE sale.id = {sale} AND community.is_demo)')
SALE_OF = {'entry': 'OLD.sale_id', 'posting': '(SELECT sale_id FROM entry WHERE id = OLD.entry_id)'}


def upgrade() -> None:
    op.create_table('arrival_count',
    sa.Column('id', ID, nullable=False),
    sa.Column('set_id', ID, nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['set_id'], ['sale_set.id'], name=op.f('fk_arrival_count_set_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival_count'))
    )
    op.create_index(op.f('ix_arrival_count_set_id'), 'arrival_count', ['set_id'])
    op.create_table('settlement',
    sa.Column('id', ID, nullable=False),
    sa.Column('sale_id', ID, nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('answers_until', INSTANT, nullable=False),
    sa.Column('shared_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['sale_id'], ['sale.id'], name=op.f('fk_settlement_sale_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement')),
    sa.UniqueConstraint('sale_id', name=op.f('uq_settlement_sale_id'))
    )
    op.create_index('ix_settlement_open', 'settlement', ['answers_until'],
                    postgresql_where=OPEN_SETTLEMENT, sqlite_where=OPEN_SETTLEMENT)
    op.create_table('substitution',
    sa.Column('id', ID, nullable=False),
    sa.Column('set_id', ID, nullable=False),
    sa.Column('name_zh', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('price_fen', sa.Integer(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['set_id'], ['sale_set.id'], name=op.f('fk_substitution_set_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitution'))
    )
    op.create_index(op.f('ix_substitution_set_id'), 'substitution', ['set_id'])
    op.create_table('substitution_answer',
    sa.Column('id', ID, nullable=False),
    sa.Column('substitution_id', ID, nullable=False),
    sa.Column('order_id', ID, nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('wants', sa.Boolean(), nullable=True),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('at', INSTANT, nullable=True),
    sa.Column('granted', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_substitution_answer_order_id')),
    sa.ForeignKeyConstraint(['substitution_id'], ['substitution.id'], name=op.f('fk_substitution_answer_substitution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitution_answer')),
    sa.UniqueConstraint('order_id', 'substitution_id', name=op.f('uq_substitution_answer_order_id_substitution_id'))
    )
    op.create_index(op.f('ix_substitution_answer_substitution_id'), 'substitution_answer', ['substitution_id'])
    op.create_table('wave',
    sa.Column('id', ID, nullable=False),
    sa.Column('sale_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('not_before', INSTANT, nullable=False),
    sa.Column('called_at', INSTANT, nullable=True),
    sa.Column('comes_at', INSTANT, nullable=True),
    sa.Column('cleared_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['sale_id'], ['sale.id'], name=op.f('fk_wave_sale_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wave')),
    sa.UniqueConstraint('sale_id', 'number', name=op.f('uq_wave_sale_id_number'))
    )
    op.create_table('order_notice',
    sa.Column('id', ID, nullable=False),
    sa.Column('order_id', ID, nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('tried', sa.Integer(), nullable=False),
    sa.Column('message_id', ID, nullable=True),
    sa.Column('message_state', sa.String(), nullable=False),
    sa.Column('waits', sa.Boolean(), nullable=False),
    sa.Column('due_at', INSTANT, nullable=False),
    sa.Column('not_after', INSTANT, nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_order_notice_message_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_notice_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_notice')),
    sa.UniqueConstraint('order_id', 'purpose', name=op.f('uq_order_notice_order_id_purpose'))
    )
    op.create_index('ix_order_notice_open', 'order_notice', ['state', 'due_at'],
                    postgresql_where=OPEN_NOTICE, sqlite_where=OPEN_NOTICE)
    op.create_index('ix_order_notice_message', 'order_notice', ['message_id'])
    # In place and with defaults: old processes still write rows, and SQLite cannot drop a table that others refer to.
    long = 'BIGINT' if op.get_bind().dialect.name == 'postgresql' else 'INTEGER'
    op.execute(f'ALTER TABLE "order" ADD COLUMN wave_id {long} CONSTRAINT fk_order_wave_id REFERENCES wave (id)')
    op.create_index(op.f('ix_order_wave_id'), 'order', ['wave_id'])
    op.add_column('order', sa.Column('handed_at', INSTANT, nullable=True))
    op.add_column('order_line', sa.Column('short', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('household', sa.Column('takes_substitutes', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('entry',
    sa.Column('id', ID, nullable=False),
    sa.Column('sale_id', ID, nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=True),
    sa.Column('corrects_id', ID, nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['entry.id'], name=op.f('fk_entry_corrects_id')),
    sa.ForeignKeyConstraint(['sale_id'], ['sale.id'], name=op.f('fk_entry_sale_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_entry_corrects_id')),
    sa.UniqueConstraint('key', name=op.f('uq_entry_key'))
    )
    op.create_index(op.f('ix_entry_sale_id'), 'entry', ['sale_id'])
    op.create_table('posting',
    sa.Column('id', ID, nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('fen', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_posting_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting'))
    )
    op.create_index('ix_posting_account', 'posting', ['account', 'owner'])
    op.create_index(op.f('ix_posting_entry_id'), 'posting', ['entry_id'])
    _write_in_ink()


def _write_in_ink() -> None:
    is_postgresql = op.get_bind().dialect.name == 'postgresql'
    for table, sale in SALE_OF.items():
        spared = OF_THE_DEMO.format(sale=sale)
        if is_postgresql:
            op.execute(f'''
                CREATE FUNCTION {table}_in_ink() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' AND {spared} THEN RETURN OLD; END IF;
                    RAISE EXCEPTION 'the ledger is only ever added to';
                END $$''')
            op.execute(f'CREATE TRIGGER {table}_in_ink BEFORE UPDATE OR DELETE ON {table} '
                       f'FOR EACH ROW EXECUTE FUNCTION {table}_in_ink()')
        else:
            refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"
            op.execute(f'CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {refuse}')
            op.execute(f'CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} WHEN NOT {spared} {refuse}')


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == 'postgresql'
    for table in ('posting', 'entry'):
        if is_postgresql:
            op.execute(f'DROP FUNCTION {table}_in_ink() CASCADE')
        op.drop_table(table)
    with op.batch_alter_table('household') as household:
        household.drop_column('takes_substitutes')
    with op.batch_alter_table('order_line') as line:
        line.drop_column('short')
    with op.batch_alter_table('order') as order:
        order.drop_index(op.f('ix_order_wave_id'))
        order.drop_constraint(op.f('fk_order_wave_id'), type_='foreignkey')
        order.drop_column('handed_at')
        order.drop_column('wave_id')
    op.drop_table('order_notice')
    op.drop_table('wave')
    op.drop_table('substitution_answer')
    op.drop_table('substitution')
    op.drop_table('settlement')
    op.drop_table('arrival_count')

"""Gas cards are signed for; and the ledger holds the money that goes with them, which is no sale's."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = models.base.UTCDateTime(timezone=True)
COLUMNS = {
    'entry': 'id, sale_id, what, "key", corrects_id, note, at',
    'posting': 'id, entry_id, account, owner, fen',
}
OF_A_DEMO_SALE = ('EXISTS (SELECT 1 FROM sale JOIN community ON community.id = sale.community_id '
                  'WHERE sale.id = {sale} AND community.is_demo)')
OF_A_DEMO_REQUEST = ('EXISTS (SELECT 1 FROM request JOIN community ON community.id = request.community_id '
                     'WHERE request.id = {request} AND community.is_demo)')
OF_ENTRY = '(SELECT {column} FROM entry WHERE id = OLD.entry_id)'
BELONGS = {'entry': ('OLD.sale_id', 'OLD.request_id'),
           'posting': (OF_ENTRY.format(column='sale_id'), OF_ENTRY.format(column='request_id'))}


def upgrade() -> None:
    op.create_table('gas_card',
    sa.Column('id', ID, nullable=False),
    sa.Column('request_id', ID, nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('worker_id', ID, nullable=True),
    sa.Column('since', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_gas_card_request_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_gas_card_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gas_card')),
    sa.UniqueConstraint('request_id', name=op.f('uq_gas_card_request_id'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('entry', 'sale_id', nullable=True)
        op.execute('ALTER TABLE entry ADD COLUMN request_id BIGINT '
                   'CONSTRAINT fk_entry_request_id REFERENCES request (id)')
    else:
        _build_anew(of_cards=True)
    op.create_index(op.f('ix_entry_request_id'), 'entry', ['request_id'])
    _write_in_ink((OF_A_DEMO_SALE, OF_A_DEMO_REQUEST))


def _build_anew(*, of_cards: bool) -> None:
    """SQLite cannot let a column be empty in place, nor drop a table that another refers to: both are copied at once."""
    request = [sa.Column('request_id', ID, nullable=True),
               sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_entry_request_id'))]
    op.create_table('entry_anew',
    sa.Column('id', ID, nullable=False),
    sa.Column('sale_id', ID, nullable=of_cards),
    *(request if of_cards else ()),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=True),
    sa.Column('corrects_id', ID, nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['entry_anew.id'], name=op.f('fk_entry_corrects_id')),
    sa.ForeignKeyConstraint(['sale_id'], ['sale.id'], name=op.f('fk_entry_sale_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_entry_corrects_id')),
    sa.UniqueConstraint('key', name=op.f('uq_entry_key'))
    )
    op.create_table('posting_anew',
    sa.Column('id', ID, nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('fen', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry_anew.id'], name=op.f('fk_posting_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting'))
    )
    for table in ('entry', 'posting'):
        names = COLUMNS[table]
        op.execute(f'INSERT INTO {table}_anew ({names}) SELECT {names} FROM {table} ORDER BY id')
    for table in ('posting', 'entry'):
        op.drop_table(table)  # with its triggers
    for table in ('entry', 'posting'):
        op.rename_table(f'{table}_anew', table)
    op.create_index(op.f('ix_entry_sale_id'), 'entry', ['sale_id'])
    op.create_index('ix_posting_account', 'posting', ['account', 'owner'])
    op.create_index(op.f('ix_posting_entry_id'), 'posting', ['entry_id'])


def _write_in_ink(of_the_demo: tuple[str, ...]) -> None:
    """As migration 0016: only ever added to, but for the demo community's."""
    for table, (sale, request) in BELONGS.items():
        spared = '(' + ' OR '.join(of_the_demo).format(sale=sale, request=request) + ')'
        if op.get_bind().dialect.name == 'postgresql':
            op.execute(f'''
                CREATE OR REPLACE FUNCTION {table}_in_ink() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' AND {spared} THEN RETURN OLD; END IF;
                    RAISE EXCEPTION 'the ledger is only ever added to';
                END $$''')
        else:
            refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"
            op.execute(f'CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {refuse}')
            op.execute(f'CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} WHEN NOT {spared} {refuse}')


def downgrade() -> None:
    """Only where no gas card has money: what is in the ledger is never thrown away."""
    if op.get_bind().execute(sa.text('SELECT 1 FROM entry WHERE sale_id IS NULL LIMIT 1')).first():
        raise RuntimeError('the ledger holds money of gas cards: it stays')
    op.drop_index(op.f('ix_entry_request_id'), 'entry')
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_column('entry', 'request_id')
        op.alter_column('entry', 'sale_id', nullable=False)
    else:
        _build_anew(of_cards=False)
    _write_in_ink((OF_A_DEMO_SALE,))
    op.drop_table('gas_card')

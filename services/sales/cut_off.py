"""The cut-off of a sale: orders close once, and each grid worker with orders gets one digest of at most two segments."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

import prompts
from domain.doors import short_door
from domain.life_cycles import OrderState
from domain.segments import fit, segments
from models import Order, Sale, Worker
from services.accounts import ledger
from services.alerting.duty import list_keeper
from services.life_cycles import move_orders
from services.roster.places import Place
from services.sales.dropped_sets import drop_unwanted
from services.sales.sale_lines import SaleLine, lines_of_sale
from services.sending import outbox
from services.sending.outbox import Draft, Priority

SEGMENTS = 2
LETTERS = (40, 12, 8, 5, 3)  # of a set's name, as many as leave room for the numbers


def closes(now: datetime) -> ColumnElement[bool]:
    """Whether a sale is past its cut-off and still open."""
    return and_(Sale.cutoff_at <= now, Sale.closed_at.is_(None))


def close_due_sales(session: Session, now: datetime) -> int:
    """Close every sale past its cut-off and put its digests into the outbox; once, also with two clocks. Returns how many."""
    statement = select(Sale).where(closes(now)).order_by(Sale.id)
    sales = session.scalars(statement.with_for_update(skip_locked=True)).all()
    for sale in sales:
        _close(session, sale, now)
    return len(sales)


def _close(session: Session, sale: Sale, now: datetime) -> None:
    """Orders close, sets that too few wanted are dropped, and the grid workers hear what is left; in one transaction."""
    sale.closed_at = now
    placed = session.scalars(select(Order.id).where(Order.sale_id == sale.id, Order.state == OrderState.PLACED))
    move_orders(session, placed.all(), OrderState.CLOSED, now)
    drop_unwanted(session, sale, now)
    _put_digests(session, sale, now)
    ledger.charge_sale(session, sale, now)


def _put_digests(session: Session, sale: Sale, now: datetime) -> None:
    by_grid: defaultdict[int | None, list[SaleLine]] = defaultdict(list)
    for line in lines_of_sale(session, sale.id):
        if not line.dropped:
            by_grid[line.grid_id].append(line)
    by_worker: defaultdict[int, list[SaleLine]] = defaultdict(list)
    for grid_id, lines in by_grid.items():
        worker_id = list_keeper(session, Place(sale.community_id, "", "", "", grid_id=grid_id), now)
        if worker_id is not None:
            by_worker[worker_id] += lines
    for worker_id, lines in by_worker.items():
        worker = session.get_one(Worker, worker_id)
        body = orders_digest(worker.language, lines)
        draft = Draft.to_worker(worker, f"digest:orders:{sale.id}:{worker_id}", "digest", Priority.NOTICE, body=body)
        outbox.put(session, draft, now)


def orders_digest(language: str, lines: Sequence[SaleLine]) -> str:
    """Totals per set, the number of doors, then doors as far as two segments go, and how many more.

    Names of sets are cut short only where all of them together would leave no room.
    """
    doors = list(dict.fromkeys(short_door(*line.door) for line in lines))
    for letters in LETTERS:
        sets = _totals(language, lines, letters)
        body = fit(doors, partial(_composed, language, sets, len(doors)), SEGMENTS)
        if segments(body) <= SEGMENTS:
            break
    return body


def _totals(language: str, lines: Sequence[SaleLine], letters: int) -> str:
    totals: defaultdict[int, int] = defaultdict(int)
    names = {}
    for line in lines:
        totals[line.number] += line.quantity
        names[line.number] = line.name(language)[:letters].rstrip()
    return prompts.text(language, "sms.list_comma").join(
        prompts.text(language, "sms.digest_set", set=names[number], quantity=str(totals[number]))
        for number in sorted(totals)
    )


def _composed(language: str, sets: str, count: int, kept: Sequence[str], left: int) -> str:
    more = prompts.text(language, "sms.digest_more_orders", count=str(left)) if left else ""
    shown = prompts.text(language, "sms.list_comma").join(kept)
    return prompts.text(language, "sms.digest_orders", sets=sets, count=str(count), doors=shown + more)

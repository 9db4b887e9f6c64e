"""The cut-off of a sale: orders close once, and each grid worker with orders gets one digest of at most two segments."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import AFTER_CUT_OFF, OrderState
from domain.segments import fit
from models import Building, Household, Order, OrderLine, Sale, SaleSet, Worker
from services import outbox
from services.duty import grid_worker_of
from services.life_cycles import move_orders
from services.outbox import Draft, Priority

SEGMENTS = 2


class Line(NamedTuple):
    """A line of a closed order, with its door."""

    grid_id: int | None
    building: str
    unit: str
    room: str
    set_number: int
    set_zh: str
    set_en: str
    quantity: int


def close_due_sales(session: Session, now: datetime) -> int:
    """Close every sale past its cut-off and put its digests into the outbox; once, also with two clocks. Returns how many."""
    statement = select(Sale).where(Sale.cutoff_at <= now, Sale.closed_at.is_(None)).order_by(Sale.id)
    sales = session.scalars(statement.with_for_update(skip_locked=True)).all()
    for sale in sales:
        sale.closed_at = now
        placed = session.scalars(select(Order.id).where(Order.sale_id == sale.id, Order.state == OrderState.PLACED))
        move_orders(session, placed.all(), OrderState.CLOSED, now)
        _put_digests(session, sale, now)
    return len(sales)


def _put_digests(session: Session, sale: Sale, now: datetime) -> None:
    by_grid: dict[int | None, list[Line]] = defaultdict(list)
    for line in closed_lines(session, sale.id):
        by_grid[line.grid_id].append(line)
    by_worker: dict[int, list[Line]] = defaultdict(list)
    for grid_id, lines in by_grid.items():
        worker_id = grid_worker_of(session, grid_id, now)
        if worker_id is not None:
            by_worker[worker_id] += lines
    for worker_id, lines in by_worker.items():
        worker = session.get_one(Worker, worker_id)
        body = orders_digest(worker.language, sorted(lines))
        draft = Draft.to_worker(worker, f"digest:orders:{sale.id}:{worker_id}", "digest", Priority.NOTICE, body=body)
        outbox.put(session, draft, now)


def closed_lines(session: Session, sale_id: int) -> list[Line]:
    """Every line of the closed orders of a sale."""
    rows = session.execute(
        select(
            Household.grid_id,
            Building.name,
            Household.unit,
            Household.room,
            SaleSet.number,
            SaleSet.name_zh,
            SaleSet.name_en,
            OrderLine.quantity,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(Order.sale_id == sale_id, Order.state.in_(AFTER_CUT_OFF))
        .order_by(Household.id, SaleSet.number)
    )
    return [Line(*row) for row in rows]


def orders_digest(language: str, lines: Sequence[Line]) -> str:
    """Totals per set, the number of doors, then doors as far as two segments go, and how many more."""
    totals: dict[int, int] = defaultdict(int)
    names = {}
    for line in lines:
        totals[line.set_number] += line.quantity
        names[line.set_number] = line.set_en if language == "en" and line.set_en else line.set_zh
    doors = list(dict.fromkeys(_short_door(line) for line in lines))
    sets = prompts.text(language, "sms.list_comma").join(
        prompts.text(language, "sms.digest_set", set=names[number], quantity=str(totals[number]))
        for number in sorted(totals)
    )

    def compose(kept: Sequence[str], left: int) -> str:
        more = prompts.text(language, "sms.digest_more", count=str(left)) if left else ""
        shown = prompts.text(language, "sms.list_comma").join(kept)
        return prompts.text(language, "sms.digest_orders", sets=sets, count=str(len(doors)), doors=shown + more)

    return fit(doors, compose, SEGMENTS)


def _short_door(line: Line) -> str:
    """3-1-1504, as doors are written on every list."""
    return "-".join(part for part in (line.building, line.unit, line.room) if part)

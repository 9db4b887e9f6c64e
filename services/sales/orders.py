"""Orders as they are placed, changed and cancelled in the open sale: no capped set is ever sold twice. Money is fen.

Whoever orders holds the sale open first, then the sets in the order of their ids, then the household's order:
always in this order, so that no two wait for each other. What holds one sale with several orders (a worker's chain)
holds it alone, `hold_sale`.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import OrderState
from ivr.events import ItemKind, Ordered
from models import Order, OrderLine, Sale
from models import SaleSet as Offered
from services.alerting import items
from services.calling.speaking import Speaking
from services.life_cycles import By, move, move_orders
from services.sales.offers import open_sale, pieces_ordered, placed_from

FRESH = {"populate_existing": True}  # a row of this session may have changed before it was locked


class SoldOutError(Exception):
    """Between the read-back and the confirm somebody took the last pieces, or the sale closed.

    `sets` are the numbers of those that cannot be had any more as they were wanted.
    """

    def __init__(self, *sets: int) -> None:
        super().__init__(", ".join(map(str, sets)))
        self.sets = frozenset(sets)


def hold_sale(session: Session, community_id: int, now: datetime) -> None:
    """Until this transaction ends nobody else orders in the open sale: for whoever orders for several doors at once."""
    sale = open_sale(session, community_id, now)
    if sale is not None:
        session.execute(select(Sale.id).where(Sale.id == sale.id).with_for_update())


def _held_sale(speaking: Speaking) -> Sale | None:
    """The sale that takes orders now, held open until the caller's transaction ends: its cut-off waits for it."""
    sale = open_sale(speaking.session, speaking.state.community, speaking.now)
    if sale is None:
        return None
    still_open = select(Sale).where(Sale.id == sale.id, Sale.closed_at.is_(None)).with_for_update(read=True)
    return speaking.session.scalars(still_open.execution_options(**FRESH)).one_or_none()


def order(speaking: Speaking, ordered: Ordered) -> None:
    """Store confirmed lines. SoldOutError when they cannot be had any more; a door not in the roster becomes an item."""
    session, state = speaking.session, speaking.state
    if not state.household:
        _leave_to_worker(speaking, ordered)
        return
    sale = _held_sale(speaking)
    numbers = [line.set_number for line in ordered.lines]
    if sale is None:
        raise SoldOutError(*numbers)
    statement = select(Offered).where(Offered.sale_id == sale.id, Offered.number.in_(numbers)).order_by(Offered.id)
    held = session.scalars(statement.with_for_update().execution_options(**FRESH))  # one buyer at a time per set
    offers = {offer.number: offer for offer in held}
    placed = _placed_order(speaking, sale)
    if ordered.replaces:
        session.execute(delete(OrderLine).where(OrderLine.order_id == placed.id))
    for line in ordered.lines:
        if not _add_line(session, placed, offers.get(line.set_number), line.quantity):
            raise SoldOutError(line.set_number)
    items.close_items(speaking, "order")


def _leave_to_worker(speaking: Speaking, ordered: Ordered) -> None:
    language = speaking.state.language
    lines = [
        prompts.text(language, "note.ordered_line", set=str(line.set_number), quantity=str(line.quantity))
        for line in ordered.lines
    ]
    note = prompts.text(language, "note.ordered", lines=", ".join(lines))
    items.file_item(speaking.session, items.left_by(speaking, ItemKind.OTHER, note=note), speaking.now)


def _placed_order(speaking: Speaking, sale: Sale) -> Order:
    """The door's order, locked; a new one where it has none, also when two of its telephones order at once."""
    session, state = speaking.session, speaking.state
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    key = {
        "sale_id": sale.id,
        "household_id": state.household,
        "placed_from": placed_from(state, speaking.call_sid),
    }
    fresh = {**key, "state": OrderState.PLACED.value, "verified": state.verified, "placed_at": speaking.now}
    session.execute(builder(Order).values(fresh).on_conflict_do_nothing())
    mine = select(Order).filter_by(**key).with_for_update().execution_options(**FRESH)
    found = session.scalars(mine).one()
    if found.state == OrderState.CANCELLED:
        session.execute(delete(OrderLine).where(OrderLine.order_id == found.id))
        found.placed_at = speaking.now
        move(session, found, OrderState.PLACED, speaking.now, by_whom(speaking))
    return found


def _add_line(session: Session, placed: Order, offer: Offered | None, quantity: int) -> bool:
    """Whether so many more of the set are the household's now."""
    if offer is None or quantity < 1:
        return False
    mine = select(OrderLine).where(OrderLine.order_id == placed.id, OrderLine.set_id == offer.id)
    line = session.scalars(mine.execution_options(**FRESH)).one_or_none()
    held = line.quantity if line is not None else 0
    if held + quantity > offer.limit or not _is_in_stock(session, offer, quantity):
        return False
    if line is None:
        session.add(OrderLine(order_id=placed.id, set_id=offer.id, quantity=quantity))
    else:
        line.quantity = held + quantity
    session.flush()
    return True


def _is_in_stock(session: Session, offer: Offered, quantity: int) -> bool:
    """Whether a capped set has that many left; its row is locked, so nobody else is counting."""
    return offer.stock is None or pieces_ordered(session, offer.sale_id).get(offer.id, 0) + quantity <= offer.stock


def cancel(speaking: Speaking) -> None:
    """Cancel the household's order of the open sale; its lines stay in the record. SoldOutError: it has closed."""
    sale = _held_sale(speaking)
    if sale is None:
        raise SoldOutError
    if speaking.state.verified:
        theirs = select(Order.id).where(
            Order.sale_id == sale.id, Order.household_id == speaking.state.household, Order.placed_from == ""
        )
        move_orders(
            speaking.session,
            speaking.session.scalars(theirs).all(),
            OrderState.CANCELLED,
            speaking.now,
            by_whom(speaking),
        )


def by_whom(speaking: Speaking) -> By:
    """Who takes the step: the office, a worker, or a resident by keypad or text."""
    if speaking.channel == "office":
        return By("office")
    if speaking.state.worker or speaking.channel in {"worker", "chain"}:
        return By("worker", speaking.state.worker or None)
    return By("sms" if speaking.call_sid.startswith(("SM", "MM")) else "keypad")

"""Orders in the open sale: what is offered, what was ordered, the cut-off and its digests. Money is integer fen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import OrderState
from ivr.events import ItemKind, Ordered
from ivr.facts import CallState, Facts, OrderedSet, SaleSet
from models import Order, OrderLine, Sale
from models import SaleSet as Offered
from services import items
from services.life_cycles import By, move, move_orders
from services.speaking import Speaking


class SoldOutError(Exception):
    """Somebody else took the last pieces between the read-back and the confirm."""


def open_sale(session: Session, community_id: int, now: datetime) -> Sale | None:
    """The community's sale that takes orders now; of several the one that closes first."""
    return session.scalars(
        select(Sale)
        .where(Sale.community_id == community_id, Sale.opens_at <= now, Sale.cutoff_at > now, Sale.closed_at.is_(None))
        .order_by(Sale.cutoff_at, Sale.id)
        .limit(1)
    ).first()


def _held_sale(speaking: Speaking) -> Sale | None:
    """The sale that takes orders now, held open until the caller's transaction ends: its cut-off waits for it."""
    sale = open_sale(speaking.session, speaking.state.community, speaking.now)
    if sale is None:
        return None
    still_open = select(Sale).where(Sale.id == sale.id, Sale.closed_at.is_(None)).with_for_update(read=True)
    return speaking.session.scalars(still_open).one_or_none()


def read_sale(session: Session, facts: Facts, state: CallState, call_sid: str, now: datetime) -> Facts:
    """The sets on sale, the household's order in it and its last one, in the caller's language."""
    sale = open_sale(session, state.community, now)
    if sale is None:
        return replace(facts, sets=(), order=(), last_order=())
    mine = {line.set_id: line.quantity for line in _lines(session, sale.id, state, call_sid)}
    offers = session.scalars(select(Offered).where(Offered.sale_id == sale.id).order_by(Offered.number)).all()
    taken = _ordered(session, sale.id) if any(offer.stock is not None for offer in offers) else {}
    sets = tuple(
        SaleSet(
            offer.number,
            _name(offer, state.language),
            offer.price_fen,
            _left(offer, mine.get(offer.id, 0), taken.get(offer.id, 0)),
        )
        for offer in offers
    )
    order = tuple(
        OrderedSet(offer.number, _name(offer, state.language), mine[offer.id], offer.price_fen)
        for offer in offers
        if offer.id in mine
    )
    last = _last_order(session, sale, state) if state.verified and not order else ()
    return replace(facts, sets=sets, order=order, last_order=last)


def _name(offer: Offered, language: str) -> str:
    return offer.name_en if language == "en" and offer.name_en else offer.name_zh


def _left(offer: Offered, mine: int, taken: int) -> int:
    """How many of the set a household with `mine` may still order; the dialogue gives a changed order back itself."""
    left = offer.limit - mine
    return max(0, left if offer.stock is None else min(left, offer.stock - taken))


def _ordered(session: Session, sale_id: int) -> dict[int, int]:
    """How many of each set are ordered."""
    statement = (
        select(OrderLine.set_id, func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.sale_id == sale_id, Order.state == OrderState.PLACED)
        .group_by(OrderLine.set_id)
    )
    return {set_id: int(quantity) for set_id, quantity in session.execute(statement)}


def _placed_from(state: CallState, call_sid: str) -> str:
    """A telephone on file orders for its household; anyone else's order stands by itself, under its call."""
    return "" if state.verified else call_sid


def _lines(session: Session, sale_id: int, state: CallState, call_sid: str) -> list[OrderLine]:
    statement = (
        select(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.sale_id == sale_id,
            Order.household_id == state.household,
            Order.placed_from == _placed_from(state, call_sid),
            Order.state == OrderState.PLACED,
        )
    )
    return list(session.scalars(statement))


def _last_order(session: Session, sale: Sale, state: CallState) -> tuple[OrderedSet, ...]:
    """The household's last order of an earlier sale, if all of it is on sale now; at today's prices."""
    last = session.scalars(
        select(Order)
        .join(Sale, Sale.id == Order.sale_id)
        .where(
            Order.household_id == state.household,
            Order.sale_id != sale.id,
            Order.verified,
            Order.state != OrderState.CANCELLED,
        )
        .order_by(Sale.cutoff_at.desc())
        .limit(1)
    ).first()
    if last is None:
        return ()
    lines = session.execute(
        select(Offered.name_zh, OrderLine.quantity)
        .join(Offered, Offered.id == OrderLine.set_id)
        .where(OrderLine.order_id == last.id)
    ).all()
    offers = {offer.name_zh: offer for offer in session.scalars(select(Offered).where(Offered.sale_id == sale.id))}
    ordered = _ordered(session, sale.id)
    same = [(offers.get(line.name_zh), line.quantity) for line in lines]
    if any(offer is None or _left(offer, 0, ordered.get(offer.id, 0)) < quantity for offer, quantity in same):
        return ()
    return tuple(
        OrderedSet(offer.number, _name(offer, state.language), quantity, offer.price_fen)
        for offer, quantity in same
        if offer is not None
    )


def order(speaking: Speaking, ordered: Ordered) -> None:
    """Store confirmed lines. SoldOutError when the last pieces went meanwhile; a door not in the roster becomes an item."""
    session, state = speaking.session, speaking.state
    sale = _held_sale(speaking)
    if sale is None or not state.household:
        _leave_to_worker(speaking, ordered)
        return
    numbers = [line.set_number for line in ordered.lines]
    statement = select(Offered).where(Offered.sale_id == sale.id, Offered.number.in_(numbers)).order_by(Offered.id)
    offers = {
        offer.number: offer for offer in session.scalars(statement.with_for_update())
    }  # one buyer at a time per set
    placed = _placed_order(speaking, sale)
    if ordered.replaces:
        session.execute(delete(OrderLine).where(OrderLine.order_id == placed.id))
    for line in ordered.lines:
        _add_line(session, placed, offers.get(line.set_number), line.quantity)
    items.close_items(session, state.household, "order", speaking.now)


def _leave_to_worker(speaking: Speaking, ordered: Ordered) -> None:
    language = speaking.state.language
    lines = [
        prompts.text(language, "note.ordered_line", set=str(line.set_number), quantity=str(line.quantity))
        for line in ordered.lines
    ]
    note = prompts.text(language, "note.ordered", lines=", ".join(lines))
    items.file_item(speaking.session, items.left_by(speaking, ItemKind.OTHER, note=note), speaking.now)


def _placed_order(speaking: Speaking, sale: Sale) -> Order:
    state = speaking.state
    placed_from = _placed_from(state, speaking.call_sid)
    found = speaking.session.scalars(
        select(Order)
        .where(Order.sale_id == sale.id, Order.household_id == state.household, Order.placed_from == placed_from)
        .with_for_update()
    ).one_or_none()
    if found is None:
        found = Order(
            sale_id=sale.id,
            household_id=state.household,
            placed_from=placed_from,
            verified=state.verified,
            placed_at=speaking.now,
        )
        speaking.session.add(found)
    elif found.state == OrderState.CANCELLED:
        speaking.session.execute(delete(OrderLine).where(OrderLine.order_id == found.id))
        move(speaking.session, found, OrderState.PLACED, speaking.now, _by(speaking))
    speaking.session.flush()
    return found


def _add_line(session: Session, placed: Order, offer: Offered | None, quantity: int) -> None:
    if offer is None:
        raise SoldOutError
    line = session.scalars(
        select(OrderLine).where(OrderLine.order_id == placed.id, OrderLine.set_id == offer.id)
    ).one_or_none()
    held = line.quantity if line is not None else 0
    if held + quantity > offer.limit or not _is_in_stock(session, offer, quantity):
        raise SoldOutError
    if line is None:
        session.add(OrderLine(order_id=placed.id, set_id=offer.id, quantity=quantity))
    else:
        line.quantity = held + quantity
    session.flush()


def _is_in_stock(session: Session, offer: Offered, quantity: int) -> bool:
    """Whether a capped set has that many left; its row is locked, so nobody else is counting."""
    return offer.stock is None or _ordered(session, offer.sale_id).get(offer.id, 0) + quantity <= offer.stock


def cancel(speaking: Speaking) -> None:
    """Cancel the household's order of the open sale; its lines stay in the record."""
    sale = _held_sale(speaking)
    if sale is not None and speaking.state.verified:
        theirs = select(Order.id).where(
            Order.sale_id == sale.id, Order.household_id == speaking.state.household, Order.placed_from == ""
        )
        move_orders(
            speaking.session, speaking.session.scalars(theirs).all(), OrderState.CANCELLED, speaking.now, _by(speaking)
        )


def _by(speaking: Speaking) -> By:
    if speaking.state.worker:
        return By("worker", speaking.state.worker)
    return By("sms" if speaking.call_sid.startswith(("SM", "MM")) else "keypad")

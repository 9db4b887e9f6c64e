"""What the open sale offers a household, and what it ordered there, in the last sale and in the one that has closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from ivr.facts import CallState, Facts, OrderedSet, SaleSet
from models import Order, OrderLine, Sale
from models import SaleSet as Offered
from services.goods.coming import coming_of

STILL_TO_COME = frozenset(OrderState) - {
    OrderState.CANCELLED,
    OrderState.DROPPED,
    OrderState.HANDED_OVER,
    OrderState.UNCOLLECTED,
}


# What every key of an order reads. Built once: to put such a statement together costs more than to run it.
_OPEN_SALE = (
    select(Sale)
    .where(Sale.community_id == bindparam("community"), Sale.opens_at <= bindparam("now"))
    .where(Sale.cutoff_at > bindparam("now"), Sale.closed_at.is_(None))
    .order_by(Sale.cutoff_at, Sale.id)
    .limit(1)
)
_SETS = select(Offered).where(Offered.sale_id == bindparam("sale")).order_by(Offered.number)
_MINE = (
    select(OrderLine.set_id, OrderLine.quantity)
    .join(Order, Order.id == OrderLine.order_id)
    .where(Order.sale_id == bindparam("sale"), Order.household_id == bindparam("household"))
    .where(Order.placed_from == bindparam("placed_from"), Order.state == OrderState.PLACED)
)
_LAST = (
    select(Order.id)
    .join(Sale, Sale.id == Order.sale_id)
    .where(Order.household_id == bindparam("household"), Order.sale_id != bindparam("sale"))
    .where(Order.verified, Order.state != OrderState.CANCELLED)
    .order_by(Sale.cutoff_at.desc())
    .limit(1)
)
_PIECES = (
    select(OrderLine.set_id, func.sum(OrderLine.quantity))
    .join(Order, Order.id == OrderLine.order_id)
    .where(Order.sale_id == bindparam("sale"), Order.state == OrderState.PLACED)
    .group_by(OrderLine.set_id)
)


def open_sale(session: Session, community_id: int, now: datetime) -> Sale | None:
    """The community's sale that takes orders now.

    Of several it is the one that closes first, also when it is sold out: what was ordered there can still be
    changed, and one question about sets is all that a call can hold. The next follows at its cut-off.
    """
    return session.scalars(_OPEN_SALE, {"community": community_id, "now": now}).first()


def read_sale(session: Session, facts: Facts, state: CallState, call_sid: str, now: datetime) -> Facts:
    """The sets on sale, the household's order in it and its last one, in the caller's language.

    With no sale open, the household's order in the last one, which can be changed no more.
    """
    sale = open_sale(session, state.community, now)
    if sale is None:
        closed = _closed_order(session, state, now) if state.verified else ()
        return replace(facts, sets=(), order=(), last_order=(), closed_order=closed)
    key = {"sale": sale.id, "household": state.household, "placed_from": placed_from(state, call_sid)}
    mine: dict[int, int] = dict(session.execute(_MINE, key).all())
    offers = session.scalars(_SETS, {"sale": sale.id}).all()
    taken = pieces_ordered(session, sale.id) if any(offer.stock is not None for offer in offers) else {}
    sets = tuple(
        SaleSet(
            offer.number,
            set_name(offer, state.language),
            offer.price_fen,
            _left(offer, mine.get(offer.id, 0), taken.get(offer.id, 0)),
            set_contents(offer, state.language),
        )
        for offer in offers
    )
    order = tuple(
        OrderedSet(offer.number, set_name(offer, state.language), mine[offer.id], offer.price_fen)
        for offer in offers
        if offer.id in mine
    )
    last = _last_order(session, sale, offers, state) if state.verified and not order else ()
    return replace(facts, sets=sets, order=order, last_order=last, closed_order=())


def set_name(offer: Offered, language: str) -> str:
    """The set's name in this language."""
    return offer.name_en if language == "en" and offer.name_en else offer.name_zh


def set_contents(offer: Offered, language: str) -> str:
    """What is in the set, in this language; "" where the office did not say."""
    return offer.contents_en if language == "en" and offer.contents_en else offer.contents_zh


def _left(offer: Offered, mine: int, taken: int) -> int:
    """How many of the set a household with `mine` may still order; the dialogue gives a changed order back itself."""
    left = offer.limit - mine
    return max(0, left if offer.stock is None else min(left, offer.stock - taken))


def pieces_ordered(session: Session, sale_id: int) -> dict[int, int]:
    """How many of each set are ordered, by the set's id."""
    return {set_id: int(quantity) for set_id, quantity in session.execute(_PIECES, {"sale": sale_id})}


def placed_from(state: CallState, call_sid: str) -> str:
    """A telephone on file orders for its household; anyone else's order stands by itself, under its call."""
    return "" if state.verified else call_sid


def _last_order(session: Session, sale: Sale, offers: Sequence[Offered], state: CallState) -> tuple[OrderedSet, ...]:
    """The household's last order of an earlier sale, if all of it is on sale now (`offers`); at today's prices."""
    last = session.scalar(_LAST, {"sale": sale.id, "household": state.household})
    if last is None:
        return ()
    lines = session.execute(
        select(Offered.name_zh, OrderLine.quantity)
        .join(Offered, Offered.id == OrderLine.set_id)
        .where(OrderLine.order_id == last)
        .order_by(Offered.number)
    ).all()
    on_sale = {offer.name_zh: offer for offer in offers}
    ordered = pieces_ordered(session, sale.id)
    same = [(on_sale.get(line.name_zh), line.quantity) for line in lines]
    if any(offer is None or _left(offer, 0, ordered.get(offer.id, 0)) < quantity for offer, quantity in same):
        return ()
    return tuple(
        OrderedSet(offer.number, set_name(offer, state.language), quantity, offer.price_fen)
        for offer, quantity in same
        if offer is not None
    )


def _closed_order(session: Session, state: CallState, now: datetime) -> tuple[OrderedSet, ...]:
    """What is still to come to the household of the sale that closed last: less what is short, with what comes instead."""
    closed = (
        select(Sale.id)
        .where(Sale.community_id == state.community, Sale.opens_at <= now)
        .where(or_(Sale.cutoff_at <= now, Sale.closed_at.is_not(None)))
        .order_by(Sale.cutoff_at.desc(), Sale.id.desc())
        .limit(1)
    )
    theirs = Order.sale_id == closed.scalar_subquery(), Order.household_id == state.household
    coming = coming_of(session, *theirs, Order.placed_from == "", Order.state.in_(STILL_TO_COME))
    return tuple(
        OrderedSet(0, one.name(state.language), one.pieces, one.price_fen) for lines in coming.values() for one in lines
    )

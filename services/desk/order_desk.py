"""The office orders for a door, and cancels: as the household itself would by telephone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from ivr.events import Ordered, OrderLine
from ivr.facts import CallState, Facts, OrderedSet
from models import Household, SaleSet
from services.calling.speaking import Speaking
from services.sales import orders
from services.sales.offers import open_sale, read_sale


class NotAsManyError(Refused):
    """Not as many are left of these sets (their numbers), or it is more than a household may order."""

    def __init__(self, sets: Iterable[int]) -> None:
        self.sets = sorted(sets)
        names = ", ".join(map(str, self.sets))
        super().__init__(f"set {names}: not as many are left, or it is more than a household may order")


def place(
    session: Session, household: Household, wanted: Mapping[str, int], now: datetime, *, adds: bool = False
) -> tuple[OrderedSet, ...]:
    """The door's order is this from now on, or so much more with `adds`; sets by number or name. The order as it is.

    Refused where nothing is on sale or there is no such set; NotAsManyError where it is more than can be had.
    """
    speaking = _speaking(session, household, now)
    lines = _lines(session, household.community_id, wanted, now)
    try:
        orders.order(speaking, Ordered(lines, replaces=not adds))
    except orders.SoldOutError as error:
        raise NotAsManyError(error.sets) from None
    return read_sale(session, Facts(), speaking.state, speaking.call_sid, now).order


def cancel(session: Session, household: Household, now: datetime) -> tuple[OrderedSet, ...]:
    """Cancel the door's order; what it was. Refused where there is none that can still be cancelled."""
    held = held_order(session, household, now)
    if not held:
        raise Refused("the door has no order in an open sale")
    orders.cancel(_speaking(session, household, now))
    return held


def held_order(session: Session, household: Household, now: datetime) -> tuple[OrderedSet, ...]:
    """What the door has ordered in the open sale."""
    speaking = _speaking(session, household, now)
    return read_sale(session, Facts(), speaking.state, speaking.call_sid, now).order


def _speaking(session: Session, household: Household, now: datetime) -> Speaking:
    state = CallState("office", community=household.community_id, household=household.id, verified=True)
    return Speaking(session, state, "", "", now, channel="office")


def _lines(session: Session, community_id: int, wanted: Mapping[str, int], now: datetime) -> tuple[OrderLine, ...]:
    sale = open_sale(session, community_id, now)
    if sale is None:
        raise Refused("no sale is open")
    offers = session.scalars(select(SaleSet).where(SaleSet.sale_id == sale.id).order_by(SaleSet.number)).all()
    numbers = {name: one.number for one in offers for name in (one.name_zh, one.name_en, str(one.number))}
    pieces: Counter[int] = Counter()
    for name, quantity in wanted.items():
        if name not in numbers:
            known = ", ".join(f"{one.number} {one.name_zh}" for one in offers)
            raise Refused(f"{sale.name} has no set {name!r}; it has {known}")
        pieces[numbers[name]] += quantity
    return tuple(OrderLine(number, quantity) for number, quantity in sorted(pieces.items()))

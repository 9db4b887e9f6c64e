"""Waves: the waiting households of a unit called down together, a few at a time; the next when the point is clear."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.announcements import By
from domain.doors import floor_of
from domain.life_cycles import OrderState
from domain.refusals import Refused
from models import Building, Community, Household, Order, Sale, Wave
from services.board.board import door_order
from services.day.steps import plan_of
from services.goods.arrivals import settlement_of
from services.goods.order_notices import COLLECTION, WITHIN, forget_notices, plan_notices
from services.goods.routes import send_to_route
from services.life_cycles import By as Mover
from services.life_cycles import move_orders

STEP = timedelta(minutes=5)  # times are told in these
ON_THE_WAY = timedelta(minutes=10)  # between the call and the time that households are asked to come
TO_COME = (OrderState.WAITING, OrderState.CALLED, OrderState.UNCOLLECTED)  # whose goods are still at the point


class AtNightError(Refused):
    """Nobody would be told before `until`, which is too late for the wave."""

    def __init__(self, until: datetime, clock: str) -> None:
        super().__init__(f"it is night, and nobody is called down; call the wave from {clock} on")
        self.until, self.clock = until, clock


class OrderAt(NamedTuple):
    """An order with its door."""

    id: int
    building: str
    unit: str
    room: str
    household_id: int
    state: str
    wave_id: int | None


@dataclass(frozen=True, slots=True)
class WavePlan:
    """Waves to be: so many households each, where they come, how they are called, not before an instant."""

    size: int
    place: str
    by: By
    not_before: datetime


def orders_at_doors(session: Session, sale_id: int, states: Iterable[str]) -> list[OrderAt]:
    """The orders of a sale in these states: building, unit, floor, room."""
    rows = session.execute(
        select(Order.id, Building.name, Household.unit, Household.room, Household.id, Order.state, Order.wave_id)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(Order.sale_id == sale_id, Order.state.in_(list(states)))
    )

    def walk(one: OrderAt) -> tuple[object, ...]:
        building, unit, room = door_order(one.building, one.unit, one.room)
        return building, unit, floor_of(one.room) or 0, room, one.id

    return sorted((OrderAt(*row) for row in rows), key=walk)


def plan_waves(session: Session, sale: Sale, plan: WavePlan, now: datetime) -> list[tuple[Wave, list[OrderAt]]]:
    """Put everybody who waits into waves of one unit each, and behind them whoever was called and did not come.

    The wave that is out stays as it is; waves not called yet are planned anew.
    """
    settlement = settlement_of(session, sale.id)
    if settlement is None:
        raise Refused(f"{sale.name} is not settled yet: linli arrival settle {sale.name}")
    send_to_route(session, sale, now)
    _forget_planned(session, sale)
    out = wave_out(session, sale)
    left = [one for one in orders_at_doors(session, sale.id, TO_COME) if out is None or one.wave_id != out.id]
    first = [one for one in left if one.state == OrderState.WAITING]
    again = [one for one in left if one.state != OrderState.WAITING]
    groups = (*_groups(first, plan.size), *_groups(again, plan.size))
    last = session.scalars(select(Wave.number).where(Wave.sale_id == sale.id).order_by(Wave.number.desc())).first() or 0
    planned = []
    for number, group in enumerate(groups, last + 1):
        wave = Wave(sale_id=sale.id, number=number, place=plan.place, by=plan.by.value, not_before=plan.not_before)
        session.add(wave)
        session.flush()
        _put_into(session, [one.id for one in group], wave.id)
        planned.append((wave, group))
    return planned


def _groups(waiting: Sequence[OrderAt], size: int) -> Iterator[list[OrderAt]]:
    """So many households of one unit at a time; a household's orders stay together."""
    for _, unit in groupby(waiting, lambda one: (one.building, one.unit)):
        homes = [list(orders) for _, orders in groupby(unit, lambda one: one.household_id)]
        for start in range(0, len(homes), size):
            yield [one for home in homes[start : start + size] for one in home]


def _forget_planned(session: Session, sale: Sale) -> None:
    planned = session.scalars(select(Wave).where(Wave.sale_id == sale.id, Wave.called_at.is_(None))).all()
    for wave in planned:
        session.execute(update(Order).where(Order.wave_id == wave.id).values(wave_id=None))
        session.delete(wave)
    session.flush()


def _put_into(session: Session, orders: Sequence[int], wave_id: int) -> None:
    session.execute(update(Order).where(Order.id.in_(orders)).values(wave_id=wave_id))
    session.expire_all()


def call_wave(session: Session, sale: Sale, now: datetime, by: Mover) -> tuple[Wave, list[int]]:
    """Call the next wave down: those of it who have not come yet, and tell them, whoever was told by an earlier wave too.

    Refused while one is out, and when there is none; AtNightError while nobody can be told in time.
    """
    out = wave_out(session, sale)
    if out is not None:
        raise Refused(f"wave {out.number} is still out; when the point is clear: linli wave clear {sale.name}")
    send_to_route(session, sale, now)
    while (wave := next_wave(session, sale)) is not None:
        if night := night_before(session, sale, wave, now):
            raise night
        wave.called_at, wave.comes_at = now, comes_at(wave, now)
        waiting = select(Order.id).where(Order.wave_id == wave.id, Order.state.in_(TO_COME))
        called = move_orders(session, session.scalars(waiting).all(), OrderState.CALLED, now, by)
        if called:
            forget_notices(session, called, COLLECTION)
            plan_notices(session, called, COLLECTION, By(wave.by), now, _told_until(session, sale, now))
            return wave, called
        wave.cleared_at = now  # everybody of it has come or has it brought
        session.flush()
    raise Refused(
        f"{sale.name} has no wave left; the route: linli print route, the close: linli wave close {sale.name}"
    )


def wave_out(session: Session, sale: Sale) -> Wave | None:
    """The wave that was called and is not clear yet."""
    out = select(Wave).where(Wave.sale_id == sale.id, Wave.called_at.is_not(None), Wave.cleared_at.is_(None))
    return session.scalars(out).first()


def next_wave(session: Session, sale: Sale) -> Wave | None:
    """The wave that is called next."""
    planned = select(Wave).where(Wave.sale_id == sale.id, Wave.called_at.is_(None))
    return session.scalars(planned.order_by(Wave.number).limit(1)).first()


def comes_at(wave: Wave, now: datetime) -> datetime:
    """When the households of a wave that is called now are asked to come."""
    return _rounded(max(wave.not_before, now + ON_THE_WAY))


def night_before(session: Session, sale: Sale, wave: Wave, now: datetime) -> AtNightError | None:
    """Why the wave is not to be called now: in the quiet hours its households would hear of it when its time is over."""
    community = session.get_one(Community, sale.community_id)
    wakes = plan_of(community).wakes(now, community.timezone)
    if wakes == now or wakes + ON_THE_WAY <= comes_at(wave, now):
        return None
    return AtNightError(wakes, f"{wakes.astimezone(ZoneInfo(community.timezone)):%H:%M}")


def _told_until(session: Session, sale: Sale, now: datetime) -> datetime:
    """Whom the evening has not reached hears of the next wave, and in the morning nothing of this one."""
    community = session.get_one(Community, sale.community_id)
    return min(plan_of(community).sleeps(now, community.timezone), now + WITHIN)


def _rounded(at: datetime) -> datetime:
    """Up to the next five minutes."""
    return at + (datetime.min.replace(tzinfo=at.tzinfo) - at) % STEP


def clear_wave(session: Session, sale: Sale, now: datetime) -> Wave:
    """The point is clear: nobody of this wave is waited for. Who has not come can still be handed their goods."""
    out = wave_out(session, sale)
    if out is None:
        raise Refused(f"no wave of {sale.name} is out; the next: linli wave call {sale.name}")
    out.cleared_at = now
    session.flush()
    return out


def close_point(session: Session, sale: Sale, now: datetime, by: Mover) -> list[OrderAt]:
    """The point closes: who has not collected is on the list. What goes to the door still goes."""
    left = orders_at_doors(session, sale.id, [OrderState.WAITING, OrderState.CALLED])
    moved = set(move_orders(session, [one.id for one in left], OrderState.UNCOLLECTED, now, by))
    return [one for one in left if one.id in moved]

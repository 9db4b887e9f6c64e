"""The next wave, called by whoever stands at the collection point, by text or by key: the last one is clear with that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from domain.refusals import Refused
from ivr.facts import NextWave
from models import Community, Order, Sale, Settlement, Wave
from services.goods import waves
from services.life_cycles import By

SOON = timedelta(minutes=2)  # after a wave was called a second wish is the same wish: two stand at the point


@dataclass(frozen=True, slots=True)
class Called:
    """The wave that is out now and how many orders of it were called; `is_new` False: it was called a moment ago."""

    wave: Wave
    orders: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoneCalled:
    """No wave is left, and so many orders nobody has come for; or it is night until `wakes`, of the community's clock."""

    left: int
    wakes: str = ""


def call_next(session: Session, community_id: int, now: datetime, by: By) -> Called | NoneCalled:
    """The point is clear, and the next wave is called, once however many ask at the same moment; in the night none is."""
    sale = _sale(session, community_id, held=True)
    if sale is None:
        return NoneCalled(_left(session, community_id))
    out = waves.wave_out(session, sale)
    if out is not None and _is_fresh(out, now):
        return Called(out, _orders(session, out), is_new=False)
    planned = waves.next_wave(session, sale)
    if planned is not None and (night := waves.night_before(session, sale, planned, now)):
        return NoneCalled(_left(session, community_id), night.clock)
    if out is not None:
        waves.clear_wave(session, sale, now)
    try:
        wave, orders = waves.call_wave(session, sale, now, by)
    except Refused:
        return NoneCalled(_left(session, community_id))
    return Called(wave, len(orders), is_new=True)


def read_next(session: Session, community_id: int, now: datetime) -> NextWave | None:
    """What `call_next` would call, so that it can be asked first; None where nobody is left to come."""
    sale = _sale(session, community_id, held=False)
    out = waves.wave_out(session, sale) if sale is not None else None
    if out is not None and _is_fresh(out, now):
        return NextWave(out.number, _orders(session, out), is_called=True)
    planned = waves.next_wave(session, sale) if sale is not None else None
    if sale is None or planned is None:
        left = _left(session, community_id)
        return NextWave(0, left) if left else None
    night = waves.night_before(session, sale, planned, now)
    clock = night.clock if night else local_clock(session, community_id, waves.comes_at(planned, now))
    return NextWave(planned.number, _orders(session, planned), clock=clock, is_night=night is not None)


def local_clock(session: Session, community_id: int, at: datetime) -> str:
    """HH:MM by the community's clock."""
    return f"{at.astimezone(ZoneInfo(session.get_one(Community, community_id).timezone)):%H:%M}"


def _is_fresh(wave: Wave, now: datetime) -> bool:
    return wave.called_at is not None and now < wave.called_at + SOON


def _sale(session: Session, community_id: int, *, held: bool) -> Sale | None:
    """The newest sale of which a wave is planned or out."""
    of_waves = select(Wave.sale_id).where(Wave.cleared_at.is_(None))
    mine = (
        select(Sale).where(Sale.community_id == community_id, Sale.id.in_(of_waves)).order_by(Sale.id.desc()).limit(1)
    )
    found = session.scalars(mine).one_or_none()
    if found is None or not held:
        return found
    return session.scalars(select(Sale).where(Sale.id == found.id).with_for_update()).one()


def _left(session: Session, community_id: int) -> int:
    """The orders of the newest sale whose goods are shared out that wait at the point, whether they were called or not."""
    newest = (
        select(Sale.id)
        .join(Settlement, Settlement.sale_id == Sale.id)
        .where(Sale.community_id == community_id)
        .order_by(Sale.id.desc())
        .limit(1)
    )
    waiting = Order.state.in_((OrderState.WAITING, OrderState.CALLED))
    of_it = select(func.count(Order.id)).where(Order.sale_id == newest.scalar_subquery(), waiting)
    return session.scalar(of_it) or 0


def _orders(session: Session, wave: Wave) -> int:
    to_come = Order.state.in_(waves.TO_COME)
    return session.scalar(select(func.count(Order.id)).where(Order.wave_id == wave.id, to_come)) or 0

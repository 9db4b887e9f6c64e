"""The next wave, called by whoever stands at the collection point, by text or by key: the last one is clear with that."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from ivr.facts import NextWave
from models import Order, Sale, Wave
from services.goods import waves
from services.life_cycles import By

SOON = timedelta(minutes=2)  # after a wave was called a second wish is the same wish: two stand at the point


@dataclass(frozen=True, slots=True)
class Called:
    """The wave that is out now and how many orders of it were called; `is_new` False: it was called a moment ago."""

    wave: Wave
    orders: int
    is_new: bool


def call_next(session: Session, community_id: int, now: datetime, by: By) -> Called | None:
    """The point is clear, and the next wave is called, once however many ask at the same moment. None: there is no wave left."""
    sale = _sale(session, community_id, held=True)
    if sale is None:
        return None
    out = waves.wave_out(session, sale)
    if out is not None and _is_fresh(out, now):
        return Called(out, _orders(session, out), is_new=False)
    if out is not None:
        waves.clear_wave(session, sale, now)
    try:
        wave, orders = waves.call_wave(session, sale, now, by)
    except Refused:
        return None
    return Called(wave, len(orders), is_new=True)


def read_next(session: Session, community_id: int, now: datetime) -> NextWave | None:
    """What `call_next` would call, so that it can be asked first."""
    sale = _sale(session, community_id, held=False)
    if sale is None:
        return None
    out = waves.wave_out(session, sale)
    if out is not None and _is_fresh(out, now):
        return NextWave(out.number, _orders(session, out), is_called=True)
    planned = waves.next_wave(session, sale)
    return NextWave(planned.number, _orders(session, planned)) if planned is not None else None


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


def _orders(session: Session, wave: Wave) -> int:
    to_come = Order.state.in_(waves.TO_COME)
    return session.scalar(select(func.count(Order.id)).where(Order.wave_id == wave.id, to_come)) or 0

"""Whether a keyed PIN lets a worker in: five tries a day that are not right, the office told of the fifth, many alarm.

A try is counted before the PIN is looked at, so that calls at once cannot try more; the slow look itself
happens with no transaction open (reliability.md, "PIN brute force").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from ivr.facts import CallState
from models import Community, PinTry, Worker
from services.alerting.alerts import Cause, raise_alert
from services.calling.speaking import Speaking
from services.day.clock import local_day
from services.roster.places import Place
from services.staff.pins import is_pin

TRIES_A_DAY = 5  # of a worker; locked from then on until the community's midnight
WINDOW = timedelta(hours=1)
MANY = 20  # wrong PINs of a community within the window, whoever's they are


@dataclass(frozen=True, slots=True)
class KeyedPin:
    """A PIN as it was keyed, in turn `turn` of the call."""

    state: CallState
    sid: str
    turn: int
    pin: str


def lets_in(engine: Engine, keyed: KeyedPin, now: datetime) -> bool:
    """Count the try, then look at the PIN. As slow for a locked worker, and for nobody's number, as for any other."""
    with Session(engine) as session, session.begin():
        stored, is_free = _count(session, keyed, now)
    is_right = is_pin(stored, keyed.pin)
    return is_right and is_free


def _count(session: Session, keyed: KeyedPin, now: datetime) -> tuple[str | None, bool]:
    """The PIN's hash, and whether this try is one of those that are looked at; one worker's tries wait for each other."""
    worker = session.scalar(select(Worker).where(Worker.id == keyed.state.worker).with_for_update())
    if worker is None:
        return None, False
    counted = session.scalar(select(PinTry).where(PinTry.call_sid == keyed.sid, PinTry.turn == keyed.turn))
    if counted is None:
        day = local_day(now, session.get_one(Community, worker.community_id).timezone)
        counted = PinTry(
            community_id=worker.community_id,
            worker_id=worker.id,
            day=day,
            call_sid=keyed.sid,
            turn=keyed.turn,
            number=1 + _wrong(session, PinTry.worker_id == worker.id, PinTry.day == day),
            at=now,
        )
        session.add(counted)
    return worker.pin_hash, counted.number <= TRIES_A_DAY


def _wrong(session: Session, *where: object) -> int:
    statement = select(func.count()).select_from(PinTry).where(PinTry.right.is_(False), *where)  # type: ignore[arg-type]
    return session.scalar(statement) or 0


def note_right(speaking: Speaking) -> None:
    """The call's last try was right: it counts no more."""
    last = _last_try(speaking)
    if last is not None:
        last.right = True


def note_wrong(speaking: Speaking) -> bool:
    """The call's last try was not: the office hears of a lock, and of many. Returns whether an alert was raised."""
    last = _last_try(speaking)
    if last is None:
        return False
    locks = last.number == TRIES_A_DAY
    if locks:
        worker = speaking.session.get_one(Worker, last.worker_id)
        _alarm(speaking, worker.phone, "pin_locked", name=worker.name)
    within = (PinTry.community_id == last.community_id, PinTry.at > speaking.now - WINDOW)
    are_many = _wrong(speaking.session, *within) >= MANY
    if are_many:
        _alarm(speaking, "", "many_wrong_pins")
    return locks or are_many


def _last_try(speaking: Speaking) -> PinTry | None:
    mine = select(PinTry).where(PinTry.call_sid == speaking.call_sid)
    return speaking.session.scalars(mine.order_by(PinTry.turn.desc()).limit(1)).first()


def _alarm(speaking: Speaking, telephone: str, note: str, **fields: str) -> None:
    """One alert a telephone, and one for all of them, as long as it is not closed."""
    community = speaking.community
    cause = Cause(
        AlertKind.SYSTEM,
        Place(community.id, "", "", ""),
        telephone=telephone,
        note=prompts.text(community.language, f"note.{note}", **fields),
        matter="" if telephone else note,
    )
    raise_alert(speaking.session, cause, speaking.now)

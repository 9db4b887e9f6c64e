"""The end of a call: what was begun and not confirmed becomes an item, what the call added goes to the worker.

The carrier's callback says when; where it never comes, the reaper finds the calls that fell silent.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from ivr import engine as dialogue
from ivr.facts import Facts
from ivr.state_url import from_query
from models import Call, Turn
from models.database import read_only
from services.alerting import ladder
from services.board.call_by_person import notice_over_presses
from services.calling import calls, facts

REAPED = "reaped"
# How long a caller may be silent before the next webhook must have come: a prompt of 14 s, its comfort before it and
# 10 s of waiting; 20 s of ringing and 10 of whisper; a spoken message of 60 s and its silence.
PATIENCE = {
    "keys": timedelta(seconds=45),
    "ring": timedelta(seconds=45),
    "message": timedelta(seconds=90),
    "": timedelta(seconds=30),
}
TALK = timedelta(seconds=345)  # a conversation lasts 300 s at most, after the ringing
LEFT_OPEN = {"keys", "ring", "message"}


def end_call(session: Session, sid: str, status: str, now: datetime) -> bool:
    """The call is over. Does what is due once, however often it is told; False when the call is not ours."""
    call = session.scalars(select(Call).where(Call.sid == sid).with_for_update()).one_or_none()
    if call is None:
        return False
    if call.ended_at is not None and call.status != REAPED:
        return True
    call.status, call.ended_at = status, now
    last = _last_turn(session, sid)
    if last is not None and last.awaits in LEFT_OPEN:
        state = from_query(last.state)
        reached = Facts(leg_taken=last.awaits == "ring" and facts.is_leg_taken(session, sid, state.leg))
        calls.store_events(session, state, dialogue.hang_up(state, reached), (sid, call.number), now)
    ladder.tell_more(session, sid, now)
    notice_over_presses(session, call, now)
    return True


def _last_turn(session: Session, sid: str) -> Turn | None:
    return session.scalars(select(Turn).where(Turn.call_sid == sid).order_by(Turn.number.desc()).limit(1)).first()


def fell_silent(machine: datetime) -> ColumnElement[bool]:
    """Whether a turn is the last of a call that is not over, and the next should have come long ago."""
    open_calls = select(Call.sid).where(Call.ended_at.is_(None))
    later = aliased(Turn)
    has_later = exists().where(later.call_sid == Turn.call_sid, later.number > Turn.number)
    overdue = or_(
        *(((Turn.awaits == awaits) & (Turn.received_at < machine - patience)) for awaits, patience in PATIENCE.items())
    )
    return and_(Turn.call_sid.in_(open_calls), ~has_later, overdue)


def reap_calls(engine: Engine, now: datetime, machine: datetime) -> int:
    """End the calls whose next webhook should have come long ago, in the machine's time. Returns how many."""
    with Session(read_only(engine)) as session:
        sids = session.scalars(select(Turn.call_sid).where(fell_silent(machine)).limit(100)).all()
    return sum(_reap(engine, sid, now, machine) for sid in sids)


def _reap(engine: Engine, sid: str, now: datetime, machine: datetime) -> bool:
    with Session(engine) as session, session.begin():
        last = _last_turn(session, sid)
        if last is not None and _is_talking(session, last, machine):
            return False
        return end_call(session, sid, REAPED, now)


def _is_talking(session: Session, last: Turn, machine: datetime) -> bool:
    """Somebody took the leg and may still be speaking with the caller."""
    if last.awaits != "ring" or last.received_at < machine - TALK:
        return False
    return facts.is_leg_taken(session, last.call_sid, from_query(last.state).leg)

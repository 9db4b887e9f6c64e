"""What the carrier tells of a recording apart from the turn after it: in any order, any number of times, or that only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.acts.recording import is_sid
from ivr.dialogues import NOTE_SPOKEN, REQUEST_SPOKEN
from ivr.state_url import from_query
from models import Request, Turn
from services.needs import requests, spoken, spoken_notes
from services.needs.spoken_notes import Said


@dataclass(frozen=True, slots=True)
class Recorded:
    """A callback: `turn` is the one in which the caller was asked to speak, -1 where the address does not say."""

    call_sid: str
    turn: int
    sid: str
    status: str  # completed, absent, failed, in-progress
    is_empty: bool = False  # no second of it


def hear_of(session: Session, recorded: Recorded, now: datetime) -> bool:
    """Keep what was said about a request, also where the caller hung up and no turn followed. Whether it is ours."""
    asked = Turn.call_sid == recorded.call_sid, Turn.number == recorded.turn
    turn = session.scalars(select(Turn).where(*asked)).one_or_none()
    if turn is None:
        return False
    if turn.position == NOTE_SPOKEN:
        _hear_note(session, turn, recorded, now)
        return True
    kind = REQUEST_SPOKEN.get(turn.position)
    if kind is None or not is_sid(recorded.sid):
        return True
    asked_for = select(Request).where(Request.sid == recorded.call_sid, Request.kind == kind.value)
    request = session.scalars(asked_for.order_by(Request.id.desc()).limit(1).with_for_update()).one_or_none()
    if request is None:
        return False
    if recorded.status in spoken.NO_SOUND or recorded.is_empty:
        spoken.lose(session, recorded.sid)
    elif recorded.status == "completed":
        spoken.want(session, request, recorded.sid, now)
    requests.show(session, request)
    return True


def _hear_note(session: Session, turn: Turn, recorded: Recorded, now: datetime) -> None:
    """A worker's note on what the call had come to in that turn."""
    if not is_sid(recorded.sid):
        return
    state = from_query(turn.state)
    if recorded.status in spoken.NO_SOUND or recorded.is_empty:
        spoken_notes.lose(session, recorded.sid)
    elif recorded.status == "completed" and state.let_in:
        spoken_notes.keep(session, Said(recorded.sid, state.worker, state.alert, state.item), now)

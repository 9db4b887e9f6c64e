"""What was said with a household, by call and by text: what the line said, what was keyed, what was written."""

import html
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.state_url import from_query
from models import Call, Household, InboundEvent, Message, Phone, Turn
from services.staff.sessions import SignedIn

BACK = timedelta(days=14)
MOST = 30  # of each kind
SPOKEN = re.compile(r"<Say[^>]*>([^<]+)<")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of a call and what was keyed to it."""

    said: str
    keyed: str


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call about this door."""

    at: datetime
    direction: str
    number: str
    status: str
    turns: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class PastText:
    """A text to or from a telephone of this door; `state` of one that we sent."""

    at: datetime
    is_ours: bool
    number: str
    body: str
    state: str


@dataclass(frozen=True, slots=True)
class Talks:
    """Calls and texts, newest first."""

    calls: tuple[PastCall, ...]
    texts: tuple[PastText, ...]


def read_talks(session: Session, who: SignedIn, home: Household, now: datetime) -> Talks:
    """Those of the last two weeks, from and to the telephones of this door alone."""
    numbers = _own_numbers(session, who, home)
    return Talks(_calls(session, home, numbers, now), _texts(session, home, numbers, now))


def _own_numbers(session: Session, who: SignedIn, home: Household) -> list[str]:
    """Its telephones; one that is also on file for somebody else's door tells of that door too, and is left out."""
    mine = set(session.scalars(select(Phone.number).where(Phone.household_id == home.id)))
    doors = session.execute(
        select(Phone.number, Household.grid_id, Household.building_id)
        .join(Household, Household.id == Phone.household_id)
        .where(Phone.community_id == who.community.id, Phone.number.in_(mine))
    )
    foreign = {number for number, grid, building in doors if not who.area.shows_health(grid)}
    return sorted(mine - foreign)


def _calls(session: Session, home: Household, numbers: list[str], now: datetime) -> tuple[PastCall, ...]:
    placed = select(Message.sid).where(Message.household_id == home.id, Message.channel == "call")
    query = (
        select(Call)
        .where(Call.community_id == home.community_id, Call.started_at > now - BACK)
        .where(Call.number.in_(numbers) | Call.sid.in_(placed), Call.worker_id.is_(None))
        .order_by(Call.started_at.desc())
        .limit(MOST)
    )
    calls = session.scalars(query).all()
    turns: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in session.scalars(
        select(Turn).where(Turn.call_sid.in_([call.sid for call in calls])).order_by(Turn.call_sid, Turn.number)
    ):
        turns[turn.call_sid].append(turn)
    return tuple(
        PastCall(call.started_at, call.direction, call.number, call.status, _exchanges(turns[call.sid]))
        for call in calls
        if _is_about(turns[call.sid], home)
    )


def _is_about(turns: list[Turn], home: Household) -> bool:
    """Whether the call came to this door, or to none."""
    doors = {from_query(turn.state).household for turn in turns} - {0}
    return not doors or home.id in doors


def _exchanges(turns: list[Turn]) -> tuple[Exchange, ...]:
    """What was said in each turn, and the keys of the next."""
    keyed = [turn.keys for turn in turns[1:]] + [""]
    return tuple(Exchange(_spoken(turn.reply), keys) for turn, keys in zip(turns, keyed, strict=True))


def _spoken(reply: str) -> str:
    return html.unescape(" ".join(SPOKEN.findall(reply)))


def _texts(session: Session, home: Household, numbers: list[str], now: datetime) -> tuple[PastText, ...]:
    query = (
        select(Message)
        .where(Message.community_id == home.community_id, Message.channel == "sms", Message.kind != "code")
        .where(Message.to.in_(numbers), Message.created_at > now - BACK, Message.worker_id.is_(None))
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(MOST)
    )
    ours = session.scalars(query).all()
    answered = {f"sms:{one.dedupe_key.removeprefix('reply:')}": one for one in ours if one.kind == "reply"}
    theirs = session.scalars(select(InboundEvent).where(InboundEvent.dedupe_key.in_(answered))).all()
    texts = [_sent(one) for one in ours]
    texts += [_received(one, answered[one.dedupe_key].created_at) for one in theirs]
    return tuple(sorted(texts, key=lambda one: (one.at, one.is_ours), reverse=True))


def _sent(one: Message) -> PastText:
    return PastText(at=one.created_at, is_ours=True, number=one.to, body=one.body, state=one.state)


def _received(one: InboundEvent, at: datetime) -> PastText:
    """A text of theirs, at the line's time of its answer: the row itself has the machine's."""
    said = one.payload
    return PastText(at=at, is_ours=False, number=str(said["from"]), body=str(said.get("body", "")), state="")

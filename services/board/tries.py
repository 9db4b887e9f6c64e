"""What was tried today to hear of a household: calls and texts that asked how its people are, and visits."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from domain.visits import FOUND
from ivr.dialogues import ASKS_HOW_THEY_ARE
from models import Message, Visit
from services.day.days import Day

SENT = ("accepted", "sent", "delivered")
CALLED = and_(  # and the carrier has taken it; a call with an announcement, or about goods, asks for no report
    Message.channel == "call", Message.sid.is_not(None), Message.purpose.in_(ASKS_HOW_THEY_ARE)
)


@dataclass(frozen=True, slots=True)
class Tries:
    """Instants of the day's calls and texts to one household, of visits that found nobody home and of others, oldest first."""

    calls: tuple[datetime, ...] = ()
    texts: tuple[datetime, ...] = ()
    visits: tuple[datetime, ...] = ()
    seen: tuple[datetime, ...] = ()


def read_tries(session: Session, community_id: int, day: Day) -> dict[int, Tries]:
    """The tries of the day by household id. Nobody picked up, or the line was busy: that is a try too."""
    found: defaultdict[int, defaultdict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for household, channel, at in _sent(session, community_id, day):
        found[household][channel].append(at)
    for household, outcome, at in _visits(session, community_id, day):
        found[household]["seen" if outcome in FOUND else "visit"].append(at)
    return {
        household: Tries(*(tuple(sorted(tried[how])) for how in ("call", "sms", "visit", "seen")))
        for household, tried in found.items()
    }


def _visits(session: Session, community_id: int, day: Day) -> list[tuple[int, str, datetime]]:
    query = select(Visit.household_id, Visit.outcome, Visit.at).where(
        Visit.community_id == community_id, Visit.day == day.date, Visit.withdrawn_at.is_(None)
    )
    return [(row.household_id, row.outcome, row.at) for row in session.execute(query)]


def _sent(session: Session, community_id: int, day: Day) -> Iterator[tuple[int, str, datetime]]:
    """Calls to a door, and reminders by text; a reply answers somebody who was heard."""
    is_text = (Message.channel == "sms") & (Message.kind == "reminder") & Message.state.in_(SENT)
    query = select(Message.household_id, Message.channel, Message.submitted_at, Message.created_at).where(
        Message.community_id == community_id,
        Message.household_id.is_not(None),
        or_(CALLED, is_text),
        Message.created_at >= day.begins,
        Message.created_at < day.ends,
    )
    for household, channel, submitted, created in session.execute(query):
        if household is not None:
            yield household, channel, submitted or created

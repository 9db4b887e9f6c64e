"""What was tried today to hear of a household: the calls that were placed, and the texts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Call, Message, Phone
from services.days import Day

SUBMITTED = ("submitting", "unknown", "accepted", "sent", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class Tries:
    """Instants of the day's calls and texts to one household, oldest first."""

    calls: tuple[datetime, ...] = ()
    texts: tuple[datetime, ...] = ()


def read_tries(session: Session, community_id: int, day: Day) -> dict[int, Tries]:
    """The tries of the day by household id. Nobody picked up, or the line was busy: that is a try too."""
    calls: defaultdict[int, set[datetime]] = defaultdict(set)
    texts: defaultdict[int, set[datetime]] = defaultdict(set)
    placed = list(_messages(session, community_id, day))
    for message in placed:
        tried = calls if message.channel == "call" else texts
        tried[message.household_id or 0].add(message.submitted_at or message.at)
    known = {message.sid for message in placed if message.sid}
    for sid, at, household in _calls(session, community_id, day):
        if sid not in known:
            calls[household].add(at)
    return {
        household: Tries(tuple(sorted(calls[household])), tuple(sorted(texts[household])))
        for household in {*calls, *texts}
    }


def _messages(session: Session, community_id: int, day: Day) -> Iterator[Message]:
    """What the outbox sent to a resident's door; a reply answers somebody who was heard."""
    query = select(Message).where(
        Message.community_id == community_id,
        Message.household_id.is_not(None),
        Message.kind == "reminder",
        Message.state.in_(SUBMITTED),
        Message.submitted_at >= day.begins,
        Message.submitted_at < day.ends,
    )
    yield from session.scalars(query)


def _calls(session: Session, community_id: int, day: Day) -> Iterator[tuple[str, datetime, int]]:
    """Calls to a telephone on file, as the day-board counts them; one of two doors rings for both."""
    query = (
        select(Call.sid, Call.started_at, Phone.household_id)
        .join(Phone, (Phone.number == Call.number) & (Phone.community_id == Call.community_id))
        .where(Call.community_id == community_id, Call.started_at >= day.begins, Call.started_at < day.ends)
        .where(Call.direction == "outbound", Call.worker_id.is_(None))
        .distinct()
    )
    yield from session.execute(query)

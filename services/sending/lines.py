"""A community's lines: how many calls to residents there are at once, whatever they are about.

Whoever owes residents calls asks here how many more there is room for; and no more than `lines` leave, whoever was
quicker (`pacing.grant`). Calls to the staff about alerts take no line and wait for none.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, or_, select, text, union
from sqlalchemy.orm import Session

from domain.day_plan import DayPlan
from models import Call, Community, Message

LOST = timedelta(minutes=7)  # ringing and talking end sooner: the carrier's word of it never came
UNDER_WAY = text(  # literally as in the index
    "message.channel = 'call' AND message.state IN ('pending', 'submitting', 'unknown', 'accepted')"
)


def room_for_calls(session: Session, community: Community, now: datetime) -> int:
    """How many more calls to residents may be put into the outbox; those that wait there count."""
    return max(0, DayPlan.of(community.settings).lines - _count(session, community.id, now, waiting=True))


def free_lines(connection: Connection, community_id: int, lines: int, now: datetime) -> int:
    """How many of the calls that wait in the outbox may leave now. The caller holds the line's pace."""
    return max(0, lines - _count(connection, community_id, now, waiting=False))


def busy_numbers(session: Session, community_id: int, now: datetime) -> set[str]:
    """Telephones that the line rings or is about to ring, whatever about, or that are calling it: perhaps to report."""
    return set(session.scalars(_BUSY, _asked(community_id, now)))


def _count(at: Session | Connection, community_id: int, now: datetime, *, waiting: bool) -> int:
    return at.scalar(_PLACED_OR_WAITING if waiting else _PLACED, _asked(community_id, now)) or 0


def _asked(community_id: int, now: datetime) -> dict[str, object]:
    return {"community": community_id, "lost": now - LOST}


# Put together once: every look at the calls to the silent, and every call that leaves, passes them.
_THERE = UNDER_WAY, Message.community_id == bindparam("community")
_HAS_LEFT = and_(Message.state != "pending", Message.submitted_at > bindparam("lost"))  # and is not known to be over
_HOLDS_A_LINE = or_(Message.state == "pending", _HAS_LEFT)
_ROUTINE = select(func.count(Message.id)).where(*_THERE, Message.alert_id.is_(None))
_PLACED = _ROUTINE.where(_HAS_LEFT)
_PLACED_OR_WAITING = _ROUTINE.where(_HOLDS_A_LINE)
_BUSY = union(
    select(Message.to).where(*_THERE, _HOLDS_A_LINE),
    select(Call.number).where(Call.community_id == bindparam("community"), Call.ended_at.is_(None)),
)

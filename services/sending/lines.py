"""A community's lines: how many calls to residents there are at once, whatever they are about.

Whoever owes residents calls asks here how many more there is room for; and no more than `lines` leave, whoever was
quicker (`pacing.grant`). Calls to the staff about alerts take no line and wait for none.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, text, union
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
    rung = select(Message.to).where(UNDER_WAY, Message.community_id == community_id, _holds_a_line(now, waiting=True))
    calling = select(Call.number).where(Call.community_id == community_id, Call.ended_at.is_(None))
    return set(session.scalars(union(rung, calling)))


def _count(at: Session | Connection, community_id: int, now: datetime, *, waiting: bool) -> int:
    query = select(func.count(Message.id)).where(UNDER_WAY, Message.community_id == community_id)
    return at.scalar(query.where(Message.alert_id.is_(None), _holds_a_line(now, waiting=waiting))) or 0


def _holds_a_line(now: datetime, *, waiting: bool) -> ColumnElement[bool]:
    """Whether a call has left and is not known to be over, or waits in the outbox where that counts too."""
    placed = and_(Message.state != "pending", Message.submitted_at > now - LOST)
    return or_(Message.state == "pending", placed) if waiting else placed

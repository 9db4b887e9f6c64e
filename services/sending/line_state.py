"""How the line itself does, as the office must know it: what failed today, what waits, when the carrier was last heard."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models import Community, Message
from services.day.days import day_of

TOLD_BY_CARRIER = ("sent", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class LineState:
    """Calls and texts of today that reached nobody, the oldest that is due and has not left, the carrier's last word."""

    calls_failed: int
    texts_failed: int
    oldest_due: datetime | None
    last_callback: datetime | None


def read_line(session: Session, community_id: int, now: datetime) -> LineState:
    """The line's state around `now`, of this community's own messages."""
    day = day_of(now, session.get_one(Community, community_id).timezone)
    of_today = (Message.community_id == community_id, Message.created_at >= day.begins)

    def failed(channel: str) -> object:
        return func.coalesce(func.sum(case(((Message.state == "failed") & (Message.channel == channel), 1))), 0)

    heard = func.max(case((Message.state.in_(TOLD_BY_CARRIER), Message.at)))
    row = session.execute(select(failed("call"), failed("sms"), heard).where(*of_today)).one()  # type: ignore[call-overload]
    waits = (Message.community_id == community_id, Message.state == "pending", Message.due_at <= now)
    oldest = session.scalar(select(func.min(Message.due_at)).where(*waits))
    return LineState(row[0], row[1], oldest, row[2])

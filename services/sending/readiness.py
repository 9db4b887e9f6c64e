"""Whether the line works: what /readyz says."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Alert, Heartbeat, Message
from models.database import read_only
from services.day.clock import Clock, machine_now

LATE = timedelta(seconds=30)  # real time; a deadline older than this is trouble
SILENT = timedelta(seconds=15)  # of the machine's time without a beat


def look(engine: Engine, clock: Clock) -> dict[str, Any]:
    """Ages in real seconds, also where the line's own time runs faster: the oldest due message, the latest deadline, the beat of each process seen so far."""
    now, machine = clock.now(), machine_now()
    with Session(read_only(engine)) as session:
        oldest = session.scalar(
            select(func.min(Message.due_at)).where(Message.state == "pending", Message.due_at <= now)
        )
        deadline = session.scalar(select(func.min(Alert.next_at)).where(Alert.state == "open", Alert.next_at <= now))
        in_doubt = session.scalar(select(func.count()).select_from(Message).where(Message.state == "unknown"))
        beats = {row.process: (machine - row.at).total_seconds() for row in session.scalars(select(Heartbeat))}
        told = select(Message.id).where(Message.alert_id == Alert.id, Message.state.not_in(("failed", "dropped")))
        nobody = session.scalar(select(func.count()).select_from(Alert).where(Alert.state == "open", ~told.exists()))
    return {
        "database": "ok",
        "oldest_due_message_seconds": _age(oldest, now, clock),
        "latest_deadline_seconds": _age(deadline, now, clock),
        "messages_in_doubt": in_doubt or 0,
        "alerts_with_nobody_on_duty": nobody or 0,
        "beats_seconds": beats,
        "ready": _age(deadline, now, clock) < LATE.total_seconds()
        and all(age < SILENT.total_seconds() for age in beats.values()),
    }


def _age(instant: datetime | None, now: datetime, clock: Clock) -> float:
    return 0.0 if instant is None else (now - instant).total_seconds() / clock.speed

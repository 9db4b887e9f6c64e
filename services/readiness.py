"""Whether the line works: what /readyz says."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Alert, AlertStep, Heartbeat, Message
from models.database import READ_ONLY

LATE = timedelta(seconds=30)  # of the line's time at real speed; an alert's message older than this is trouble
SILENT = timedelta(seconds=15)  # of the machine's time without a beat


def look(engine: Engine, now: datetime, machine: datetime) -> dict[str, Any]:
    """Ages in seconds: the oldest due message, the latest deadline, the beat of each process seen so far."""
    with Session(engine.execution_options(**READ_ONLY)) as session:
        oldest = session.scalar(
            select(func.min(Message.due_at)).where(Message.state == "pending", Message.due_at <= now)
        )
        deadline = session.scalar(select(func.min(Alert.next_at)).where(Alert.state == "open", Alert.next_at <= now))
        in_doubt = session.scalar(select(func.count()).select_from(Message).where(Message.state == "unknown"))
        beats = {row.process: (machine - row.at).total_seconds() for row in session.scalars(select(Heartbeat))}
        nobody = session.scalar(
            select(func.count(AlertStep.alert_id.distinct()))
            .join(Alert, Alert.id == AlertStep.alert_id)
            .where(Alert.state == "open", AlertStep.what == "nobody")
        )
    return {
        "database": "ok",
        "oldest_due_message_seconds": _age(oldest, now),
        "latest_deadline_seconds": _age(deadline, now),
        "messages_in_doubt": in_doubt or 0,
        "alerts_with_nobody_on_duty": nobody or 0,
        "beats_seconds": beats,
        "ready": _age(deadline, now) < LATE.total_seconds()
        and all(age < SILENT.total_seconds() for age in beats.values()),
    }


def _age(instant: datetime | None, now: datetime) -> float:
    return 0.0 if instant is None else (now - instant).total_seconds()

"""The outbox: texts and calls the line owes somebody, written in the same transaction as their reason.

What is due is claimed (`claims`), sent, and what came of it recorded (`outcomes`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import Message, Worker


class Priority(IntEnum):
    """Lanes of the outbox, the first one first."""

    ALERT = 0
    REPLY = 1
    REMINDER = 2
    NOTICE = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A text or a call to be. `dedupe_key` makes a second one with the same reason impossible."""

    community_id: int
    dedupe_key: str
    kind: str
    channel: str
    priority: Priority
    to: str
    language: str
    body: str = ""
    worker_id: int | None = None
    alert_id: int | None = None
    household_id: int | None = None
    purpose: str = ""  # of a call to a resident
    step: int = 0
    not_after: datetime | None = None
    due_at: datetime | None = None  # at once

    @classmethod
    def to_worker(cls, worker: Worker, dedupe_key: str, kind: str, priority: Priority, **more: Any) -> "Draft":
        """A text to a member of the staff, in their language; `channel="call"` makes it a call."""
        return cls(
            community_id=worker.community_id,
            dedupe_key=dedupe_key,
            kind=kind,
            priority=priority,
            to=worker.phone,
            language=worker.language,
            worker_id=worker.id,
            **{"channel": "sms", **more},
        )


def put(session: Session, draft: Draft, now: datetime) -> int | None:
    """Put a message into the outbox. Returns its id, or None when the same reason had one already."""
    values = {
        "community_id": draft.community_id,
        "dedupe_key": draft.dedupe_key,
        "kind": draft.kind,
        "channel": draft.channel,
        "priority": int(draft.priority),
        "to": draft.to,
        "language": draft.language,
        "body": draft.body,
        "worker_id": draft.worker_id,
        "alert_id": draft.alert_id,
        "household_id": draft.household_id,
        "purpose": draft.purpose,
        "step": draft.step,
        "not_after": draft.not_after,
        "created_at": now,
        "due_at": draft.due_at or now,
        "at": now,
    }
    connection = session.connection()
    return connection.execute(_INSERT[connection.dialect.name], values).scalar_one_or_none()


_INSERT: dict[str, Insert] = {
    name: builder(Message).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Message.id)
    for name, builder in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}


def drop_pending(session: Session, alert_id: int, now: datetime) -> None:
    """Take back the ladder's messages that have not left yet: somebody has this alert. What a call added still goes."""
    session.execute(
        update(Message)
        .where(*of_ladder(), Message.alert_id == alert_id, Message.state == "pending")
        .values(state="dropped", at=now)
    )


def of_ladder() -> tuple[ColumnElement[bool], ...]:
    """Whether a message is one by which an alert climbs."""
    return Message.kind == "alert", Message.step >= 0


NOT_TOLD = ("failed", "dropped")


def told_workers(session: Session, alert_id: int) -> list[int]:
    """Who has been told of this alert, or is about to be."""
    statement = (
        select(Message.worker_id)
        .where(Message.alert_id == alert_id, Message.kind == "alert", Message.state.not_in(NOT_TOLD))
        .distinct()
    )
    return [worker for worker in session.scalars(statement) if worker is not None]

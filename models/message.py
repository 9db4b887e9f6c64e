"""The outbox: every text and every call the line owes somebody, and each attempt at the carrier."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

PENDING = text("state = 'pending'")
UNDER_WAY = text("channel = 'call' AND state IN ('pending', 'submitting', 'unknown', 'accepted')")
IN_DOUBT = text("state IN ('submitting', 'unknown')")


class Message(Base):
    """A row of the outbox. `due_at` and `not_after` follow the line's clock; leases and look-ups the machine's.

    States: pending, submitting, unknown, accepted, sent, delivered, failed, dropped (reliability.md).
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_pending", "priority", "due_at", postgresql_where=PENDING, sqlite_where=PENDING),
        Index("ix_message_in_doubt", "state", postgresql_where=IN_DOUBT, sqlite_where=IN_DOUBT),
        Index(
            "ix_message_call_under_way",
            "community_id",
            "submitted_at",
            postgresql_where=UNDER_WAY,
            sqlite_where=UNDER_WAY,
        ),
        Index("ix_message_alert", "alert_id"),
        Index("ix_message_to", "to", "created_at"),
        Index("ix_message_household", "household_id", "created_at"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    dedupe_key: Mapped[str] = mapped_column(unique=True)  # alert:step:recipient:channel:template:round …
    kind: Mapped[str]  # alert, digest, reply, reminder, notice, code
    channel: Mapped[str]  # sms, call
    priority: Mapped[int]  # 0 alert, 1 reply, 2 reminder, 3 notice and digest
    to: Mapped[str]  # E.164
    body: Mapped[str] = mapped_column(default="")  # of a text
    language: Mapped[str] = mapped_column(default="zh-CN")
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))  # a resident's door, for the day-board
    purpose: Mapped[str] = mapped_column(default="")  # of a call to a resident: its dialogue (ivr.dialogues)
    step: Mapped[int] = mapped_column(default=0)  # of the alert's ladder, so that a failure skips the right one
    state: Mapped[str] = mapped_column(default="pending")
    is_repeat: Mapped[bool] = mapped_column(default=False)  # sent again after a doubtful attempt: says so in front
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    due_at: Mapped[Instant]
    not_after: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # machine's clock
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # line's clock, of the last attempt
    lookup_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # machine's clock; in state unknown
    lookups: Mapped[int] = mapped_column(default=0)  # clean ones since the doubtful attempt
    sid: Mapped[str | None] = mapped_column(unique=True)
    carrier_status: Mapped[str] = mapped_column(default="")
    error_code: Mapped[int | None]
    at: Mapped[Instant]  # of the last change of state, line's clock


class MessageAttempt(Base):
    """One POST or look-up at the carrier and what came of it."""

    __tablename__ = "message_attempt"

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    outcome: Mapped[str]  # accepted, not_sent, refused, ambiguous, found, not_found …
    error_code: Mapped[int | None]
    milliseconds: Mapped[int]
    at: Mapped[Instant]


class Pace(Base):
    """The token bucket of one sender and channel: when its next routine slot is free, on the line's clock."""

    __tablename__ = "pace"

    sender: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[Instant]

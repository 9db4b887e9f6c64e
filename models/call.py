"""A telephone call and its turns: every key press, with the reply it got."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class Call(Base):
    """A call by its carrier's sid. `ended_at` empty: still going on, or the callback never came (the reaper looks)."""

    __tablename__ = "call"
    __table_args__ = (
        Index(
            "ix_call_open",
            "started_at",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index("ix_call_community_started", "community_id", "started_at"),  # the board counts the day's calls
    )

    id: Mapped[Id]
    sid: Mapped[str] = mapped_column(unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    direction: Mapped[str]  # inbound, outbound
    number: Mapped[str] = mapped_column(default="")  # E.164 of the other side; "" when withheld
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"))  # a call about an alert
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # the worker who was called
    started_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(default="in-progress")  # as the carrier last said


class Turn(Base):
    """One key press: unique by call and number, so a repeated webhook finds the reply it got the first time."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("call_sid", "number"),)

    id: Mapped[Id]
    call_sid: Mapped[str]  # no foreign key: the plain turn is one statement and reads nothing
    number: Mapped[int]
    position: Mapped[str]  # where the call stands after it, as a word: "report.today"
    state: Mapped[str]  # ivr.state_url of the CallState after it
    keys: Mapped[str] = mapped_column(default="")
    awaits: Mapped[str] = mapped_column(default="")  # keys, ring, message, or "" when the call was ended
    reply: Mapped[str]  # TwiML, byte for byte as it was answered
    events: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    at: Mapped[Instant]  # the line's clock
    received_at: Mapped[Instant]  # the machine's clock, for the reaper

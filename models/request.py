"""Requests: medicine, meals, a gas card, something else; what was said of them, and what became of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UTCDateTime
from models.fetched import Fetched

OPEN = text("state IN ('new', 'taken', 'in_hand')")
ASKS = text("ask_at IS NOT NULL")
WANTED = text("state = 'pending'")


class Request(Base):
    """A request. Its door, its owner, its age and when it is due are those of its item: there is one list.

    `state` is a domain.life_cycles.RequestState; every step of it is kept (models/state_change.py). A meal stands,
    in_hand, until it is withdrawn.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_open", "community_id", "kind", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_request_household", "household_id", "kind"),
        Index("ix_request_sid", "sid"),
        Index("ix_request_ask", "ask_at", postgresql_where=ASKS, sqlite_where=ASKS),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    kind: Mapped[str]  # domain.requests.RequestKind
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))  # None: a door not in the roster
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    state: Mapped[str] = mapped_column(default="new")
    words: Mapped[str] = mapped_column(default="")  # as they were texted, or written by staff
    days_left: Mapped[int | None]  # of the medicine
    brings: Mapped[bool | None]  # to be brought to the door, or collected; None: not said
    same_again: Mapped[bool] = mapped_column(default=False)  # the medicine of last time
    note: Mapped[str] = mapped_column(default="")  # the staff's
    sid: Mapped[str] = mapped_column(default="")  # of the call or the text that asked for it
    asked: Mapped[int] = mapped_column(default=0)  # how often the resident was asked whether it is done
    ask_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when they are asked next
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # by which they were asked last
    late_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when the office was told that it is overdue


class RequestRecording(Fetched, Base):
    """What somebody said after the tone about their request."""

    __tablename__ = "request_recording"
    __table_args__ = (
        Index("ix_request_recording_pending", "fetch_at", postgresql_where=WANTED, sqlite_where=WANTED),
        Index("ix_request_recording_request", "request_id"),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))


class MealDay(Base):
    """What became of a household's meal on one day: not wanted, or handed over."""

    __tablename__ = "meal_day"
    __table_args__ = (UniqueConstraint("household_id", "day"),)

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    day: Mapped[date]
    skipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who handed it over

"""Announcements: one text for many doors, and what became of it at each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

OPEN = text("state IN ('planned', 'sent')")


class Announcement(Base):
    """What is told, to whom and how. Its deliveries are planned with it, in one transaction."""

    __tablename__ = "announcement"

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    audience: Mapped[str]  # as it was asked for: building:3, grid:第二网格, mark:alone, all
    by: Mapped[str]  # sms, call, both
    text: Mapped[str]
    is_private: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # called, it is said after a key only
    created_at: Mapped[Instant]
    due_at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AnnouncementDelivery(Base):
    """One household's part of an announcement: told once, however many telephones and people it has.

    States: planned, sent (left, or said to whoever picked up), delivered (arrived, or a 1 was pressed), failed,
    unreachable (no telephone, or nobody picked up either time), opted_out, skipped (withdrawn, or too late),
    away (everybody there is paused).
    """

    __tablename__ = "announcement_delivery"
    __table_args__ = (
        UniqueConstraint("announcement_id", "household_id"),
        Index("ix_announcement_delivery_open", "state", "due_at", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_announcement_delivery_message", "message_id"),
    )

    id: Mapped[Id]
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    state: Mapped[str] = mapped_column(default="planned")
    tried: Mapped[int] = mapped_column(default=0)  # ways to the household that were begun: telephones, text or call
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("message.id")
    )  # of the way that is tried now, or the last
    message_state: Mapped[str] = mapped_column(default="")  # that message's, when it was last looked at
    waits: Mapped[bool] = mapped_column(default=True)  # for the next way to be begun
    due_at: Mapped[Instant]
    at: Mapped[Instant]  # of the last change of state, line's clock

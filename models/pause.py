"""Pauses: who is in hospital, has moved or is away, and is not waited for until a day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class Pause(Base):
    """From `since` on a person is not due; `until` is the day they are again, None while nobody knows it.

    Rows are only added and ended; the community's dates.
    """

    __tablename__ = "pause"
    __table_args__ = (
        Index("ix_pause_community", "community_id", "ended_at"),
        Index("ix_pause_resident", "resident_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    reason: Mapped[str]  # domain.pauses.PauseReason
    since: Mapped[date]
    until: Mapped[date | None]
    at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # ended by hand, or by a newer pause

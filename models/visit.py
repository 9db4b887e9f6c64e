"""Visits: who went to which door, and what was found there."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class Visit(Base):
    """A visit at a door; `resident_id` None is about everybody who lives there. Rows are only added.

    One that its worker has withdrawn counts no more.
    """

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_community_day", "community_id", "day"),)

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    day: Mapped[date]  # the community's date
    outcome: Mapped[str]  # domain.visits.VisitOutcome
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

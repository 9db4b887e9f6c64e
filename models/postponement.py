"""Postponements: who answered today that they have not measured yet; an answer, but no report."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

WAITS = text("reminded_at IS NULL")


class Postponement(Base):
    """One person's "not measured yet" of one day. `to` is the telephone that texted so, reminded once by text; "" for others."""

    __tablename__ = "postponement"
    __table_args__ = (
        UniqueConstraint("resident_id", "day"),
        Index("ix_postponement_day", "community_id", "day"),
        Index("ix_postponement_waiting", "at", postgresql_where=WAITS, sqlite_where=WAITS),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    day: Mapped[date]  # the community's date
    to: Mapped[str]  # E.164
    at: Mapped[Instant]
    call_sid: Mapped[str] = mapped_column(default="", server_default=text("''"))  # or the text's sid
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

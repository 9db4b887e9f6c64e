"""Readings: what each person reported on each day; a later one counts, earlier ones stay in the record."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.temperature import FEVER
from models.base import Base, Id, Instant, UTCDateTime

IS_FEVER = text(f"tenths >= {FEVER}")  # few are: clusters are looked for each second


class Reading(Base):
    """One person's answer for one day; `tenths` None is the word "normal".

    Rows are only added. The newest of a day that neither its reporter nor the staff has withdrawn counts.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_day_household", "day", "household_id"),
        Index("ix_reading_resident_day", "resident_id", "day"),
        Index("ix_reading_fever", "community_id", "at", postgresql_where=IS_FEVER, sqlite_where=IS_FEVER),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    day: Mapped[date]  # the community's date when it was confirmed
    tenths: Mapped[int | None]  # tenths of a degree Celsius, 350 to 420
    channel: Mapped[str]  # keypad, speech, sms, chain, worker, visit
    reporter: Mapped[str]  # household, self, family, neighbour, worker
    verified: Mapped[bool]
    at: Mapped[Instant]
    call_sid: Mapped[str] = mapped_column(default="")  # or the text's sid
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

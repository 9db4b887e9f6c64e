"""The call-by-person list: whom a person calls, and the line never by machine."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

STANDING = text("ended_at IS NULL")


class CallByPerson(Base):
    """One person on the list, once at a time; `item_id` is the worker's item that says so."""

    __tablename__ = "call_by_person"
    __table_args__ = (
        Index(
            "ux_call_by_person_standing",
            "resident_id",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
        Index("ix_call_by_person_community", "community_id", "ended_at"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    why: Mapped[str]  # domain.call_by_person.Why
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    since: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

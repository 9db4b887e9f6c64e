"""The day's roll call: whom the line calls because nothing was heard of them, and how far that has come."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant

OPEN = text("state IN ('waiting', 'calling')")


class RollCall(Base):
    """One household's roll call of one day: the unique key makes it one, however many processes plan the day.

    States: waiting (for `next_at`), calling (`message_id` is the call), heard, listed (nothing more is tried).
    """

    __tablename__ = "roll_call"
    __table_args__ = (
        UniqueConstraint("household_id", "day"),
        Index("ix_roll_call_open", "community_id", "day", "next_at", postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    day: Mapped[date]  # the community's date
    state: Mapped[str] = mapped_column(default="waiting")
    rank: Mapped[int]  # who is called first of those that are due: domain.roll_call.Rank
    next_at: Mapped[Instant]  # line's clock
    tries: Mapped[int] = mapped_column(default=0)  # calls placed, without those that were promised
    promised_to: Mapped[str] = mapped_column(default="")  # E.164 of who said "not measured yet" and is called back
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # the last call
    at: Mapped[Instant]  # of the last change of state, line's clock

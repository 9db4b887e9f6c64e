"""Tries of the workers' PINs: one row a try, written before the PIN is looked at."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant


class PinTry(Base):
    """One PIN keyed in one turn of a call; a repeated webhook finds its row. Never the PIN itself."""

    __tablename__ = "pin_try"
    __table_args__ = (
        UniqueConstraint("call_sid", "turn"),
        Index("ix_pin_try_worker_day", "worker_id", "day"),
        Index("ix_pin_try_community_at", "community_id", "at"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    day: Mapped[date]  # the community's date
    call_sid: Mapped[str]
    turn: Mapped[int]  # of the call
    number: Mapped[int]  # which of the day's tries that were not right, counted from 1
    right: Mapped[bool] = mapped_column(default=False)
    at: Mapped[Instant]

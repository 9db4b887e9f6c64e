"""What became of an order, a request or a gas card: every step of its life cycle, with when and by whom; only ever added to."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, LongId


class StateChange(Base):
    """One step. `channel` is keypad, sms, worker, office, or line: done by the clock."""

    __tablename__ = "state_change"
    __table_args__ = (Index("ix_state_change_about", "about", "about_id"),)

    id: Mapped[Id]
    about: Mapped[str]  # the table: order, request, gas_card
    about_id: Mapped[int] = mapped_column(LongId)
    was: Mapped[str]
    becomes: Mapped[str]
    at: Mapped[Instant]
    channel: Mapped[str]
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    note: Mapped[str] = mapped_column(default="")

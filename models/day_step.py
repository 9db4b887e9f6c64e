"""What the line has done of each community's day: the unique key makes every step happen once."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant


class DayStep(Base):
    """A step of the day plan that was done, or was left out because its time had passed: `done` false then."""

    __tablename__ = "day_step"
    __table_args__ = (UniqueConstraint("community_id", "day", "what"),)

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    day: Mapped[date]  # the community's date
    what: Mapped[str]
    due_at: Mapped[Instant]
    at: Mapped[Instant]  # the line's clock; later than `due_at` by more than a minute, it was late
    done: Mapped[bool] = mapped_column(default=True)

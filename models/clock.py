"""The line's clock as the database keeps it, and the beats of the processes."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, UTCDateTime


class ClockEpoch(Base):
    """The one row that makes every process of this database run on the same simulated time."""

    __tablename__ = "clock_epoch"

    id: Mapped[int] = mapped_column(primary_key=True)
    real: Mapped[Instant]
    simulated: Mapped[Instant]
    speed: Mapped[float]


class Heartbeat(Base):
    """The last sign of life of a kind of process (web, worker, clock), on the machine's clock."""

    __tablename__ = "heartbeat"

    process: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)

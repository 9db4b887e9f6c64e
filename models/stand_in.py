"""Stand-ins: who does whose duties, from when until when."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class StandIn(Base):
    """While it lasts, every duty of `worker_id` is done by `stand_in_id`, at the hours the duty has."""

    __tablename__ = "stand_in"

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))  # who is away
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    begins: Mapped[Instant]
    ends: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: until somebody says so

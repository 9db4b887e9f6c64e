"""Links by which a worker hears once what a resident said about a request."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class SpokenLink(Base):
    """A link that was texted to a worker. It ends when it is played, or a day later by the line's clock."""

    __tablename__ = "spoken_link"

    id: Mapped[Id]
    recording_id: Mapped[int] = mapped_column(ForeignKey("request_recording.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    token: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[Instant]
    played_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

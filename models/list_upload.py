"""Lists that were sent to the console: kept until somebody takes them or they are a day old."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class ListUpload(Base):
    """A file with a list, seen first and taken then. `kind`: roster, staff, sales."""

    __tablename__ = "list_upload"

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[str]
    name: Mapped[str]  # of the file
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[Instant]
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

"""Health files (体温异常健康档案): one a resident and illness, its timeline, and everybody who has looked at it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

OPEN = text("closed_at IS NULL")


class HealthFile(Base):
    """Opened by an abnormal reading; one is open at most per resident and illness. `next_at`: when the line calls next."""

    __tablename__ = "health_file"
    __table_args__ = (
        Index("ux_health_file_open", "resident_id", "illness", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_health_file_due", "next_at", postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    illness: Mapped[str]  # the class of its alerts: domain.alerts.HEALTH
    opened_at: Mapped[Instant]
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_call: Mapped[str]  # re_measure, follow_up
    tries: Mapped[int] = mapped_column(default=0, server_default="0")  # of that call, that nobody has answered yet
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # None: three normal days
    reason: Mapped[str] = mapped_column(default="")


class HealthNote(Base):
    """A line of the timeline. `source` is what it was made from, so that nothing is written down twice."""

    __tablename__ = "health_note"
    __table_args__ = (UniqueConstraint("file_id", "source"),)

    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(ForeignKey("health_file.id"))
    kind: Mapped[str]  # reading, symptom, call, visit, note, arranged
    tenths: Mapped[int | None]  # of a reading
    words: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=True)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    source: Mapped[str | None]
    at: Mapped[Instant]


class HealthView(Base):
    """Somebody looked at a file: who, at whose, when and why; written before it is shown."""

    __tablename__ = "health_view"

    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(ForeignKey("health_file.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    why: Mapped[str]
    at: Mapped[Instant]

"""Recorded prompts: a sentence of the line in a neighbour's voice, kept with its checksum."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

PLAYED = text("active")
WANTED = text("state = 'pending'")


class PromptRecording(Base):
    """A recording of one prompt in one language. One at most is `active`: played in place of the synthetic voice.

    States: pending (still at the carrier), kept, dropped (replaced before it came), failed (never came, or no sound),
    spoiled (its bytes are no longer those of its checksum).
    """

    __tablename__ = "prompt_recording"
    __table_args__ = (
        Index(
            "uq_prompt_recording_active",
            "community_id",
            "language",
            "prompt",
            unique=True,
            postgresql_where=PLAYED,
            sqlite_where=PLAYED,
        ),
        Index("ix_prompt_recording_pending", "fetch_at", postgresql_where=WANTED, sqlite_where=WANTED),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    language: Mapped[str]
    prompt: Mapped[str]  # its id, "report.today"
    token: Mapped[str] = mapped_column(unique=True)  # the address at which the carrier fetches it
    recording_sid: Mapped[str | None] = mapped_column(unique=True)  # the carrier's; none when it came from a file
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who spoke; none when it came from a file
    state: Mapped[str] = mapped_column(default="pending")
    active: Mapped[bool] = mapped_column(default=False)
    content_type: Mapped[str] = mapped_column(default="")  # audio/wav, audio/mpeg
    length: Mapped[int] = mapped_column(default=0)  # bytes
    sha256: Mapped[str] = mapped_column(default="")  # hex
    sound: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    attempts: Mapped[int] = mapped_column(default=0)
    fetch_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # machine's clock: the next attempt, or a lease
    at: Mapped[Instant]  # recorded, line's clock

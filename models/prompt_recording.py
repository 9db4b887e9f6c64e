"""Recorded prompts: a sentence of the line in a neighbour's voice, kept with its checksum."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.fetched import Fetched

PLAYED = text("active")
WANTED = text("state = 'pending'")


class PromptRecording(Fetched, Base):
    """A recording of one prompt in one language. One at most is `active`: played in place of the synthetic voice."""

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
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who spoke; none when it came from a file
    active: Mapped[bool] = mapped_column(default=False)

"""Threads: what the line remembers of one telephone's texts, so that "1" and "cancel" mean something."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, UTCDateTime


class TextThread(Base):
    """One telephone's conversation with one community's line; `state` is an `ivr.texting.thread.Thread` as written."""

    __tablename__ = "text_thread"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    number: Mapped[str]  # E.164
    state: Mapped[Document]
    opted_out_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the carrier delivers nothing to it since then

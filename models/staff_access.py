"""Signing in to the console: each try to, and each session that came of one. Tokens and codes are kept as hashes alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class SignIn(Base):
    """A code that was asked for, or a password that was typed; `worker_id` None: by nobody of the staff.

    `who_hash` is of whom it is for, `token_hash` of what the browser holds that asked. Instants of the line's clock.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_who", "who_hash", "asked_at"),
        Index("ix_sign_in_address", "address", "asked_at"),
    )

    id: Mapped[Id]
    way: Mapped[str]  # code, password
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"), index=True)
    who_hash: Mapped[str]
    address: Mapped[str]  # of the browser, as the nearest proxy says
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)  # of the code, counted before it is looked at
    asked_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # let somebody in, once


class StaffSession(Base):
    """Somebody of the staff is signed in. Ends by itself when idle or old, else at `ended_at`."""

    __tablename__ = "staff_session"

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    began_at: Mapped[Instant]
    seen_at: Mapped[Instant]  # the last act of a person, to the minute; what a page asks for by itself is none
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

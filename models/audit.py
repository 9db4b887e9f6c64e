"""The audit: who did or saw what, of whom and when. Only ever added to; each entry's hash covers the one before."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, LongId


class AuditEntry(Base):
    """One deed. Ids stand without foreign keys: the entry outlives what it speaks of."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_audit_entry_seen", "community_id", "worker_id", "what", "about_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]  # from 1, without a gap
    at: Mapped[Instant]
    worker_id: Mapped[int | None] = mapped_column(LongId)
    what: Mapped[str]  # services.staff.audit.What
    about: Mapped[str]  # a table: household, resident, alert, grid, building, health_file, worker
    about_id: Mapped[int | None] = mapped_column(LongId)
    why: Mapped[str] = mapped_column(default="")
    previous: Mapped[str]  # the hash of the entry before, "" before the first
    hash: Mapped[str]  # SHA-256 in hex over all of the above


class AuditHead(Base):
    """The last entry of a community's chain: who adds one locks this row, so that the chain never forks."""

    __tablename__ = "audit_head"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")

"""What arrived of a sale, how the shortfall was settled, and what is offered instead. Rows are added; the newest counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

OPEN = text("shared_at IS NULL")


class ArrivalCount(Base):
    """How many pieces of a set were counted; the newest of a set counts until the sale is settled."""

    __tablename__ = "arrival_count"

    id: Mapped[Id]
    set_id: Mapped[int] = mapped_column(ForeignKey("sale_set.id"), index=True)
    pieces: Mapped[int]
    at: Mapped[Instant]


class Settlement(Base):
    """The one sharing out of a sale's goods. `shared_at`: substitutes are shared out too, or there were none."""

    __tablename__ = "settlement"
    __table_args__ = (Index("ix_settlement_open", "answers_until", postgresql_where=OPEN, sqlite_where=OPEN),)

    id: Mapped[Id]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), unique=True)
    at: Mapped[Instant]
    answers_until: Mapped[
        Instant
    ]  # an answer to a substitution counts before it; of a sale without any, the same as `at`
    shared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Substitution(Base):
    """What the office offers in place of a set's missing pieces; the newest of a set counts until the sale is settled."""

    __tablename__ = "substitution"

    id: Mapped[Id]
    set_id: Mapped[int] = mapped_column(ForeignKey("sale_set.id"), index=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    price_fen: Mapped[int]
    pieces: Mapped[int]
    at: Mapped[Instant]


class SubstitutionAnswer(Base):
    """One order's missing pieces of a set: `wants` None until somebody answers, `granted` once they are shared out."""

    __tablename__ = "substitution_answer"
    __table_args__ = (UniqueConstraint("order_id", "substitution_id"),)

    id: Mapped[Id]
    substitution_id: Mapped[int] = mapped_column(ForeignKey("substitution.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    pieces: Mapped[int]
    wants: Mapped[bool | None]
    channel: Mapped[str] = mapped_column(default="")  # keypad, sms, office; line: the household's default
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    granted: Mapped[int] = mapped_column(default=0)

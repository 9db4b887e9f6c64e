"""Waves: households called down together; and what each household is told about its order."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

OPEN = text("state IN ('planned', 'sent')")


class Wave(Base):
    """Some households of one unit, called together. The next goes out when this one is cleared."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("sale_id", "number"),)

    id: Mapped[Id]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    number: Mapped[int]
    place: Mapped[str]
    by: Mapped[str]  # sms, call, both (domain.announcements.By)
    not_before: Mapped[Instant]
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    comes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when its households are asked to come down
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class OrderNotice(Base):
    """What an order's household is told or asked, once for each purpose: substitution, order_change, collection.

    A later wave puts a new notice of its own in the place of an earlier one's.

    States as of an announcement's delivery (models.announcement); `not_after` the line's clock.
    """

    __tablename__ = "order_notice"
    __table_args__ = (
        UniqueConstraint("order_id", "purpose"),
        Index("ix_order_notice_open", "state", "due_at", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_order_notice_message", "message_id"),
    )

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    purpose: Mapped[str]
    by: Mapped[str]  # sms, call, both
    state: Mapped[str] = mapped_column(default="planned")
    tried: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("message.id")
    )  # of the way that is tried now, or the last
    message_state: Mapped[str] = mapped_column(default="")
    waits: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[Instant]
    not_after: Mapped[Instant]
    at: Mapped[Instant]

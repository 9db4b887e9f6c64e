"""A day's offer of sets, and what each household ordered of it. Money is integer fen."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class Sale(Base):
    """A sale with its opening and cut-off; `closed_at` and `announced_at` are set by the clock once."""

    __tablename__ = "sale"
    __table_args__ = (UniqueConstraint("community_id", "name"), Index("ix_sale_cutoff", "community_id", "cutoff_at"))

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    opens_at: Mapped[Instant]
    cutoff_at: Mapped[Instant]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    announced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the evening before it opens


class SaleSet(Base):
    """A set (套餐) of a sale, number 1 to 6. `limit` is per household and sale; `stock` None is without a cap."""

    __tablename__ = "sale_set"
    __table_args__ = (UniqueConstraint("sale_id", "number"),)

    id: Mapped[Id]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    number: Mapped[int]
    supplier: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    contents_zh: Mapped[str] = mapped_column(default="")
    contents_en: Mapped[str] = mapped_column(default="")
    price_fen: Mapped[int]
    limit: Mapped[int]
    stock: Mapped[int | None]
    minimum: Mapped[int] = mapped_column(default=0)


class Order(Base):
    """A household's order in a sale. An unverified caller's stands beside the household's own, by its call."""

    __tablename__ = "order"
    __table_args__ = (UniqueConstraint("sale_id", "household_id", "placed_from"),)

    id: Mapped[Id]
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    placed_from: Mapped[str] = mapped_column(default="")  # "" from a telephone on file, else the call's sid
    state: Mapped[str] = mapped_column(default="placed")  # domain.life_cycles.OrderState
    verified: Mapped[bool] = mapped_column(default=True)
    placed_at: Mapped[Instant]
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), index=True)
    handed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class OrderLine(Base):
    """How many of a set were ordered."""

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "set_id"),)

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("sale_set.id"), index=True)
    quantity: Mapped[int]
    dropped: Mapped[bool] = mapped_column(default=False, server_default=false())  # too few wanted the set: none comes
    short: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # pieces that did not arrive, once the sale is settled

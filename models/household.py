"""A household behind its door, the residents in it, and the telephones that reach them."""

from datetime import time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Household(Base):
    """A household (户): the unit of address. The door is its identity; `unit` is "" where there is none."""

    __tablename__ = "household"
    __table_args__ = (
        UniqueConstraint("building_id", "unit", "room"),
        Index("ix_household_community_grid", "community_id", "grid_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    unit: Mapped[str]
    room: Mapped[str]
    keys_digits: Mapped[bool] = mapped_column(default=False)  # roster column `entry`: digits, else yes/no
    takes_substitutes: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # when nobody answers the question
    call_at: Mapped[time | None]  # when the line had best call, by the community's clock
    wants_sales: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # told of each sale the evening before


class Resident(Base):
    """A resident (居民): the unit of a reading. `position` is the order of the roster's file at the door, from 0."""

    __tablename__ = "resident"
    __table_args__ = (UniqueConstraint("household_id", "name"),)

    id: Mapped[Id]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    salutation: Mapped[str] = mapped_column(default="")
    birth_year: Mapped[int | None]
    language: Mapped[str] = mapped_column(default="zh-CN")
    lives_alone: Mapped[bool] = mapped_column(default=False)
    hard_of_hearing: Mapped[bool] = mapped_column(default=False)
    home_delivery: Mapped[bool] = mapped_column(default=False)
    meals: Mapped[bool] = mapped_column(default=False)  # may have the free meals
    notes: Mapped[str] = mapped_column(default="")


class Phone(Base):
    """A telephone on file: E.164, of one resident, `position` 1 or 2; one number may stand at several doors."""

    __tablename__ = "phone"
    __table_args__ = (
        UniqueConstraint("resident_id", "position"),
        Index("ix_phone_community_number", "community_id", "number"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    number: Mapped[str]
    position: Mapped[int]

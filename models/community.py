"""A community: one telephone line, its buildings and its grids."""

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id


class Community(Base):
    """A community (社区). Its line, the number that was called, decides whose call it is."""

    __tablename__ = "community"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    line: Mapped[str] = mapped_column(unique=True)  # E.164
    timezone: Mapped[str] = mapped_column(default="Asia/Shanghai")  # IANA name; for day keys and speech only
    language: Mapped[str] = mapped_column(default="zh-CN")
    country: Mapped[str] = mapped_column(default="CN")  # reads numbers written without +
    is_demo: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[Document] = mapped_column(default=dict)  # domain.day_plan.DayPlan where it is not the usual one


class Building(Base):
    """A building (栋) by its bare name: "3" for 3, 3栋 and 3号楼."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]


class Grid(Base):
    """A grid (网格): the doors of one grid worker, about 300 households."""

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    given_up_by: Mapped[list[int]] = mapped_column(
        JSON, default=list
    )  # workers whom an old staff list may still name for it

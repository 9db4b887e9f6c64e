"""The staff: who they are, and what each of them is on duty for."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Worker(Base):
    """A person of the staff, or the duty telephone."""

    __tablename__ = "worker"
    __table_args__ = (
        UniqueConstraint("community_id", "name"),
        Index("ix_worker_community_phone", "community_id", "phone"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    phone: Mapped[str]  # E.164
    phone2: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh-CN")
    pin_hash: Mapped[str | None]
    password_hash: Mapped[str | None]  # argon2id


class Duty(Base):
    """What a worker is there for. `on_duty`: "0", "1" (always) or hours "08:00-20:00" in the community's zone."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("worker_id", "role", "grid_id", "building_id"),
        Index("ix_duty_grid", "grid_id"),
        Index("ix_duty_building", "building_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    role: Mapped[str]  # grid_worker, cadre, volunteer, office, duty, kitchen, district
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    on_duty: Mapped[str] = mapped_column(default="1")
    position: Mapped[int]  # order of the file

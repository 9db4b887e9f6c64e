"""Items: what is left for a grid worker to do, none of it urgent enough for an alert."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime


class Item(Base):
    """An item on a worker's list, for a door of the roster or a door as it was keyed."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_state", "community_id", "state"),
        Index("ix_item_household", "household_id", "state"),
        Index("ix_item_call_sid", "call_sid"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[str]  # ivr.events.ItemKind
    about: Mapped[str] = mapped_column(default="")  # report, order: confirming that later closes the item; "" stays
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    building: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]  # the caller's, when it is not on file for the door
    tenths: Mapped[int | None]  # an unconfirmed value
    note: Mapped[str] = mapped_column(default="")
    call_sid: Mapped[str] = mapped_column(default="")
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    state: Mapped[str] = mapped_column(default="open")  # open, taken, done
    since: Mapped[Instant]
    due: Mapped[Instant]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

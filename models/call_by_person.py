"""The call-by-person list: whom a person calls, and the line never by machine."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.call_by_person import LASTING
from models.base import Base, Id, Instant, UTCDateTime
from models.item import Item

STANDING = text("ended_at IS NULL")


class CallByPerson(Base):
    """One person on the list, once at a time; `item_id` is the worker's item that says so."""

    __tablename__ = "call_by_person"
    __table_args__ = (
        Index(
            "ux_call_by_person_standing",
            "resident_id",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
        Index("ix_call_by_person_community", "community_id", "ended_at"),
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    why: Mapped[str]  # domain.call_by_person.Why
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    since: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def by_person(*columns: Any) -> Select[Any]:
    """These columns of every entry that stands: the doubt about a fever ends with the worker's item."""
    is_open = or_(CallByPerson.why.in_(LASTING), Item.state != "done")
    return (
        select(*columns)
        .select_from(CallByPerson)
        .outerjoin(Item, Item.id == CallByPerson.item_id)
        .where(CallByPerson.ended_at.is_(None), is_open)
    )

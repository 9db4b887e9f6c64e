"""What a worker said by telephone about an alert or an item, in place of the words behind a code in a text."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.fetched import Fetched

WANTED = text("state = 'pending'")


class SpokenNote(Fetched, Base):
    """A note after the tone; of the alert, or of the item (also where that is a request), the other is None."""

    __tablename__ = "spoken_note"
    __table_args__ = (
        Index("ix_spoken_note_pending", "fetch_at", postgresql_where=WANTED, sqlite_where=WANTED),
        Index("ix_spoken_note_alert", "alert_id"),
        Index("ix_spoken_note_item", "item_id"),
    )

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))

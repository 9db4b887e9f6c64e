"""What came in by a webhook that has no row of its own; the unique key makes a repeat a no-op."""

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, Instant


class InboundEvent(Base):
    """`dedupe_key`: sms:SID, status:SID:STATUS:SEQUENCE, leg:CALL:N …; `reply` is what was answered."""

    __tablename__ = "inbound_event"

    id: Mapped[Id]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    payload: Mapped[Document]
    reply: Mapped[str] = mapped_column(default="")
    received_at: Mapped[Instant]

"""Gas cards that residents hand to a worker; the money that goes with a card is in the ledger."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant


class GasCard(Base):
    """The card of one request. `state` is a domain.life_cycles.GasCardState; who signed for what is in state_change."""

    __tablename__ = "gas_card"

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), unique=True)
    state: Mapped[str]
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who has it, or had it last
    since: Mapped[Instant]  # when it came into these hands

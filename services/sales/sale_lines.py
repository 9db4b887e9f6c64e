"""The lines of a sale after its cut-off, each with its door and its supplier: what the lists and digests are made of."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from models import Building, Call, Grid, Household, InboundEvent, Order, OrderLine, SaleSet
from services.board.rows import door_order


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line of an order. Money is fen; `dropped`: too few wanted the set; `placed_from` "" is the door's own order."""

    order_id: int
    household_id: int
    grid_id: int | None
    grid: str
    building: str
    unit: str
    room: str
    set_id: int
    number: int
    name_zh: str
    name_en: str
    price_fen: int
    quantity: int
    dropped: bool
    placed_from: str

    @property
    def door(self) -> tuple[str, str, str]:
        """Building, unit and room."""
        return self.building, self.unit, self.room

    @property
    def is_verified(self) -> bool:
        """Whether it came from the door's own telephone, or from a worker or the office."""
        return not self.placed_from

    def name(self, language: str) -> str:
        """The set's name in this language."""
        return self.name_en if language == "en" and self.name_en else self.name_zh


def lines_of_sale(session: Session, sale_id: int) -> list[SaleLine]:
    """Every line that is ordered, before and after the cut-off, in the order one walks past the doors."""
    rows = session.execute(
        select(
            Order.id,
            Household.id,
            Household.grid_id,
            func.coalesce(Grid.name, ""),
            Building.name,
            Household.unit,
            Household.room,
            SaleSet.id,
            SaleSet.number,
            SaleSet.name_zh,
            SaleSet.name_en,
            SaleSet.price_fen,
            OrderLine.quantity,
            OrderLine.dropped,
            Order.placed_from,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Order.sale_id == sale_id, Order.state != OrderState.CANCELLED)
    )
    lines = [SaleLine(*tuple(row)) for row in rows]
    return sorted(lines, key=lambda line: (*door_order(*line.door), line.placed_from, line.number))


def caller_of(session: Session, placed_from: str) -> str:
    """The number an unverified order came from, by the sid of its call or text; "" where it was withheld."""
    called = session.scalar(select(Call.number).where(Call.sid == placed_from))
    if called is not None:
        return called
    text = session.scalar(select(InboundEvent.payload).where(InboundEvent.dedupe_key == f"sms:{placed_from}"))
    return str(text["from"]) if text else ""

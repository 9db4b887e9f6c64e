"""What the office's pages read of one sale: its orders by door, grid and building, and what each door gets."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from models import Building, Grid, Household, Order, OrderLine, Sale, SaleSet, Wave
from services.board.rows import door_order
from services.goods.coming import granted_of


class DeskLine(NamedTuple):
    """So many of a set, or, with number 0, of what was granted instead of one.

    `short` did not arrive, `dropped`: too few wanted it. Price in fen.
    """

    number: int
    name_zh: str
    name_en: str
    price_fen: int
    quantity: int
    short: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """An order with its door; `wave` is its wave's number, `handed_at` when its goods were handed over."""

    lines: tuple[DeskLine, ...]
    id: int
    household_id: int
    grid: str
    building: str
    unit: str
    room: str
    state: str
    verified: bool
    placed_at: datetime
    handed_at: datetime | None
    wave: int | None

    @property
    def total_fen(self) -> int:
        """What it costs, without what does not come."""
        return sum((line.quantity - line.short) * line.price_fen for line in self.lines if not line.dropped)

    @property
    def door(self) -> tuple[str, str, str]:
        """Building, unit and room."""
        return self.building, self.unit, self.room


@dataclass(frozen=True, slots=True)
class Sums:
    """What orders add up to: how many stand, how many are cancelled, pieces that come by the set's number, fen.

    Pieces of number 0 come instead of a set.
    """

    orders: int
    cancelled: int
    pieces: Counter[int]
    total_fen: int


def sums_of(orders: Sequence[DeskOrder]) -> Sums:
    """The sums of those that are not cancelled, as each says what it costs."""
    standing = [one for one in orders if one.state != OrderState.CANCELLED]
    pieces: Counter[int] = Counter()
    for one in standing:
        pieces.update({line.number: line.quantity - line.short for line in one.lines if not line.dropped})
    return Sums(len(standing), len(orders) - len(standing), pieces, sum(one.total_fen for one in standing))


def find_sale(session: Session, community_id: int, sale_id: int, *, hold: bool = False) -> Sale | None:
    """A sale of the community; with `hold` nobody else changes it until the transaction ends."""
    mine = select(Sale).where(Sale.id == sale_id, Sale.community_id == community_id)
    return session.scalars(mine.with_for_update() if hold else mine).one_or_none()


def orders_of_sale(session: Session, sale_id: int) -> Sequence[DeskOrder]:
    """Every order of a sale, cancelled ones too, in door order."""
    lines: defaultdict[int, list[DeskLine]] = defaultdict(list)
    columns = SaleSet.number, SaleSet.name_zh, SaleSet.name_en, SaleSet.price_fen
    rows = session.execute(
        select(OrderLine.order_id, *columns, OrderLine.quantity, OrderLine.short, OrderLine.dropped)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .where(SaleSet.sale_id == sale_id)
        .order_by(SaleSet.number)
    )
    for row in rows:
        lines[row[0]].append(DeskLine(*row[1:]))
    for order, granted in granted_of(session, Order.sale_id == sale_id).items():
        lines[order] += [DeskLine(0, *one, short=0, dropped=False) for one in granted]
    door = Building.name, Household.unit, Household.room
    orders = session.execute(
        select(Order.id, Household.id, func.coalesce(Grid.name, ""), *door, Order.state, Order.verified)
        .add_columns(Order.placed_at, Order.handed_at, Wave.number)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .outerjoin(Wave, Wave.id == Order.wave_id)
        .where(Order.sale_id == sale_id)
    )
    found = [DeskOrder(tuple(lines[row[0]]), *row) for row in map(tuple, orders)]
    return sorted(found, key=lambda one: (*door_order(*one.door), one.id))

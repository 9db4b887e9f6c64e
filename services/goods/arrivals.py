"""What was ordered of a closed sale, and what of it has arrived: counted per set, the newest count counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.life_cycles import AFTER_CUT_OFF
from domain.refusals import Refused
from models import ArrivalCount, Order, OrderLine, Sale, SaleSet, Settlement
from services.roster.communities import UnknownName


class OrderedLine(NamedTuple):
    """A line of an order that counted at the cut-off. Prices in fen; `short` pieces did not arrive."""

    line_id: int
    order_id: int
    household_id: int
    placed_at: datetime
    verified: bool
    state: str
    set_id: int
    supplier: str
    price_fen: int
    quantity: int
    short: int


def ordered_lines(session: Session, sale_id: int) -> list[OrderedLine]:
    """Every line that counts, in the order in which they were placed."""
    rows = session.execute(
        select(
            OrderLine.id,
            Order.id,
            Order.household_id,
            Order.placed_at,
            Order.verified,
            Order.state,
            SaleSet.id,
            SaleSet.supplier,
            SaleSet.price_fen,
            OrderLine.quantity,
            OrderLine.short,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .where(Order.sale_id == sale_id, Order.state.in_(AFTER_CUT_OFF), OrderLine.dropped.is_(False))
        .order_by(Order.placed_at, Order.id, SaleSet.number)
    )
    return [OrderedLine(*row) for row in rows]


def hold_sale(session: Session, community_id: int, name: str) -> Sale:
    """The sale of this name, held until the transaction ends. UnknownName says which there are."""
    mine = select(Sale).where(Sale.community_id == community_id)
    found = session.scalars(mine.where(Sale.name == name.strip()).with_for_update()).one_or_none()
    if found is None:
        names = session.scalars(select(Sale.name).where(Sale.community_id == community_id).order_by(Sale.id.desc()))
        raise UnknownName(f"there is no sale {name!r}; there is {', '.join(names.all()[:10]) or 'none yet'}")
    return found


def sets_of(session: Session, sale_id: int) -> dict[int, SaleSet]:
    """The sets of a sale by their number."""
    rows = session.scalars(select(SaleSet).where(SaleSet.sale_id == sale_id).order_by(SaleSet.number))
    return {row.number: row for row in rows}


def settlement_of(session: Session, sale_id: int) -> Settlement | None:
    """How the sale was settled, if it was."""
    return session.scalars(select(Settlement).where(Settlement.sale_id == sale_id)).one_or_none()


def refuse_settled(session: Session, sale: Sale) -> None:
    """Refused once the goods are shared out, and while orders can still be placed."""
    if sale.closed_at is None:
        raise Refused(f"{sale.name} is not closed yet: nothing of it can have arrived")
    if settlement_of(session, sale.id) is not None:
        raise Refused(f"{sale.name} is settled already: its goods are shared out")


def enter_counts(session: Session, sale: Sale, counts: Mapping[int, int], now: datetime) -> None:
    """Note how many pieces of each set, by its number, were counted. The caller holds the sale. Refused names every error."""
    refuse_settled(session, sale)
    sets = sets_of(session, sale.id)
    unknown = sorted(set(counts) - set(sets))
    if unknown:
        known = ", ".join(f"{number} {one.name_zh}" for number, one in sets.items())
        raise Refused(f"{sale.name} has no set {', '.join(map(str, unknown))}; it has {known}")
    session.add_all(ArrivalCount(set_id=sets[number].id, pieces=pieces, at=now) for number, pieces in counts.items())
    session.flush()


def counted(session: Session, sale_id: int) -> dict[int, int]:
    """The newest count of each set that has one, by the set's id."""
    rows = session.execute(
        select(ArrivalCount.set_id, ArrivalCount.pieces)
        .join(SaleSet, SaleSet.id == ArrivalCount.set_id)
        .where(SaleSet.sale_id == sale_id)
        .order_by(ArrivalCount.id)
    )
    return {row.set_id: row.pieces for row in rows}

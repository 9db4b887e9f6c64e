"""What there is to see of sales: each with its state and its sets, and what became of one door's orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from models import Order, OrderLine, Sale, SaleSet, StateChange, Substitution, SubstitutionAnswer, Worker
from services.roster.communities import UnknownName
from services.sales.offers import open_sale


@dataclass(frozen=True, slots=True)
class ListedSet:
    """A set of a sale; money is fen. `stock` and `left` None: without a cap. `dropped`: too few wanted it."""

    number: int
    name_zh: str
    name_en: str
    contents_zh: str
    contents_en: str
    supplier: str
    price_fen: int
    limit: int
    stock: int | None
    minimum: int
    ordered: int
    left: int | None
    dropped: bool


@dataclass(frozen=True, slots=True)
class ListedSale:
    """A sale. States: planned, open, waiting (another one is ordered from until it closes), closed.

    `total_fen` is what its orders cost: without what is dropped or short, with what was granted instead.
    """

    name: str
    state: str
    opens: datetime
    cutoff: datetime
    orders: int
    total_fen: int
    sets: tuple[ListedSet, ...]


@dataclass(frozen=True, slots=True)
class ListedStep:
    """A step of an order's life: when, from which state to which, by which channel, by whom of the staff."""

    sale: str
    at: datetime
    was: str
    becomes: str
    channel: str
    worker: str | None
    note: str


def list_sales(session: Session, community_id: int, now: datetime, name: str | None = None) -> list[ListedSale]:
    """Every sale, the one that opened last first; or the one of this name. UnknownName where there is none."""
    sales = [sale for sale in sales_of(session, community_id) if name in {None, sale.name}]
    if name is not None and not sales:
        raise UnknownName(f"there is no sale {name!r}; `linli sale list` shows them")
    current = open_sale(session, community_id, now)
    return [_listed(session, sale, _state(sale, current, now)) for sale in sales]


def sales_of(session: Session, community_id: int) -> Sequence[Sale]:
    """Every sale of a community, the one that opened last first."""
    mine = select(Sale).where(Sale.community_id == community_id)
    return session.scalars(mine.order_by(Sale.opens_at.desc(), Sale.id.desc())).all()


def list_sale(session: Session, sale: Sale, now: datetime) -> ListedSale:
    """The same of one sale."""
    return _listed(session, sale, _state(sale, open_sale(session, sale.community_id, now), now))


def _state(sale: Sale, current: Sale | None, now: datetime) -> str:
    if sale.closed_at is not None or sale.cutoff_at <= now:
        return "closed"
    if sale.opens_at > now:
        return "planned"
    return "open" if current is not None and current.id == sale.id else "waiting"


def _listed(session: Session, sale: Sale, state: str) -> ListedSale:
    standing = Order.sale_id == sale.id, Order.state != OrderState.CANCELLED
    sums = (
        select(OrderLine.set_id, func.sum(OrderLine.quantity), func.max(cast(OrderLine.dropped, Integer)))
        .add_columns(func.sum(OrderLine.short))
        .join(Order, Order.id == OrderLine.order_id)
        .where(*standing)
        .group_by(OrderLine.set_id)
    )
    rows = session.execute(sums).all()
    ordered = {set_id: (int(pieces), bool(dropped)) for set_id, pieces, dropped, _ in rows}
    short = {set_id: int(pieces) for set_id, _, _, pieces in rows}
    offers = session.scalars(select(SaleSet).where(SaleSet.sale_id == sale.id).order_by(SaleSet.number)).all()
    sets = tuple(_listed_set(offer, *ordered.get(offer.id, (0, False))) for offer in offers)
    orders = session.scalar(select(func.count()).select_from(Order).where(*standing)) or 0
    missing = sum(
        short.get(offer.id, 0) * offer.price_fen for offer, one in zip(offers, sets, strict=True) if not one.dropped
    )
    total = sum(one.ordered * one.price_fen for one in sets if not one.dropped) - missing + _granted(session, sale.id)
    return ListedSale(sale.name, state, sale.opens_at, sale.cutoff_at, orders, total, sets)


def _granted(session: Session, sale_id: int) -> int:
    """Fen of what was granted instead of sets."""
    costs = func.sum(SubstitutionAnswer.granted * Substitution.price_fen)
    mine = select(costs).join(Substitution, Substitution.id == SubstitutionAnswer.substitution_id)
    return int(
        session.scalar(mine.join(SaleSet, SaleSet.id == Substitution.set_id).where(SaleSet.sale_id == sale_id)) or 0
    )


def _listed_set(offer: SaleSet, pieces: int, dropped: bool) -> ListedSet:  # noqa: FBT001 - a column
    return ListedSet(
        number=offer.number,
        name_zh=offer.name_zh,
        name_en=offer.name_en,
        contents_zh=offer.contents_zh,
        contents_en=offer.contents_en,
        supplier=offer.supplier,
        price_fen=offer.price_fen,
        limit=offer.limit,
        stock=offer.stock,
        minimum=offer.minimum,
        ordered=pieces,
        left=None if offer.stock is None else offer.stock - pieces,
        dropped=dropped,
    )


def order_history(session: Session, household_id: int) -> Sequence[ListedStep]:
    """Every step of every order of a door, oldest first; that it was placed is the first of each."""
    placed = session.execute(
        select(Sale.name, Order.id, Order.placed_at, Order.placed_from)
        .join(Sale, Sale.id == Order.sale_id)
        .where(Order.household_id == household_id)
        .order_by(Order.id)
    ).all()
    steps = []
    for sale, order_id, at, placed_from in placed:
        changes = session.execute(
            select(StateChange, Worker.name)
            .outerjoin(Worker, Worker.id == StateChange.worker_id)
            .where(StateChange.about == Order.__tablename__, StateChange.about_id == order_id)
            .order_by(StateChange.id)
        ).all()
        first = ListedStep(sale, at, "", OrderState.PLACED, "unverified" if placed_from else "", None, "")
        theirs = [
            ListedStep(sale, one.at, one.was, one.becomes, one.channel, worker, one.note) for one, worker in changes
        ]
        steps += [first, *theirs]
    return steps

"""What the commands list: items, alerts, messages and orders, newest state, read and never changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.alerts import AlertKind
from models import Alert, Building, Duty, Household, Item, Message, Order, OrderLine, Resident, Sale, SaleSet, Worker
from services.board.board import door_order
from services.goods.coming import Coming, coming_of
from services.roster.communities import UnknownName

FINAL = ("delivered", "failed", "dropped", "sent")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows: a community's, of one grid if it is given, and how far back what is finished is still listed."""

    community_id: int
    now: datetime
    grid_id: int | None = None
    back: timedelta = timedelta(days=7)

    @property
    def since(self) -> datetime:
        """What ended before this is left out."""
        return self.now - self.back


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as it is listed. `phone` is the caller's when not on file, `value` tenths, `worker` a name."""

    id: int
    kind: str
    building: str
    unit: str
    room: str
    name: str | None
    phone: str | None
    value: int | None
    note: str
    since: datetime
    due: datetime
    worker: str | None
    state: str


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """An alert as it is listed. `value` tenths, `step` 0 to 3, `worker` the name of who took it, `note` of a system alarm."""

    id: int
    building: str
    unit: str
    room: str
    name: str | None
    kind: str
    value: int | None
    unverified: bool
    state: str
    step: int
    worker: str | None
    raised_at: datetime
    taken_at: datetime | None
    next_at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """A message as it is listed: without its words."""

    id: int
    to: str
    channel: str
    kind: str
    state: str
    sid: str | None
    attempts: int
    at: datetime
    outcome: (
        str | None
    )  # the carrier's last word: completed, busy, no-answer, undelivered …; None before it has said any


@dataclass(frozen=True, slots=True)
class ListedLine:
    """How many of a set, by the set's number."""

    set: int
    quantity: int


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """A household's order; `total_fen` is what comes of it, with what comes instead.

    Of the sets in `dropped` too few were wanted, what is `short` did not arrive: neither comes nor costs.
    """

    sale: str
    building: str
    unit: str
    room: str
    lines: tuple[ListedLine, ...]
    dropped: tuple[int, ...]
    short: tuple[ListedLine, ...]
    total_fen: int
    state: str
    verified: bool


def list_items(session: Session, scope: Scope) -> list[ListedItem]:
    """Items that are not done, and those done of late; in the order they came."""
    query = (
        select(Item, Resident.name, Worker.name)
        .outerjoin(Resident, Resident.id == Item.resident_id)
        .outerjoin(Worker, Worker.id == Item.worker_id)
        .where(Item.community_id == scope.community_id, or_(Item.state != "done", Item.since >= scope.since))
        .order_by(Item.id)
    )
    rows = session.execute(query.where(_of_grid(scope, Item.household_id, Item.worker_id)))
    return [listed_item(item, name, worker) for item, name, worker in rows]


def listed_item(item: Item, name: str | None, worker: str | None) -> ListedItem:
    """An item with the names of whom it is about and who has it."""
    return ListedItem(
        id=item.id,
        kind=item.kind,
        building=item.building,
        unit=item.unit,
        room=item.room,
        name=name,
        phone=item.phone,
        value=item.tenths,
        note=item.note,
        since=item.since,
        due=item.due,
        worker=worker,
        state=item.state,
    )


def list_alerts(session: Session, scope: Scope) -> list[ListedAlert]:
    """Alerts that are not done, and those raised of late; in the order they came."""
    query = (
        select(Alert, Resident.name, Worker.name)
        .outerjoin(Resident, Resident.id == Alert.resident_id)
        .outerjoin(Worker, Worker.id == Alert.worker_id)
        .where(Alert.community_id == scope.community_id, or_(Alert.state != "done", Alert.raised_at >= scope.since))
        .order_by(Alert.id)
    )
    rows = session.execute(query.where(_of_grid(scope, Alert.household_id, Alert.worker_id)))
    return [
        ListedAlert(
            id=alert.id,
            building=alert.building,
            unit=alert.unit,
            room=alert.room,
            name=name,
            kind=alert.kind,
            value=alert.tenths,
            unverified=alert.unverified,
            state=alert.state,
            step=max(alert.step, 0),
            worker=worker,
            raised_at=alert.raised_at,
            taken_at=alert.taken_at,
            next_at=alert.next_at,
            note=alert.note if alert.kind == AlertKind.SYSTEM else "",
        )
        for alert, name, worker in rows
    ]


def list_messages(session: Session, scope: Scope) -> list[ListedMessage]:
    """Messages that are still under way, and those of late; in the order they were written."""
    query = (
        select(Message)
        .outerjoin(Alert, Alert.id == Message.alert_id)
        .where(Message.community_id == scope.community_id)
        .where(or_(Message.state.not_in(FINAL), Message.created_at >= scope.since))
        .order_by(Message.id)
    )
    messages = session.scalars(query.where(_of_grid(scope, Alert.household_id, Message.worker_id)))
    return [
        ListedMessage(
            id=one.id,
            to=one.to,
            channel=one.channel,
            kind=one.kind,
            state=one.state,
            sid=one.sid,
            attempts=one.attempts,
            at=one.at,
            outcome=one.carrier_status or None,
        )
        for one in messages
    ]


def list_orders(session: Session, scope: Scope, sale: str | None = None) -> list[ListedOrder]:
    """Orders of the sales that are open, else of the last that opened, else of the sale named; in door order."""
    sales = _sales(session, scope, sale)
    query = (
        select(Order, Building.name, Household.unit, Household.room)
        .join(Household, Household.id == Order.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(Order.sale_id.in_(sales))
    )
    if scope.grid_id is not None:
        query = query.where(Household.grid_id == scope.grid_id)
    rows = sorted(session.execute(query), key=lambda row: (*door_order(*row[1:4]), row[0].id))
    lines, coming = _lines(session, list(sales)), coming_of(session, Order.sale_id.in_(sales))
    return [
        _order(order, door, sales[order.sale_id], lines[order.id], coming.get(order.id, [])) for order, *door in rows
    ]


def _of_grid(
    scope: Scope, household: InstrumentedAttribute[int | None], worker: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """What is about a door of the grid or, where the door is none of the roster's, on the list of its worker."""
    if scope.grid_id is None:
        return true()
    doors = select(Household.id).where(Household.grid_id == scope.grid_id)
    workers = select(Duty.worker_id).where(Duty.grid_id == scope.grid_id)
    return or_(household.in_(doors), household.is_(None) & worker.in_(workers))


def _sales(session: Session, scope: Scope, name: str | None) -> dict[int, str]:
    """The sales meant, by id."""
    mine = select(Sale).where(Sale.community_id == scope.community_id)
    if name is not None:
        chosen = session.scalars(mine.where(Sale.name == name)).all()
        if not chosen:
            raise UnknownName(f"there is no sale {name!r}")
        return {sale.id: sale.name for sale in chosen}
    begun = session.scalars(mine.where(Sale.opens_at <= scope.now).order_by(Sale.opens_at.desc(), Sale.id.desc())).all()
    still_open = [sale for sale in begun if sale.cutoff_at > scope.now and sale.closed_at is None]
    return {sale.id: sale.name for sale in still_open or begun[:1]}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, how many of it did not arrive, and whether it was dropped."""

    line: ListedLine
    short: int
    is_dropped: bool


def _lines(session: Session, sales: list[int]) -> defaultdict[int, list[_Line]]:
    """The lines of these sales' orders, by order."""
    query = (
        select(OrderLine.order_id, SaleSet.number, OrderLine.quantity, OrderLine.short, OrderLine.dropped)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .where(SaleSet.sale_id.in_(sales))
        .order_by(SaleSet.number)
    )
    lines: defaultdict[int, list[_Line]] = defaultdict(list)
    for order, number, quantity, short, is_dropped in session.execute(query):
        lines[order].append(_Line(ListedLine(number, quantity), short, is_dropped))
    return lines


def _order(order: Order, door: Sequence[str], sale: str, lines: list[_Line], coming: Sequence[Coming]) -> ListedOrder:
    return ListedOrder(
        sale=sale,
        building=door[0],
        unit=door[1],
        room=door[2],
        lines=tuple(one.line for one in lines),
        dropped=tuple(one.line.set for one in lines if one.is_dropped),
        short=tuple(ListedLine(one.line.set, one.short) for one in lines if one.short),
        total_fen=sum(one.price_fen * one.pieces for one in coming),
        state=order.state,
        verified=order.verified,
    )

"""All that is known of one household, as whoever answers its call needs it on one page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Building,
    Grid,
    Household,
    Item,
    Order,
    Phone,
    Reading,
    Resident,
    Sale,
    Visit,
    Worker,
)
from services.board.board import PersonState, read_board
from services.day.days import day_of
from services.desk.household_talks import PastCall, PastText, read_talks
from services.goods.coming import Coming, coming_of
from services.staff.audit_views import Reason, reasons
from services.staff.sessions import SignedIn

BACK = timedelta(days=14)
MOST = 30  # of each kind


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the worker's area, and whether they may see its people's health."""

    household: Household
    building: str
    grid: str
    shows_health: bool


@dataclass(frozen=True, slots=True)
class Dweller:
    """Somebody who lives there, their telephones, and their line of today's board."""

    resident: Resident
    phones: tuple[str, ...]
    today: PersonState | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A reading; `day` of the community. One that was withdrawn counts no more: by whom and why, where it was the staff."""

    id: int
    resident_id: int
    day: date
    tenths: int | None
    channel: str
    reporter: str
    verified: bool
    at: datetime
    withdrawn_at: datetime | None
    withdrawn: Reason | None


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order; `lines` are what comes of it, names in both languages and how many; money is fen."""

    sale: str
    state: str
    lines: tuple[tuple[str, str, int], ...]
    total_fen: int


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit and who made it."""

    at: datetime
    outcome: str
    note: str
    worker: str


@dataclass(frozen=True, slots=True)
class Record:
    """The page of a household; newest first. Who may not see health has neither readings nor calls nor texts."""

    people: tuple[Dweller, ...]
    readings: tuple[Heard, ...] = ()
    calls: tuple[PastCall, ...] = ()
    texts: tuple[PastText, ...] = ()
    orders: tuple[PastOrder, ...] = ()
    items: tuple[Item, ...] = ()
    visits: tuple[PastVisit, ...] = ()


def find_home(session: Session, who: SignedIn, household_id: int) -> Home | None:
    """The household, if it is one of the worker's."""
    row = session.execute(
        select(Household, Building.name, Grid.name)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.id == household_id, Household.community_id == who.community.id)
    ).one_or_none()
    if row is None or not who.area.holds(row[0].grid_id, row[0].building_id):
        return None
    return Home(row[0], row[1], row[2] or "", who.area.shows_health(row[0].grid_id))


def people_of(session: Session, home: Home) -> list[Resident]:
    """Who lives there, in the roster's order."""
    there = select(Resident).where(Resident.household_id == home.household.id)
    return list(session.scalars(there.order_by(Resident.position, Resident.id)))


def read_record(session: Session, who: SignedIn, home: Home, now: datetime) -> Record:
    """The whole page."""
    people = _dwellers(session, who, home, now)
    orders, items, visits = _orders(session, home), items_of(session, home, now), _visits(session, home, now)
    if not home.shows_health:
        return Record(people, orders=orders, items=items, visits=visits)
    talks = read_talks(session, who, home.household, now)
    return Record(people, _readings(session, who, home, now), talks.calls, talks.texts, orders, items, visits)


def _dwellers(session: Session, who: SignedIn, home: Home, now: datetime) -> tuple[Dweller, ...]:
    board = read_board(session, who.community.id, now, doors=Household.id == home.household.id)
    today = {one.resident_id: one for one in board.people}
    phones: defaultdict[int, list[str]] = defaultdict(list)
    on_file = select(Phone).where(Phone.household_id == home.household.id).order_by(Phone.position, Phone.id)
    for phone in session.scalars(on_file):
        phones[phone.resident_id].append(phone.number)
    return tuple(Dweller(one, tuple(phones[one.id]), today.get(one.id)) for one in people_of(session, home))


def _readings(session: Session, who: SignedIn, home: Home, now: datetime) -> tuple[Heard, ...]:
    since = day_of(now, who.community.timezone).date - BACK
    query = (
        select(Reading)
        .join(Resident, Resident.id == Reading.resident_id)
        .where(Resident.household_id == home.household.id, Reading.day >= since)
        .order_by(Reading.at.desc(), Reading.id.desc())
    )
    readings = session.scalars(query).all()
    withdrawn = [one.id for one in readings if one.withdrawn_at is not None]
    why = reasons(session, who.community.id, "reading", withdrawn)
    return tuple(
        Heard(
            one.id,
            one.resident_id,
            one.day,
            one.tenths,
            one.channel,
            one.reporter,
            one.verified,
            one.at,
            one.withdrawn_at,
            why.get(one.id),
        )
        for one in readings
    )


def _orders(session: Session, home: Home) -> tuple[PastOrder, ...]:
    query = (
        select(Order, Sale.name)
        .join(Sale, Sale.id == Order.sale_id)
        .where(Order.household_id == home.household.id)
        .order_by(Order.id.desc())
        .limit(MOST)
    )
    orders = session.execute(query).all()
    coming = coming_of(session, Order.id.in_([order.id for order, _ in orders]))
    return tuple(_past(order, sale, coming.get(order.id, [])) for order, sale in orders)


def _past(order: Order, sale: str, coming: Sequence[Coming]) -> PastOrder:
    lines = tuple((one.name_zh, one.name_en, one.pieces) for one in coming)
    return PastOrder(sale, order.state, lines, sum(one.pieces * one.price_fen for one in coming))


def items_of(session: Session, home: Home, now: datetime) -> tuple[Item, ...]:
    """What of the door is open, and what was done of late."""
    query = select(Item).where(Item.household_id == home.household.id, Item.since > now - BACK)
    return tuple(session.scalars(query.order_by(Item.state == "done", Item.id.desc()).limit(MOST)))


def _visits(session: Session, home: Home, now: datetime) -> tuple[PastVisit, ...]:
    query = (
        select(Visit.at, Visit.outcome, Visit.note, Worker.name)
        .join(Worker, Worker.id == Visit.worker_id)
        .where(Visit.household_id == home.household.id, Visit.at > now - BACK, Visit.withdrawn_at.is_(None))
        .order_by(Visit.at.desc())
        .limit(MOST)
    )
    return tuple(PastVisit(*row) for row in session.execute(query))


def typed_today(session: Session, who: SignedIn, now: datetime) -> list[tuple[str, int, str, int | None, datetime]]:
    """What this worker typed at the console today and has not taken back: sid, household, name, tenths, when."""
    day = day_of(now, who.community.timezone)
    mine = func.substr(Reading.call_sid, 1, len(f"web-{who.worker.id}-")) == f"web-{who.worker.id}-"
    rows = session.execute(
        select(Reading.call_sid, Reading.household_id, Resident.name, Reading.tenths, Reading.at)
        .join(Resident, Resident.id == Reading.resident_id)
        .where(Reading.community_id == who.community.id, Reading.day == day.date, mine)
        .where(Reading.withdrawn_at.is_(None), Reading.channel == "worker")
        .order_by(Reading.at.desc(), Reading.id.desc())
        .limit(MOST)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

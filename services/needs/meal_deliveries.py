"""The meals of a day: who waits for one, who wants none today, and which were handed over at the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.requests import RequestKind
from domain.visits import VisitOutcome
from models import Community, Household, Item, MealDay, Request, Resident
from services.board.visits import VisitResult, record_visit
from services.day.clock import local_day

Door = tuple[str, str, str, int | None]
STANDS = ("new", "taken", "in_hand")
KEY = ("household_id", "day")


@dataclass(frozen=True, slots=True)
class MealToday:
    """A household's meal: whether one stands, and what became of today's."""

    stands: bool
    is_skipped: bool = False
    delivered_at: datetime | None = None


def meal_today(session: Session, household_id: int, day: date) -> MealToday:
    """What of meals there is to know at this door."""
    asked = select(Request.id).where(Request.household_id == household_id, Request.kind == RequestKind.MEAL.value)
    stands = session.scalar(asked.where(Request.state.in_(STANDS)).limit(1)) is not None
    today = select(MealDay).where(MealDay.household_id == household_id, MealDay.day == day)
    row = session.scalars(today).one_or_none()
    if row is None:
        return MealToday(stands)
    return MealToday(stands, row.skipped_at is not None, row.delivered_at)


def waiting_doors(session: Session, community_id: int, day: date) -> set[Door]:
    """Building, unit, room and household of everybody a meal is brought to on this day."""
    stands = or_(and_(Request.id.is_(None), Item.state != "done"), Request.state.in_(STANDS))
    skipped = select(MealDay.household_id).where(MealDay.day == day, MealDay.skipped_at.is_not(None))
    query = (
        select(Item.building, Item.unit, Item.room, Item.household_id)
        .outerjoin(Request, Request.item_id == Item.id)
        .where(Item.community_id == community_id, Item.kind == RequestKind.MEAL.value, stands)
        .where(or_(Item.household_id.is_(None), Item.household_id.not_in(skipped)))
    )
    return {(row.building, row.unit, row.room, row.household_id) for row in session.execute(query)}


def eligible_homes(session: Session, community_id: int) -> set[int] | None:
    """The households of whoever the roster marks for meals; None where it marks nobody: then every wish counts."""
    marked = select(Resident.household_id).join(Household, Household.id == Resident.household_id)
    found = session.scalars(marked.where(Household.community_id == community_id, Resident.meals))
    return set(found) or None


def is_eligible(session: Session, community_id: int, household_id: int | None) -> bool:
    """Whether a meal that is asked for there counts."""
    marked = eligible_homes(session, community_id)
    return marked is None or household_id in marked


def skip(session: Session, household_id: int, day: date, now: datetime) -> None:
    """No meal is wanted on this day."""
    _note(session, household_id, day, skipped_at=now)


def want_again(session: Session, household_id: int, day: date) -> None:
    """A meal is wanted on this day and after it, whatever was refused before."""
    days = update(MealDay).where(MealDay.household_id == household_id, MealDay.day >= day)
    session.execute(days.values(skipped_at=None))


def deliver(session: Session, household_id: int, worker_id: int, now: datetime) -> bool:
    """A meal was handed over at this door, which is a visit that found somebody. False: it was told before."""
    home = session.get_one(Household, household_id)
    day = local_day(now, session.get_one(Community, home.community_id).timezone)
    values = {"delivered_at": now, "worker_id": worker_id}
    told = _insert(session, household_id, day, values).on_conflict_do_update(
        index_elements=KEY, set_=values, where=MealDay.delivered_at.is_(None)
    )
    if session.execute(told.returning(MealDay.id)).scalar_one_or_none() is None:
        return False
    visit = VisitResult(home.community_id, household_id, None, worker_id, VisitOutcome.WELL.value, "meal")
    record_visit(session, visit, now)
    return True


def take_back_delivery(session: Session, household_id: int, worker_id: int, day: date) -> None:
    """What this worker said of a meal handed over here on this day does not count; its visit is taken back apart."""
    told = MealDay.household_id == household_id, MealDay.day == day, MealDay.worker_id == worker_id
    session.execute(update(MealDay).where(*told).values(delivered_at=None, worker_id=None))


def _note(session: Session, household_id: int, day: date, **values: object) -> None:
    statement = _insert(session, household_id, day, values)
    session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=values))


def _insert(session: Session, household_id: int, day: date, values: dict[str, Any]) -> Any:
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    return builder(MealDay).values(household_id=household_id, day=day, **values)

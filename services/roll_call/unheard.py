"""Whom the line has a reason to call: the people of a household of whom nothing was heard today.

The one place that says so: asked before a call is planned, and again when it is about to leave.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Date, Select, bindparam, or_, select, union
from sqlalchemy.orm import Session

from domain.alerts import HEALTH
from domain.visits import FOUND
from ivr.events import ItemKind
from models import Alert, CallByPerson, Household, Item, Pause, Reading, Resident, Visit
from models.call_by_person import by_person
from services.board.pauses import is_on
from services.day.days import Day, day_of

ROLL_CALL = "roll_call"  # the purpose of the messages that a report makes needless
Spared = Callable[[], Select[int]]
"""Ids of residents of these households whom the line leaves alone today, for one reason."""

# What a reason is asked about. The statement is put together once: it is asked each second of a morning.
HOUSEHOLDS: BindParameter[int] = bindparam("households", expanding=True)
DATE = bindparam("date", type_=Date())
BEGINS: BindParameter[datetime] = bindparam("begins")
ENDS: BindParameter[datetime] = bindparam("ends")


def _reported() -> Select[int]:
    return select(Reading.resident_id).where(
        Reading.household_id.in_(HOUSEHOLDS), Reading.day == DATE, Reading.withdrawn_at.is_(None)
    )


def _ill() -> Select[int]:
    """A person knows of them already; with nobody named yet it may be any of the door."""
    named = or_(Alert.resident_id.is_(None), Alert.resident_id == Resident.id)
    return (
        select(Resident.id)
        .join(Alert, (Alert.household_id == Resident.household_id) & named)
        .where(Alert.household_id.in_(HOUSEHOLDS), Alert.klass == HEALTH)
        .where(Alert.raised_at >= BEGINS, Alert.raised_at < ENDS)
    )


def _without_thermometer() -> Select[int]:
    named = or_(Item.resident_id.is_(None), Item.resident_id == Resident.id)
    return (
        select(Resident.id)
        .join(Item, (Item.household_id == Resident.household_id) & named)
        .where(Item.household_id.in_(HOUSEHOLDS), Item.kind == ItemKind.NO_THERMOMETER)
        .where(Item.since >= BEGINS, Item.since < ENDS)
    )


def _paused() -> Select[int]:
    return (
        select(Pause.resident_id)
        .join(Resident, Resident.id == Pause.resident_id)
        .where(Resident.household_id.in_(HOUSEHOLDS), is_on(DATE))
    )


def _seen() -> Select[int]:
    """Somebody was at the door and found them; a closed door is no answer."""
    named = or_(Visit.resident_id.is_(None), Visit.resident_id == Resident.id)
    return (
        select(Resident.id)
        .join(Household, Household.id == Resident.household_id)
        .join(Visit, (Visit.household_id == Household.id) & (Visit.community_id == Household.community_id) & named)
        .where(Household.id.in_(HOUSEHOLDS), Visit.day == DATE)
        .where(Visit.outcome.in_(FOUND), Visit.withdrawn_at.is_(None))
    )


def _called_by_person() -> Select[int]:
    """At the door of whom a person calls no machine calls at all, whoever of them would pick up."""
    doors = by_person(CallByPerson.household_id).where(CallByPerson.household_id.in_(HOUSEHOLDS))
    return select(Resident.id).where(Resident.household_id.in_(doors))


SPARED: tuple[Spared, ...] = (_reported, _ill, _without_thermometer, _seen, _paused, _called_by_person)
_ALL_SPARED = union(*(reason() for reason in SPARED))
_PEOPLE = select(Resident.household_id, Resident.id).where(Resident.household_id.in_(HOUSEHOLDS))


def whom_to_call(at: Connection | Session, day: Day, households: Sequence[int]) -> dict[int, set[int]]:
    """Of these households, those in which somebody is to be called, with the ids of these people."""
    if not households:
        return {}
    about = {"households": list(households), "date": day.date, "begins": day.begins, "ends": day.ends}
    spared = set(at.execute(_ALL_SPARED, about).scalars())
    wanted: dict[int, set[int]] = {}
    for household, resident in at.execute(_PEOPLE, {"households": list(households)}):
        if resident not in spared:
            wanted.setdefault(household, set()).add(resident)
    return wanted


def needless(connection: Connection, rows: Sequence[Any], now: datetime) -> set[int]:
    """Ids of the messages of the roll call, about to leave, whose household was heard of since they were written."""
    ours = [row for row in rows if row.purpose == ROLL_CALL]
    found: set[int] = set()
    for timezone in {row.timezone for row in ours}:
        here = [row for row in ours if row.timezone == timezone]
        wanted = whom_to_call(connection, day_of(now, timezone), [row.household_id for row in here])
        found |= {row.id for row in here if row.household_id not in wanted}
    return found

"""Whom the line has a reason to call: the people of a household of whom nothing was heard today.

The one place that says so: asked before a call is planned, and again when it is about to leave.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select, union
from sqlalchemy.orm import Session

from domain.alerts import HEALTH
from ivr.events import ItemKind
from models import Alert, CallByPerson, Item, Pause, Reading, Resident
from models.call_by_person import by_person
from services.board.pauses import is_on
from services.day.days import Day, day_of

ROLL_CALL = "roll_call"  # the purpose of the messages that a report makes needless
Spared = Callable[[Day, Sequence[int]], Select[int]]
"""Ids of residents of these households whom the line leaves alone today, for one reason."""


def _reported(day: Day, households: Sequence[int]) -> Select[int]:
    return select(Reading.resident_id).where(
        Reading.household_id.in_(households), Reading.day == day.date, Reading.withdrawn_at.is_(None)
    )


def _ill(day: Day, households: Sequence[int]) -> Select[int]:
    """A person knows of them already; with nobody named yet it may be any of the door."""
    named = or_(Alert.resident_id.is_(None), Alert.resident_id == Resident.id)
    return (
        select(Resident.id)
        .join(Alert, (Alert.household_id == Resident.household_id) & named)
        .where(Alert.household_id.in_(households), Alert.klass == HEALTH)
        .where(Alert.raised_at >= day.begins, Alert.raised_at < day.ends)
    )


def _without_thermometer(day: Day, households: Sequence[int]) -> Select[int]:
    named = or_(Item.resident_id.is_(None), Item.resident_id == Resident.id)
    return (
        select(Resident.id)
        .join(Item, (Item.household_id == Resident.household_id) & named)
        .where(Item.household_id.in_(households), Item.kind == ItemKind.NO_THERMOMETER)
        .where(Item.since >= day.begins, Item.since < day.ends)
    )


def _paused(day: Day, households: Sequence[int]) -> Select[int]:
    return (
        select(Pause.resident_id)
        .join(Resident, Resident.id == Pause.resident_id)
        .where(Resident.household_id.in_(households), is_on(day.date))
    )


def _called_by_person(_: Day, households: Sequence[int]) -> Select[int]:
    """At the door of whom a person calls no machine calls at all, whoever of them would pick up."""
    doors = by_person(CallByPerson.household_id).where(CallByPerson.household_id.in_(households))
    return select(Resident.id).where(Resident.household_id.in_(doors))


SPARED: tuple[Spared, ...] = (_reported, _ill, _without_thermometer, _paused, _called_by_person)


def whom_to_call(at: Connection | Session, day: Day, households: Sequence[int]) -> dict[int, set[int]]:
    """Of these households, those in which somebody is to be called, with the ids of these people."""
    if not households:
        return {}
    spared = set(at.execute(union(*(reason(day, households) for reason in SPARED))).scalars())
    wanted: dict[int, set[int]] = {}
    people = select(Resident.household_id, Resident.id).where(Resident.household_id.in_(households))
    for household, resident in at.execute(people):
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

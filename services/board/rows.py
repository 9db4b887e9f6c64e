"""What the day-board reads: one query a table, however many people there are."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from domain.alerts import HEALTH, AlertKind, gravity
from ivr.events import ItemKind
from models import (
    Alert,
    AlertStep,
    Building,
    Grid,
    Household,
    Item,
    Message,
    Postponement,
    Reading,
    Resident,
    Visit,
)
from services.alerting.alert_answers import MERGED
from services.alerting.alerts import AGAIN
from services.board.call_by_person import called_by_person
from services.board.pauses import paused_residents
from services.board.person import Dweller, Given, Heard, Illness, Roll
from services.board.tries import CALLED
from services.day.days import Day


def read_dwellers(session: Session, community_id: int, where: list[ColumnElement[bool]]) -> list[Dweller]:
    """The people of the community's households that meet these conditions, in door order."""
    columns = (Building.name, Household.unit, Household.room, Grid.name, Resident.name)
    query = (
        select(Resident.id, Resident.household_id, Resident.position, *columns)
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.community_id == community_id, *where)
    )
    people = [Dweller(*row[:6], grid=row[6] or "", name=row[7]) for row in session.execute(query)]
    return sorted(people, key=lambda one: (*door_order(one.building, one.unit, one.room), one.position))


def door_order(*parts: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts doors by building, unit and room as one walks past them: building 9 before 10, floor 9 before 10."""
    return tuple((int(part) if part.isascii() and part.isdigit() else -1, part) for part in parts)


def read_heard(
    session: Session, community_id: int, day: Day, dwellers: list[Dweller], where: list[ColumnElement[bool]]
) -> Mapping[int, Heard]:
    """What was heard of each of them on this day, by resident; `where` are the conditions their households meet."""
    roll = Roll(dwellers)
    _hear_reports(session, community_id, day, roll, where)
    _hear_of_measuring(session, community_id, day, roll)
    for visit in _visits(session, community_id, day):
        for person in roll.meant(visit.resident_id, visit.household_id):
            person.visits.append(visit)
    for resident in called_by_person(session, community_id):
        for person in roll.meant(resident, None):
            person.by_person = True
    for resident, pause in paused_residents(session, community_id, day.date).items():
        for person in roll.meant(resident, None):
            person.pause = pause
    return roll.people


def _hear_reports(session: Session, community_id: int, day: Day, roll: Roll, where: list[ColumnElement[bool]]) -> None:
    """Readings, and who is ill."""
    for reading in _readings(session, community_id, day, where):
        for person in roll.meant(reading.resident, None):
            person.readings.append(reading)
    for resident, household, illness in _illnesses(session, community_id, day):
        for person in roll.meant(resident, household):
            (person.of_the_door if resident is None else person.alerts).append(illness)


def _hear_of_measuring(session: Session, community_id: int, day: Day, roll: Roll) -> None:
    """Who cannot measure, and who has not yet."""
    for resident, household in _without_thermometer(session, community_id, day):
        for person in roll.meant(resident, household):
            person.no_thermometer = True
    for resident in _without_measure(session, community_id, day):
        for person in roll.meant(resident, None):
            person.not_measured = True


def _visits(session: Session, community_id: int, day: Day) -> list[Visit]:
    query = select(Visit).where(Visit.community_id == community_id, Visit.day == day.date, Visit.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Visit.at, Visit.id)))


def _readings(session: Session, community_id: int, day: Day, where: list[ColumnElement[bool]]) -> list[Given]:
    columns = (Reading.resident_id, Reading.tenths, Reading.channel, Reading.reporter, Reading.verified, Reading.at)
    query = select(*columns).where(Reading.day == day.date, Reading.community_id == community_id)
    query = query.where(Reading.withdrawn_at.is_(None))
    if where:  # a grid's board need not hear the whole community, of which there is most to hear
        query = query.where(Reading.household_id.in_(select(Household.id).where(*where)))
    return [Given(*row) for row in session.execute(query.order_by(Reading.at, Reading.id))]


def _illnesses(session: Session, community_id: int, day: Day) -> list[tuple[int | None, int | None, Illness]]:
    """By resident and household: alerts raised today, and what was told today of one; not what another took in."""
    when = {"community": community_id, "begins": day.begins, "ends": day.ends}
    told = [(*row[:3], *_read_told(row[3]), row[4]) for row in session.execute(_AGAIN, when)]
    return [
        (resident, household, Illness(kind, gravity(AlertKind(kind)), tenths, unverified, at))
        for resident, household, unverified, kind, tenths, at in (*session.execute(_RAISED, when), *told)
    ]


# Put together once: the board is counted every few seconds while somebody looks at it.
_BEGINS: BindParameter[datetime] = bindparam("begins")
_ENDS: BindParameter[datetime] = bindparam("ends")
_MERGED = aliased(AlertStep)
_MINE = (
    Alert.community_id == bindparam("community"),
    Alert.klass == HEALTH,
    ~exists().where(_MERGED.alert_id == Alert.id, _MERGED.what == MERGED),
)
_WHOSE = (Alert.resident_id, Alert.household_id, Alert.unverified)
_RAISED = select(*_WHOSE, Alert.kind, Alert.tenths, Alert.raised_at).where(
    *_MINE, Alert.raised_at >= _BEGINS, Alert.raised_at < _ENDS
)
_AGAIN = (
    select(*_WHOSE, AlertStep.note, AlertStep.at)
    .join_from(Alert, AlertStep, AlertStep.alert_id == Alert.id)
    .where(*_MINE, AlertStep.what == AGAIN, AlertStep.at >= _BEGINS, AlertStep.at < _ENDS)
)


def _read_told(note: str) -> tuple[str, int | None]:
    """Kind and tenths of a second report's step: "fever 382"."""
    kind, _, tenths = note.partition(" ")
    return kind, int(tenths) if tenths else None


def _without_thermometer(session: Session, community_id: int, day: Day) -> list[tuple[int | None, int | None]]:
    query = select(Item.resident_id, Item.household_id).where(
        Item.community_id == community_id,
        Item.kind == ItemKind.NO_THERMOMETER,
        Item.since >= day.begins,
        Item.since < day.ends,
    )
    return list(session.execute(query))


def _without_measure(session: Session, community_id: int, day: Day) -> list[int]:
    query = select(Postponement.resident_id).where(
        Postponement.community_id == community_id, Postponement.day == day.date
    )
    return list(session.scalars(query))


def read_calls(session: Session, community_id: int, day: Day) -> Counter[int]:
    """How often each household was called today to hear of it, whether or not anybody picked up."""
    placed = (
        select(Message.household_id, func.count())
        .join(Household, Household.id == Message.household_id)
        .where(Household.community_id == community_id, CALLED)
        .where(Message.created_at >= day.begins, Message.created_at < day.ends)
        .group_by(Message.household_id)
    )
    return Counter({household: count for household, count in session.execute(placed) if household is not None})


def read_open_items(session: Session, community_id: int) -> defaultdict[tuple[int | None, int | None], set[str]]:
    """Kinds by household and resident; None is an item about nobody by name, and so about everybody at the door."""
    query = select(Item.household_id, Item.resident_id, Item.kind).where(
        Item.community_id == community_id, Item.state != "done", Item.household_id.is_not(None)
    )
    items: defaultdict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for household, resident, kind in session.execute(query):
        items[household, resident].add(kind)
    return items

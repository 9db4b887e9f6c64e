"""The day-board: one state for every person of the roster, read from what was stored (interfaces.md, "board").

The one place that knows the states and which of them comes first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from domain.alerts import HEALTH, AlertKind
from domain.temperature import is_fever
from ivr.events import ItemKind
from models import (
    Alert,
    AlertStep,
    Building,
    Call,
    Community,
    Grid,
    Household,
    Item,
    Phone,
    Postponement,
    Reading,
    Resident,
)
from services.days import Day, day_of


class State(StrEnum):
    """What is known of a person today. The first that applies is theirs, in the order of `PRECEDENCE`."""

    PAUSED = "paused"
    ABNORMAL = "abnormal"
    UNWELL = "unwell"
    REPORTED = "reported"
    NO_THERMOMETER = "no_thermometer"
    NOT_MEASURED = "not_measured"
    VISITED = "visited"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person's line on the board. `value` in tenths and what follows are of the newest reading, else of the alert."""

    building: str
    unit: str
    room: str
    grid: str
    name: str
    state: State
    value: int | None
    channel: str | None
    reporter: str | None
    verified: bool | None
    at: datetime | None
    calls: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody of the roster in door order, as things stood at one instant."""

    community: str
    day: date
    as_of: datetime
    people: tuple[PersonState, ...]


class Dweller(NamedTuple):
    """Somebody of the roster."""

    resident: int
    household: int
    position: int
    building: str
    unit: str
    room: str
    grid: str
    name: str


class Given(NamedTuple):
    """A reading of today, without what the board does not show: a whole community's are read at once."""

    resident: int
    tenths: int | None
    channel: str
    reporter: str
    verified: bool
    at: datetime


@dataclass(slots=True)
class Heard:
    """What was heard of one person today."""

    readings: list[Given] = field(default_factory=list)  # oldest first
    alerts: list[Alert] = field(default_factory=list)  # of this person
    of_the_door: list[Alert] = field(default_factory=list)  # raised with nobody named yet
    no_thermometer: bool = False
    not_measured: bool = False

    @property
    def newest(self) -> Given | None:
        """The reading that counts; None where a value was keyed later that nobody confirmed, for the alert knows that."""
        reading = self.readings[-1] if self.readings else None
        later = any(reading and alert.tenths is not None and alert.raised_at > reading.at for alert in self.alerts)
        return None if later else reading

    @property
    def illness(self) -> Alert | None:
        """The gravest alert that is about this person: those of the door only until a reading of theirs is there."""
        about = self.alerts + ([] if self.readings else self.of_the_door)
        return max(about, key=lambda alert: alert.gravity, default=None)


def _is_abnormal(heard: Heard) -> bool:
    """37.3 and above at any time today, also where the caller hung up before confirming it."""
    has_fever = any(reading.tenths is not None and is_fever(reading.tenths) for reading in heard.readings)
    return has_fever or any(alert.kind == AlertKind.FEVER for alert in heard.alerts)


PRECEDENCE: tuple[tuple[State, Callable[[Heard], bool]], ...] = (
    (State.ABNORMAL, _is_abnormal),
    (State.UNWELL, lambda heard: heard.illness is not None),
    (State.REPORTED, lambda heard: bool(heard.readings)),
    (State.NO_THERMOMETER, lambda heard: heard.no_thermometer),
    (State.NOT_MEASURED, lambda heard: heard.not_measured),
    (State.SILENT, lambda _: True),
)


def read_board(session: Session, community_id: int, now: datetime, grid_id: int | None = None) -> Board:
    """The board of the community's day around `now`, of one grid if it is given."""
    community = session.get_one(Community, community_id)
    day = day_of(now, community.timezone)
    where = [Household.community_id == community_id, *([Household.grid_id == grid_id] if grid_id is not None else [])]
    dwellers = _dwellers(session, where)
    heard = _heard(session, community_id, day, dwellers)
    calls, items = _calls(session, community_id, day), _open_items(session, community_id)
    people = (
        _person(
            one,
            heard[one.resident],
            calls[one.household],
            items[one.household, one.resident] | items[one.household, None],
        )
        for one in dwellers
    )
    return Board(community.name, day.date, now, tuple(people))


def _person(one: Dweller, heard: Heard, calls: int, items: set[str]) -> PersonState:
    reading, alert = heard.newest, heard.illness
    value = reading.tenths if reading else (alert.tenths if alert else None)
    at = reading.at if reading else (alert.raised_at if alert else None)
    verified = reading.verified if reading else (not alert.unverified if alert else None)
    return PersonState(
        building=one.building,
        unit=one.unit,
        room=one.room,
        grid=one.grid,
        name=one.name,
        state=next(state for state, applies in PRECEDENCE if applies(heard)),
        value=value,
        channel=reading.channel if reading else None,
        reporter=reading.reporter if reading else None,
        verified=verified,
        at=at,
        calls=calls,
        items=tuple(sorted(items)),
    )


def _dwellers(session: Session, where: list[ColumnElement[bool]]) -> list[Dweller]:
    columns = (Building.name, Household.unit, Household.room, Grid.name, Resident.name)
    query = (
        select(Resident.id, Resident.household_id, Resident.position, *columns)
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(*where)
    )
    people = [Dweller(*row[:6], grid=row[6] or "", name=row[7]) for row in session.execute(query)]
    return sorted(people, key=lambda one: (*door_order(one.building, one.unit, one.room), one.position))


def door_order(*parts: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts doors by building, unit and room as one walks past them: building 9 before 10, floor 9 before 10."""
    return tuple((int(part) if part.isascii() and part.isdigit() else -1, part) for part in parts)


def _heard(session: Session, community_id: int, day: Day, dwellers: list[Dweller]) -> Mapping[int, Heard]:
    heard = {one.resident: Heard() for one in dwellers}
    homes: defaultdict[int, list[Heard]] = defaultdict(list)
    for one in dwellers:
        homes[one.household].append(heard[one.resident])
    for reading in _readings(session, community_id, day):
        if reading.resident in heard:
            heard[reading.resident].readings.append(reading)
    for alert in _health_alerts(session, community_id, day):
        if alert.resident_id in heard:
            heard[alert.resident_id].alerts.append(alert)
        elif alert.resident_id is None and alert.household_id is not None:
            for person in homes[alert.household_id]:
                person.of_the_door.append(alert)
    _hear_of_measuring(session, community_id, day, heard, homes)
    return heard


def _hear_of_measuring(
    session: Session, community_id: int, day: Day, heard: Mapping[int, Heard], homes: Mapping[int, list[Heard]]
) -> None:
    """Who cannot measure, and who has not yet."""
    for resident, household in _without_thermometer(session, community_id, day):
        one = heard.get(resident) if resident is not None else None
        for person in [one] if one else homes.get(household or 0, []) if resident is None else []:
            person.no_thermometer = True
    for resident in _without_measure(session, community_id, day):
        if resident in heard:
            heard[resident].not_measured = True


def _readings(session: Session, community_id: int, day: Day) -> list[Given]:
    columns = (Reading.resident_id, Reading.tenths, Reading.channel, Reading.reporter, Reading.verified, Reading.at)
    query = select(*columns).where(Reading.day == day.date, Reading.community_id == community_id)
    query = query.where(Reading.withdrawn_at.is_(None))
    return [Given(*row) for row in session.execute(query.order_by(Reading.at, Reading.id))]


def _health_alerts(session: Session, community_id: int, day: Day) -> list[Alert]:
    """Raised today, or raised before and spoken of again in a call of today; not what another alert took in."""
    again = select(Call.sid).where(
        Call.sid == Alert.call_sid, Call.started_at >= day.begins, Call.started_at < day.ends
    )
    merged = select(AlertStep.id).where(AlertStep.alert_id == Alert.id, AlertStep.what == "merged")
    today = (Alert.raised_at >= day.begins) & (Alert.raised_at < day.ends)
    query = select(Alert).where(
        Alert.community_id == community_id, Alert.klass == HEALTH, or_(today, again.exists()), ~merged.exists()
    )
    return list(session.scalars(query.order_by(Alert.id)))


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


def _calls(session: Session, community_id: int, day: Day) -> Counter[int]:
    """How often each household was called today; a telephone of two doors rings for both."""
    called = (
        select(Call.id, Phone.household_id)
        .join(Phone, (Phone.number == Call.number) & (Phone.community_id == Call.community_id))
        .where(Call.community_id == community_id, Call.started_at >= day.begins, Call.started_at < day.ends)
        .where(Call.direction == "outbound", Call.worker_id.is_(None))
        .distinct()
    )
    return Counter(household for _, household in session.execute(called))


def _open_items(session: Session, community_id: int) -> defaultdict[tuple[int | None, int | None], set[str]]:
    """Kinds by household and resident; None is an item about nobody by name, and so about everybody at the door."""
    query = select(Item.household_id, Item.resident_id, Item.kind).where(
        Item.community_id == community_id, Item.state != "done", Item.household_id.is_not(None)
    )
    items: defaultdict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for household, resident, kind in session.execute(query):
        items[household, resident].add(kind)
    return items

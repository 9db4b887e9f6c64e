"""Sheets of paper keyed back: each entry becomes a worker's reading or a visit, and never replaces what was reported."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain import doors
from domain.alerts import HEALTH
from domain.cells import RowReader
from domain.key_backs import Written, read_written
from domain.row_errors import ImportRefused, RowError, Wrong, wrong
from domain.temperature import is_fever
from domain.visits import VisitOutcome
from ivr import events
from ivr.facts import CallState
from models import Alert, Building, Community, Household, Reading, Resident, Visit
from services.alerting.duty import list_keeper
from services.board.board import read_board
from services.board.knock_lists import TO_BE_VISITED
from services.board.visits import VisitResult, record_visit
from services.calling import care
from services.calling.speaking import Speaking
from services.day.clock import local_day
from services.day.days import day_of
from services.roster.places import household_place
from services.roster.spreadsheets import Columns, Sheet

HEADINGS = {
    "building": "building_column",
    "unit": "unit_column",
    "room": "room",
    "name": "name",
    "value": "value",
    "visit": "visit",
    "note": "note",
    "day": "day_column",
}
Who = tuple[str, str, str, str]  # building, unit, room, name


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody of the roster, as an entry is for them; `position` in the household."""

    resident_id: int
    household_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written of one person, with the row it stands in."""

    row: int
    who: Behind
    reading: Written | None
    visit: VisitOutcome | None
    note: str = ""
    is_waiting: bool = False  # has not measured yet


@dataclass(frozen=True, slots=True)
class KeyedBack:
    """How many readings were taken, how many had reported before and were left so, how many have not measured, and visits that are new."""

    taken: int = 0
    kept: int = 0
    waiting: int = 0
    visits: int = 0
    ignored: tuple[str, ...] = ()

    def __add__(self, other: "KeyedBack") -> "KeyedBack":
        """Both together."""
        counts = ("taken", "kept", "waiting", "visits")
        return replace(self, **{count: getattr(self, count) + getattr(other, count) for count in counts})


def columns() -> Columns:
    """The columns of a filled-in sheet, by their own names and by the headings of the printed one in each language."""
    also = {
        prompts.text(language, f"paper.{heading}").casefold(): column
        for language in prompts.languages()
        for column, heading in HEADINGS.items()
    }
    return Columns(needed=("building", "unit", "room", "name", "value"), optional=("visit", "note", "day"), also=also)


def key_back(session: Session, community: Community, sheet: Sheet, now: datetime) -> KeyedBack:
    """Take a filled-in sheet of today; the same one again changes nothing. ImportRefused tells every wrong row."""
    report = KeyedBack(ignored=sheet.ignored)
    for entry in _read_entries(session, community, sheet, now):
        report += take_entry(session, community, entry, now)
    return report


def take_entry(session: Session, community: Community, entry: Entry, now: datetime) -> KeyedBack:
    """Store one person's entry as the grid worker's word."""
    taken = KeyedBack()
    if entry.reading is not None:
        taken += _take_reading(session, community, entry, now)
    if entry.is_waiting:
        taken += _take_wait(session, community, entry, now)
    if entry.visit is not None and _take_visit(session, community, entry, now):
        taken += KeyedBack(visits=1)
    return taken


def _take_reading(session: Session, community: Community, entry: Entry, now: datetime) -> KeyedBack:
    """A report stays as it was, whoever's; but a fever that nobody has told yet is told."""
    who, tenths = entry.who, entry.reading.tenths if entry.reading else None
    speaking = _speaking(session, community, who, now)
    has_reported = _has_reported(session, who, speaking)
    is_news = tenths is not None and is_fever(tenths) and not _is_told(session, community, who, now)
    if is_news:
        care.store_event(speaking, events.RaisedAlert(events.Complaint.FEVER, who.position, tenths))
    if has_reported:
        return KeyedBack(kept=1)
    care.store_event(speaking, events.Reported((events.Reading(who.position, tenths),)))
    return KeyedBack(taken=1)


def _take_wait(session: Session, community: Community, entry: Entry, now: datetime) -> KeyedBack:
    """Not measured yet: an answer, and nothing in place of a report."""
    speaking = _speaking(session, community, entry.who, now)
    if _has_reported(session, entry.who, speaking):
        return KeyedBack(kept=1)
    care.store_event(speaking, events.Postponed((entry.who.position,)))
    return KeyedBack(waiting=1)


def _speaking(session: Session, community: Community, who: Behind, now: datetime) -> Speaking:
    state = CallState(
        "paper", community=community.id, household=who.household_id, reporter="worker", verified=True, on_file=True
    )
    return Speaking(session, state, f"paper:{local_day(now, community.timezone)}", "", now, channel="worker")


def _has_reported(session: Session, who: Behind, speaking: Speaking) -> bool:
    query = select(Reading.id).where(
        Reading.resident_id == who.resident_id, Reading.day == speaking.day, Reading.withdrawn_at.is_(None)
    )
    return session.scalars(query.limit(1)).first() is not None


def _is_told(session: Session, community: Community, who: Behind, now: datetime) -> bool:
    """Whether a fever of this person was an alert today already, done with or not."""
    day = day_of(now, community.timezone)
    query = select(Alert.id).where(
        Alert.resident_id == who.resident_id,
        Alert.klass == HEALTH,
        Alert.kind == events.Complaint.FEVER.value,
        Alert.raised_at >= day.begins,
        Alert.raised_at < day.ends,
    )
    return session.scalars(query.limit(1)).first() is not None


def _take_visit(session: Session, community: Community, entry: Entry, now: datetime) -> bool:
    """Whether this visit is new: the same finding of the same person and day is the same visit."""
    who, outcome = entry.who, (entry.visit or VisitOutcome.WELL).value
    same = select(Visit.id).where(
        Visit.resident_id == who.resident_id,
        Visit.day == local_day(now, community.timezone),
        Visit.outcome == outcome,
        Visit.withdrawn_at.is_(None),
    )
    worker = list_keeper(session, household_place(session, who.household_id), now)
    if worker is None or session.scalars(same.limit(1)).first() is not None:
        return False
    record_visit(
        session, VisitResult(community.id, who.household_id, who.resident_id, worker, outcome, entry.note), now
    )
    return True


def _read_entries(session: Session, community: Community, sheet: Sheet, now: datetime) -> list[Entry]:
    people = _people(session, community.id)
    today = local_day(now, community.timezone).isoformat()
    errors: list[RowError] = []
    entries: list[Entry] = []
    for row in sheet.rows:
        reader = RowReader(row)
        if (entry := _read_entry(reader, people, today)) is not None:
            entries.append(entry)
        errors += reader.errors
    errors += _twice(entries)
    if errors:
        raise ImportRefused(errors)
    return entries


def _read_entry(reader: RowReader, people: dict[Who, Behind], today: str) -> Entry | None:
    """The entry of a row; None for one that nothing was written into, whoever's it is, and for a wrong one."""
    written = [reader.read_or_none("value", read_written), reader.read_or_none("visit", read_written)]
    if not reader.text("value") and not reader.text("visit"):
        return None
    if reader.text("day") not in {"", today}:
        reader.refuse(Wrong.OTHER_DAY, text=reader.text("day"), today=today)
    door = doors.normal(reader.needed("building"), reader.text("unit"), reader.needed("room"))
    name = reader.needed("name")
    spellings = ((door.building, door.unit, door.room, spelled) for spelled in (name, _unquoted(name)))
    who = next((people[one] for one in spellings if one in people), None)
    if who is None and not reader.errors:
        spelled = doors.short_door(door.building, door.unit, door.room)
        reader.refuse(Wrong.NOBODY, name=name, door=spelled)
    if who is None or reader.errors:
        return None
    readings = [one for one in written if one is not None and one.is_reading]
    visits = [one.visit for one in written if one is not None and one.visit is not None]
    reading = next((one for one in readings if one.tenths is not None), readings[0] if readings else None)
    is_waiting = reading is None and any(one is not None and one.is_waiting for one in written)
    note, visit = _unquoted(reader.text("note")), visits[0] if visits else None
    return Entry(reader.row.number, who, reading, visit, note, is_waiting)


def _unquoted(text: str) -> str:
    """Without the ' that a workbook has in front of what could be a formula."""
    return text.removeprefix("'")


def _twice(entries: list[Entry]) -> list[RowError]:
    first: dict[int, int] = {}
    errors = []
    for entry in entries:
        before = first.setdefault(entry.who.resident_id, entry.row)
        if before != entry.row:
            errors.append(wrong(entry.row, Wrong.PERSON_TWICE, row=before))
    return errors


def _people(session: Session, community_id: int) -> dict[Who, Behind]:
    """Everybody of the roster by door and name."""
    rows = session.execute(
        select(Building.name, Household.unit, Household.room, Resident)
        .join(Household, Household.building_id == Building.id)
        .join(Resident, Resident.household_id == Household.id)
        .where(Household.community_id == community_id)
        .order_by(Household.id, Resident.position, Resident.id)
    )
    people: dict[Who, Behind] = {}
    places: dict[int, int] = {}
    for building, unit, room, one in rows:
        place = places[one.household_id] = places.get(one.household_id, -1) + 1
        people[building, unit, room, one.name] = Behind(one.id, one.household_id, place)
    return people


def awaited(session: Session, community_id: int, now: datetime, grid_id: int | None) -> list[tuple[Who, Behind]]:
    """Who has not reported yet, in door order: what `linli sheet key-back` asks for."""
    people = _people(session, community_id)
    board = read_board(session, community_id, now, grid_id)
    waiting = [(*one.door, one.name) for one in board.people if one.state in TO_BE_VISITED]
    return [(who, people[who]) for who in waiting]


def typed_entry(who: Behind, text: str) -> Entry:
    """The entry of one keyed line. ValueError says what can be written."""
    written = read_written(text)
    return Entry(0, who, written if written.is_reading else None, written.visit, is_waiting=written.is_waiting)

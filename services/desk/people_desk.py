"""One person of the roster at the console: changed, moved to another door, merged with a double of theirs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, delete, func, select, update
from sqlalchemy.orm import Session

from domain.cells import Row
from domain.refusals import Refused
from domain.rosters import Person, Readers, read_people
from domain.row_errors import ImportRefused
from models import Alert, Base, Community, HealthFile, Household, Phone, Postponement, Resident
from services.board.call_by_person import take_off_list
from services.board.pauses import end_pause
from services.desk.household_record import find_home
from services.desk.list_kinds import roster_lines
from services.roll_call.plan import join_roll_call
from services.roster.communities import UnknownName, hold_lists
from services.roster.households import add_door
from services.roster.places import keyed_place
from services.roster.residents import find_household, read_door
from services.staff.sessions import SignedIn

# What of a person can be changed here, by the roster's columns; the others are the household's.
CELLS = ("name", "salutation", "birth_year", "phone", "phone2", "language", "notes")
FLAGS = ("lives_alone", "hard_of_hearing", "home_delivery", "meals")
FIELDS = ("name", "salutation", "birth_year", "language", "notes", *FLAGS)
PHONES = 2


class OvertakenError(Exception):
    """Somebody else has changed the household since it was shown."""


class NameTakenError(Refused):
    """Somebody of this name lives there already: they are merged, or one of them gets another name."""


class NewDoorError(Refused):
    """The roster has the building and not this door: whoever means it says so."""


class BothIllError(Refused):
    """Both have an open alert or an open health file: one of them is closed first."""


class TooManyNumbersError(Exception):
    """The two have more telephones together than one person has on file."""


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A person of the worker's area with their row of the roster; `seen` is known again when they are changed."""

    resident: Resident
    household: Household
    building: str
    cells: Mapping[str, str]
    others: tuple[Resident, ...]  # who lives there too
    seen: str


def find_person(session: Session, who: SignedIn, resident_id: int) -> SeenPerson | None:
    """The person, if their door is one of the worker's."""
    resident = session.get(Resident, resident_id)
    home = find_home(session, who, resident.household_id) if resident is not None else None
    if resident is None or home is None:
        return None
    lines = roster_lines(session, who.community.id, home.household.id)
    cells = next(one for one in lines if one["name"] == resident.name)
    there = select(Resident).where(Resident.household_id == home.household.id, Resident.id != resident.id)
    others = session.scalars(there.order_by(Resident.position, Resident.id)).all()
    return SeenPerson(resident, home.household, home.building, cells, tuple(others), _fingerprint(lines))


def _fingerprint(lines: list[Mapping[str, str]]) -> str:
    """Of the whole household: whatever changed it, by whichever way, shows."""
    said = [sorted(one.items()) for one in lines]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def hold_person(session: Session, who: SignedIn, resident_id: int, seen: str) -> SeenPerson:
    """The person, with their household held until the transaction ends. OvertakenError where it is not as it was shown.

    The lists are held first, as an import does: held the other way round, the two would wait for each other.
    """
    hold_lists(session, who.community.id)
    found = find_person(session, who, resident_id)
    if found is None:
        raise OvertakenError
    session.execute(select(Household.id).where(Household.id == found.household.id).with_for_update())
    session.expire_all()
    found = find_person(session, who, resident_id)
    if found is None or found.seen != seen:
        raise OvertakenError
    return found


def change_person(session: Session, held: SeenPerson, cells: Mapping[str, str], now: datetime) -> None:
    """The person is as these cells of the roster say. ImportRefused tells which cell is wrong; the caller commits."""
    resident = held.resident
    row = Row(0, {**held.cells, **{name: cells.get(name, "") for name in (*CELLS, *FLAGS)}})
    person = _read(session, held, row, now)
    if person.name != resident.name and any(one.name == person.name for one in held.others):
        raise NameTakenError
    for field in FIELDS:
        setattr(resident, field, getattr(person, field))
    _set_phones(session, held.household, resident, [one for one in person.phones if one])
    session.flush()


def _read(session: Session, held: SeenPerson, row: Row, now: datetime) -> Person:
    community = session.get_one(Community, held.household.community_id)
    year = now.astimezone(ZoneInfo(community.timezone)).year
    lines = frozenset(session.scalars(select(Community.line)))
    return read_people([row], Readers(community.country, community.language, year, lines))[0]


def wrong_cells(refused: ImportRefused) -> list[str]:
    """The columns whose cells are wrong."""
    return [one.column for one in refused.errors]


def _set_phones(session: Session, home: Household, resident: Resident, numbers: list[str]) -> None:
    session.execute(delete(Phone).where(Phone.resident_id == resident.id))
    session.add_all(
        Phone(
            community_id=home.community_id,
            household_id=home.id,
            resident_id=resident.id,
            number=number,
            position=position,
        )
        for position, number in enumerate(numbers[:PHONES], 1)
    )


def move_person(session: Session, held: SeenPerson, door: str, now: datetime, *, may_be_new: bool = False) -> Household:
    """The person lives behind another door from now on; what was heard of them before stays where it was.

    A door that the roster lacks is added if it `may_be_new`, else NewDoorError; UnknownName where it is none or the
    roster has no such building; NameTakenError. The caller commits.
    """
    resident = held.resident
    home, is_new = _home_behind(session, held.household.community_id, door, may_be_new=may_be_new)
    session.execute(select(Household.id).where(Household.id == home.id).with_for_update())
    there = session.scalars(select(Resident.name).where(Resident.household_id == home.id)).all()
    if resident.name in there:
        raise NameTakenError
    last = session.scalar(select(func.max(Resident.position)).where(Resident.household_id == home.id))
    resident.household_id, resident.position = home.id, 0 if last is None else last + 1
    session.execute(update(Phone).where(Phone.resident_id == resident.id).values(household_id=home.id))
    session.flush()
    _close_ranks(session, held.household.id)
    if is_new:
        join_roll_call(session, session.get_one(Community, home.community_id), now)
    return home


def _home_behind(session: Session, community_id: int, door: str, *, may_be_new: bool) -> tuple[Household, bool]:
    """The household at this door, and whether it was added."""
    wanted = read_door(door)
    try:
        return find_household(session, community_id, door), False
    except UnknownName:
        place = keyed_place(session, community_id, wanted.building, wanted.unit, wanted.room)
        if place.building_id is None:
            raise
        if not may_be_new:
            raise NewDoorError from None
        return add_door(session, place), True


def merge_double(session: Session, held: SeenPerson, double: Resident, now: datetime) -> None:
    """The double was the same person: all that is of theirs is this person's, and they are gone. The caller commits.

    BothIllError where two alerts or two health files would be one; TooManyNumbersError where not all numbers fit.
    """
    keep = held.resident
    _refuse_two_illnesses(session, keep.id, double.id)
    numbers = list(dict.fromkeys(_numbers(session, keep.id) + _numbers(session, double.id)))
    if len(numbers) > PHONES:
        raise TooManyNumbersError
    if end_pause(session, double.id, now):
        end_pause(session, keep.id, now)  # one of the two is there: they are waited for again
    take_off_list(session, double.id, now)
    days = select(Postponement.day).where(Postponement.resident_id == keep.id)
    session.execute(
        delete(Postponement).where(Postponement.resident_id == double.id, Postponement.day.in_(days.scalar_subquery()))
    )
    session.execute(update(Alert).where(Alert.subject == f"r:{double.id}").values(subject=f"r:{keep.id}"))
    session.execute(delete(Phone).where(Phone.resident_id == double.id))
    for column in _columns_of_people():
        session.execute(update(column.table).where(column == double.id).values({column.name: keep.id}))
    session.execute(delete(Resident).where(Resident.id == double.id))
    session.expire_all()
    _set_phones(session, held.household, keep, numbers)
    session.flush()
    _close_ranks(session, held.household.id)


def _refuse_two_illnesses(session: Session, keep: int, double: int) -> None:
    both = (keep, double)
    alerts = select(Alert.klass).where(Alert.resident_id.in_(both), Alert.state != "done")
    files = select(HealthFile.illness).where(HealthFile.resident_id.in_(both), HealthFile.closed_at.is_(None))
    for found in (session.scalars(alerts).all(), session.scalars(files).all()):
        if len(found) != len(set(found)):
            raise BothIllError


def _numbers(session: Session, resident_id: int) -> list[str]:
    theirs = select(Phone.number).where(Phone.resident_id == resident_id)
    return list(session.scalars(theirs.order_by(Phone.position)))


def _columns_of_people() -> list[Column[int]]:
    """Every column of every table that names a resident."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is Resident.__table__ for key in column.foreign_keys)
    ]


def _close_ranks(session: Session, household_id: int) -> None:
    """The places at a door are 0, 1, 2: what is said of the second person is said of the place 1."""
    there = select(Resident).where(Resident.household_id == household_id)
    for place, one in enumerate(session.scalars(there.order_by(Resident.position, Resident.id))):
        one.position = place
    session.flush()

"""Brings a roster into the database: everybody of the file in one transaction, and nothing when a row is wrong."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.orm import Session

from domain.rosters import NEEDED, OPTIONAL, Person, Readers, read_people
from models import Building, Household, Phone, Resident
from services.batches import add_rows, change_rows, in_batches
from services.roll_call.plan import join_roll_call
from services.roster.communities import all_lines, hold_lists
from services.roster.households import StoredDoors, store_households
from services.roster.spreadsheets import Columns, Sheet

COLUMNS = Columns(NEEDED, OPTIONAL)
FIELDS = ("salutation", "birth_year", "language", "lives_alone", "hard_of_hearing", "home_delivery", "meals", "notes")
Key = tuple[int, str]  # household and name: a person
Progress = Callable[[int], None]  # hears how many more people were dealt with
Numbers = dict[int, str]  # telephone numbers by position


class Absent(NamedTuple):
    """Somebody of the roster whom the file does not list; they stay."""

    building: str
    unit: str
    room: str
    name: str


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What an import did, counted in people. `missing` are those the file no longer lists, `ignored` unknown columns."""

    added: int
    changed: int
    unchanged: int
    missing: tuple[Absent, ...]
    ignored: tuple[str, ...]


def import_roster(
    session: Session, community_id: int, sheet: Sheet, now: datetime, progress: Progress = lambda _: None
) -> RosterReport:
    """Add and change the people of the file; a column the file lacks leaves what is stored. The caller commits.

    `progress` hears how many more people were dealt with. ImportRefused holds every error; nothing was touched then.
    """
    community = hold_lists(session, community_id)
    year = now.astimezone(ZoneInfo(community.timezone)).year
    readers = Readers(community.country, community.language, year, all_lines(session))
    people = read_people(sheet.rows, readers)
    doors = store_households(session, community_id, people, sheet.columns)
    before = _residents(session, community_id)
    wanted = {(doors.ids[one.door], one.name): one for one in people}
    additions, changes = _differences(wanted, before, [name for name in FIELDS if name in sheet.columns])
    add_rows(session, Resident, additions, progress)
    change_rows(session, Resident, [*changes, *_moves(wanted, before)])
    after = _residents(session, community_id) if additions else before
    rung = _store_phones(session, community_id, wanted, after, keeps_second="phone2" not in sheet.columns)
    join_roll_call(session, community, now)
    changed = _changed(wanted, before, doors, {change["id"] for change in changes} | rung)
    progress(len(people) - len(additions))
    return RosterReport(
        added=len(additions),
        changed=changed,
        unchanged=len(people) - len(additions) - changed,
        missing=tuple(
            Absent(row["building"], row["unit"], row["room"], row["name"])
            for key, row in before.items()
            if key not in wanted
        ),
        ignored=sheet.ignored,
    )


def _residents(session: Session, community_id: int) -> dict[Key, RowMapping]:
    columns = (*Resident.__table__.columns, Building.name.label("building"), Household.unit, Household.room)
    query = (
        select(*columns)
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(Household.community_id == community_id)
        .order_by(Building.id, Household.id, Resident.position)
    )
    return {(row["household_id"], row["name"]): row for row in session.execute(query).mappings()}


def _differences(
    wanted: Mapping[Key, Person], before: Mapping[Key, RowMapping], fields: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows to add, and rows to change. The position is the order of the file at the door."""
    additions, changes = [], []
    places: defaultdict[int, int] = defaultdict(int)
    for key, one in wanted.items():
        home, name = key
        values = {"position": places[home]} | {field: getattr(one, field) for field in fields}
        places[home] += 1
        stored = before.get(key)
        if stored is None:
            additions.append({"household_id": home, "name": name, "language": one.language, **values})
        elif any(stored[field] != value for field, value in values.items()):
            changes.append({"id": stored["id"], **values})
    return additions, changes


def _moves(wanted: Mapping[Key, Person], before: Mapping[Key, RowMapping]) -> list[dict[str, Any]]:
    """Who is no longer listed comes behind those who are, at a door where both live."""
    places: defaultdict[int, int] = defaultdict(int)
    for home, _ in wanted:
        places[home] += 1
    moves = []
    for key, row in before.items():
        home = key[0]
        if key in wanted or home not in places:
            continue
        if row["position"] != places[home]:
            moves.append({"id": row["id"], "position": places[home]})
        places[home] += 1
    return moves


def _store_phones(
    session: Session,
    community_id: int,
    wanted: Mapping[Key, Person],
    residents: Mapping[Key, RowMapping],
    *,
    keeps_second: bool,
) -> set[int]:
    """Replace the telephones of everybody whose numbers differ; their ids."""
    stored: defaultdict[int, Numbers] = defaultdict(dict)
    for row in session.execute(select(Phone).where(Phone.community_id == community_id)).scalars():
        stored[row.resident_id][row.position] = row.number
    touched, additions = set(), []
    for key, one in wanted.items():
        resident = residents[key]["id"]
        numbers = {position: number for position, number in enumerate(one.phones, start=1) if number}
        if keeps_second and 2 in stored[resident]:  # noqa: PLR2004 - the second column
            numbers[2] = stored[resident][2]
        if numbers == stored[resident]:
            continue
        touched.add(resident)
        of_whom = {"community_id": community_id, "household_id": key[0], "resident_id": resident}
        additions += [{**of_whom, "number": number, "position": position} for position, number in numbers.items()]
    for batch in in_batches(sorted(touched)):
        session.execute(delete(Phone).where(Phone.resident_id.in_(batch)))
    add_rows(session, Phone, additions)
    return touched


def _changed(
    wanted: Mapping[Key, Person], before: Mapping[Key, RowMapping], doors: StoredDoors, touched: set[int]
) -> int:
    """How many who were there before are different now, themselves, by telephone or by household."""
    return sum(key in before and (before[key]["id"] in touched or key[0] in doors.changed) for key in wanted)

"""What a roster's rows say: who lives behind which door, and every reason to refuse them (interfaces.md, "Files")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from domain import doors, telephones
from domain.cells import Row, RowReader, language, number_between, yes_or_no
from domain.row_errors import BadCell, ImportRefused, RowError, Wrong, wrong

NEEDED = ("building", "unit", "room", "grid", "name", "phone")
OPTIONAL = (
    "salutation",
    "birth_year",
    "phone2",
    "language",
    "lives_alone",
    "hard_of_hearing",
    "home_delivery",
    "meals",
    "entry",
    "call_at",
    "notes",
)
ENTRIES = {"yesno": False, "digits": True}
OLDEST = 1900
DATE = re.compile(r"\d{4}[-/]\d\d?[-/]\d|\d月|\d:\d|\d-[A-Za-z]{3}\b")  # what becomes of 1-2 in a cell without a format


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the roster. The same door and name are the same person; `phones` E.164, by the two columns."""

    row: int
    building: str
    unit: str
    room: str
    grid: str
    name: str
    salutation: str
    birth_year: int | None
    phones: tuple[str, str]
    language: str
    lives_alone: bool
    hard_of_hearing: bool
    home_delivery: bool
    meals: bool  # may have the free meals
    digits: bool
    call_at: time | None  # when the line had best call
    notes: str

    @property
    def door(self) -> tuple[str, str, str]:
        """Building, unit and room."""
        return self.building, self.unit, self.room


@dataclass(frozen=True, slots=True)
class Readers:
    """What a row's words depend on: the community's country and language, the year of today, the numbers of the lines."""

    country: str
    language: str
    year: int
    lines: frozenset[str] = frozenset()


def read_people(rows: Iterable[Row], readers: Readers) -> list[Person]:
    """Everybody of the file, in its order. ImportRefused holds every error of every row."""
    errors: list[RowError] = []
    people: list[Person] = []
    for row in rows:
        reader = RowReader(row)
        people.append(_read_person(reader, readers))
        errors += reader.errors
    errors += _twice_at_a_door(people) + _doors_in_two_grids(people)
    if errors:
        raise ImportRefused(errors)
    return people


def _read_person(reader: RowReader, readers: Readers) -> Person:
    door = doors.normal(_place(reader, "building"), reader.read("unit", _no_date, ""), _place(reader, "room"))
    return Person(
        row=reader.row.number,
        building=door.building,
        unit=door.unit,
        room=door.room,
        grid=reader.text("grid"),
        name=reader.needed("name"),
        salutation=reader.text("salutation"),
        birth_year=reader.read_or_none("birth_year", number_between(OLDEST, readers.year)),
        phones=_phones(reader, readers),
        language=reader.read("language", language, readers.language),
        lives_alone=reader.read("lives_alone", yes_or_no, default=False),
        hard_of_hearing=reader.read("hard_of_hearing", yes_or_no, default=False),
        home_delivery=reader.read("home_delivery", yes_or_no, default=False),
        meals=reader.read("meals", yes_or_no, default=False),
        digits=reader.read("entry", _entry, default=False),
        call_at=reader.read_or_none("call_at", _time_of_day),
        notes=reader.text("notes"),
    )


def _place(reader: RowReader, column: str) -> str:
    return reader.read(column, _no_date, "") if reader.needed(column) else ""


def _no_date(text: str) -> str:
    if DATE.search(text):
        raise BadCell(Wrong.DATE, text=text)
    return text


def _phones(reader: RowReader, readers: Readers) -> tuple[str, str]:
    number = telephones.somebodys(readers.country, readers.lines)
    first, second = (reader.read(column, number, "") for column in ("phone", "phone2"))
    return first, "" if second == first else second


def _entry(text: str) -> bool:
    try:
        return ENTRIES[text.casefold()]
    except KeyError:
        raise BadCell(Wrong.ENTRY, text=text) from None


def _time_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise BadCell(Wrong.TIME, text=text) from None


def _twice_at_a_door(people: list[Person]) -> list[RowError]:
    first: dict[tuple[str, ...], int] = {}
    errors = []
    for one in people:
        before = first.setdefault((*one.door, one.name), one.row)
        if before != one.row and one.name:
            errors.append(wrong(one.row, Wrong.TWICE, name=one.name, door=_spoken(one), row=before))
    return errors


def _doors_in_two_grids(people: list[Person]) -> list[RowError]:
    first: dict[tuple[str, str, str], Person] = {}
    errors = []
    for one in people:
        before = first.setdefault(one.door, one)
        if before.grid != one.grid:
            values = {"door": _spoken(one), "grid": one.grid, "other": before.grid, "row": before.row}
            errors.append(wrong(one.row, Wrong.TWO_GRIDS, **values))
    return errors


def _spoken(one: Person) -> str:
    unit = f" unit {one.unit}" if one.unit else ""
    return f"building {one.building}{unit} room {one.room}"

"""What stands on each sheet, read from the board: the day sheet, the knock list, the street office's table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

import prompts
from domain.day_board import State
from models import Community
from services.board.board import PersonState, read_board
from services.board.knock_lists import Knock, phones_of_doors, read_knock_list
from services.board.street_table import StreetTable, street_table
from services.paper.headings import Heading, Kind, heading_of
from services.roster.marks import mark_words, marks_of_doors

PHONES = 2  # of a door; more do not fit beside it


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody behind a door, and what is known already: "" leaves the box free."""

    name: str
    known: str


@dataclass(frozen=True, slots=True)
class SheetDoor:
    """A door on a sheet, all of it in words; `tried` and `items` on the knock list alone."""

    building: str
    unit: str
    room: str
    floor: int | None
    people: tuple[Named, ...]
    marks: str
    phones: tuple[str, ...]
    tried: str = ""
    items: str = ""


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """A sheet of doors, in walking order."""

    heading: Heading
    doors: tuple[SheetDoor, ...]

    @property
    def units(self) -> list[list[SheetDoor]]:
        """The doors unit by unit: each has a table of its own."""
        return [list(doors) for _, doors in groupby(self.doors, lambda door: (door.building, door.unit))]

    def named(self, doors: Sequence[SheetDoor]) -> str:
        """What the unit of these doors is called; a building without units is named alone."""
        building, unit = doors[0].building, doors[0].unit
        if not unit:
            return self.heading.words("building", building=building)
        return self.heading.words("unit", building=building, unit=unit)


@dataclass(frozen=True, slots=True)
class StreetSheet:
    """The street office's table, on paper."""

    heading: Heading
    table: StreetTable


def day_sheet(session: Session, community: Community, grid_id: int | None, now: datetime) -> DoorSheet:
    """Everybody of the grid in door order, with what is known of them by now and room for what is written by hand."""
    board = read_board(session, community.id, now, grid_id)
    marks, phones = marks_of_doors(session, community.id), phones_of_doors(session, community.id)
    heading = heading_of(session, Kind.DAY_SHEET, community, grid_id, now)
    doors = [
        SheetDoor(
            building,
            unit,
            room,
            floor=None,
            people=tuple(Named(one.name, _known(heading, one.state)) for one in people),
            marks=mark_words(heading.language, marks.get(people[0].household_id, ())),
            phones=phones.get(people[0].household_id, ())[:PHONES],
        )
        for (building, unit, room), people in _by_door(board.people)
    ]
    return DoorSheet(heading, tuple(doors))


def _by_door(people: Iterable[PersonState]) -> list[tuple[tuple[str, str, str], list[PersonState]]]:
    return [(door, list(theirs)) for door, theirs in groupby(people, lambda one: one.door)]


def _known(heading: Heading, state: State) -> str:
    """The board's word, an illness too: whoever knocks must know it. A value stands on no sheet that can be lost."""
    return "" if state is State.SILENT else heading.words(state)


def knock_sheet(session: Session, community: Community, grid_id: int | None, now: datetime) -> DoorSheet:
    """The knock list, with room for what each visit finds."""
    found = read_knock_list(session, community.id, now, grid_id)
    heading = heading_of(session, Kind.KNOCK_LIST, community, grid_id, now)
    return DoorSheet(heading, tuple(_knock(heading, door) for door in found.doors))


def _knock(heading: Heading, door: Knock) -> SheetDoor:
    return SheetDoor(
        building=door.building,
        unit=door.unit,
        room=door.room,
        floor=door.floor,
        people=tuple(Named(one.name, heading.words(one.state.value)) for one in door.people),
        marks=mark_words(heading.language, door.marks),
        phones=door.phones[:PHONES],
        tried=_tried(heading, door),
        items=_items(heading, door.items),
    )


def _tried(heading: Heading, door: Knock) -> str:
    """电话2次 08:05、08:25、短信 08:50、上门没人 16:10、见到人 16:40."""
    zone = heading.printed_at.tzinfo
    comma = prompts.text(heading.language, "sms.list_comma")

    def clocks(times: Sequence[datetime]) -> str:
        return comma.join(f"{at.astimezone(zone):%H:%M}" for at in times)

    called = heading.words("called", count=str(len(door.calls)), clocks=clocks(door.calls)) if door.calls else ""
    texted = heading.words("texted", clocks=clocks(door.texts)) if door.texts else ""
    visited = heading.words("knocked", clocks=clocks(door.visits)) if door.visits else ""
    seen = heading.words("seen", clocks=clocks(door.seen)) if door.seen else ""
    return comma.join(filter(None, (called, texted, visited, seen))) or heading.words("not_tried")


def _items(heading: Heading, kinds: Sequence[str]) -> str:
    if not kinds:
        return ""
    comma = prompts.text(heading.language, "sms.list_comma")
    return heading.words("items", items=comma.join(prompts.text(heading.language, f"item.{kind}") for kind in kinds))


def street_sheet(session: Session, community: Community, grid_id: int | None, now: datetime) -> StreetSheet:
    """The street office's table at this instant."""
    board = read_board(session, community.id, now, grid_id)
    return StreetSheet(heading_of(session, Kind.STREET_TABLE, community, grid_id, now), street_table(board))

"""The knock list: who must be visited, in the order one walks, with the door's marks and what was tried."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.day_board import MISSING
from domain.doors import floor_of
from models import Community, Phone
from services.board.board import Board, PersonState, State, door_order, read_board
from services.board.tries import Tries, read_tries
from services.day.days import Day, day_of
from services.roster.marks import Marks, marks_of_doors

TO_BE_VISITED = MISSING | {State.NO_THERMOMETER}


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody behind the door who is to be heard of, and why the visit: silent, not_measured, no_thermometer."""

    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Knock:
    """A door to knock at. `floor` is None where the room number tells none; `phones` are on file, E.164."""

    building: str
    unit: str
    floor: int | None
    room: str
    grid: str
    people: tuple[Expected, ...]
    marks: Marks
    phones: tuple[str, ...]
    calls: tuple[datetime, ...]
    texts: tuple[datetime, ...]
    visits: tuple[datetime, ...]  # that found nobody home
    seen: tuple[datetime, ...]  # visits that found somebody: only the temperature is wanting, or another of the door
    items: tuple[str, ...]

    @property
    def is_missing(self) -> bool:
        """Whether somebody here was not heard of; else only a thermometer is wanting."""
        return any(one.state in MISSING for one in self.people)


@dataclass(frozen=True, slots=True)
class KnockList:
    """The doors of a community or a grid, as things stood at one instant."""

    community: str
    day: date
    as_of: datetime
    doors: tuple[Knock, ...]


def read_knock_list(session: Session, community_id: int, now: datetime, grid_id: int | None = None) -> KnockList:
    """Who must be visited now, of one grid if it is given: building by building, unit by unit, floor by floor."""
    board = read_board(session, community_id, now, grid_id)
    return KnockList(board.community, board.day, board.as_of, knocks(session, community_id, board))


def knocks(session: Session, community_id: int, board: Board) -> tuple[Knock, ...]:
    """The doors to knock at of a board that was read already."""
    doors: defaultdict[int, list[PersonState]] = defaultdict(list)
    for one in board.people:
        if one.state in TO_BE_VISITED:
            doors[one.household_id].append(one)
    if not doors:
        return ()
    day = day_of(board.as_of, session.get_one(Community, community_id).timezone)
    known = _Known.read(session, community_id, day)
    return in_walking_order(known.knock(people) for people in doors.values())


def in_walking_order(doors: Iterable[Knock]) -> tuple[Knock, ...]:
    """Building, unit, floor, room; 9 before 10."""

    def place(one: Knock) -> tuple[object, ...]:
        building, unit, room = door_order(one.building, one.unit, one.room)
        return building, unit, one.floor or 0, room

    return tuple(sorted(doors, key=place))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of every door of a community, by household id."""

    marks: dict[int, Marks]
    phones: dict[int, tuple[str, ...]]
    tries: dict[int, Tries]

    @classmethod
    def read(cls, session: Session, community_id: int, day: Day) -> "_Known":
        return cls(
            marks_of_doors(session, community_id),
            phones_of_doors(session, community_id),
            read_tries(session, community_id, day),
        )

    def knock(self, people: Sequence[PersonState]) -> Knock:
        first = people[0]
        home, tries = first.household_id, self.tries.get(first.household_id, Tries())
        return Knock(
            building=first.building,
            unit=first.unit,
            floor=floor_of(first.room),
            room=first.room,
            grid=first.grid,
            people=tuple(Expected(one.name, one.state) for one in people),
            marks=self.marks.get(home, ()),
            phones=self.phones.get(home, ()),
            calls=tries.calls,
            texts=tries.texts,
            visits=tries.visits,
            seen=tries.seen,
            items=tuple(sorted({item for one in people for item in one.items})),
        )


def phones_of_doors(session: Session, community_id: int) -> dict[int, tuple[str, ...]]:
    """Every telephone on file by household id, each once, first numbers first."""
    rows = session.execute(
        select(Phone.household_id, Phone.number)
        .where(Phone.community_id == community_id)
        .order_by(Phone.household_id, Phone.position, Phone.id)
    )
    phones: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for household, number in rows:
        phones[household][number] = None
    return {household: tuple(numbers) for household, numbers in phones.items()}

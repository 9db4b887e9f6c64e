"""The day-board: one state for every person of the roster, read from what was stored (interfaces.md, "board").

The one place that the commands, the texts, the digests and the street office's table read it from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from domain.day_board import Counts, State, count
from models import Community, Household
from services.board import rows as board_rows
from services.board.person import Dweller, Heard
from services.board.rows import door_order
from services.day.days import day_of

__all__ = ["Board", "PersonState", "State", "door_order", "read_board"]


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person's line on the board.

    `value` in tenths and what follows are of the newest reading, else of the alert, else of the visit. `calls` asked today
    how they are: the calls to the silent, and those about an illness.
    """

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
    pause: str | None = None  # why: domain.pauses.PauseReason
    until: date | None = None  # the day a paused person is due again
    visit: str | None = None  # what today's newest visit found: domain.visits.VisitOutcome
    by_person: bool = False  # on the call-by-person list
    household_id: int = 0
    resident_id: int = 0

    @property
    def door(self) -> tuple[str, str, str]:
        """Building, unit and room."""
        return self.building, self.unit, self.room


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody of the roster in door order, as things stood at one instant."""

    community: str
    day: date
    as_of: datetime
    people: tuple[PersonState, ...]

    @property
    def counts(self) -> Counts:
        """What all of them add up to."""
        return count_people(self.people)


def count_people(people: Sequence[PersonState]) -> Counts:
    """What these people of a board add up to."""
    return count(one.state for one in people)


def read_board(
    session: Session,
    community_id: int,
    now: datetime,
    grid_id: int | None = None,
    doors: ColumnElement[bool] | None = None,
) -> Board:
    """The board of the community's day around `now`; of one grid if that is given.

    `doors` is a condition on the households it is to be of, as `StaffArea.doors`.
    """
    community = session.get_one(Community, community_id)
    day = day_of(now, community.timezone)
    where = [Household.grid_id == grid_id] if grid_id is not None else []
    where += [doors] if doors is not None else []
    dwellers = board_rows.read_dwellers(session, community_id, where)
    heard = board_rows.read_heard(session, community_id, day, dwellers, where)
    calls, items = board_rows.read_calls(session, community_id, day), board_rows.read_open_items(session, community_id)
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
    told = heard.told
    return PersonState(
        building=one.building,
        unit=one.unit,
        room=one.room,
        grid=one.grid,
        name=one.name,
        state=heard.state,
        value=told.tenths,
        channel=told.channel,
        reporter=told.reporter,
        verified=told.verified,
        at=told.at,
        calls=calls,
        items=tuple(sorted(items)),
        pause=heard.pause.reason if heard.pause else None,
        until=heard.pause.until if heard.pause else None,
        visit=heard.visits[-1].outcome if heard.visits else None,
        by_person=heard.by_person,
        household_id=one.household,
        resident_id=one.resident,
    )

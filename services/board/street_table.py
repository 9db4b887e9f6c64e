"""The street office's table: what each grid and building adds up to, with the time it is of (product.md, "The day")."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.day_board import Counts
from services.board.board import Board, count_people


@dataclass(frozen=True, slots=True)
class StreetRow:
    """One building of one grid, in people. due = reported + abnormal + unwell + no_thermometer + visited + missing."""

    grid: str
    building: str
    due: int
    reported: int
    abnormal: int
    unwell: int
    no_thermometer: int
    missing: int
    visited: int
    paused: int


@dataclass(frozen=True, slots=True)
class StreetTable:
    """The rows in the order of the board, and their sum."""

    community: str
    day: date
    as_of: datetime
    rows: tuple[StreetRow, ...]
    total: StreetRow


def street_table(board: Board) -> StreetTable:
    """The table of a board: the same people, counted by grid and building."""
    groups = sorted({(one.grid, one.building) for one in board.people}, key=_order)
    rows = (
        _row(
            grid, building, count_people([one for one in board.people if (one.grid, one.building) == (grid, building)])
        )
        for grid, building in groups
    )
    return StreetTable(board.community, board.day, board.as_of, tuple(rows), _row("", "", board.counts))


def _order(group: tuple[str, str]) -> tuple[tuple[int, str], ...]:
    """Grid 9 before grid 10, and so the buildings."""
    return tuple((int(name) if name.isascii() and name.isdigit() else -1, name) for name in group)


def _row(grid: str, building: str, counts: Counts) -> StreetRow:
    return StreetRow(
        grid=grid,
        building=building,
        due=counts.due,
        reported=counts.reported,
        abnormal=counts.abnormal,
        unwell=counts.unwell,
        no_thermometer=counts.no_thermometer,
        missing=counts.missing,
        visited=counts.visited,
        paused=counts.paused,
    )

"""The lists that the office sends and fetches: their columns, their rows as they stand, and how one is brought in."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Community, Duty, Grid, Household, Phone, Resident, Sale, SaleSet, Worker
from services.board.rows import door_order
from services.roster import rosters, staff
from services.roster.spreadsheets import Columns, Sheet
from services.sales import sales
from services.staff.audit import What

Line = Mapping[str, str]  # a row by column, as a file has it


class Taken(Protocol):
    """What every import reports."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns nobody knows."""

    @property
    def missing(self) -> Sequence[tuple[str, ...] | str]:
        """What the file does not name: its key, or its name."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. `key` are the columns by which a row is the same row; its lines are in the order of a file.

    `deed` is what the audit calls taking it.
    """

    columns: Columns
    key: tuple[str, ...]
    lines: Callable[[Session, int], list[Line]]
    take: Callable[[Session, int, Sheet, datetime], Taken]
    deed: What

    @property
    def header(self) -> tuple[str, ...]:
        """All columns, in the order in which they are written."""
        return (*self.columns.needed, *self.columns.optional)

    def key_of(self, line: Line) -> tuple[str, ...]:
        """What makes a row this row."""
        return tuple(line[column] for column in self.key)

    def cells(self, line: Line) -> Sequence[str]:
        """A row as it is written."""
        return [line[column] for column in self.header]


def roster_lines(session: Session, community_id: int, household_id: int | None = None) -> list[Line]:
    """Everybody of the roster, or of one household, as the roster's file has them."""
    wanted = Household.id == household_id if household_id is not None else Household.community_id == community_id
    phones: defaultdict[int, dict[int, str]] = defaultdict(dict)
    numbers = select(Phone.resident_id, Phone.position, Phone.number).where(Phone.community_id == community_id)
    for resident_id, position, number in session.execute(numbers):
        phones[resident_id][position] = number
    rows = session.execute(
        select(*PERSON, Building.name.label("building"), Grid.name.label("grid"))
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.community_id == community_id, wanted)
    ).all()
    ordered = sorted(rows, key=lambda row: (door_order(row.building, row.unit, row.room), row.position, row.id))
    return [_person(row, phones[row.id]) for row in ordered]


PERSON = (
    *(Resident.id, Resident.position, Resident.name, Resident.salutation, Resident.birth_year, Resident.language),
    *(Resident.lives_alone, Resident.hard_of_hearing, Resident.home_delivery, Resident.meals, Resident.notes),
    *(Household.unit, Household.room, Household.keys_digits, Household.call_at),
)


def _person(row: Any, phones: Mapping[int, str]) -> Line:
    return {
        "building": row.building,
        "unit": row.unit,
        "room": row.room,
        "grid": row.grid or "",
        "name": row.name,
        "phone": phones.get(1, ""),
        "salutation": row.salutation,
        "birth_year": str(row.birth_year or ""),
        "phone2": phones.get(2, ""),
        "language": row.language,
        "lives_alone": _flag(row.lives_alone),
        "hard_of_hearing": _flag(row.hard_of_hearing),
        "home_delivery": _flag(row.home_delivery),
        "meals": _flag(row.meals),
        "entry": "digits" if row.keys_digits else "yesno",
        "call_at": f"{row.call_at:%H:%M}" if row.call_at else "",
        "notes": row.notes,
    }


def _flag(is_so: bool) -> str:  # noqa: FBT001 - a cell of the list
    return "1" if is_so else "0"


def staff_lines(session: Session, community_id: int) -> list[Line]:
    """Every duty of the staff as the staff's file has it."""
    rows = session.execute(
        select(Duty, Worker, Grid.name, Building.name)
        .join(Worker, Worker.id == Duty.worker_id)
        .outerjoin(Grid, Grid.id == Duty.grid_id)
        .outerjoin(Building, Building.id == Duty.building_id)
        .where(Duty.community_id == community_id)
        .order_by(Duty.position, Duty.id)
        .execution_options(populate_existing=True)
    )
    return [
        {
            "name": worker.name,
            "role": duty.role,
            "phone": worker.phone,
            "grid": grid or "",
            "building": building or "",
            "phone2": worker.phone2,
            "language": worker.language,
            "on_duty": duty.on_duty,
        }
        for duty, worker, grid, building in rows
    ]


SET = (
    *(Sale.name.label("sale"), Sale.opens_at, Sale.cutoff_at, SaleSet.supplier, SaleSet.number.label("set")),
    *(SaleSet.name_zh, SaleSet.name_en, SaleSet.price_fen, SaleSet.limit, SaleSet.contents_zh, SaleSet.contents_en),
    *(SaleSet.stock, SaleSet.minimum),
)


def sale_lines(session: Session, community_id: int) -> list[Line]:
    """Every set of every sale as the sales' file has it, the sale that opened last first; times are the community's."""
    zone = ZoneInfo(session.get_one(Community, community_id).timezone)
    rows = session.execute(
        select(*SET)
        .join(SaleSet, SaleSet.sale_id == Sale.id)
        .where(Sale.community_id == community_id)
        .order_by(Sale.opens_at.desc(), Sale.id.desc(), SaleSet.number)
    )
    return [
        {column: "" if cell is None else str(cell) for column, cell in row._mapping.items()}  # noqa: SLF001 - a row's own
        | {"opens": _time(row.opens_at, zone), "cutoff": _time(row.cutoff_at, zone)}
        for row in rows
    ]


def _time(at: datetime, zone: ZoneInfo) -> str:
    """A time as a file has it; with its offset in the hour that comes twice when the clock is set back."""
    local = at.astimezone(zone)
    shown = local if local.fold else local.replace(tzinfo=None)
    return shown.isoformat(" ", "auto" if local.second or local.microsecond else "minutes")


KINDS: Mapping[str, ListKind] = {
    "roster": ListKind(
        rosters.COLUMNS,
        ("building", "unit", "room", "name"),
        roster_lines,
        rosters.import_roster,
        What.TOOK_ROSTER,
    ),
    "staff": ListKind(
        staff.COLUMNS,
        ("name", "role", "grid", "building"),
        staff_lines,
        lambda session, community, sheet, _: staff.import_staff(session, community, sheet),
        What.TOOK_STAFF,
    ),
    "sales": ListKind(
        sales.COLUMNS,
        ("sale", "set"),
        sale_lines,
        lambda session, community, sheet, _: sales.import_sales(session, community, sheet),
        What.BROUGHT_SALES,
    ),
}

"""The community as its people know it: who lives where, whose telephone is whose, who works where."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Building, Community, Duty, Grid, Household, Phone, Resident, Worker

LANDLINE = "+8627"


@dataclass(frozen=True, slots=True)
class Home:
    """A door and who lives behind it, in the roster's order."""

    id: int
    building: str
    unit: str
    room: str
    grid: str
    people: tuple[int, ...]
    phones: tuple[str, ...]
    language: str
    keys_digits: bool
    shares_phone: bool

    @property
    def door(self) -> str:
        """3栋1单元1504, as people write it."""
        return f"{self.building}栋{self.unit}单元{self.room}" if self.unit else f"{self.building}栋{self.room}"

    @property
    def short(self) -> str:
        """3-1-1504, as workers write it."""
        return "-".join(part for part in (self.building, self.unit, self.room) if part)

    @property
    def mobile(self) -> str:
        """A telephone that takes texts; "" where there is none."""
        return next((phone for phone in self.phones if not phone.startswith(LANDLINE)), "")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff; `grid` is that of a grid worker."""

    id: int
    number: str
    role: str
    grid: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody."""

    community: int
    line: str
    homes: dict[int, Home]
    staff: dict[str, Member]

    @property
    def workers(self) -> list[Member]:
        """The grid workers."""
        return [member for member in self.staff.values() if member.role == "grid_worker"]

    def homes_of(self, grid: str) -> list[Home]:
        """The doors of a grid."""
        return [home for home in self.homes.values() if home.grid == grid]


def read_town(engine: Engine) -> Town:
    """The one community of this database."""
    with Session(engine) as session:
        community = session.scalars(select(Community)).one()
        people: dict[int, list[Resident]] = {}
        for resident in session.scalars(select(Resident).order_by(Resident.household_id, Resident.position)):
            people.setdefault(resident.household_id, []).append(resident)
        phones: dict[int, dict[str, None]] = {}
        for phone in session.scalars(select(Phone).order_by(Phone.resident_id, Phone.position)):
            phones.setdefault(phone.household_id, {})[phone.number] = None
        doors = Counter(number for numbers in phones.values() for number in numbers)
        query = (
            select(Household, Building.name, Grid.name)
            .join(Building, Building.id == Household.building_id)
            .join(Grid, Grid.id == Household.grid_id)
            .order_by(Household.id)
        )
        homes = {
            row.id: Home(
                row.id,
                building,
                row.unit,
                row.room,
                grid,
                tuple(one.id for one in people[row.id]),
                tuple(phones.get(row.id, ())),
                people[row.id][0].language,
                row.keys_digits,
                any(doors[number] > 1 for number in phones.get(row.id, ())),
            )
            for row, building, grid in session.execute(query)
        }
        duties = (
            select(Worker.id, Worker.phone, Duty.role, Grid.name)
            .join(Duty, Duty.worker_id == Worker.id)
            .outerjoin(Grid, Grid.id == Duty.grid_id)
        )
        staff = {phone: Member(id_, phone, role, grid or "") for id_, phone, role, grid in session.execute(duties)}
        return Town(community.id, community.line, homes, staff)

"""What somebody of the staff may see and do: whose doors, and whose health."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from domain.staff_lists import DISTRICT
from models import Building, Duty, Grid, Household, Worker
from services.alerting.stand_ins import posts_of

OFFICE = frozenset({"office", "duty"})
STAFF = OFFICE | {"grid_worker", "cadre", "volunteer", DISTRICT}


@dataclass(frozen=True, slots=True)
class StaffArea:
    """The doors somebody answers for: everything for the office and the duty telephone, else grids and buildings.

    Of a building's cadre and volunteers no value and no reading is anybody's business: those are the grid worker's.
    """

    is_office: bool = False
    grids: Mapping[int, str] = field(default_factory=dict)  # id: name
    buildings: Mapping[int, str] = field(default_factory=dict)
    is_district: bool = False  # counts of communities, and nobody's name

    @property
    def has_doors(self) -> bool:
        """Whether they answer for any door."""
        return bool(self.is_office or self.grids or self.buildings)

    @property
    def is_empty(self) -> bool:
        """Nobody of the staff, or no more."""
        return not (self.has_doors or self.is_district)

    def holds(self, grid_id: int | None, building_id: int | None) -> bool:
        """Whether a door of this grid and building is in it."""
        return self.is_office or grid_id in self.grids or building_id in self.buildings

    def holds_named(self, grid: str, building: str) -> bool:
        """The same, by the names that the board has."""
        return self.is_office or grid in self.grids.values() or building in self.buildings.values()

    def shows_health(self, grid_id: int | None) -> bool:
        """Whether values and readings of a door of this grid may be seen."""
        return self.is_office or grid_id in self.grids

    @property
    def doors(self) -> ColumnElement[bool]:
        """The condition on households that keeps a query within it."""
        if self.is_office:
            return true()
        if not self.has_doors:
            return false()
        return or_(Household.grid_id.in_(self.grids), Household.building_id.in_(self.buildings))


def staff_area(session: Session, worker: Worker, now: datetime) -> StaffArea:
    """The area of a worker's duties, on duty or not, and of those they stand in for; empty for who has left."""
    rows = session.execute(
        select(Duty.role, Duty.grid_id, Grid.name, Duty.building_id, Building.name)
        .outerjoin(Grid, Grid.id == Duty.grid_id)
        .outerjoin(Building, Building.id == Duty.building_id)
        .where(Duty.worker_id.in_(posts_of(session, worker, now)), Duty.role.in_(STAFF))
    ).all()
    return StaffArea(
        is_office=any(row[0] in OFFICE for row in rows),
        grids={row[1]: row[2] for row in rows if row[0] == "grid_worker" and row[1] is not None},
        buildings={row[3]: row[4] for row in rows if row[3] is not None},
        is_district=any(row[0] == DISTRICT for row in rows),
    )


def grids_of(session: Session, community_id: int, area: StaffArea) -> list[tuple[int, str]]:
    """The grids of an area, id and name; all of the community for the office."""
    mine = select(Grid.id, Grid.name).where(Grid.community_id == community_id)
    if not area.is_office:
        mine = mine.where(Grid.id.in_(area.grids))
    return sorted(((row.id, row.name) for row in session.execute(mine)), key=lambda one: (len(one[1]), one[1]))

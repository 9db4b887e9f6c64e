"""The door a call, an alert or an item is about: of the roster, or as it was keyed when the roster does not know it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.doors import short_door
from models import Building, Household


@dataclass(frozen=True, slots=True)
class Place:
    """A door. `household_id` None: not in the roster, then `grid_id` is the building's, if that is known."""

    community_id: int
    building: str
    unit: str
    room: str
    household_id: int | None = None
    building_id: int | None = None
    grid_id: int | None = None

    @property
    def written(self) -> str:
        """3-1-1504, as doors are typed."""
        return short_door(self.building, self.unit, self.room)


def household_place(session: Session, household_id: int) -> Place:
    """The place of a household of the roster."""
    row = session.execute(
        select(Household, Building.name)
        .join(Building, Building.id == Household.building_id)
        .where(Household.id == household_id)
    ).one()
    home: Household = row[0]
    return Place(home.community_id, row[1], home.unit, home.room, home.id, home.building_id, home.grid_id)


def keyed_place(session: Session, community_id: int, building: str, unit: str, room: str) -> Place:
    """The place of a keyed door: the building's most common grid answers for it, since somebody must."""
    building_id = session.scalar(
        select(Building.id).where(Building.community_id == community_id, Building.name == building)
    )
    grid_id = session.scalar(
        select(Household.grid_id)
        .where(Household.building_id == building_id, Household.grid_id.is_not(None))
        .group_by(Household.grid_id)
        .order_by(func.count().desc(), Household.grid_id)
        .limit(1)
    )
    return Place(community_id, building, unit, room, None, building_id, grid_id)

"""Finds the people that somebody names by their door."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import doors
from models import Building, Household, Resident
from services.roster.communities import UnknownName

BETWEEN = re.compile(r"\s*(?:-|号楼|栋|单元)\s*")
PARTS = (2, 3)  # building and room, with or without the unit between


def find_household(session: Session, community_id: int, door: str) -> Household:
    """The household at a door written 3-1-1504 or 3栋1单元1504. UnknownName where the roster has none."""
    wanted = read_door(door)
    query = (
        select(Household)
        .join(Building, Building.id == Household.building_id)
        .where(Building.community_id == community_id, Building.name == wanted.building)
        .where(Household.unit == wanted.unit, Household.room == wanted.room)
    )
    household = session.scalars(query).one_or_none()
    if household is None:
        raise UnknownName(f"the roster has no door {door!r}")
    return household


def read_door(door: str) -> doors.Door:
    """A door written 3-1-1504 or 3栋1单元1504. UnknownName where it is none."""
    parts = [part for part in BETWEEN.split(door.strip()) if part]
    if len(parts) not in PARTS:
        raise UnknownName(f"{door!r} is no door; write building-unit-room such as 3-1-1504, or 3-1504 without a unit")
    return doors.normal(parts[0], parts[1] if len(parts) == max(PARTS) else "", parts[-1])


def find_residents(session: Session, community_id: int, door: str, name: str | None) -> list[Resident]:
    """Everybody at a door written 3-1-1504 or 3栋1单元1504, or the one of this name. UnknownName says who is there."""
    wanted = read_door(door)
    query = (
        select(Resident)
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(Building.community_id == community_id, Building.name == wanted.building)
        .where(Household.unit == wanted.unit, Household.room == wanted.room)
    )
    people = list(session.scalars(query.order_by(Resident.position)))
    if not people:
        raise UnknownName(f"the roster has nobody at the door {door!r}")
    named = [one for one in people if name is None or one.name == name.strip()]
    if not named:
        raise UnknownName(f"nobody at {door} is called {name!r}; there live {', '.join(one.name for one in people)}")
    return named

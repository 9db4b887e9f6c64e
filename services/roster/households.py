"""Stores the households a roster names, with their buildings and grids."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from domain.rosters import Person
from models import Building, Household
from services.batches import add_rows, change_rows
from services.roster.communities import building_ids, grid_ids
from services.roster.places import Place

KEPT_WITHOUT = {"entry": "keys_digits", "call_at": "call_at"}  # columns of the file and of the table
Door = tuple[str, str, str]  # building, unit, room


@dataclass(frozen=True, slots=True)
class StoredDoors:
    """The households of a file by door, and the ids of those that were there and are different now."""

    ids: dict[Door, int]
    changed: frozenset[int]


def store_households(
    session: Session, community_id: int, people: list[Person], columns: Collection[str]
) -> StoredDoors:
    """Make and change the households these people live in. One of them who keys digits, and the door does.

    A column the file lacks (`columns`) leaves what is stored.
    """
    before = _stored(session, community_id)
    additions, changes = [], []
    for door, wanted in _wanted(session, community_id, people).items():
        stored = before.get(door)
        if stored is None:
            additions.append({"community_id": community_id, **wanted})
            continue
        for column, kept in KEPT_WITHOUT.items():
            if column not in columns:
                wanted[kept] = stored[kept]
        if any(stored[key] != value for key, value in wanted.items()):
            changes.append({"id": stored["id"], **wanted})
    add_rows(session, Household, additions)
    change_rows(session, Household, changes)
    after = _stored(session, community_id) if additions else before
    return StoredDoors(
        {one.door: after[one.door]["id"] for one in people}, frozenset(change["id"] for change in changes)
    )


def add_door(session: Session, place: Place) -> Household:
    """A door that the roster lacks, in a building that it has. The caller holds the lists."""
    home = Household(
        community_id=place.community_id,
        building_id=place.building_id,
        grid_id=place.grid_id,
        unit=place.unit,
        room=place.room,
    )
    session.add(home)
    session.flush()
    return home


def _wanted(session: Session, community_id: int, people: list[Person]) -> dict[Door, dict[str, Any]]:
    buildings = building_ids(session, community_id, (one.building for one in people))
    grids = grid_ids(session, community_id, (one.grid for one in people))
    wanted: dict[Door, dict[str, Any]] = {}
    for one in people:
        place = {"building_id": buildings[one.building], "unit": one.unit, "room": one.room}
        home = wanted.setdefault(
            one.door, {**place, "grid_id": grids.get(one.grid), "keys_digits": False, "call_at": None}
        )
        home["keys_digits"] |= one.digits
        home["call_at"] = home["call_at"] or one.call_at
    return wanted


def _stored(session: Session, community_id: int) -> dict[Door, RowMapping]:
    home = Household
    columns = (home.building_id, home.unit, home.room, home.grid_id, home.keys_digits, home.call_at)
    query = select(home.id, *columns, Building.name)
    query = query.join(Building, Building.id == home.building_id).where(home.community_id == community_id)
    return {(row["name"], row["unit"], row["room"]): row for row in session.execute(query).mappings()}

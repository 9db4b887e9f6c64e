"""Finds households by what somebody types while the telephone rings: a door in any spelling, a name, a telephone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from domain.doors import Door, normal
from domain.understanding import understand
from domain.understanding.meanings import Role
from models import Building, Grid, Household, Phone, Resident
from services.board.rows import door_order
from services.staff.areas import StaffArea

MOST = 50  # shown; whoever finds more types more
SHORTEST_NUMBER = 4  # digits of a telephone's end
BARE = re.compile(r"^(\w{1,3})[\s,./#_-]+(?:(\w{1,2})[\s,./#_-]+)?(\d{2,5})$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A household that fits, with the names of those who live there."""

    household_id: int
    building: str
    unit: str
    room: str
    grid: str
    names: tuple[str, ...]


def find_households(session: Session, community_id: int, area: StaffArea, typed: str) -> list[Hit]:
    """Those of the area that fit, in door order, the first of them only. Nothing typed finds nothing."""
    text = unicodedata.normalize("NFKC", typed).replace("\x00", "").strip()
    if not text:
        return []
    for condition in _conditions(text):
        ids = session.scalars(_households(community_id, area).where(condition).limit(MOST)).all()
        if ids:
            return _hits(session, ids)
    return []


def read_door(text: str) -> Door | None:
    """The door that a text names; the unit is empty where none is named."""
    meaning = understand(text, Role.WORKER, ())
    door: Door | None = getattr(meaning, "door", None)
    if door is not None and door.building and door.room:
        return door
    bare = BARE.match(text)
    return normal(bare[1], bare[2], bare[3]) if bare else None


def _conditions(text: str) -> Iterator[ColumnElement[bool]]:
    """What may be meant, the likeliest first; the first that finds somebody is taken."""
    door = read_door(text)
    if door is not None:
        at = (Building.name == door.building, Household.room == door.room)
        yield at[0] & at[1] & (Household.unit == door.unit)
        if not door.unit:  # left out: every unit's door of this number
            yield at[0] & at[1]
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= SHORTEST_NUMBER and not any(letter.isalpha() for letter in text):
        ends = select(Phone.household_id).where(Phone.number.endswith(digits.lstrip("0"), autoescape=True))
        yield Household.id.in_(ends)
        yield Household.room == digits
    named = or_(
        Resident.name.icontains(text, autoescape=True),
        Resident.salutation.icontains(text, autoescape=True),
    )
    yield Household.id.in_(select(Resident.household_id).where(named))


def _households(community_id: int, area: StaffArea) -> Select[int]:
    return (
        select(Household.id)
        .join(Building, Building.id == Household.building_id)
        .where(Household.community_id == community_id, area.doors)
        .order_by(Household.id)
    )


def _hits(session: Session, ids: list[int] | tuple[int, ...] | object) -> list[Hit]:
    rows = session.execute(
        select(Household.id, Building.name, Household.unit, Household.room, Grid.name)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.id.in_(ids))  # type: ignore[arg-type]
    ).all()
    names: dict[int, list[str]] = {}
    there = select(Resident.household_id, Resident.name).where(Resident.household_id.in_(ids))  # type: ignore[arg-type]
    for household, name in session.execute(there.order_by(Resident.position, Resident.id)):
        names.setdefault(household, []).append(name)
    hits = [Hit(*row[:4], grid=row[4] or "", names=tuple(names.get(row[0], ()))) for row in rows]
    return sorted(hits, key=lambda hit: door_order(hit.building, hit.unit, hit.room))

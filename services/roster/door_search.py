"""Finds households by what somebody types while the telephone rings: a door in any spelling, a name, a telephone."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from domain.doors import Door, normal
from domain.searches import alike, read_names, read_number, read_place, without_titles
from domain.surnames import surnames_of
from domain.understanding import understand
from domain.understanding.meanings import Role
from models import Building, Grid, Household, Phone, Resident
from services.board.rows import door_order
from services.staff.areas import StaffArea

MOST = 50  # shown; whoever finds more types more
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
    text = _normal(typed)
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


def find_alike(session: Session, community_id: int, area: StaffArea, typed: str) -> list[Hit]:
    """Those of the area with a name that a slip of one key makes of what was typed: to be looked at, never taken for it."""
    names = read_names(_normal(typed))
    each = [
        or_(false(), *(func.lower(Resident.name).like(f"%{one.lower()}%") for one in alike(name))) for name in names
    ]
    if not names or not all(any(alike(name)) for name in names):
        return []
    fits = Household.id.in_(select(Resident.household_id).where(*each))
    return _hits(session, session.scalars(_households(community_id, area).where(fits).limit(MOST)).all())


def _normal(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).replace("\x00", "").strip()


def _conditions(text: str) -> Iterator[ColumnElement[bool]]:
    """What may be meant, the likeliest first; the first that finds somebody is taken."""
    yield from _of_a_door(text)
    number = read_number(text)
    if number is not None:
        begins, ends = number
        fits = Phone.number.like(f"%{begins}%{ends}")
        yield Household.id.in_(select(Phone.household_id).where(fits))
    if text.isdecimal():
        yield Household.room == text
    yield from _of_a_name(text)


def _of_a_door(text: str) -> Iterator[ColumnElement[bool]]:
    door = read_door(text)
    if door is None:
        return
    at = (Building.name == door.building, Household.room == door.room)
    yield at[0] & at[1] & (Household.unit == door.unit)
    if not door.unit:  # left out: every unit's door of this number
        yield at[0] & at[1]


def _of_a_name(text: str) -> Iterator[ColumnElement[bool]]:
    """Names at a place, where one is told; a place alone is all who live there."""
    place, rest = read_place(text)
    there = [] if place is None else [Building.name == place.building]
    if place is not None and place.unit:
        there.append(Household.unit == place.unit)
    if place is not None and not rest:
        yield and_(*there)
        return
    names = read_names(rest)
    yield and_(*there, _live_there(_contains(one) for one in names))
    bare = without_titles(names)
    if bare:
        yield and_(*there, _live_there(_contains(one) if len(one) > 1 else _begins(one) for one in bare))
    written = surnames_of(rest)
    if written:
        yield and_(*there, _live_there([or_(*(_begins(one) for one in written))]))


def _live_there(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return Household.id.in_(select(Resident.household_id).where(*conditions))


def _contains(name: str) -> ColumnElement[bool]:
    return or_(Resident.name.icontains(name, autoescape=True), Resident.salutation.icontains(name, autoescape=True))


def _begins(name: str) -> ColumnElement[bool]:
    return Resident.name.istartswith(name, autoescape=True)


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

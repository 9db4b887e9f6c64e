"""Now: how many were heard of in each grid, what is urgent and who has it, how the line does; the map of a grid's doors."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import duties, pages
from console.door import asks_by_itself, signed_in
from console.forms import Form
from console.parts import parts
from domain.day_board import ILL, MISSING, Counts, State
from domain.doors import floor_of
from models import Building, Grid
from services.alerting.open_alerts import open_alerts
from services.board.board import PersonState, count_people
from services.board.rows import door_order
from services.desk.doorless import count_doorless
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any


@dataclass(frozen=True, slots=True)
class Group:
    """A grid, or a building, and what its people add up to."""

    kind: str  # grid, building
    id: int
    name: str
    counts: Counts

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The bar, from left to right; together all who are due."""
        return parts_of(self.counts)


def parts_of(counts: Counts) -> tuple[tuple[str, int], ...]:
    """What a bar is made of: who was heard of or visited, who is ill, whom nobody has heard of."""
    heard = counts.reported + counts.no_thermometer
    return (("heard", heard), ("visited", counts.visited), ("ill", counts.ill), ("missing", counts.missing))


@dataclass(frozen=True, slots=True)
class MapDoor:
    """A door on the map: where it leads, its number, what is known of whoever needs looking after most there."""

    household_id: int
    room: str
    state: str  # ill, missing, visited, heard, paused


def now() -> Answer:
    """The first page."""
    return pages.render("now.html", form=Form(), **_standing())


@asks_by_itself
def part() -> Answer:
    """What of it changes; the page asks for it every few seconds."""
    return pages.render("now_part.html", **_standing())


def _standing() -> dict[str, Any]:
    the, who = parts(), signed_in()
    counted = the.boards.read(who.community.id)
    with Session(the.reading) as session:
        alerts = open_alerts(session, who.worker, who.area)
        doorless = count_doorless(session, who, the.clock.now())
        grids, buildings = _places(session, Grid), _places(session, Building)
        deeds = [Deed(What.SAW_ALERT, "alert", one.id) for one in alerts]
        is_new = bool(audit.unnoted(session, who.worker, deeds))
    if is_new:
        with Session(the.engine) as session, session.begin():
            audit.note_once(session, who.worker, deeds, the.clock.now())
    shown = [_group("grid", id_, name, counted.by_grid) for id_, name in grids]
    if not who.area.is_office:
        shown += [_group("building", id_, name, counted.by_building) for id_, name in buildings]
    people = [one for one in counted.board.people if who.area.holds_named(one.grid, one.building)]
    return {
        "groups": [one for one in shown if one.counts.due + one.counts.paused],
        "total": _total(people),
        "alerts": alerts,
        "doorless": doorless,
        "line": counted.line,
        "unmanned": duties.unmanned(counted.gaps) if who.area.is_office else [],
        "as_of": counted.board.as_of,
    }


def _total(people: Sequence[PersonState]) -> Group:
    return Group("all", 0, "", count_people(people))


def _group(kind: str, id_: int, name: str, people: Mapping[str, Sequence[PersonState]]) -> Group:
    return Group(kind, id_, name, count_people(people.get(name, ())))


def _places(session: Session, table: type[Grid] | type[Building]) -> list[tuple[int, str]]:
    """The grids or the buildings of the worker's, in their order."""
    who = signed_in()
    ours = who.area.grids if table is Grid else who.area.buildings
    where = [table.community_id == who.community.id, *([] if who.area.is_office else [table.id.in_(ours)])]
    rows = session.execute(select(table.id, table.name).where(*where)).all()
    return sorted(((id_, name) for id_, name in rows), key=lambda row: door_order(row[1]))


def grid(grid_id: int) -> Answer:
    """The map of a grid's doors."""
    who = signed_in()
    with Session(parts().reading) as session:
        place = session.get(Grid, grid_id)
    if place is None or place.community_id != who.community.id or not (who.area.is_office or grid_id in who.area.grids):
        raise NotFound
    return _map("grid", grid_id, place.name)


def building(building_id: int) -> Answer:
    """The map of a building's doors."""
    who = signed_in()
    with Session(parts().reading) as session:
        place = session.get(Building, building_id)
    is_ours = who.area.is_office or building_id in who.area.buildings
    if place is None or place.community_id != who.community.id or not is_ours:
        raise NotFound
    return _map("building", building_id, place.name)


def _map(kind: str, id_: int, name: str) -> Answer:
    """The look is written down before anything is shown."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        audit.note(session, who.worker, [Deed(What.SAW_DOORS, kind, id_)], the.clock.now())
    counted = the.boards.read(who.community.id)
    people = (counted.by_grid if kind == "grid" else counted.by_building).get(name, ())
    group = Group(kind, id_, name, count_people(people))
    return pages.render("doors.html", group=group, units=_units(people), as_of=counted.board.as_of)


def _units(people: Sequence[PersonState]) -> list[tuple[str, str, list[tuple[int | None, list[MapDoor]]]]]:
    """Building and unit, then its floors from the top, then its doors."""
    homes: defaultdict[int, list[PersonState]] = defaultdict(list)
    for one in people:
        homes[one.household_id].append(one)
    units: dict[tuple[str, str], dict[int | None, list[MapDoor]]] = {}
    for home_id, there in homes.items():
        first = there[0]
        floors = units.setdefault((first.building, first.unit), {})
        floors.setdefault(floor_of(first.room), []).append(MapDoor(home_id, first.room, _state(there)))
    ordered = sorted(units.items(), key=lambda item: door_order(*item[0]))
    return [(*place, sorted(floors.items(), key=lambda item: -(item[0] or 0))) for place, floors in ordered]


def _state(people: Sequence[PersonState]) -> str:
    states = {one.state for one in people}
    if states & ILL:
        return "ill"
    if states & MISSING:
        return "missing"
    if states == {State.PAUSED}:
        return "paused"
    return "visited" if State.VISITED in states else "heard"

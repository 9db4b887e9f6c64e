"""Brings a staff list into the database: who is there for which grid or building, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.staff_lists import NEEDED, OPTIONAL, Post, read_posts
from models import Duty, Grid, Worker
from services.batches import add_rows, change_rows
from services.roster.communities import all_lines, building_ids, grid_ids, hold_lists
from services.roster.spreadsheets import Columns, Sheet

COLUMNS = Columns(NEEDED, OPTIONAL)
DutyKey = tuple[int, str, int | None, int | None]  # worker, role, grid, building


@dataclass(frozen=True, slots=True)
class StaffReport:
    """What an import did, counted in duties. `missing` are workers the file does not name; they and their duties stay."""

    added: int
    changed: int
    unchanged: int
    removed: int  # duties that a worker of the file has no more
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    handed_over: tuple[str, ...] = ()  # grids for which the file still names who has handed them over


def import_staff(session: Session, community_id: int, sheet: Sheet) -> StaffReport:
    """Add and change the workers of the file, whose duties become exactly those it lists. The caller commits.

    ImportRefused holds every error; nothing was touched then.
    """
    community = hold_lists(session, community_id)
    posts = read_posts(sheet.rows, community.country, community.language, all_lines(session))
    workers, altered = _store_workers(session, community_id, posts)
    stored = _duties(session, community_id)
    wanted, kept = _after_hand_overs(
        session, community_id, _wanted_duties(session, community_id, posts, workers), stored
    )
    changes = _changes(wanted, stored)
    add_rows(session, Duty, [values for key, values in wanted.items() if key not in stored])
    change_rows(session, Duty, changes)
    gone = [row.id for key, row in stored.items() if key not in wanted and key[0] in workers.values()]
    session.execute(delete(Duty).where(Duty.id.in_(gone)))
    changed_ids = {change["id"] for change in changes}
    changed = sum(row.id in changed_ids or key[0] in altered for key, row in stored.items() if key in wanted)
    added = sum(key not in stored for key in wanted)
    missing = session.scalars(
        select(Worker.name)
        .where(Worker.community_id == community_id, Worker.id.not_in(workers.values()))
        .order_by(Worker.id)
    ).all()
    return StaffReport(added, changed, len(wanted) - added - changed, len(gone), tuple(missing), sheet.ignored, kept)


def _store_workers(session: Session, community_id: int, posts: list[Post]) -> tuple[dict[str, int], set[int]]:
    """The ids of the file's workers by name, and the ids of those who were there and are different now."""
    wanted = {post.name: {"phone": post.phone, "phone2": post.phone2, "language": post.language} for post in posts}
    known = select(Worker).where(Worker.community_id == community_id, Worker.name.in_(wanted))
    stored = {worker.name: worker for worker in session.scalars(known)}
    additions, changes, altered = [], [], set()
    for name, values in wanted.items():
        worker = stored.get(name)
        if worker is None:
            additions.append({"community_id": community_id, "name": name, **values})
        elif any(getattr(worker, field) != value for field, value in values.items()):
            changes.append({"id": worker.id, **values})
            altered.add(worker.id)
    add_rows(session, Worker, additions)
    change_rows(session, Worker, changes)
    return {worker.name: worker.id for worker in session.scalars(known)}, altered


def _wanted_duties(
    session: Session, community_id: int, posts: list[Post], workers: Mapping[str, int]
) -> dict[DutyKey, dict[str, Any]]:
    buildings = building_ids(session, community_id, (post.building for post in posts))
    grids = grid_ids(session, community_id, (post.grid for post in posts))
    wanted = {}
    for position, post in enumerate(posts):
        key = (workers[post.name], post.role, grids.get(post.grid), buildings.get(post.building))
        wanted[key] = {
            "community_id": community_id,
            "worker_id": key[0],
            "role": key[1],
            "grid_id": key[2],
            "building_id": key[3],
            "on_duty": post.on_duty,
            "position": position,
        }
    return wanted


def _after_hand_overs(
    session: Session, community_id: int, wanted: Mapping[DutyKey, dict[str, Any]], stored: Mapping[DutyKey, Duty]
) -> tuple[dict[DutyKey, dict[str, Any]], tuple[str, ...]]:
    """The duties, with a grid at whom it was handed to where the file names a former worker; and these grids' names.

    A file that names whoever has the grid, or somebody new, has caught up: from then on it is followed again.
    """
    grids = {grid.id: grid for grid in session.scalars(select(Grid).where(Grid.community_id == community_id))}
    holders = {
        key[2]: key[0] for key, _ in sorted(stored.items(), key=_by_place, reverse=True) if key[1] == "grid_worker"
    }
    found: dict[DutyKey, dict[str, Any]] = {}
    kept: set[str] = set()
    caught_up = {key[2] for key in wanted if key[1] == "grid_worker"}
    for key, values in wanted.items():
        grid, holder = grids.get(key[2] or 0), holders.get(key[2])
        if grid is None or key[1] != "grid_worker" or holder is None or key[0] not in grid.given_up_by:
            found[key] = values
            continue
        caught_up.discard(grid.id)
        kept.add(grid.name)
        found.setdefault((holder, *key[1:]), {**values, "worker_id": holder})
    for grid_id in caught_up:
        grids[grid_id or 0].given_up_by = []
    return found, tuple(sorted(kept))


def _by_place(row: tuple[DutyKey, Duty]) -> tuple[int, int]:
    """The order in which duties count: the first of a grid has it."""
    return row[1].position, row[1].id


def _duties(session: Session, community_id: int) -> dict[DutyKey, Duty]:
    rows = session.scalars(select(Duty).where(Duty.community_id == community_id))
    return {(duty.worker_id, duty.role, duty.grid_id, duty.building_id): duty for duty in rows}


def _changes(wanted: Mapping[DutyKey, dict[str, Any]], stored: Mapping[DutyKey, Duty]) -> list[dict[str, Any]]:
    changes = []
    for key, values in wanted.items():
        duty = stored.get(key)
        if duty is not None and (duty.on_duty, duty.position) != (values["on_duty"], values["position"]):
            changes.append({"id": duty.id, "on_duty": values["on_duty"], "position": values["position"]})
    return changes

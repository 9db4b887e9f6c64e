"""Looking at health files: who may, and the look is written down in the same transaction, before anything is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from domain.doors import Door
from domain.health import NoteKind, normal_in_a_row
from domain.refusals import Refused
from domain.roll_call import TRIES
from models import (
    Building,
    Community,
    Duty,
    HealthFile,
    HealthNote,
    HealthView,
    Household,
    Message,
    Resident,
    Worker,
)
from services.alerting.stand_ins import posts_of
from services.day.clock import local_day
from services.health.endings import heard_lately
from services.roster.communities import UnknownName
from services.staff import audit

OFFICE = frozenset({"office", "duty"})
LEFT_OUT = "dropped"  # a call that was not placed: too late, or there was no need any more


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline; `tenths` of a degree, `by` who wrote it, `outcome` what the carrier says of a call."""

    at: datetime
    kind: str
    tenths: int | None
    words: str
    verified: bool
    by: str | None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A look at the file."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as it is shown, its timeline and views oldest first.

    `next_at`: when the line calls next; `normal_days`: how many of the three that close it have been. None once closed.
    """

    id: int
    building: str
    unit: str
    room: str
    name: str
    opened_at: datetime
    closed_at: datetime | None
    reason: str
    next_at: datetime | None = None
    normal_days: int | None = None
    timeline: tuple[Line, ...] = ()
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, when and why."""

    worker: Worker
    why: str
    now: datetime


def list_files(session: Session, look: Look, unless_seen_since: datetime | None = None) -> list[ShownFile]:
    """The open files that this worker may see, without their timelines. Every one of them counts as looked at.

    What this worker has looked at since an instant is not written down anew: for a list that is sorted and paged.
    """
    grids = _reach(session, look.worker, look.now)
    rows = session.execute(_files(look.worker.community_id).where(HealthFile.closed_at.is_(None)))
    seen = [row for row in rows if grids is None or row.Household.grid_id in grids]
    known = _seen_since(session, look.worker, unless_seen_since) if unless_seen_since is not None else set()
    _log(session, look, [row.HealthFile for row in seen if row.HealthFile.id not in known])
    return [_shown(row) for row in seen]


def _seen_since(session: Session, worker: Worker, since: datetime) -> set[int]:
    mine = HealthView.worker_id == worker.id, HealthView.at >= since
    return set(session.scalars(select(HealthView.file_id).where(*mine)))


def show_file(session: Session, file_id: int, look: Look) -> ShownFile:
    """One file with its timeline. UnknownName where there is none of this number for this worker."""
    row = _file_row(session, look.worker, file_id, look.now)
    _log(session, look, [row.HealthFile])
    return _whole(session, row, look.now)


def hold_file(session: Session, file_id: int, worker: Worker, now: datetime) -> HealthFile:
    """The file, locked, for who may write in it. UnknownName where there is none of this number; Refused when closed."""
    _file_row(session, worker, file_id, now)
    locked = select(HealthFile).where(HealthFile.id == file_id).with_for_update()
    file = session.scalars(locked.execution_options(populate_existing=True)).one()
    if file.closed_at is not None:
        raise Refused("the file is closed; a fever opens a new one")
    return file


def may_see(session: Session, file_id: int, worker: Worker, now: datetime) -> bool:
    """Whether there is such a file for this worker; nothing of it is shown, and nothing written down."""
    try:
        _file_row(session, worker, file_id, now)
    except UnknownName:
        return False
    return True


def _file_row(session: Session, worker: Worker, file_id: int, now: datetime) -> Any:
    row = session.execute(_files(worker.community_id).where(HealthFile.id == file_id)).one_or_none()
    grids = _reach(session, worker, now)
    if row is None or (grids is not None and row.Household.grid_id not in grids):
        raise UnknownName("there is no such health file")
    return row


def show_files(session: Session, door: Door, name: str | None, look: Look) -> list[ShownFile]:
    """Every file of this door, or of one person there, the newest first. Refused where the worker may not look."""
    home = find_home(session, look.worker.community_id, door)
    _refuse_strangers(session, look.worker, home, look.now)
    statement = _files(look.worker.community_id).where(Resident.household_id == home.id)
    rows = session.execute(statement.order_by(None).order_by(HealthFile.id.desc())).all()
    chosen = [row for row in rows if name is None or row.Resident.name == name.strip()]
    _log(session, look, [row.HealthFile for row in chosen])
    return [_whole(session, row, look.now) for row in chosen]


def open_file_of(session: Session, worker: Worker, door: Door, name: str, now: datetime) -> HealthFile:
    """The open file of this person, locked, for who may write in it. Refused where there is none."""
    home = find_home(session, worker.community_id, door)
    _refuse_strangers(session, worker, home, now)
    statement = select(HealthFile).join(Resident, Resident.id == HealthFile.resident_id)
    mine = Resident.household_id == home.id, Resident.name == name.strip(), HealthFile.closed_at.is_(None)
    file = session.scalars(statement.where(*mine).with_for_update(of=HealthFile)).one_or_none()
    if file is None:
        raise Refused("there is no open health file of this person")
    return file


def refuse_but_office(session: Session, worker: Worker, now: datetime) -> None:
    """Refused for whoever is not of the office: a file is closed by nobody else."""
    if _reach(session, worker, now) is not None:
        raise Refused(f"{worker.name} is not of the office, and only the office closes a health file")


def find_home(session: Session, community_id: int, door: Door) -> Household:
    """The household behind a door. UnknownName where the roster has none."""
    statement = select(Household).join(Building, Building.id == Household.building_id)
    there = Building.name == door.building, Household.unit == door.unit, Household.room == door.room
    home = session.scalars(statement.where(Household.community_id == community_id, *there)).one_or_none()
    if home is None:
        raise UnknownName(
            "the roster has no such door; write building-unit-room, such as 3-1-1504, or 3-1504 without unit"
        )
    return home


def _reach(session: Session, worker: Worker, now: datetime) -> set[int] | None:
    """The grids whose files a worker may see; None is all of them, for the office. Stand-ins see what they stand in for."""
    duties = select(Duty.role, Duty.grid_id).where(Duty.worker_id.in_(posts_of(session, worker, now)))
    rows = session.execute(duties).all()
    if any(role in OFFICE for role, _ in rows):
        return None
    return {grid_id for role, grid_id in rows if role == "grid_worker" and grid_id is not None}


def _refuse_strangers(session: Session, worker: Worker, home: Household, now: datetime) -> None:
    grids = _reach(session, worker, now)
    if grids is not None and home.grid_id not in grids:
        raise Refused(f"{worker.name} may not see the health files of this door: it is not of their grid")


def _files(community_id: int) -> Select[HealthFile, Resident, Household, str]:
    return (
        select(HealthFile, Resident, Household, Building.name.label("building"))
        .join(Resident, Resident.id == HealthFile.resident_id)
        .join(Household, Household.id == Resident.household_id)
        .join(Building, Building.id == Household.building_id)
        .where(HealthFile.community_id == community_id)
        .order_by(HealthFile.id)
    )


def _log(session: Session, look: Look, files: Sequence[HealthFile]) -> None:
    """Write the look down. Refused without a reason."""
    if not look.why.strip():
        raise Refused("say why you look: it is written down with every view")
    session.add_all(
        HealthView(file_id=one.id, worker_id=look.worker.id, why=look.why.strip(), at=look.now) for one in files
    )
    audit.note_files(session, look.worker, files, look.why.strip(), look.now)  # and flushes


def _timeline(session: Session, file: HealthFile) -> tuple[Line, ...]:
    statement = (
        select(HealthNote, Worker.name, Message.state, Message.carrier_status)
        .outerjoin(Worker, Worker.id == HealthNote.worker_id)
        .outerjoin(Message, and_(HealthNote.kind == NoteKind.CALL, Message.dedupe_key == HealthNote.source))
        .where(HealthNote.file_id == file.id)
        .order_by(HealthNote.at, HealthNote.id)
    )
    return tuple(
        Line(
            note.at,
            note.kind,
            note.tenths,
            note.words,
            note.verified,
            by,
            LEFT_OUT if state == "dropped" else status or None,
        )
        for note, by, state, status in session.execute(statement)
    )


def _views(session: Session, file: HealthFile) -> tuple[View, ...]:
    statement = select(HealthView.at, Worker.name, HealthView.why).join(Worker, Worker.id == HealthView.worker_id)
    rows = session.execute(statement.where(HealthView.file_id == file.id).order_by(HealthView.id)).all()
    return tuple(View(at, by, why) for at, by, why in rows)


def _whole(session: Session, row: Any, now: datetime) -> ShownFile:
    """With all that stands in it, and how near its end is."""
    file: HealthFile = row.HealthFile
    shown = replace(_shown(row), timeline=_timeline(session, file), views=_views(session, file))
    if file.closed_at is not None:
        return shown
    timezone = session.get_one(Community, file.community_id).timezone
    days = heard_lately(session, file, local_day(now, timezone), timezone)[:-1]
    return replace(shown, normal_days=normal_in_a_row(days))


def _shown(row: Any) -> ShownFile:
    file, home = row.HealthFile, row.Household
    where = (row.building, home.unit, home.room, row.Resident.name)
    next_at = file.next_at if file.tries < TRIES else None  # when nobody answers the last try, the worker asks
    return ShownFile(file.id, *where, file.opened_at, file.closed_at, file.reason, next_at)

"""The duty roster at the console: who is there for what and when, who stands in for whom, whose grid it is."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from models import Building, Duty, Grid, StandIn, Worker
from services.alerting.stand_ins import replaced_at, who_acts


@dataclass(frozen=True, slots=True)
class Post:
    """A duty: of which grid or building, at which hours, and who does it now."""

    worker: str
    role: str
    place: str
    phone: str
    on_duty: str
    acts: str  # another's name while somebody stands in


@dataclass(frozen=True, slots=True)
class NotedAbsence:
    """Somebody is away, or will be; `ends` None: until they are back."""

    worker_id: int
    worker: str
    by: str
    begins: datetime
    ends: datetime | None


def list_posts(session: Session, community_id: int, now: datetime) -> list[Post]:
    """Every duty, in the order of the staff's file."""
    replaced = replaced_at(session, community_id, now)
    names = {one.id: one.name for one in list_staff(session, community_id)}
    rows = session.execute(
        select(Duty, Worker, Grid.name, Building.name)
        .join(Worker, Worker.id == Duty.worker_id)
        .outerjoin(Grid, Grid.id == Duty.grid_id)
        .outerjoin(Building, Building.id == Duty.building_id)
        .where(Duty.community_id == community_id)
        .order_by(Duty.position, Duty.id)
    ).all()
    return [
        Post(
            worker=worker.name,
            role=duty.role,
            place=grid or building or "",
            phone=worker.phone,
            on_duty=duty.on_duty,
            acts="" if (acts := who_acts(worker.id, replaced)) == worker.id else names[acts],
        )
        for duty, worker, grid, building in rows
    ]


def duties_seen(session: Session, community_id: int, now: datetime) -> str:
    """What the staff's page shows of who does what, in short: the same while nobody has changed any of it."""
    posts = [(one.worker, one.role, one.place, one.acts) for one in list_posts(session, community_id, now)]
    absences = [
        (one.worker_id, one.by, one.begins.isoformat(), str(one.ends))
        for one in list_absences(session, community_id, now)
    ]
    return hashlib.sha256(json.dumps([posts, absences]).encode()).hexdigest()[:16]


def list_staff(session: Session, community_id: int) -> list[Worker]:
    """Everybody of the staff, in the order they came."""
    return list(session.scalars(select(Worker).where(Worker.community_id == community_id).order_by(Worker.id)))


def list_grids(session: Session, community_id: int) -> list[Grid]:
    """The community's grids."""
    return list(session.scalars(select(Grid).where(Grid.community_id == community_id).order_by(Grid.id)))


def list_absences(session: Session, community_id: int, now: datetime) -> list[NotedAbsence]:
    """Who is away or will be, the earliest first."""
    by = aliased(Worker)
    rows = session.execute(
        select(StandIn, Worker.name, by.name)
        .join(Worker, Worker.id == StandIn.worker_id)
        .join(by, by.id == StandIn.stand_in_id)
        .where(StandIn.community_id == community_id, or_(StandIn.ends.is_(None), StandIn.ends > now))
        .order_by(StandIn.begins, StandIn.id)
    )
    return [NotedAbsence(row.worker_id, away, stands_in, row.begins, row.ends) for row, away, stands_in in rows]

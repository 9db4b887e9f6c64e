"""Who of the staff is there for a door right now, whoever stands in for them included."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from domain.alerts import Team
from domain.duty import is_on_duty
from domain.staff_lists import DISTRICT
from models import Community, Duty, Grid, Household, StandIn, Worker
from services.alerting.stand_ins import replaced_at, who_acts
from services.roster.communities import UnknownName
from services.roster.places import Place


def team_for(session: Session, place: Place, now: datetime) -> Team:
    """The people of the ladder for this door who are on duty at this instant."""
    rows = _duties(session, place)
    at = _local_time(session, place.community_id, now)
    replaced = replaced_at(session, place.community_id, now)

    def there(role: str, **where: int | None) -> list[int]:
        return [
            who_acts(duty.worker_id, replaced)
            for duty in rows
            if duty.role == role
            and is_on_duty(duty.on_duty, at)
            and all(getattr(duty, key) == value for key, value in where.items())
        ]

    workers = there("grid_worker", grid_id=place.grid_id) if place.grid_id else []
    in_building = {"building_id": place.building_id}
    building = [*there("cadre", **in_building), *there("volunteer", **in_building)] if place.building_id else []
    return Team(
        grid_worker=workers[0] if workers else None,
        building=tuple(dict.fromkeys(building)),
        duty=tuple(dict.fromkeys(there("duty") or there("office"))),
        office=tuple(dict.fromkeys(there("office"))),
    )


def office_team(session: Session, community_id: int, now: datetime) -> Team:
    """Who is told what is about no single door: the duty telephones and the office that are on duty, all at once."""
    return Team(duty=desk_team(session, community_id, now))


def desk_team(session: Session, community_id: int, now: datetime, *, off_duty_too: bool = False) -> tuple[int, ...]:
    """The duty telephones, then the office: those on duty, or all."""
    at = _local_time(session, community_id, now)
    duties = session.scalars(
        select(Duty)
        .where(Duty.community_id == community_id, Duty.role.in_(("duty", "office")))
        .order_by(Duty.role, Duty.position, Duty.id)
    )
    replaced = replaced_at(session, community_id, now)
    there = (who_acts(one.worker_id, replaced) for one in duties if off_duty_too or is_on_duty(one.on_duty, at))
    return tuple(dict.fromkeys(there))


def _duties(session: Session, place: Place) -> Sequence[Duty]:
    """The duties that can matter for a door: its grid's, its building's, and the duty telephones."""
    concerns = or_(
        Duty.grid_id == place.grid_id, Duty.building_id == place.building_id, Duty.role.in_(("duty", "office"))
    )
    statement = select(Duty).where(Duty.community_id == place.community_id, concerns)
    fresh = {"populate_existing": True}  # a grid may have changed hands since this session saw its duty
    return session.scalars(statement.order_by(Duty.position, Duty.id).execution_options(**fresh)).all()


def hold_grid(session: Session, grid_id: int | None) -> None:
    """Until this transaction ends the grid stays in the hands it is in, so that what is told now is handed over later.

    Whoever locks an alert as well locks it first. SQLite has one writer at a time and needs nothing.
    """
    if grid_id is not None:
        session.execute(select(Grid.id).where(Grid.id == grid_id).with_for_update(read=True, key_share=True))


def _local_time(session: Session, community_id: int, now: datetime) -> time:
    timezone = session.scalars(select(Community.timezone).where(Community.id == community_id)).one()
    return now.astimezone(ZoneInfo(timezone)).time()


def people_to_ring(session: Session, place: Place, now: datetime) -> tuple[str, ...]:
    """Numbers for a caller who wants a person: grid worker, cadre, duty telephone.

    With the grid worker off duty straight to the last, unless nobody is there either.
    """
    team = team_for(session, place, now)
    chosen = [team.grid_worker] if team.grid_worker else []
    if chosen or not team.duty:
        chosen += list(team.building[:1])
    chosen += list(team.duty[:1])
    numbers = {
        row.id: row.phone for row in session.execute(select(Worker.id, Worker.phone).where(Worker.id.in_(chosen)))
    }
    return tuple(dict.fromkeys(numbers[worker] for worker in chosen))


def grid_worker_of(session: Session, grid_id: int | None, now: datetime) -> int | None:
    """The grid's own worker, on duty or not, or who stands in for them."""
    return _first(session, (Duty.role == "grid_worker", Duty.grid_id == grid_id), now)


def list_keeper(session: Session, place: Place, now: datetime) -> int | None:
    """Whose list an item of this door is on: the grid's own worker, else the office, on duty or not."""
    worker = grid_worker_of(session, place.grid_id, now) if place.grid_id is not None else None
    if worker is not None:
        return worker
    return _first(session, (Duty.community_id == place.community_id, Duty.role == "office"), now)


def _first(session: Session, where: tuple[ColumnElement[bool], ...], now: datetime) -> int | None:
    """Whoever acts for the first of the file who has such a duty."""
    statement = select(Duty.worker_id, Duty.community_id).where(*where).order_by(Duty.position, Duty.id).limit(1)
    row = session.execute(statement).one_or_none()
    return None if row is None else who_acts(row.worker_id, replaced_at(session, row.community_id, now))


def rooms_of(session: Session, worker_id: int) -> set[str]:
    """The room numbers this worker has to do with: their grids' and their buildings', and of those they ever stood in for."""
    stood_for = select(StandIn.worker_id).where(StandIn.stand_in_id == worker_id)
    theirs = or_(Duty.worker_id == worker_id, Duty.worker_id.in_(stood_for))
    grids = select(Duty.grid_id).where(theirs, Duty.grid_id.is_not(None))
    buildings = select(Duty.building_id).where(theirs, Duty.building_id.is_not(None))
    doors = select(Household.room).where(Household.grid_id.in_(grids) | Household.building_id.in_(buildings))
    return set(session.scalars(doors.distinct()))


def worker_by_number(session: Session, community_id: int, number: str) -> Worker | None:
    """The worker this telephone belongs to; who is of the district alone is a stranger to the line."""
    if not number:
        return None
    return session.scalar(_BY_NUMBER, {"community": community_id, "number": number})


# Put together once: every call and every text asks it.
_DUTIES = select(Duty.id).where(Duty.worker_id == Worker.id)
_BY_NUMBER = (
    select(Worker)
    .where(
        Worker.community_id == bindparam("community"),
        or_(Worker.phone == bindparam("number"), Worker.phone2 == bindparam("number")),
        or_(~_DUTIES.exists(), _DUTIES.where(Duty.role != DISTRICT).exists()),
    )
    .order_by(Worker.id)
    .limit(1)
)


def worker_named(session: Session, community_id: int, name: str) -> Worker:
    """The member of the staff of this name. UnknownName if nobody is."""
    worker = session.scalar(select(Worker).where(Worker.community_id == community_id, Worker.name == name.strip()))
    if worker is None:
        raise UnknownName(f"nobody of the staff is called {name!r}; their names are those of the staff list")
    return worker

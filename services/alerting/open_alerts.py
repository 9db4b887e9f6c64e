"""The alerts that are not done, as the office's board shows them: only those of a worker's own doors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from models import Alert, Household, Worker
from services.alerting.ladder import NOBODY, told_last
from services.staff.areas import StaffArea


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert; `value` in tenths only for who may see it, `worker` who has it. `household_id` None: not of the roster."""

    id: int
    household_id: int | None
    building: str
    unit: str
    room: str
    kind: str
    value: int | None
    unverified: bool
    state: str
    step: str  # 0 text, 1 call, 2 team, 3 duty telephone; nobody: none of them is on duty
    worker: str | None
    raised_at: datetime
    taken_at: datetime | None
    trouble: str = ""  # of the line's own, in words: nobody on duty, a number that takes no texts


def open_alerts(
    session: Session, worker: Worker, area: StaffArea, closed_since: datetime | None = None
) -> list[OpenAlert]:
    """Those nobody has first, the oldest before the others; last, the newest first, those closed since an instant.

    A door that the roster does not know is the office's.
    """
    wanted: ColumnElement[bool] = Alert.state != "done"
    if closed_since is not None:
        wanted |= Alert.closed_at >= closed_since
    rows = session.execute(
        select(Alert, Household.grid_id, Household.building_id, Worker.name, told_last(Alert.id).scalar_subquery())
        .outerjoin(Household, Household.id == Alert.household_id)
        .outerjoin(Worker, Worker.id == Alert.worker_id)
        .where(Alert.community_id == worker.community_id, wanted)
        .order_by(Alert.raised_at, Alert.id)
    ).all()
    seen = [
        shown(alert, grid_id, name, area, told)
        for alert, grid_id, building_id, name, told in rows
        if is_theirs(alert, grid_id, building_id, worker, area)
    ]
    done = [one for one in seen if one.state == "done"]
    return [*sorted((one for one in seen if one.state != "done"), key=lambda one: one.state != "open"), *done[::-1]]


def is_theirs(alert: Alert, grid_id: int | None, building_id: int | None, worker: Worker, area: StaffArea) -> bool:
    """Whether somebody of the staff may see an alert of this grid and building."""
    if alert.household_id:
        return area.holds(grid_id, building_id)
    return area.is_office or alert.worker_id == worker.id


def shown(alert: Alert, grid_id: int | None, taker: str | None, area: StaffArea, told: str | None) -> OpenAlert:
    """The alert as it may be seen from this area; `told` is what `told_last` finds."""
    return OpenAlert(
        id=alert.id,
        household_id=alert.household_id,
        building=alert.building,
        unit=alert.unit,
        room=alert.room,
        kind=alert.kind,
        value=alert.tenths if area.shows_health(grid_id) else None,
        unverified=alert.unverified,
        state=alert.state,
        step=NOBODY if told == NOBODY else str(max(alert.step, 0)),
        worker=taker,
        raised_at=alert.raised_at,
        taken_at=alert.taken_at,
        trouble=alert.note if alert.kind == AlertKind.SYSTEM else "",
    )

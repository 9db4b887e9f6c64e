"""The alerts that are not done, as the office's board shows them: only those of a worker's own doors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Alert, Household, Worker
from services.staff_areas import StaffArea


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
    step: int  # 0 text, 1 call, 2 team, 3 duty telephone
    worker: str | None
    raised_at: datetime
    taken_at: datetime | None


def open_alerts(session: Session, worker: Worker, area: StaffArea) -> list[OpenAlert]:
    """Those nobody has first, the oldest before the others. A door that the roster does not know is the office's."""
    rows = session.execute(
        select(Alert, Household.grid_id, Household.building_id, Worker.name)
        .outerjoin(Household, Household.id == Alert.household_id)
        .outerjoin(Worker, Worker.id == Alert.worker_id)
        .where(Alert.community_id == worker.community_id, Alert.state != "done")
        .order_by(Alert.raised_at, Alert.id)
    ).all()
    shown = [
        OpenAlert(
            id=alert.id,
            household_id=alert.household_id,
            building=alert.building,
            unit=alert.unit,
            room=alert.room,
            kind=alert.kind,
            value=alert.tenths if area.shows_health(grid_id) else None,
            unverified=alert.unverified,
            state=alert.state,
            step=max(alert.step, 0),
            worker=name,
            raised_at=alert.raised_at,
            taken_at=alert.taken_at,
        )
        for alert, grid_id, building_id, name in rows
        if (area.holds(grid_id, building_id) if alert.household_id else area.is_office or alert.worker_id == worker.id)
    ]
    return sorted(shown, key=lambda one: one.state != "open")

"""The codes of alerts: four digits for one alert and one person, until it is closed or in other hands."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.alerts import pick_code
from models import Alert, AlertCode, AlertStep, Worker
from services.alerting.duty import rooms_of

HANDED_OVER = "handed_over"  # the step that says this worker has no more to do with the alert


def code_for(session: Session, alert: Alert, worker_id: int) -> str:
    """The worker's code for this alert, drawn when it is first needed, and anew for whom it had been taken from."""
    mine = select(AlertCode).where(AlertCode.alert_id == alert.id, AlertCode.worker_id == worker_id)
    known = session.scalars(mine).one_or_none()
    if known is not None and known.closed_at is None:
        return known.code
    code = _draw(session, worker_id)
    if known is not None:
        known.code, known.closed_at = code, None
    else:
        session.add(AlertCode(alert_id=alert.id, worker_id=worker_id, code=code))
    session.flush()
    return code


def _draw(session: Session, worker_id: int) -> str:
    session.execute(select(Worker.id).where(Worker.id == worker_id).with_for_update())  # one draw at a time per worker
    open_codes = set(
        session.scalars(select(AlertCode.code).where(AlertCode.worker_id == worker_id, AlertCode.closed_at.is_(None)))
    )
    return pick_code(lambda: 1000 + secrets.randbelow(9000), open_codes, rooms_of(session, worker_id))


def take_codes(session: Session, alert: Alert, workers: Collection[int], now: datetime) -> None:
    """The alert is in other hands: what these workers answer changes nothing any more."""
    mine = AlertCode.alert_id == alert.id, AlertCode.worker_id.in_(workers), AlertCode.closed_at.is_(None)
    session.execute(update(AlertCode).where(*mine).values(closed_at=now))
    session.add_all(AlertStep(alert_id=alert.id, what=HANDED_OVER, worker_id=worker, at=now) for worker in workers)
    session.flush()


def is_handed_over(session: Session, alert: Alert, worker_id: int) -> bool:
    """Whether the alert was taken out of this worker's hands, and has not been given back since."""
    mine = AlertCode.alert_id == alert.id, AlertCode.worker_id == worker_id, AlertCode.closed_at.is_(None)
    given = AlertStep.alert_id == alert.id, AlertStep.worker_id == worker_id, AlertStep.what == HANDED_OVER
    was_theirs = session.scalar(select(AlertStep.id).where(*given).limit(1)) is not None
    return was_theirs and session.scalar(select(AlertCode.id).where(*mine)) is None

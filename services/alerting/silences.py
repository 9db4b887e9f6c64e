"""A silence that is broken: who was missing has been heard of or seen, and nobody is sent to look for them any more."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

import prompts
from domain.alerts import HEALTH, AlertKind
from domain.visits import VisitOutcome
from models import Alert, Pause, Reading, Visit, Worker
from models.alert import NOT_DONE
from services.alerting.alert_answers import close_alert
from services.alerting.ladder import note_step
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import place_text
from services.texting.threads import refusing_texts

HEARD = "heard"  # the step of an alert that ended because of it
_ILLNESS = aliased(Alert)

# Only what is sure counts: no telephone that is not theirs, nobody who said "not measured yet", and no closed door.
_REPORTED = exists().where(
    Reading.resident_id == Alert.resident_id,
    Reading.at >= Alert.raised_at,
    Reading.verified,
    Reading.withdrawn_at.is_(None),
)
_SEEN = exists().where(
    Visit.community_id == Alert.community_id,
    Visit.household_id == Alert.household_id,
    or_(Visit.resident_id.is_(None), Visit.resident_id == Alert.resident_id),
    Visit.at >= Alert.raised_at,
    Visit.outcome != VisitOutcome.NOBODY_HOME,
    Visit.withdrawn_at.is_(None),
)
_PAUSED = exists().where(Pause.resident_id == Alert.resident_id, Pause.at >= Alert.raised_at, Pause.ended_at.is_(None))
_ILL = exists().where(
    _ILLNESS.community_id == Alert.community_id,
    _ILLNESS.household_id == Alert.household_id,
    or_(_ILLNESS.resident_id.is_(None), _ILLNESS.resident_id == Alert.resident_id),
    _ILLNESS.klass == HEALTH,
    _ILLNESS.raised_at >= Alert.raised_at,
    ~_ILLNESS.unverified,
)


def is_broken() -> ColumnElement[bool]:
    """Whether an alert is of a silence, and whoever was silent has been heard of since: by report, visit, pause or illness."""
    silent = Alert.kind == AlertKind.SILENT
    return and_(true(), NOT_DONE, silent, or_(_REPORTED, _SEEN, _PAUSED, _ILL))


def end_broken(session: Session, now: datetime, most: int = 50) -> int:
    """Close these alerts and tell everybody who was sent to look; safe to run in two processes at once. Returns how many."""
    statement = select(Alert).where(is_broken()).order_by(Alert.id).limit(most)
    broken = session.scalars(statement.with_for_update(of=Alert, skip_locked=True)).all()
    for alert in broken:
        note_step(session, alert, HEARD, now)
        _tell(session, alert, now)
        close_alert(session, alert, None, "", now)
    return len(broken)


def _tell(session: Session, alert: Alert, now: datetime) -> None:
    """Once each; not who was at the door themselves."""
    there = select(Visit.worker_id).where(Visit.household_id == alert.household_id, Visit.at >= alert.raised_at)
    told = outbox.told_workers(session, alert.id)
    for worker_id in sorted(set(told) - set(session.scalars(there)) - refusing_texts(session, told)):
        worker = session.get_one(Worker, worker_id)
        door = place_text(worker.language, alert)
        body = prompts.text(worker.language, "sms.heard_of", door=door)
        draft = Draft.to_worker(worker, f"alert:{alert.id}:heard:{worker_id}", "notice", Priority.REPLY, body=body)
        outbox.put(session, draft, now)

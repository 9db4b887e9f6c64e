"""The ladder of an alert: whom it tells when, until a person answers; its codes and its history."""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.alerts import WITH_OFFICE, AlertKind, Rung, Step, Team, climb
from domain.temperature import is_fever
from models import Alert, AlertCode, AlertStep, Message, Worker
from services.alerting.alert_codes import code_for
from services.alerting.duty import hold_grid, office_team, team_for
from services.roster.places import Place, household_place, keyed_place
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import alert_text
from services.texting.threads import refusing_texts

NOBODY = "nobody"  # the step of an alert for which none of its people is on duty
LOOK = timedelta(seconds=30)  # between two looks at the deadlines: a second, more in a simulated day

log = structlog.get_logger()


def urge(session: Session, alert: Alert, now: datetime) -> None:
    """Short of breath: text and call together, at once."""
    if alert.state != "open" or alert.step > Step.CALL:
        return
    if alert.told != what_is_known(alert):
        start_again(session, alert, now)
    if alert.step == Step.TEXT:
        climb_alert(session, alert, now)


def start_again(session: Session, alert: Alert, now: datetime) -> None:
    """Climb from the foot, with the same codes; the round makes its texts new ones."""
    alert.step, alert.rung, alert.round = int(Step.NONE), 0, alert.round + 1
    climb_alert(session, alert, now)


def climb_alert(session: Session, alert: Alert, now: datetime) -> None:
    """Tell the next one on the ladder and set the next deadline."""
    rung = Rung(Step(alert.step), alert.rung, alert.round)
    step = climb(rung, _team(session, alert, now))
    alert.step, alert.rung, alert.round = int(step.rung.step), step.rung.place, step.rung.round
    alert.next_at = now + step.wait
    refusing = refusing_texts(session, step.text)
    for worker_id in step.text:
        if worker_id not in refusing:
            _text(session, alert, worker_id, now)
    for worker_id in dict.fromkeys([*step.call, *(one for one in step.text if one in refusing)]):
        _call(session, alert, worker_id, now)
    if step.reaches_nobody and session.scalar(told_last(alert.id)) != NOBODY:  # it looks again each minute
        note_step(session, alert, NOBODY, now)


def _team(session: Session, alert: Alert, now: datetime) -> Team:
    if alert.kind == AlertKind.CLUSTER:
        return office_team(session, alert.community_id, now)
    place = alert_place(session, alert)
    hold_grid(session, place.grid_id)
    return team_for(session, place, now)


def what_is_known(alert: Alert) -> str:
    """What the texts of an alert say, in no language: compared to see whether there is more to tell."""
    return f"{alert.kind} {alert.tenths or ''} {alert.symptoms}"


def _text(session: Session, alert: Alert, worker_id: int, now: datetime) -> None:
    worker = session.get_one(Worker, worker_id)
    again = alert.round > 0 and worker_id in outbox.told_workers(session, alert.id)
    body = alert_text(worker.language, alert, code_for(session, alert, worker_id), again=again)
    alert.told = what_is_known(alert)
    _put(session, alert, worker, "sms", body, now)
    note_step(session, alert, "text", now, worker_id)


def _call(session: Session, alert: Alert, worker_id: int, now: datetime) -> None:
    code_for(session, alert, worker_id)  # a call's recipient can answer by text too
    _put(session, alert, session.get_one(Worker, worker_id), "call", "", now)
    note_step(session, alert, "call", now, worker_id)


def open_alerts_told_to(session: Session, worker_id: int) -> list[Alert]:
    """What is open and has a code of this worker, oldest first."""
    mine = select(AlertCode.alert_id).where(AlertCode.worker_id == worker_id, AlertCode.closed_at.is_(None))
    return list(session.scalars(select(Alert).where(Alert.id.in_(mine), Alert.state == "open").order_by(Alert.id)))


def call_about(session: Session, alert: Alert, worker: Worker, why: str, now: datetime) -> None:
    """Call a worker about an alert outside the ladder, once for each `why`; its failure skips no step."""
    draft = Draft.to_worker(
        worker,
        f"alert:{alert.id}:{worker.id}:{why}",
        "alert",
        Priority.ALERT,
        channel="call",
        alert_id=alert.id,
        step=-1,
    )
    outbox.put(session, draft, now)


def _put(session: Session, alert: Alert, worker: Worker, channel: str, body: str, now: datetime) -> None:
    key = f"alert:{alert.id}:{alert.step}:{worker.id}:{channel}:alert:{alert.round}"
    draft = Draft.to_worker(
        worker, key, "alert", Priority.ALERT, channel=channel, body=body, alert_id=alert.id, step=alert.step
    )
    outbox.put(session, draft, now)


def alert_place(session: Session, alert: Alert) -> Place:
    """Where the alert is."""
    if alert.household_id is not None:
        return household_place(session, alert.household_id)
    return keyed_place(session, alert.community_id, alert.building, alert.unit, alert.room)


def note_step(
    session: Session, alert: Alert, what: str, now: datetime, worker_id: int | None = None, note: str = ""
) -> None:
    """Write down what happened to the alert."""
    session.add(AlertStep(alert_id=alert.id, what=what, worker_id=worker_id, note=note, at=now))


def skip_step(session: Session, alert_id: int, step: int, channel: str, now: datetime) -> None:
    """The carrier will never reach this step's recipient: the next step is due at once.

    Behind the duty telephone there is no step: where it cannot be called, once, the office is told as well.
    """
    if step == Step.DUTY and channel == "call":
        at_duty = Alert.id == alert_id, Alert.state == "open", Alert.step == step, Alert.rung != WITH_OFFICE
        session.execute(update(Alert).where(*at_duty).values(rung=WITH_OFFICE, next_at=now))
    session.execute(
        update(Alert)
        .where(Alert.id == alert_id, Alert.state == "open", Alert.step == step, Alert.step < Step.DUTY)
        .values(next_at=now)
    )


def skip_steps_of(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """These messages were refused for good: the steps they stood for are skipped."""
    refused = Message.id.in_(message_ids), Message.alert_id.is_not(None)
    for alert_id, step, channel in session.execute(
        select(Message.alert_id, Message.step, Message.channel).where(*refused)
    ):
        if alert_id is not None:
            skip_step(session, alert_id, step, channel, now)


def tell_more(session: Session, call_sid: str, now: datetime) -> None:
    """The call has ended: what it added (a fever's value, symptoms) goes to the same people, with the same code."""
    for alert in session.scalars(select(Alert).where(Alert.call_sid == call_sid, Alert.state != "done")).all():
        has_more = is_fever(alert.tenths or 0) or alert.symptoms
        if not has_more or alert.told == what_is_known(alert):
            continue
        for worker_id in outbox.told_workers(session, alert.id):
            tell(session, alert, session.get_one(Worker, worker_id), now)
        alert.told = what_is_known(alert)


def tell(session: Session, alert: Alert, worker: Worker, now: datetime, why: str = "more") -> None:
    """Tell a worker what is known, with their code and outside the ladder, once for each `why`: its failure skips no step."""
    why = f"{why}:{alert.kind}:{alert.tenths}:{alert.symptoms}"
    code = code_for(session, alert, worker.id)
    if refusing_texts(session, [worker.id]):
        call_about(session, alert, worker, why, now)
        return
    body = alert_text(worker.language, alert, code)
    key, no_step = f"alert:{alert.id}:more:{worker.id}:{why}", -1
    draft = Draft.to_worker(worker, key, "alert", Priority.ALERT, body=body, alert_id=alert.id, step=no_step)
    outbox.put(session, draft, now)
    note_step(session, alert, "told", now, worker.id)


def told_last(alert: int | InstrumentedAttribute[int]) -> Select[str]:
    """How the ladder told somebody last of an alert: text, call, or `NOBODY`."""
    tells = AlertStep.alert_id == alert, AlertStep.what.in_(("text", "call", NOBODY))
    return select(AlertStep.what).where(*tells).order_by(AlertStep.id.desc()).limit(1)


def climbs(now: datetime) -> ColumnElement[bool]:
    """Whether the deadline of an alert has passed."""
    return and_(Alert.state != "done", Alert.next_at <= now)


def climb_due_alerts(session: Session, now: datetime, most: int = 50) -> int:
    """Climb every open alert whose deadline has passed; safe to run in two processes at once. Returns how many."""
    statement = select(Alert).where(climbs(now)).order_by(Alert.next_at).limit(most)
    due = session.scalars(statement.with_for_update(skip_locked=True)).all()
    for alert in due:
        _climb_by_itself(session, alert, now)
    return len(due)


def _climb_by_itself(session: Session, alert: Alert, now: datetime) -> None:
    """One alert that cannot climb holds up no other; it is tried again at the next look."""
    alert_id, late = alert.id, now - (alert.next_at or now)
    try:
        with session.begin_nested():
            if alert.state == "taken":
                _resume(session, alert, now)
            else:
                climb_alert(session, alert, now)
            # The look came a little after the deadline: the next deadline does not.
            alert.next_at = (alert.next_at or now) - min(late, LOOK)
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.error("alert cannot climb", alert=alert_id, reason=type(error).__name__)


def _resume(session: Session, alert: Alert, now: datetime) -> None:
    """Whoever took it has told nothing since: it is open again, from the ladder's foot."""
    note_step(session, alert, "resumed", now, alert.worker_id)
    alert.state, alert.worker_id, alert.taken_at = "open", None, None
    start_again(session, alert, now)

"""What people do about an alert: somebody takes it, was there in vain, closes it; the ladder stops and the others are told."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.health import NoteKind
from models import Alert, AlertCode, AlertStep, Community, Worker
from services.alerting.alert_codes import is_handed_over
from services.alerting.ladder import call_about, note_step, tell
from services.day.steps import plan_of
from services.health.files import Note, note_result
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import place_text
from services.texting.threads import refusing_texts

ASSIGNED = "assigned"  # the step that names whom the office gave the alert to
MERGED = "merged"  # the step that names, in its note, the alert this one became part of
RESULT_WITHIN = timedelta(minutes=30)  # taken without a result, the ladder resumes: a guessed code silences nothing
ERRAND_WITHIN = timedelta(hours=4)  # a medicine takes the way to the pharmacy and back
ANSWER_WITHIN = timedelta(minutes=10)  # given to somebody who does not answer, the ladder resumes


def standing_alert(session: Session, alert_id: int) -> int:
    """The alert that stands for this one: itself, or what it was merged into. Its code was texted and is still answered."""
    merged = select(AlertStep.note).where(AlertStep.alert_id == alert_id, AlertStep.what == MERGED).limit(1)
    into = session.scalar(merged)
    return standing_alert(session, int(into)) if into else alert_id


class OvertakenError(Exception):
    """Somebody else took the alert between the question to a worker on the telephone and the key."""


class Taking:
    """What became of a worker's answer."""

    TAKEN = "taken"
    ALREADY_YOURS = "already_yours"
    ALREADY_TAKEN = "already_taken"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


def take_alert(session: Session, alert_id: int, worker_id: int, now: datetime) -> str:
    """A person answered: the ladder stops, the others are told once. Returns one of Taking."""
    alert = hold_alert(session, standing_alert(session, alert_id))
    if alert.state == "done":
        return Taking.CLOSED
    if is_handed_over(session, alert, worker_id):
        return Taking.HANDED_OVER
    if alert.state == "taken" and alert.worker_id == worker_id and _waits_for_answer(session, alert):
        alert.taken_at, alert.next_at = now, result_by(session, alert, now)
        note_step(session, alert, "taken", now, worker_id)
        return Taking.TAKEN
    if alert.state == "taken":
        return Taking.ALREADY_YOURS if alert.worker_id == worker_id else Taking.ALREADY_TAKEN
    _give(session, alert, worker_id, "taken", now)
    alert.next_at = result_by(session, alert, now)
    _tell_others(session, alert, worker_id, now)
    return Taking.TAKEN


def result_by(session: Session, alert: Alert, now: datetime) -> datetime:
    """When whoever takes it now must have told what came of it; of a medicine later, and not at night."""
    if alert.kind != AlertKind.MEDICINE:
        return now + RESULT_WITHIN
    community = session.get_one(Community, alert.community_id)
    return plan_of(community).wakes(now + ERRAND_WITHIN, community.timezone)


def hold_alert(session: Session, alert_id: int) -> Alert:
    """The alert as it is now, locked until the transaction ends."""
    statement = select(Alert).where(Alert.id == alert_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def assign_alert(session: Session, alert: Alert, to: Worker, by: Worker, now: datetime) -> None:
    """The office gives an alert it holds to somebody, whoever had it: told by text and call, with ten minutes to answer.

    To take it oneself is to have answered.
    """
    if to.id == by.id:
        _give(session, alert, to.id, "taken", now)
        alert.next_at = result_by(session, alert, now)
    else:
        _give(session, alert, to.id, ASSIGNED, now)
        alert.next_at = now + ANSWER_WITHIN
        tell(session, alert, to, now, f"{ASSIGNED}:{now.isoformat()}")
        call_about(session, alert, to, f"{ASSIGNED}:{now.isoformat()}", now)
    _tell_others(session, alert, to.id, now)


def _give(session: Session, alert: Alert, worker_id: int, what: str, now: datetime) -> None:
    alert.state, alert.worker_id, alert.taken_at = "taken", worker_id, now
    note_step(session, alert, what, now, worker_id)
    outbox.drop_pending(session, alert.id, now)


def _waits_for_answer(session: Session, alert: Alert) -> bool:
    """Whether it was given to whoever has it and they have not answered yet."""
    given = select(AlertStep.what).where(AlertStep.alert_id == alert.id, AlertStep.what.in_((ASSIGNED, "taken")))
    return session.scalar(given.order_by(AlertStep.id.desc()).limit(1)) == ASSIGNED


def _tell_others(session: Session, alert: Alert, taker_id: int, now: datetime) -> None:
    taker = session.get_one(Worker, taker_id)
    told = outbox.told_workers(session, alert.id)
    for worker_id in sorted(set(told) - {taker_id} - refusing_texts(session, told)):
        if not is_handed_over(session, alert, worker_id):
            other = session.get_one(Worker, worker_id)
            door = place_text(other.language, alert)
            body = prompts.text(other.language, "sms.taken_by", door=door, worker=taker.name)
            key = f"alert:{alert.id}:taken:{alert.round}:{worker_id}"
            outbox.put(session, Draft.to_worker(other, key, "notice", Priority.REPLY, body=body), now)


def close_alert(session: Session, alert: Alert, worker_id: int | None, note: str, now: datetime) -> None:
    """A person closes the alert: its codes change nothing any more."""
    alert.state, alert.closed_at, alert.next_at = "done", now, None
    alert.note = note or alert.note
    note_step(session, alert, "done", now, worker_id, note)
    note_result(session, alert, Note(NoteKind.NOTE, note, worker_id=worker_id), now)
    session.execute(update(AlertCode).where(AlertCode.alert_id == alert.id).values(closed_at=now))
    outbox.drop_pending(session, alert.id, now)
    session.flush()


def note_nobody_home(session: Session, alert: Alert, worker_id: int, note: str, now: datetime) -> None:
    """A result: somebody went there. It stays theirs, and the ladder rests."""
    note_step(session, alert, "nobody_home", now, worker_id, note)
    note_result(session, alert, Note(NoteKind.VISIT, f"nobody home {note}".strip(), worker_id=worker_id), now)
    alert.note = note or alert.note
    alert.next_at = None

"""Alerts from the first key to a person's answer: raised once, climbing until taken, graver opens again."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind, Rung, Step, alert_class, climb, graver, gravity, pick_code
from models import Alert, AlertCode, AlertStep, Message, Worker
from models.alert import NOT_DONE
from services import outbox
from services.alert_texts import alert_text, door_text
from services.duty import rooms_of, team_for
from services.outbox import Draft, Priority
from services.places import Place, household_place, keyed_place

MERGED = "merged"  # the step that names, in its note, the alert this one became part of
LOOK = timedelta(seconds=30)  # between two looks at the deadlines: a second, more in a simulated day
RESULT_WITHIN = timedelta(minutes=30)  # taken without a result, the ladder resumes: a guessed code silences nothing
FEVER = 373  # tenths; 37.3 and above is fever (sms.md rule 1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an alert is raised, where, and by whom it was told."""

    kind: AlertKind
    place: Place
    resident_id: int | None = None
    tenths: int | None = None
    symptoms: tuple[str, ...] = ()  # words of ivr.events.Symptom
    unverified: bool = False
    note: str = ""
    telephone: str = ""
    call_sid: str = ""

    @property
    def subject(self) -> str:
        """Whom the alert is one of: the resident, else the household, else the door as keyed, else the telephone."""
        if self.resident_id is not None:
            return f"r:{self.resident_id}"
        place = self.place
        if place.household_id is not None:
            return f"h:{place.household_id}"
        named = place.building or place.room or not self.telephone
        return f"d:{place.building}/{place.unit}/{place.room}" if named else telephone_subject(self.telephone)

    @property
    def gravity(self) -> int:
        """See domain.alerts.gravity."""
        return gravity(self.kind, breathless="breathless" in self.symptoms)


def raise_alert(session: Session, cause: Cause, now: datetime) -> Alert:
    """Raise an alert and tell the first person, or add to the one that is open for the same subject and class."""
    created = _insert(session, cause, now)
    if created is not None:
        alert = session.get_one(Alert, created)
        note_step(session, alert, "raised", now)
        climb_alert(session, alert, now)
        return alert
    held = _open_alert(session, cause.place.community_id, cause.subject, alert_class(cause.kind))
    return _grow(session, held, cause, now) if held is not None else raise_alert(session, cause, now)


def _insert(session: Session, cause: Cause, now: datetime) -> int | None:
    place = cause.place
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        builder(Alert)
        .values(
            community_id=place.community_id,
            subject=cause.subject,
            klass=alert_class(cause.kind),
            household_id=place.household_id,
            resident_id=cause.resident_id,
            building=place.building,
            unit=place.unit,
            room=place.room,
            kind=cause.kind.value,
            gravity=cause.gravity,
            tenths=cause.tenths,
            symptoms=",".join(cause.symptoms),
            unverified=cause.unverified,
            note=cause.note,
            telephone=cause.telephone,
            call_sid=cause.call_sid,
            step=int(Step.NONE),
            raised_at=now,
            next_at=now,
        )
        .on_conflict_do_nothing(index_elements=["community_id", "subject", "klass"], index_where=NOT_DONE)
        .returning(Alert.id)
    )
    return session.execute(statement).scalar_one_or_none()


def _open_alert(session: Session, community_id: int, subject: str, klass: str) -> Alert | None:
    statement = select(Alert).where(
        Alert.community_id == community_id, Alert.subject == subject, Alert.klass == klass, Alert.state != "done"
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def _grow(session: Session, alert: Alert, cause: Cause, now: datetime) -> Alert:
    """Add what is new to an open alert; graver after it was taken opens it again, with the same code."""
    alert.kind = graver(AlertKind(alert.kind), cause.kind).value
    if cause.tenths is not None:
        alert.tenths = max(alert.tenths or 0, cause.tenths)
    alert.symptoms = ",".join(dict.fromkeys([*symptoms_of(alert), *cause.symptoms]))
    alert.call_sid = cause.call_sid or alert.call_sid
    alert.unverified = alert.unverified and cause.unverified
    is_graver = cause.gravity > alert.gravity
    alert.gravity = max(alert.gravity, cause.gravity)
    if is_graver:
        note_step(session, alert, "graver", now)
    if is_graver and alert.state == "taken":
        alert.state, alert.worker_id, alert.taken_at = "open", None, None
        _start_again(session, alert, now)
    return alert


def name_ill(session: Session, household_subject: Cause, residents: list[int], now: datetime) -> None:
    """The household's alert concerns these residents: it moves to the first, the others get their own."""
    alert = _open_alert(
        session, household_subject.place.community_id, household_subject.subject, alert_class(household_subject.kind)
    )
    first, others = residents[0], residents[1:]
    if alert is not None:
        held = _open_alert(session, alert.community_id, f"r:{first}", alert.klass)
        if held is None:
            alert.subject, alert.resident_id = f"r:{first}", first
            session.flush()
        else:  # that person has an alert already: one illness, one alert
            _merge(session, alert, held, household_subject, now)
    for resident in others if alert is not None else residents:
        raise_alert(
            session,
            Cause(
                kind=household_subject.kind,
                place=household_subject.place,
                resident_id=resident,
                unverified=household_subject.unverified,
                telephone=household_subject.telephone,
                call_sid=household_subject.call_sid,
            ),
            now,
        )


def _merge(session: Session, alert: Alert, into: Alert, told_by: Cause, now: datetime) -> None:
    known = replace(told_by, kind=AlertKind(alert.kind), tenths=alert.tenths, symptoms=symptoms_of(alert))
    _grow(session, into, known, now)
    close_alert(session, alert, None, "merged", now)
    note_step(session, alert, MERGED, now, note=str(into.id))


def settle_door(session: Session, raised: Alert, cause: Cause, now: datetime) -> None:
    """The door of a telephone is known now: the alert it raised before naming one becomes part of this one."""
    subject = telephone_subject(cause.telephone)
    doorless = _open_alert(session, raised.community_id, subject, raised.klass)
    if doorless is not None and doorless.id != raised.id:
        _merge(session, doorless, raised, cause, now)


def telephone_subject(telephone: str) -> str:
    """The subject of an alert whose door nobody knows yet: one a telephone."""
    return f"t:{telephone}"


def symptoms_of(alert: Alert) -> tuple[str, ...]:
    """The symptoms that are known, in the order they were told."""
    return tuple(filter(None, alert.symptoms.split(",")))


def standing_alert(session: Session, alert_id: int) -> int:
    """The alert that stands for this one: itself, or what it was merged into. Its code was texted and is still answered."""
    merged = select(AlertStep.note).where(AlertStep.alert_id == alert_id, AlertStep.what == MERGED).limit(1)
    into = session.scalar(merged)
    return standing_alert(session, int(into)) if into else alert_id


def urge(session: Session, alert: Alert, now: datetime) -> None:
    """Short of breath: text and call together, at once."""
    if alert.state != "open" or alert.step > Step.CALL:
        return
    if alert.told != what_is_known(alert):
        _start_again(session, alert, now)
    if alert.step == Step.TEXT:
        climb_alert(session, alert, now)


def _start_again(session: Session, alert: Alert, now: datetime) -> None:
    """The ladder from its foot, with the same codes; the round makes its texts new ones."""
    alert.step, alert.rung, alert.round = int(Step.NONE), 0, alert.round + 1
    climb_alert(session, alert, now)


def climb_alert(session: Session, alert: Alert, now: datetime) -> None:
    """Tell the next one on the ladder and set the next deadline."""
    rung = Rung(Step(alert.step), alert.rung, alert.round)
    step = climb(rung, team_for(session, alert_place(session, alert), now))
    alert.step, alert.rung = int(step.rung.step), step.rung.place
    alert.round = max(alert.round, step.rung.round)
    alert.next_at = now + step.wait
    for worker_id in step.text:
        _text(session, alert, worker_id, now)
    for worker_id in step.call:
        _call(session, alert, worker_id, now)
    if step.reaches_nobody:
        note_step(session, alert, "nobody", now)


def what_is_known(alert: Alert) -> str:
    """What the texts of an alert say, in no language: compared to see whether there is more to tell."""
    return f"{alert.kind} {alert.tenths or ''} {alert.symptoms}"


def _text(session: Session, alert: Alert, worker_id: int, now: datetime) -> None:
    worker = session.get_one(Worker, worker_id)
    body = alert_text(worker.language, alert, code_for(session, alert, worker_id), again=alert.round > 0)
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


def code_for(session: Session, alert: Alert, worker_id: int) -> str:
    """The worker's code for this alert, drawn when it is first needed."""
    known = session.scalar(
        select(AlertCode.code).where(AlertCode.alert_id == alert.id, AlertCode.worker_id == worker_id)
    )
    if known is not None:
        return known
    session.execute(select(Worker.id).where(Worker.id == worker_id).with_for_update())  # one draw at a time per worker
    open_codes = set(
        session.scalars(select(AlertCode.code).where(AlertCode.worker_id == worker_id, AlertCode.closed_at.is_(None)))
    )
    rooms = rooms_of(session, worker_id)
    code = pick_code(lambda: 1000 + secrets.randbelow(9000), open_codes, rooms)
    session.add(AlertCode(alert_id=alert.id, worker_id=worker_id, code=code))
    session.flush()
    return code


def note_step(
    session: Session, alert: Alert, what: str, now: datetime, worker_id: int | None = None, note: str = ""
) -> None:
    """Write down what happened to the alert."""
    session.add(AlertStep(alert_id=alert.id, what=what, worker_id=worker_id, note=note, at=now))


def skip_step(session: Session, alert_id: int, step: int, now: datetime) -> None:
    """The carrier will never reach this step's recipient: the next step is due at once."""
    session.execute(
        update(Alert)
        .where(Alert.id == alert_id, Alert.state == "open", Alert.step == step, Alert.step < Step.DUTY)
        .values(next_at=now)
    )


def skip_steps_of(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """These messages were refused for good: the steps they stood for are skipped."""
    statement = select(Message.alert_id, Message.step).where(Message.id.in_(message_ids), Message.alert_id.is_not(None))
    for alert_id, step in session.execute(statement):
        if alert_id is not None:
            skip_step(session, alert_id, step, now)


class OvertakenError(Exception):
    """Somebody else took the alert between the question to a worker on the telephone and the key."""


class Taking:
    """What became of a worker's answer."""

    TAKEN = "taken"
    ALREADY_YOURS = "already_yours"
    ALREADY_TAKEN = "already_taken"
    CLOSED = "closed"


def take_alert(session: Session, alert_id: int, worker_id: int, now: datetime) -> str:
    """A person answered: the ladder stops, the others are told once. Returns one of Taking."""
    standing = standing_alert(session, alert_id)
    statement = select(Alert).where(Alert.id == standing).with_for_update()
    alert = session.scalars(statement.execution_options(populate_existing=True)).one()
    if alert.state == "done":
        return Taking.CLOSED
    if alert.state == "taken":
        return Taking.ALREADY_YOURS if alert.worker_id == worker_id else Taking.ALREADY_TAKEN
    alert.state, alert.worker_id, alert.taken_at, alert.next_at = "taken", worker_id, now, now + RESULT_WITHIN
    note_step(session, alert, "taken", now, worker_id)
    outbox.drop_pending(session, alert.id, now)
    _tell_others(session, alert, worker_id, now)
    return Taking.TAKEN


def _tell_others(session: Session, alert: Alert, taker_id: int, now: datetime) -> None:
    taker = session.get_one(Worker, taker_id)
    for worker_id in outbox.told_workers(session, alert.id):
        if worker_id != taker_id:
            other = session.get_one(Worker, worker_id)
            door = door_text(other.language, alert.building, alert.unit, alert.room)
            body = prompts.text(other.language, "sms.taken_by", door=door, worker=taker.name)
            key = f"alert:{alert.id}:taken:{alert.round}:{worker_id}"
            outbox.put(session, Draft.to_worker(other, key, "notice", Priority.REPLY, body=body), now)


def close_alert(session: Session, alert: Alert, worker_id: int | None, note: str, now: datetime) -> None:
    """A person closes the alert: its codes change nothing any more."""
    alert.state, alert.closed_at, alert.next_at = "done", now, None
    alert.note = note or alert.note
    note_step(session, alert, "done", now, worker_id, note)
    session.execute(update(AlertCode).where(AlertCode.alert_id == alert.id).values(closed_at=now))
    outbox.drop_pending(session, alert.id, now)
    session.flush()


def tell_more(session: Session, call_sid: str, now: datetime) -> None:
    """The call has ended: what it added (a fever's value, symptoms) goes to the same people, with the same code."""
    for alert in session.scalars(select(Alert).where(Alert.call_sid == call_sid, Alert.state != "done")).all():
        has_more = (alert.tenths or 0) >= FEVER or alert.symptoms
        if not has_more or alert.told == what_is_known(alert):
            continue
        for worker_id in outbox.told_workers(session, alert.id):
            worker = session.get_one(Worker, worker_id)
            _tell(session, alert, worker, alert_text(worker.language, alert, code_for(session, alert, worker_id)), now)
        alert.told = what_is_known(alert)


def _tell(session: Session, alert: Alert, worker: Worker, body: str, now: datetime) -> None:
    key = f"alert:{alert.id}:more:{worker.id}:{alert.kind}:{alert.tenths}:{alert.symptoms}"
    no_step = -1  # its failure skips nothing
    draft = Draft.to_worker(worker, key, "alert", Priority.ALERT, body=body, alert_id=alert.id, step=no_step)
    outbox.put(session, draft, now)
    note_step(session, alert, "told", now, worker.id)


def climb_due_alerts(session: Session, now: datetime, most: int = 50) -> int:
    """Climb every open alert whose deadline has passed; safe to run in two processes at once. Returns how many."""
    statement = select(Alert).where(Alert.state != "done", Alert.next_at <= now).order_by(Alert.next_at).limit(most)
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
    _start_again(session, alert, now)


def note_nobody_home(session: Session, alert: Alert, worker_id: int, note: str, now: datetime) -> None:
    """A result: somebody went there. It stays theirs, and the ladder rests."""
    note_step(session, alert, "nobody_home", now, worker_id, note)
    alert.note = note or alert.note
    alert.next_at = None

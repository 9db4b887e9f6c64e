"""Alerts as they are raised: once for a subject and class, graver opens again. Their ladder: `ladder`; their end: `alert_answers`."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.alerts import AlertKind, Step, alert_class, graver, gravity
from models import Alert
from models.alert import NOT_DONE
from services.alerting.alert_answers import MERGED, close_alert
from services.alerting.ladder import climb_alert, note_step, start_again
from services.health.files import note_alert
from services.roster.places import Place

AGAIN = "again"  # the step of a second report; its note is the kind, and the value in tenths if there is one


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
    matter: str = ""  # of a trouble of the line's own, so that one hides no other

    @property
    def subject(self) -> str:
        """Whom the alert is one of: the resident, else the household, else the door as keyed, else the telephone or matter."""
        if self.resident_id is not None:
            return f"r:{self.resident_id}"
        place = self.place
        if place.household_id is not None:
            return f"h:{place.household_id}"
        if self.matter:
            return f"m:{self.matter}"
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
        note_alert(session, alert, cause.kind, cause.tenths, now)
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
    same = Alert.community_id == community_id, Alert.subject == subject, Alert.klass == klass
    return session.scalars(select(Alert).where(*same, Alert.state != "done").with_for_update()).one_or_none()


def _grow(session: Session, alert: Alert, cause: Cause, now: datetime) -> Alert:
    """Add what is new to an open alert; graver after it was taken opens it again, with the same code."""
    told = cause.kind.value if cause.tenths is None else f"{cause.kind} {cause.tenths}"
    note_step(session, alert, AGAIN, now, note=told)
    alert.kind = graver(AlertKind(alert.kind), cause.kind).value
    if cause.tenths is not None:
        alert.tenths = max(alert.tenths or 0, cause.tenths)
    alert.symptoms = ",".join(dict.fromkeys([*symptoms_of(alert), *cause.symptoms]))
    alert.call_sid = cause.call_sid or alert.call_sid
    alert.unverified = alert.unverified and cause.unverified
    is_graver = cause.gravity > alert.gravity
    alert.gravity = max(alert.gravity, cause.gravity)
    note_alert(session, alert, cause.kind, cause.tenths, now)
    if is_graver:
        note_step(session, alert, "graver", now)
    if is_graver and alert.state == "taken":
        alert.state, alert.worker_id, alert.taken_at = "open", None, None
        start_again(session, alert, now)
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
            note_alert(session, alert, AlertKind(alert.kind), alert.tenths, now)
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

"""An alert at the console: all that happened to it so far, and what its people and the office do about it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.alerts import HEALTH
from domain.health import NoteKind
from domain.staff_lists import DISTRICT
from ivr.events import Result
from models import Alert, AlertStep, Duty, HealthFile, Household, Resident, Worker
from services.alerting import alert_answers
from services.alerting.alert_answers import Taking
from services.alerting.ladder import note_step, told_last
from services.alerting.open_alerts import OpenAlert, is_theirs, shown
from services.alerting.stand_ins import replaced_at
from services.calling.facts import household_telephone
from services.health.files import Note, note_result
from services.life_cycles import By
from services.needs.requests import follow_alert
from services.staff import audit
from services.staff.areas import STAFF
from services.staff.audit import Deed, What
from services.staff.sessions import SignedIn

CHANNEL = "console"  # of what a request's history says


class Deal(StrEnum):
    """What somebody at the console does about an alert."""

    TAKE = "take"
    ASSIGN = "assign"  # the office's alone
    NOTE = "note"
    NOBODY_HOME = "nobody_home"
    CLOSE = "close"


NOTED = {
    Deal.TAKE: What.TOOK_ALERT,
    Deal.ASSIGN: What.ASSIGNED_ALERT,
    Deal.NOTE: What.NOTED_ALERT,
    Deal.NOBODY_HOME: What.NOTED_ALERT,
    Deal.CLOSE: What.CLOSED_ALERT,
}
RESULTS = {Deal.TAKE: Result.TAKEN, Deal.NOBODY_HOME: Result.NOBODY_HOME, Deal.CLOSE: Result.DONE}
IN_OTHER_HANDS = frozenset({Taking.ALREADY_TAKEN, Taking.HANDED_OVER, Taking.CLOSED})


@dataclass(frozen=True, slots=True)
class PastStep:
    """Something that happened to the alert; `worker` whom it concerns, by name."""

    at: datetime
    what: str
    worker: str
    note: str


@dataclass(frozen=True, slots=True)
class SeenAlert:
    """An alert of the worker's area. Who may not see health has neither value, symptoms, notes nor names of the ill."""

    head: OpenAlert
    is_mine: bool
    shows_health: bool
    symptoms: tuple[str, ...]
    note: str
    person: str
    telephone: str
    file_id: int | None  # the health file that is open for whom it is about
    steps: tuple[PastStep, ...]
    next_at: datetime | None
    shows_notes: bool


def find_alert(session: Session, who: SignedIn, alert_id: int) -> SeenAlert | None:
    """The alert, if its door is one of the worker's; a door that the roster does not know is the office's."""
    alert = session.get(Alert, alert_id)
    if alert is None or alert.community_id != who.community.id:
        return None
    home = session.get(Household, alert.household_id) if alert.household_id else None
    grid, building = (home.grid_id, home.building_id) if home else (None, None)
    if not is_theirs(alert, grid, building, who.worker, who.area):
        return None
    shows_health = who.area.shows_health(grid)
    taker = session.get(Worker, alert.worker_id) if alert.worker_id else None
    told = session.scalar(told_last(alert.id))
    head = shown(alert, grid, taker.name if taker else None, who.area, told)
    person = session.get(Resident, alert.resident_id) if alert.resident_id and shows_health else None
    return SeenAlert(
        head=head,
        is_mine=alert.state == "taken" and alert.worker_id == who.worker.id,
        shows_health=shows_health,
        symptoms=tuple(filter(None, alert.symptoms.split(","))) if shows_health else (),
        note=alert.note if shows_health or alert.klass != HEALTH else "",
        person=person.name if person else "",
        telephone=household_telephone(session, alert),
        file_id=_file_of(session, alert) if shows_health else None,
        steps=_steps(session, alert, shows_notes=shows_health),
        next_at=alert.next_at,
        shows_notes=shows_health or alert.klass != HEALTH,
    )


def _file_of(session: Session, alert: Alert) -> int | None:
    of_whom = HealthFile.resident_id == alert.resident_id, HealthFile.closed_at.is_(None)
    return session.scalar(select(HealthFile.id).where(*of_whom)) if alert.resident_id else None


def _steps(session: Session, alert: Alert, *, shows_notes: bool) -> tuple[PastStep, ...]:
    query = select(AlertStep, Worker.name).outerjoin(Worker, Worker.id == AlertStep.worker_id)
    rows = session.execute(query.where(AlertStep.alert_id == alert.id).order_by(AlertStep.at, AlertStep.id))
    return tuple(PastStep(one.at, one.what, name or "", one.note if shows_notes else "") for one, name in rows)


def takers(session: Session, who: SignedIn, now: datetime) -> Sequence[Worker]:
    """To whom the office can give an alert: everybody of the staff who answers for some door, or stands in for who does."""
    posts = select(Duty.worker_id).where(Duty.community_id == who.community.id, Duty.role.in_(STAFF - {DISTRICT}))
    standing_in = replaced_at(session, who.community.id, now).values()
    staff = select(Worker).where(Worker.id.in_(posts) | Worker.id.in_(standing_in))
    return session.scalars(staff.order_by(Worker.id)).all()


@dataclass(frozen=True, slots=True)
class Dealing:
    """What is done, by whom, with which words; `to` whom it is given."""

    who: SignedIn
    deal: Deal
    words: str = ""
    to: Worker | None = None


def deal_with(session: Session, alert_id: int, dealing: Dealing, now: datetime) -> str:
    """Do it; returns one of Taking: who has it already keeps it, but for the office, which may give and close any.

    The alert is one of the worker's area (`find_alert`). The caller commits.
    """
    who, words = dealing.who, dealing.words
    standing = alert_answers.standing_alert(session, alert_id)
    alert = alert_answers.hold_alert(session, standing)
    done = _take(session, alert, dealing, now)
    if done in IN_OTHER_HANDS:
        return done
    if dealing.deal in RESULTS:
        follow_alert(session, alert, RESULTS[dealing.deal], now, By(CHANNEL, who.worker.id, words))
    match dealing.deal:
        case Deal.NOTE:
            note_step(session, alert, "note", now, who.worker.id, words)
            alert.note = words
            note_result(session, alert, Note(NoteKind.NOTE, words, worker_id=who.worker.id), now)
        case Deal.NOBODY_HOME:
            alert_answers.note_nobody_home(session, alert, who.worker.id, words, now)
        case Deal.CLOSE:
            alert_answers.close_alert(session, alert, who.worker.id, words, now)
        case _:
            pass
    audit.note(session, who.worker, [Deed(NOTED[dealing.deal], "alert", alert.id, words)], now)
    return done


def _take(session: Session, alert: Alert, dealing: Dealing, now: datetime) -> str:
    """Whose it must be for what is done: a note is anybody's, and the office closes without taking."""
    worker = dealing.who.worker
    if alert.state == "done":
        return Taking.CLOSED
    match dealing.deal:
        case Deal.ASSIGN if dealing.to is not None:
            alert_answers.assign_alert(session, alert, dealing.to, worker, now)
            return Taking.TAKEN
        case Deal.NOTE:
            return Taking.ALREADY_YOURS
        case Deal.CLOSE if dealing.who.area.is_office:
            return Taking.ALREADY_YOURS
        case _:
            return alert_answers.take_alert(session, alert.id, worker.id, now)

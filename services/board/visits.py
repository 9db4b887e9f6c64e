"""Visits at the door, whoever enters them and however: on the board at once, and an illness is an alert."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.health import NoteKind
from domain.pauses import PauseReason
from domain.visits import VisitOutcome
from models import Community, Resident, Visit
from services.alerting.alerts import Cause, raise_alert
from services.board.pauses import PauseOrder, end_pause, pause_resident
from services.day.clock import local_day
from services.health.files import Note, note_of_people
from services.roster.places import household_place


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What a worker found at a door; `resident_id` None: of everybody there. `outcome` is a VisitOutcome."""

    community_id: int
    household_id: int
    resident_id: int | None
    worker_id: int
    outcome: str
    note: str = ""


def record_visit(session: Session, visit: VisitResult, now: datetime) -> None:
    """Keep the visit. Ill raises an alert of the person, else of the door; who has moved is due no more from tomorrow.

    ValueError for an outcome that does not exist.
    """
    outcome = VisitOutcome(visit.outcome)
    day = local_day(now, session.get_one(Community, visit.community_id).timezone)
    row = Visit(
        community_id=visit.community_id,
        household_id=visit.household_id,
        resident_id=visit.resident_id,
        worker_id=visit.worker_id,
        day=day,
        outcome=outcome.value,
        note=visit.note,
        at=now,
    )
    session.add(row)
    session.flush()
    words = f"{_found(row)} {visit.note}".strip()
    note = Note(NoteKind.VISIT, words, worker_id=visit.worker_id, source=f"visit:{row.id}")
    note_of_people(session, _people(session, visit), note, now)
    if outcome is VisitOutcome.ILL:
        _alert(session, visit, now)
    elif outcome is VisitOutcome.MOVED:
        _pause(session, visit, day, now)


def take_back_visit(session: Session, visit_id: int, now: datetime) -> None:
    """The visit counts no more; who had moved is due again. An alert stays with whoever has it."""
    visit = session.get_one(Visit, visit_id)
    visit.withdrawn_at = now
    result = VisitResult(visit.community_id, visit.household_id, visit.resident_id, visit.worker_id, visit.outcome)
    people = _people(session, result)
    if visit.outcome == VisitOutcome.MOVED:
        for resident in people:
            end_pause(session, resident, now)
    words = f"taken back: {_found(visit)}"
    note = Note(NoteKind.VISIT, words, worker_id=visit.worker_id, source=f"visit:{visit.id}:back")
    note_of_people(session, people, note, now)


def _found(visit: Visit) -> str:
    return visit.outcome.replace("_", " ")


def _alert(session: Session, visit: VisitResult, now: datetime) -> None:
    people = _people(session, visit)
    cause = Cause(
        AlertKind.UNWELL,
        household_place(session, visit.household_id),
        resident_id=people[0] if len(people) == 1 else None,
        note=visit.note,
    )
    raise_alert(session, cause, now)


def _pause(session: Session, visit: VisitResult, day: date, now: datetime) -> None:
    """Until somebody says otherwise; today they were visited."""
    for resident in _people(session, visit):
        pause_resident(session, PauseOrder(resident, PauseReason.MOVED, day + timedelta(days=1)), now)


def _people(session: Session, visit: VisitResult) -> list[int]:
    """Whom the visit is about."""
    if visit.resident_id is not None:
        return [visit.resident_id]
    everybody = select(Resident.id).where(Resident.household_id == visit.household_id)
    return list(session.scalars(everybody.order_by(Resident.position)))

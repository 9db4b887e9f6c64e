"""Health files close after three normal days, or by the office with its reason; a fever later opens a new one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.health import NORMAL_DAYS, DayHeard, NoteKind, is_over
from domain.temperature import is_fever
from models import Alert, HealthFile, HealthNote, Reading, Worker
from services.day.clock import local_day
from services.day.steps import Occasion
from services.health.files import Note, add_note, is_feverish

THREE_NORMAL_DAYS = "three normal days"


def close_the_recovered(session: Session, occasion: Occasion) -> None:
    """The step of the morning: close every file whose person was well on each of the last three days."""
    community = occasion.community
    files = select(HealthFile).where(HealthFile.community_id == community.id, HealthFile.closed_at.is_(None))
    # Locked before anything is read: a fever on its way waits here, or is read.
    for file in session.scalars(files.order_by(HealthFile.id).with_for_update()).all():
        *days, today = heard_lately(session, file, occasion.day.date, community.timezone)
        if is_over(days, today):
            _close(file, None, THREE_NORMAL_DAYS, occasion.now)


def heard_lately(session: Session, file: HealthFile, today: date, timezone: str) -> list[DayHeard]:
    """What was heard on the whole days since the file was opened that its closing goes by, and last of today."""
    opened = local_day(file.opened_at, timezone)
    since = (today - timedelta(days=back) for back in range(NORMAL_DAYS, 0, -1))
    return _heard(session, file, [*(day for day in since if day > opened), today], timezone)


def close_by_office(session: Session, file: HealthFile, worker: Worker, reason: str, now: datetime) -> None:
    """The office closes the file; its words are the last line of the timeline."""
    add_note(session, file.id, Note(NoteKind.NOTE, reason, worker_id=worker.id), now)
    _close(file, worker.id, reason, now)


def _close(file: HealthFile, worker_id: int | None, reason: str, now: datetime) -> None:
    file.closed_at, file.closed_by, file.reason, file.next_at = now, worker_id, reason, None


def _heard(session: Session, file: HealthFile, days: Sequence[date], timezone: str) -> list[DayHeard]:
    """What was heard on each of these days. A fever counts for its day whatever was reported later (product.md)."""
    resident_id = file.resident_id
    statement = select(Reading.day, Reading.tenths, Reading.withdrawn_at)
    rows = session.execute(statement.where(Reading.resident_id == resident_id, Reading.day.in_(days))).all()
    alerts = select(Alert.raised_at).where(Alert.resident_id == resident_id, Alert.kind == AlertKind.FEVER.value)
    noted = select(HealthNote.at).where(HealthNote.file_id == file.id, is_feverish())
    feverish = {local_day(at, timezone) for at in session.scalars(alerts.union_all(noted))}
    feverish |= {day for day, tenths, _ in rows if is_fever(tenths or 0)}
    normal = {day for day, tenths, withdrawn in rows if not is_fever(tenths or 0) and withdrawn is None}
    return [DayHeard(day in normal, day in feverish) for day in days]

"""Health files: opened by an abnormal reading, never twice for one illness; what is heard goes onto their timeline.

Everything here happens in the transaction of its reason: a fever and its file are there together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.alerts import HEALTH, AlertKind
from domain.health import RE_MEASURE_AFTER, CallFor, NoteKind
from domain.temperature import FEVER, is_fever
from models import Alert, HealthFile, HealthNote, Reading, Resident
from models.health_file import OPEN

FEVER_WITHOUT_VALUE = "fever"  # a symptom as long as nobody has said how high
LATELY = timedelta(hours=24)  # an older value is not said again
NORMAL = "normal"  # the word, without a value


@dataclass(frozen=True, slots=True)
class Note:
    """A line to be written. The same `source` is written once; without one, always. `tenths` of a degree."""

    kind: NoteKind
    words: str = ""
    tenths: int | None = None
    verified: bool = True
    worker_id: int | None = None
    source: str | None = None


def note_readings(session: Session, readings: Sequence[Reading], now: datetime) -> None:
    """Readings that are stored right now: a fever opens a file; of whoever has one every reading is kept there."""
    followed = _open_files(session, [reading.resident_id for reading in readings])
    for reading in readings:
        is_ill = is_fever(reading.tenths or 0)
        file_id = followed.get(reading.resident_id)
        if is_ill:
            file_id = open_file(session, reading.community_id, reading.resident_id, now)
        if file_id is not None:
            source = _source(reading.call_sid, reading.tenths)
            words = NORMAL if reading.tenths is None else ""
            note = Note(NoteKind.READING, words, reading.tenths, reading.verified, source=source)
            add_note(session, file_id, note, now)


def note_alert(session: Session, alert: Alert, kind: AlertKind, tenths: int | None, now: datetime) -> None:
    """What an alert was just told: a fever opens a file; of whoever has one, value and symptoms are kept there."""
    patient = _patient(session, alert)
    if patient is None:
        return
    if kind is AlertKind.FEVER:
        open_file(session, alert.community_id, patient, now)
    file_id = _open_files(session, [patient]).get(patient)
    if file_id is None:
        return
    heard = [Note(NoteKind.SYMPTOM, one, source=f"{one}:{alert.id}") for one in alert.symptoms.split(",") if one]
    if tenths is not None:
        heard.insert(0, Note(NoteKind.READING, tenths=tenths, source=_source(alert.call_sid, tenths)))
    elif kind is AlertKind.FEVER:
        heard.insert(0, Note(NoteKind.SYMPTOM, FEVER_WITHOUT_VALUE, source=f"fever:{alert.call_sid}"))
    for note in heard:
        add_note(session, file_id, replace(note, verified=not alert.unverified), now)


def note_result(session: Session, alert: Alert, note: Note, now: datetime) -> None:
    """What a worker found or did about an alert, where a file is open for whom it is about."""
    patient = _patient(session, alert)
    file_id = _open_files(session, [patient]).get(patient) if patient is not None else None
    if file_id is not None and note.words:
        add_note(session, file_id, note, now)


def told_before(session: Session, household_id: int, now: datetime) -> int:
    """The last fever that this household told of somebody with an open file within the day, in tenths; else 0."""
    told = (
        select(HealthNote.tenths)
        .join(HealthFile, HealthFile.id == HealthNote.file_id)
        .join(Resident, Resident.id == HealthFile.resident_id)
        .where(Resident.household_id == household_id, HealthFile.closed_at.is_(None))
        .where(HealthNote.tenths >= FEVER, HealthNote.verified, HealthNote.at > now - LATELY)
        .order_by(HealthNote.at.desc(), HealthNote.id.desc())
    )
    return session.scalar(told.limit(1)) or 0


def note_of_people(session: Session, residents: Sequence[int], note: Note, now: datetime) -> None:
    """What concerns these people, kept with each of them who has an open file."""
    for file_id in _open_files(session, residents).values():
        add_note(session, file_id, note, now)


def open_file(session: Session, community_id: int, resident_id: int, now: datetime) -> int:
    """The id of the resident's open file: the one there is, held open, or a new one with its call to measure again."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    fresh = {
        "community_id": community_id,
        "resident_id": resident_id,
        "illness": HEALTH,
        "opened_at": now,
        "next_at": now + RE_MEASURE_AFTER,
        "next_call": CallFor.RE_MEASURE.value,
        "tries": 0,
        "reason": "",
    }
    statement = builder(HealthFile).values(fresh)
    once = statement.on_conflict_do_nothing(index_elements=["resident_id", "illness"], index_where=OPEN)
    created = session.execute(once.returning(HealthFile.id)).scalar_one_or_none()
    if created is not None:
        return created
    # Held, so that it is not closed as an illness that is over while this fever is on its way.
    held = select(HealthFile.id).where(*_OPEN_OF_THESE).with_for_update(read=True, key_share=True)
    return session.scalar(held, {"residents": [resident_id]}) or open_file(session, community_id, resident_id, now)


def add_note(session: Session, file_id: int, note: Note, now: datetime) -> None:
    """Write a line onto the timeline, once for its source."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    line = {
        "file_id": file_id,
        "kind": note.kind.value,
        "tenths": note.tenths,
        "words": note.words,
        "verified": note.verified,
        "worker_id": note.worker_id,
        "source": note.source,
        "at": now,
    }
    statement = builder(HealthNote).values(line)
    session.execute(statement.on_conflict_do_nothing(index_elements=["file_id", "source"]))


def is_feverish() -> ColumnElement[bool]:
    """Whether a line of a timeline tells of a fever."""
    return or_(HealthNote.tenths >= FEVER, HealthNote.words == FEVER_WITHOUT_VALUE)


def _open_files(session: Session, residents: Sequence[int]) -> dict[int, int]:
    return {row.resident_id: row.id for row in session.execute(_FILES, {"residents": residents})}


# Put together once: every report asks it.
_OPEN_OF_THESE = (
    HealthFile.resident_id.in_(bindparam("residents", expanding=True)),
    HealthFile.illness == HEALTH,
    HealthFile.closed_at.is_(None),
)
_FILES = select(HealthFile.resident_id, HealthFile.id).where(*_OPEN_OF_THESE)


def _source(sid: str, tenths: int | None) -> str | None:
    """A value that is keyed and then confirmed is one line: both come from the same call."""
    return f"{sid}:{tenths}" if sid else None


def _patient(session: Session, alert: Alert) -> int | None:
    """Whom an alert of health is about: who was named, else the only one of the door."""
    if alert.klass != HEALTH or alert.resident_id is not None or alert.household_id is None:
        return alert.resident_id if alert.klass == HEALTH else None
    people = session.scalars(select(Resident.id).where(Resident.household_id == alert.household_id).limit(2)).all()
    return people[0] if len(people) == 1 else None

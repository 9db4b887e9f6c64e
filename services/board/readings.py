"""Readings of the day: each person's newest answer counts, earlier ones stay in the record."""

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.temperature import is_fever
from ivr.events import ItemKind, Postponed, Reported, Withdrew
from models import Postponement, Reading, Resident
from services.alerting import items
from services.board.call_by_person import notice_normal
from services.calling.speaking import Speaking
from services.health import files as health_files


def report(speaking: Speaking, reported: Reported) -> None:
    """Store a confirmed report. People the roster does not have become an item, so that nothing said is lost."""
    known = [
        (reading, resident)
        for reading in reported.readings
        if (resident := speaking.resident(reading.person)) is not None
    ]
    if known:
        rows = [_row(speaking, resident, reading.tenths) for reading, resident in known]
        speaking.session.execute(insert(Reading), rows)
        health_files.note_readings(speaking.session, [Reading(**row) for row in rows], speaking.now)
        items.close_items(speaking, "report")
        normal = [one for reading, one in known if reading.tenths is None or not is_fever(reading.tenths)]
        notice_normal(speaking.session, speaking.state.community, normal, speaking.now)
    unknown = [reading.tenths for reading in reported.readings if speaking.resident(reading.person) is None]
    if unknown:
        note = "、".join("正常" if tenths is None else f"{tenths // 10}.{tenths % 10}" for tenths in unknown)
        items.file_item(speaking.session, items.left_by(speaking, ItemKind.OTHER, note=note), speaking.now)


def unheard(speaking: Speaking, reported: Reported) -> Reported:
    """What a worker may report: of whom nothing was heard today. An abnormal or a resident's own reading stays."""
    today = select(Reading.resident_id).where(
        Reading.household_id == speaking.state.household,
        Reading.day == speaking.day,
        Reading.withdrawn_at.is_(None),
    )
    heard = set(speaking.session.scalars(today))
    return Reported(tuple(one for one in reported.readings if speaking.resident(one.person) not in heard))


def _row(speaking: Speaking, resident_id: int, tenths: int | None) -> dict[str, object]:
    state = speaking.state
    return {
        "community_id": state.community,
        "household_id": state.household,
        "resident_id": resident_id,
        "day": speaking.day,
        "tenths": tenths,
        "channel": speaking.channel,
        "reporter": state.reporter,
        "verified": state.verified,
        "at": speaking.now,
        "call_sid": speaking.call_sid,
    }


def _told_by(speaking: Speaking) -> str:
    """The telephone that texted so of its own home; "" for a call and for a worker."""
    return speaking.telephone if speaking.channel == "sms" else ""


def postpone(speaking: Speaking, postponed: Postponed) -> None:
    """Remember who has not measured yet, once a day each. Who said so by text is reminded by text, no other."""
    builder = postgresql_insert if speaking.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    for person in postponed.people:
        resident = speaking.resident(person)
        if resident is not None:
            row = {
                "community_id": speaking.state.community,
                "household_id": speaking.state.household,
                "resident_id": resident,
                "day": speaking.day,
                "to": _told_by(speaking),
                "at": speaking.now,
                "call_sid": speaking.call_sid,
            }
            speaking.session.execute(builder(Postponement).values(row).on_conflict_do_nothing())


def is_measure_awaited(session: Session, household_id: int, day: date) -> bool:
    """Whether somebody of the door said that day that they have not measured yet, and nothing was reported of them since."""
    reported = exists().where(
        Reading.resident_id == Postponement.resident_id, Reading.day == day, Reading.withdrawn_at.is_(None)
    )
    waiting = select(Postponement.id).where(Postponement.household_id == household_id, Postponement.day == day)
    return session.scalar(waiting.where(~reported).limit(1)) is not None


def withdraw(speaking: Speaking, withdrew: Withdrew) -> None:
    """What this text or call had reported counts no more, though it stays in the record; nobody is waited for."""
    residents = [speaking.resident(person) for person in withdrew.waiting]
    if residents:
        speaking.session.execute(
            delete(Postponement).where(
                Postponement.resident_id.in_(residents),
                Postponement.day == speaking.day,
                Postponement.to == _told_by(speaking),
            )
        )
    speaking.session.execute(
        update(Reading)
        .where(
            Reading.community_id == speaking.state.community,
            Reading.day == speaking.day,
            Reading.call_sid == withdrew.sid,
            Reading.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=speaking.now)
    )


def withdraw_one(session: Session, reading_id: int, now: datetime) -> bool:
    """A reading counts no more, whoever reported it; False where it had been withdrawn before."""
    counting = update(Reading).where(Reading.id == reading_id, Reading.withdrawn_at.is_(None))
    withdrawn = session.execute(counting.values(withdrawn_at=now).returning(Reading.id))
    return withdrawn.scalar_one_or_none() is not None


def is_heard(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a resident has a reading of the day."""
    return exists().where(Reading.resident_id == Resident.id, Reading.day == day, Reading.withdrawn_at.is_(None))

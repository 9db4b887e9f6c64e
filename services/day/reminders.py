"""Reminders: who said "not measured yet" by text is asked once more, an hour later."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

import prompts
from models import Community, Postponement, Reading, Resident, TextThread
from services.day.clock import local_day
from services.sending import outbox
from services.sending.outbox import Draft, Priority

AFTER = timedelta(hours=1)


def asks_again(now: datetime) -> ColumnElement[bool]:
    """Whether an hour has passed since somebody said so."""
    return and_(Postponement.reminded_at.is_(None), Postponement.at <= now - AFTER)


def remind_due(session: Session, now: datetime, most: int = 100) -> int:
    """Text each telephone whose people still have no reading of the day, once; safe in two processes. Returns how many."""
    statement = (
        select(Postponement)
        .where(asks_again(now))
        .order_by(Postponement.at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    due = session.scalars(statement).all()
    for postponement in due:
        postponement.reminded_at = now
    wanted = [one for one in due if one.to and _is_waiting(session, one, now)]
    for number, postponement in {one.to: one for one in wanted}.items():
        _remind(session, number, postponement, now)
    return len(due)


def _is_waiting(session: Session, postponement: Postponement, now: datetime) -> bool:
    """It is still that day, nothing was heard of this person meanwhile, and texts are not refused."""
    community = session.get_one(Community, postponement.community_id)
    if postponement.day != local_day(now, community.timezone):
        return False
    refused = select(TextThread.id).where(
        TextThread.community_id == community.id,
        TextThread.number == postponement.to,
        TextThread.opted_out_at.is_not(None),
    )
    if session.scalar(refused) is not None:
        return False
    reading = select(Reading.id).where(
        Reading.resident_id == postponement.resident_id,
        Reading.day == postponement.day,
        Reading.withdrawn_at.is_(None),
    )
    return session.scalar(reading.limit(1)) is None


def _remind(session: Session, number: str, postponement: Postponement, now: datetime) -> None:
    language = session.get_one(Resident, postponement.resident_id).language
    draft = Draft(
        community_id=postponement.community_id,
        dedupe_key=f"reminder:{postponement.day}:{postponement.household_id}:{number}",
        kind="reminder",
        channel="sms",
        priority=Priority.REMINDER,
        to=number,
        language=language,
        body=prompts.text(language, "text.reminder"),
    )
    outbox.put(session, draft, now)

"""Replies to texts: one a text, through the outbox, within caps that stop two machines from talking all night."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Message, Worker
from services import outbox
from services.outbox import Draft, Priority

SAME_ANSWER = timedelta(minutes=10)
# Replies to one number (reliability.md, "Toll fraud" and "Auto-reply loop"); a worker in a busy hour may have more.
CAPS = ((timedelta(minutes=10), 6), (timedelta(hours=1), 10), (timedelta(days=1), 30))
URGENT_CAPS = ((timedelta(hours=1), 40),)  # who tells of an illness is answered all the same
WORKER_CAPS = ((timedelta(minutes=10), 40), (timedelta(days=1), 400))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a text with this `sid` is answered, "" for nothing; `to` is "" where nobody can be answered."""

    community_id: int
    sid: str
    to: str
    language: str
    body: str
    is_urgent: bool = False


def reply(session: Session, answer: Reply, now: datetime) -> bool:
    """Answer a text, but not the same again within ten minutes. Returns whether something is now due."""
    if not answer.body or not answer.to or _has_enough(session, answer, now):
        return False
    draft = Draft(
        community_id=answer.community_id,
        dedupe_key=f"reply:{answer.sid}",
        kind="reply",
        channel="sms",
        priority=Priority.REPLY,
        to=answer.to,
        language=answer.language,
        body=answer.body,
    )
    return outbox.put(session, draft, now) is not None


def reply_to_worker(session: Session, sid: str, to: str, body: str, worker: Worker, now: datetime) -> bool:
    """Answer a worker's text at the number it came from."""
    if not body or _is_over(session, to, WORKER_CAPS, now):
        return False
    draft = Draft(
        community_id=worker.community_id,
        dedupe_key=f"reply:{sid}",
        kind="reply",
        channel="sms",
        priority=Priority.REPLY,
        to=to,
        language=worker.language,
        body=body,
        worker_id=worker.id,
    )
    return outbox.put(session, draft, now) is not None


def _has_enough(session: Session, answer: Reply, now: datetime) -> bool:
    if _is_over(session, answer.to, URGENT_CAPS if answer.is_urgent else CAPS, now):
        return True
    same = select(Message.id).where(
        Message.to == answer.to,
        Message.body == answer.body,
        Message.kind == "reply",
        Message.created_at > now - SAME_ANSWER,
    )
    return not answer.is_urgent and session.scalars(same.limit(1)).first() is not None


def _is_over(session: Session, to: str, caps: tuple[tuple[timedelta, int], ...], now: datetime) -> bool:
    longest = max(span for span, _ in caps)
    said = session.scalars(
        select(Message.created_at).where(Message.to == to, Message.kind == "reply", Message.created_at > now - longest)
    ).all()
    return any(sum(at > now - span for at in said) >= most for span, most in caps)

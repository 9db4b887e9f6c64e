"""Replies to texts: one a text, through the outbox, within caps that stop two machines from talking all night."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Message, Worker
from services.sending import outbox
from services.sending.outbox import Draft, Priority

Caps = tuple[tuple[timedelta, int], ...]

SAME_ANSWER = timedelta(minutes=10)
# Replies to one number (reliability.md, "Toll fraud" and "Auto-reply loop"); a worker in a busy hour may have more.
CAPS: Caps = ((timedelta(minutes=10), 6), (timedelta(hours=1), 10), (timedelta(days=1), 30))
URGENT_CAPS = ((timedelta(hours=1), 40),)  # who tells of an illness is answered all the same
WORKER_CAPS = ((timedelta(minutes=10), 40), (timedelta(days=1), 400))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a text with this `sid` is answered, "" for nothing; `to` is "" where nobody can be answered.

    `may_repeat`: the same may be said again at once; else once in ten minutes, for a machine may send it back to us.
    `is_urgent`: it is about an illness, and whoever tells of one is answered.
    """

    community_id: int
    sid: str
    to: str
    language: str
    body: str
    may_repeat: bool = False
    is_urgent: bool = False


def reply(session: Session, answer: Reply, now: datetime) -> bool:
    """Answer a resident's text, within the caps. Returns whether something is now due."""
    return _put(session, answer, URGENT_CAPS if answer.is_urgent else CAPS, None, now)


def reply_to_worker(session: Session, answer: Reply, worker: Worker, now: datetime) -> bool:
    """Answer a worker's text at the number it came from. Returns whether something is now due."""
    return _put(session, answer, WORKER_CAPS, worker.id, now)


def is_our_own(session: Session, sender: str, body: str, now: datetime) -> bool:
    """Whether a text is what we have just answered its sender: a machine sends it back."""
    ours = select(Message.id).where(
        Message.to == sender, Message.kind == "reply", Message.body == body, Message.created_at > now - SAME_ANSWER
    )
    return bool(sender and body) and session.scalar(ours.limit(1)) is not None


def _put(session: Session, answer: Reply, caps: Caps, worker_id: int | None, now: datetime) -> bool:
    if not answer.body or not answer.to or _has_enough(session, answer, caps, now):
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
        worker_id=worker_id,
    )
    return outbox.put(session, draft, now) is not None


def _has_enough(session: Session, answer: Reply, caps: Caps, now: datetime) -> bool:
    longest = max(span for span, _ in caps)
    said = session.execute(
        select(Message.created_at, Message.body).where(
            Message.to == answer.to, Message.kind == "reply", Message.created_at > now - longest
        )
    ).all()
    if any(sum(at > now - span for at, _ in said) >= most for span, most in caps):
        return True
    may_repeat = answer.may_repeat or answer.is_urgent
    return not may_repeat and any(body == answer.body and at > now - SAME_ANSWER for at, body in said)

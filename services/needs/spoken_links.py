"""A worker hears what a resident said by a link in a text: nobody guesses it, it plays once within a day, and the audit has it."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, undefer

import prompts
from models import Item, Request, RequestRecording, SpokenLink, Worker
from services.calling.sounds import Served
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.staff.audit import Deed, What, note
from services.texting.alert_texts import door_text

LASTS = timedelta(days=1)
TOKEN = 18  # bytes: 144 bits in 24 letters
PATH = "/said"


def send_link(session: Session, recording_id: int, base_url: str, now: datetime) -> bool:
    """Text a fresh link to whoever has the request; whether somebody has it. `base_url` is where the line is reached."""
    row = session.execute(
        select(Request, Item, Worker)
        .join(RequestRecording, RequestRecording.request_id == Request.id)
        .join(Item, Item.id == Request.item_id)
        .join(Worker, Worker.id == Item.worker_id)
        .where(RequestRecording.id == recording_id)
    ).one_or_none()
    if row is None:
        return False
    request, item, worker = row
    token = secrets.token_urlsafe(TOKEN)
    session.add(SpokenLink(recording_id=recording_id, worker_id=worker.id, token=token, expires_at=now + LASTS))
    body = prompts.text(
        worker.language,
        "sms.spoken_link",
        door=door_text(worker.language, item.building, item.unit, item.room),
        what=prompts.text(worker.language, f"item.{request.kind}"),
        link=f"{base_url}{PATH}/{token}",
    )
    key = f"said:{token}"
    return outbox.put(session, Draft.to_worker(worker, key, "notice", Priority.NOTICE, body=body), now) is not None


def language_of(session: Session, token: str, now: datetime) -> str | None:
    """The language of the worker whose link this is, while it can still be played; None for all others."""
    return session.scalar(select(Worker.language).join(SpokenLink).where(*_is_open(token, now)))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a link plays, and the worker's language; `sound` None where its bytes are no longer those that came."""

    language: str
    sound: Served | None


def play(session: Session, token: str, now: datetime) -> Heard | None:
    """The sound, once: of two who ask at the same moment one gets it. None where the link has ended or never was."""
    spent = update(SpokenLink).where(*_is_open(token, now)).values(played_at=now)
    used = session.execute(spent.returning(SpokenLink.recording_id, SpokenLink.worker_id)).one_or_none()
    if used is None:
        return None
    worker = session.get_one(Worker, used.worker_id)
    row = session.get_one(RequestRecording, used.recording_id, options=[undefer(RequestRecording.sound)])
    note(session, worker, [Deed(What.HEARD_REQUEST, Request.__tablename__, row.request_id)], now)
    is_sound = row.sound is not None and hmac.compare_digest(sha256(row.sound).hexdigest(), row.sha256)
    return Heard(worker.language, Served(row.sound or b"", row.content_type, row.sha256) if is_sound else None)


def _is_open(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SpokenLink.token == token, SpokenLink.played_at.is_(None), SpokenLink.expires_at > now

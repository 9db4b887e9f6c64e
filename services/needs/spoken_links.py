"""A worker hears what a resident said by a link in a text: nobody guesses it, it plays once within a day, and the audit has it.

A fresh one may be asked for as often as need be; with it whatever was there before has ended.
"""

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
from services.needs import requests
from services.needs.spoken import LOST, recordings_of
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
        select(Request.id, Worker)
        .join(RequestRecording, RequestRecording.request_id == Request.id)
        .join(Item, Item.id == Request.item_id)
        .join(Worker, Worker.id == Item.worker_id)
        .where(RequestRecording.id == recording_id)
    ).one_or_none()
    if row is None:
        return False
    request_id, worker = row
    return _send(session, request_id, worker, _fresh(session, recording_id, worker, now), base_url, now)


@dataclass(frozen=True, slots=True)
class Renewed:
    """A fresh link's text; "" where there is none: what was said is still on its way, or (`is_lost`) never comes."""

    token: str = ""
    is_lost: bool = False


def renew(session: Session, request_id: int, worker: Worker, now: datetime) -> Renewed | None:
    """A fresh link for this worker to what was said last; those before it have ended. None: nothing was said.

    The request is held meanwhile, so that of two who ask at once the later one's link is the only one.
    """
    requests.held(session, request_id)
    said = recordings_of(session, request_id)
    kept = next((one for one in said if one.state == "kept"), None)
    if kept is None:
        return Renewed(is_lost=all(one.state in LOST for one in said)) if said else None
    theirs = SpokenLink.recording_id.in_([one.id for one in said])
    session.execute(update(SpokenLink).where(theirs, *_is_unspent(now)).values(expires_at=now))
    return Renewed(_fresh(session, kept.id, worker, now))


def send_fresh(session: Session, request: Request, base_url: str, now: datetime) -> bool:
    """Text a fresh link to whoever has the request; whether there is somebody, and something to hear."""
    owner = session.scalar(select(Worker).join(Item, Item.worker_id == Worker.id).where(Item.id == request.item_id))
    renewed = renew(session, request.id, owner, now) if owner is not None else None
    if owner is None or renewed is None or not renewed.token:
        return False
    return _send(session, request.id, owner, renewed.token, base_url, now)


def link_text(session: Session, request_id: int, worker: Worker, token: str, base_url: str) -> str:
    """What is texted with a link, in the worker's language."""
    request = session.get_one(Request, request_id)
    item = session.get_one(Item, request.item_id)
    return prompts.text(
        worker.language,
        "sms.spoken_link",
        door=door_text(worker.language, item.building, item.unit, item.room),
        what=prompts.text(worker.language, f"item.{request.kind}"),
        item=str(item.id),
        link=f"{base_url}{PATH}/{token}",
    )


def _fresh(session: Session, recording_id: int, worker: Worker, now: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN)
    session.add(SpokenLink(recording_id=recording_id, worker_id=worker.id, token=token, expires_at=now + LASTS))
    return token


def _send(session: Session, request_id: int, worker: Worker, token: str, base_url: str, now: datetime) -> bool:
    body = link_text(session, request_id, worker, token, base_url)
    draft = Draft.to_worker(worker, f"said:{token}", "notice", Priority.NOTICE, body=body)
    return outbox.put(session, draft, now) is not None


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
    return SpokenLink.token == token, *_is_unspent(now)


def _is_unspent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SpokenLink.played_at.is_(None), SpokenLink.expires_at > now

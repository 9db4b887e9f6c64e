"""What workers say after the tone about an alert or an item: kept once, fetched later, heard by whoever takes it next."""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, undefer

import prompts
from domain.sounds import Sound
from models import Alert, Community, Item, SpokenNote
from services.alerting.alert_answers import hold_alert, standing_alert
from services.alerting.ladder import note_step
from services.day.clock import machine_now
from services.needs import requests
from services.needs.spoken import LOST


@dataclass(frozen=True, slots=True)
class Said:
    """A recording by the carrier's sid, of the alert or of the item with this id; the other is 0."""

    sid: str
    worker_id: int
    alert_id: int = 0
    item_id: int = 0


def keep(session: Session, said: Said, now: datetime) -> None:
    """The carrier has the note: it is fetched soon, and the alert or item says that there is one; once, however often told."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    alert_id = standing_alert(session, said.alert_id) if said.alert_id else None
    values = {
        "recording_sid": said.sid,
        "worker_id": said.worker_id,
        "alert_id": alert_id,
        "item_id": said.item_id or None,
        "fetch_at": machine_now(),
        "at": now,
        "state": "pending",
    }
    statement = builder(SpokenNote).values(values).on_conflict_do_nothing(index_elements=["recording_sid"])
    if session.execute(statement.returning(SpokenNote.id)).scalar_one_or_none() is None:
        return
    if alert_id is not None:
        _say_on_alert(session, hold_alert(session, alert_id), said.worker_id, now)
    else:
        _say_on_item(session, session.get_one(Item, said.item_id))


def _say_on_alert(session: Session, alert: Alert, worker_id: int, now: datetime) -> None:
    words = _words(session, alert.community_id)
    note_step(session, alert, "note", now, worker_id, words)
    alert.note = alert.note or words


def _say_on_item(session: Session, item: Item) -> None:
    """Once, however many notes there are: they stand beside each other where they are played."""
    words = _words(session, item.community_id)
    request = requests.request_of(session, item)
    if request is not None:
        request = requests.held(session, request.id)
        request.note = _with(request.note, words)
        requests.show(session, request)
    else:
        item.note = _with(item.note, words)


def _with(note: str, words: str) -> str:
    return note if words in note else " ".join(filter(None, [note, words]))


def _words(session: Session, community_id: int) -> str:
    return prompts.text(session.get_one(Community, community_id).language, "note.spoken_by_worker")


def lose(session: Session, sid: str) -> None:
    """The carrier says that there is no such sound: nobody waits for it."""
    waiting = SpokenNote.recording_sid == sid, SpokenNote.state == "pending"
    session.execute(update(SpokenNote).where(*waiting).values(state="failed", fetch_at=None))


def notes_of(session: Session, alerts: Collection[int] = (), items: Collection[int] = ()) -> Sequence[SpokenNote]:
    """Everything that was said about these alerts and items, the newest first; without the sounds themselves."""
    theirs = SpokenNote.alert_id.in_(alerts) | SpokenNote.item_id.in_(items)
    return session.scalars(select(SpokenNote).where(theirs).order_by(SpokenNote.id.desc())).all()


def last_of(session: Session, alerts: Collection[int], items: Collection[int]) -> dict[tuple[int, int], str]:
    """For each of these alerts (id, 0) and items (0, id) with a note, the carrier's sid of the last one."""
    theirs = SpokenNote.alert_id.in_(alerts) | SpokenNote.item_id.in_(items)
    query = select(SpokenNote.alert_id, SpokenNote.item_id, SpokenNote.recording_sid)
    rows = session.execute(query.where(theirs, SpokenNote.state.not_in(LOST)).order_by(SpokenNote.id))
    return {(row.alert_id or 0, row.item_id or 0): row.recording_sid or "" for row in rows}


def sound_of(session: Session, note_id: int) -> Sound | None:
    """The sound, if it has come and is still as it came."""
    row = session.get_one(SpokenNote, note_id, options=[undefer(SpokenNote.sound)])
    sound = row.sound or b""
    is_whole = row.state == "kept" and hmac.compare_digest(sha256(sound).hexdigest(), row.sha256)
    return Sound(sound, row.content_type) if is_whole else None

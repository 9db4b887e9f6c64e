"""Recorded prompts: accepted in a call, fetched from the carrier later, played from then on; or brought as a file."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, undefer

from domain.refusals import Refused
from domain.sounds import Sound
from models import PromptRecording, Worker
from prompts.numbers import NUMBERS, can_be_recorded, prompt_of
from services.calling.fetches import Claimed, kept
from services.day.clock import machine_now

TOKEN = 24  # bytes: 192 bits, which nobody guesses


@dataclass(frozen=True, slots=True)
class Sentence:
    """A prompt of a community in one language."""

    community_id: int
    language: str
    prompt: str

    @property
    def rows(self) -> tuple[ColumnElement[bool], ...]:
        """Where its recordings are."""
        row = PromptRecording
        return row.community_id == self.community_id, row.language == self.language, row.prompt == self.prompt


def named_prompt(name: str) -> str:
    """A prompt by its id or its number, where it can be recorded. Refused says why not."""
    prompt_id = (prompt_of(int(name)) if name.isascii() and name.isdigit() else name) or name
    if prompt_id not in NUMBERS:
        raise Refused(f"there is no prompt {name!r}; `linli prompts list` names them all")
    if not can_be_recorded(prompt_id):
        raise Refused(f"{prompt_id} has names or numbers in it, or is said without the database: it stays synthetic")
    return prompt_id


def want_recording(session: Session, sentence: Sentence, sid: str, worker_id: int | None, now: datetime) -> None:
    """Somebody accepted what the carrier has under this sid: it is fetched soon, once however often this is told."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    _drop_wanted(session, sentence)
    values = _row(sentence, now) | {"recording_sid": sid, "worker_id": worker_id, "fetch_at": machine_now()}
    session.execute(builder(PromptRecording).values(values).on_conflict_do_nothing(index_elements=["recording_sid"]))


def return_to_synthetic(session: Session, sentence: Sentence) -> bool:
    """No recording is played for this sentence any more; whether one was, or was on its way."""
    on_its_way = _drop_wanted(session, sentence)
    return _silence(session, sentence) or on_its_way


def keep_file(session: Session, sentence: Sentence, sound: Sound, now: datetime) -> None:
    """Play this sound for the sentence from now on."""
    return_to_synthetic(session, sentence)
    values = _row(sentence, now) | {"state": "kept", "active": True} | kept(sound)
    session.execute(insert(PromptRecording).values(values))


def keep_fetched(session: Session, claimed: Claimed, sound: Sound) -> bool:
    """The sound has come: played from the next call on, unless something newer was accepted meanwhile."""
    row = session.scalars(select(PromptRecording).where(PromptRecording.id == claimed.id).with_for_update()).one()
    if row.state != "pending":
        return False
    _silence(session, Sentence(row.community_id, row.language, row.prompt))
    values = {"state": "kept", "active": True, "fetch_at": None} | kept(sound)
    session.execute(update(PromptRecording).where(PromptRecording.id == row.id).values(values))
    return True


@dataclass(frozen=True, slots=True)
class Playing:
    """A recording that is played now; `speaker` is a name of the staff, none when it came from a file."""

    prompt: str
    language: str
    content: bytes
    content_type: str
    sha256: str
    speaker: str | None


def played_now(session: Session, community_id: int) -> list[Playing]:
    """Every recording that is played in this community."""
    row = PromptRecording
    statement = (
        select(row, Worker.name)
        .options(undefer(row.sound))
        .outerjoin(Worker, Worker.id == row.worker_id)
        .where(row.community_id == community_id, row.active)
        .order_by(row.language, row.prompt)
    )
    return [
        Playing(one.prompt, one.language, one.sound or b"", one.content_type, one.sha256, speaker)
        for one, speaker in session.execute(statement)
    ]


def _row(sentence: Sentence, now: datetime) -> dict[str, object]:
    return {
        "community_id": sentence.community_id,
        "language": sentence.language,
        "prompt": sentence.prompt,
        "token": secrets.token_urlsafe(TOKEN),
        "at": now,
    }


def _drop_wanted(session: Session, sentence: Sentence) -> bool:
    """What is still at the carrier is not wanted any more: something newer was decided."""
    waiting = update(PromptRecording).where(*sentence.rows, PromptRecording.state == "pending")
    waiting = waiting.values(state="dropped", fetch_at=None)
    return bool(session.scalars(waiting.returning(PromptRecording.id)).all())


def _silence(session: Session, sentence: Sentence) -> bool:
    playing = update(PromptRecording).where(*sentence.rows, PromptRecording.active)
    playing = playing.values(active=False)
    return bool(session.scalars(playing.returning(PromptRecording.id)).all())

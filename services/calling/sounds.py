"""The sounds that stand for prompts: which are played now, known to a process without asking at every key, and their bytes."""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, undefer

from models import PromptRecording
from models.database import read_only

Played = Mapping[tuple[int, str, str], str]  # community, language, prompt: the token of its sound
FRESH = 5.0  # seconds of the machine's; a new call asks anyway


class Sounds:
    """Which sounds are played, as this process last read them: a key press reads nothing but every few seconds."""

    def __init__(self, fresh: float = FRESH) -> None:
        self._fresh = fresh
        self._played: Played = {}
        self._until = float("-inf")

    def played(self, engine: Engine, *, anew: bool = False) -> Played:
        """What is played now; `anew` for a call that begins, which must know what was accepted a moment ago."""
        if anew or time.monotonic() >= self._until:
            self._played = _read(engine)
            self._until = time.monotonic() + self._fresh
        return self._played


def _read(engine: Engine) -> Played:
    row = PromptRecording
    statement = select(row.community_id, row.language, row.prompt, row.token).where(row.active)
    with read_only(engine).connect() as connection:
        return {(one.community_id, one.language, one.prompt): one.token for one in connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class Served:
    """A sound as it is handed to the carrier; `sha256` in hex."""

    content: bytes
    content_type: str
    sha256: str


class SpoiltError(Exception):
    """The stored bytes are no longer those of their checksum."""


def open_sound(engine: Engine, token: str) -> Served | None:
    """The sound behind an address, its checksum tried; None where there is none. SpoiltError: it is played no more.

    A recording that was replaced is still there, for the calls that began with it.
    """
    statement = select(PromptRecording).where(PromptRecording.token == token, PromptRecording.state == "kept")
    with Session(read_only(engine)) as session:
        row = session.scalars(statement.options(undefer(PromptRecording.sound))).one_or_none()
    if row is None or row.sound is None:
        return None
    if not hmac.compare_digest(sha256(row.sound).hexdigest(), row.sha256):
        _give_up(engine, row.id)
        raise SpoiltError
    return Served(row.sound, row.content_type, row.sha256)


def _give_up(engine: Engine, recording_id: int) -> None:
    with engine.begin() as connection:
        spoilt = update(PromptRecording).where(PromptRecording.id == recording_id)
        connection.execute(spoilt.values(state="spoiled", active=False))

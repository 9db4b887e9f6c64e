"""Recordings on their way from the carrier: claimed under a lease, kept with their checksum, put off, given up."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.sounds import Sound
from models import PromptRecording, RequestRecording, SpokenNote
from services.day.clock import machine_now

LEASE = timedelta(seconds=30)  # a fetch ends within 15
AGAIN = timedelta(seconds=5)  # the carrier needs a moment before a recording can be fetched; later more
ATTEMPTS = 20  # over a quarter of an hour

Table = type[PromptRecording] | type[RequestRecording] | type[SpokenNote]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A recording to be fetched by whoever holds it, until its lease runs out."""

    table: Table
    id: int
    sid: str
    attempts: int  # before this one


def claim_wanted(engine: Engine, table: Table, most: int = 4) -> list[Claimed]:
    """Claim recordings that are to be fetched now; a lease keeps another process from the same ones."""
    machine = machine_now()
    due = (
        select(table.id, table.recording_sid, table.attempts)
        .where(table.state == "pending", table.fetch_at <= machine)
        .order_by(table.fetch_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    with engine.begin() as connection:
        rows = connection.execute(due)
        claimed = [Claimed(table, found.id, found.recording_sid or "", found.attempts) for found in rows]
        if claimed:
            connection.execute(
                update(table)
                .where(table.id.in_([one.id for one in claimed]))
                .values(fetch_at=machine + LEASE, attempts=table.attempts + 1)
            )
    return claimed


def put_off(session: Session, claimed: Claimed, *, is_useless: bool = False) -> bool:
    """It could not be fetched: again a little later each time, or never where that is useless. Whether it is given up."""
    gives_up = is_useless or claimed.attempts + 1 >= ATTEMPTS
    later = machine_now() + AGAIN * (claimed.attempts + 1)
    session.execute(
        update(claimed.table)
        .where(claimed.table.id == claimed.id, claimed.table.state == "pending")
        .values({"state": "failed", "fetch_at": None} if gives_up else {"fetch_at": later})
    )
    return gives_up


def keep_waiting(session: Session, claimed: Claimed, sound: Sound) -> bool:
    """The sound has come, whatever became of what it is about; whether it was still waited for."""
    waiting = claimed.table.id == claimed.id, claimed.table.state == "pending"
    values = {"state": "kept", "fetch_at": None} | kept(sound)
    came = update(claimed.table).where(*waiting).values(values).returning(claimed.table.id)
    return session.execute(came).scalar_one_or_none() is not None


def kept(sound: Sound) -> dict[str, object]:
    """What a row holds of a sound that has come."""
    return {
        "sound": sound.content,
        "content_type": sound.content_type,
        "length": len(sound.content),
        "sha256": sha256(sound.content).hexdigest(),
    }

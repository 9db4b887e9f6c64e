"""The audit of what the staff do and see: who, what, of whom, when and why, in one chain a community.

Each entry's hash covers the one before, so an entry that was changed, taken out or put in shows (`verify`). Who cuts
off the end has to change the head too: note its hash elsewhere from time to time, `linli audit verify` prints it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import AuditEntry, AuditHead, HealthFile, Worker

AT_ONCE = 1_000  # entries read in one go while the chain is verified


class What(StrEnum):
    """What was done, or seen."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"  # a wrong code or password
    SAW_HOUSEHOLD = "saw_household"
    SAW_DOORS = "saw_doors"  # the states of a grid's or a building's doors
    SAW_ALERT = "saw_alert"
    SAW_FILE = "saw_file"  # a health file
    HEARD_REQUEST = "heard_request"  # what a resident said about a request
    LINKED_REQUEST = "linked_request"  # had a fresh link to it sent
    SAW_CLUSTER = "saw_cluster"  # that a door is one of several with a fever
    SAW_AUDIT = "saw_audit"
    REPORTED = "reported"  # on behalf of a household
    TOOK_BACK = "took_back"
    CORRECTED = "corrected"  # a reading that was reported wrong
    ADDED_NUMBER = "added_number"  # an unverified caller's, to somebody of the door
    PAUSED = "paused"
    RESUMED = "resumed"
    BY_PERSON = "by_person"  # put on the call-by-person list
    BY_MACHINE = "by_machine"  # taken off it
    TOOK_ALERT = "took_alert"
    ASSIGNED_ALERT = "assigned_alert"
    NOTED_ALERT = "noted_alert"
    CLOSED_ALERT = "closed_alert"
    NOTED_FILE = "noted_file"  # wrote a line into a health file
    CLOSED_FILE = "closed_file"
    SAW_ROSTER = "saw_roster"  # names and telephones of everybody
    TOOK_ROSTER = "took_roster"  # a list, by its file's name
    TOOK_STAFF = "took_staff"
    FETCHED_LIST = "fetched_list"  # roster, staff or sales, as a file
    CHANGED_PERSON = "changed_person"
    MOVED_PERSON = "moved_person"
    MERGED_PERSON = "merged_person"  # with the number of whom there was twice
    STANDS_IN = "stands_in"  # about who is away
    CAME_BACK = "came_back"
    HANDED_OVER = "handed_over"  # a grid
    BROUGHT_SALES = "brought_sales"  # a list, by its file's name
    ORDERED = "ordered"  # on behalf of a household
    CANCELLED = "cancelled"
    COUNTED = "counted"  # what has arrived
    OFFERED = "offered"  # a substitute
    SETTLED = "settled"
    PLANNED_WAVES = "planned_waves"
    CALLED_WAVE = "called_wave"
    CLOSED_POINT = "closed_point"
    BROUGHT_UP = "brought_up"  # put on the route
    HANDED_GOODS = "handed_goods"
    UNTICKED = "unticked"
    BOOKED = "booked"  # money
    SAW_REQUEST = "saw_request"
    MOVED_REQUEST = "moved_request"
    SAW_ITEM = "saw_item"  # at no door: a telephone, and what it left
    WORKED_ITEM = "worked_item"
    ASKED_FOR = "asked_for"  # a request on behalf of a household
    MEALS = "meals"  # of a household, by the day
    ANNOUNCED = "announced"
    WITHDREW = "withdrew"  # an announcement
    RECORDED = "recorded"  # a prompt, from a file
    SYNTHETIC = "synthetic"  # a prompt, given back
    CHANGED_DAY = "changed_day"  # the times of the day
    PRINTED = "printed"  # a sheet, or its workbook


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did or saw; `about` is a table, `about_id` its row."""

    what: What
    about: str = ""
    about_id: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of verifying a chain: how many entries are sound, the number of the first that is not, the head's hash."""

    entries: int
    broken_at: int | None
    head: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing was changed."""
        return self.broken_at is None


def note(session: Session, worker: Worker, deeds: Sequence[Deed], now: datetime) -> None:
    """Add to the worker's community's chain, as the last thing of a transaction: others who add wait until it ends."""
    if not deeds:
        return
    head = _hold_head(session, worker.community_id)
    for deed in deeds:
        entry = AuditEntry(
            community_id=worker.community_id,
            number=head.number + 1,
            at=now.astimezone(UTC),
            worker_id=worker.id,
            what=deed.what.value,
            about=deed.about,
            about_id=deed.about_id,
            why=deed.why,
            previous=head.hash,
        )
        entry.hash = hash_of(entry)
        session.add(entry)
        head.number, head.hash = entry.number, entry.hash
    session.flush()


def note_once(session: Session, worker: Worker, deeds: Sequence[Deed], now: datetime) -> None:
    """The same, without what stands there of this worker already: for pages that look again by themselves."""
    new = unnoted(session, worker, deeds)
    note(session, worker, new, now)


def unnoted(session: Session, worker: Worker, deeds: Sequence[Deed]) -> list[Deed]:
    """Those of the deeds that the worker's entries do not have."""
    if not deeds:
        return []
    known = session.execute(
        select(AuditEntry.what, AuditEntry.about_id).where(
            AuditEntry.community_id == worker.community_id,
            AuditEntry.worker_id == worker.id,
            AuditEntry.what.in_({deed.what.value for deed in deeds}),
            AuditEntry.about_id.in_([deed.about_id for deed in deeds]),
        )
    )
    stood = {(what, about_id) for what, about_id in known}
    return [deed for deed in deeds if (deed.what.value, deed.about_id) not in stood]


def note_files(session: Session, worker: Worker, files: Sequence[HealthFile], why: str, now: datetime) -> None:
    """These health files were looked at."""
    note(session, worker, [Deed(What.SAW_FILE, "health_file", one.id, why) for one in files], now)


def hash_of(entry: AuditEntry) -> str:
    """The hash of an entry over everything it says and the hash of the one before."""
    said = [
        entry.community_id,
        entry.number,
        entry.at.isoformat(),
        entry.worker_id,
        entry.what,
        entry.about,
        entry.about_id,
        entry.why,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def verify(session: Session, community_id: int) -> Verdict:
    """Go through a community's chain from its first entry to its head."""
    number, last = 0, ""
    while entries := _after(session, community_id, number):
        for entry in entries:
            if entry.number != number + 1 or entry.previous != last or entry.hash != hash_of(entry):
                return Verdict(number, number + 1, last)
            number, last = entry.number, entry.hash
    head = session.get(AuditHead, community_id)
    stands = (head.number, head.hash) if head is not None else (0, "")
    return Verdict(number, None if stands == (number, last) else number + 1, last)


def _after(session: Session, community_id: int, number: int) -> Sequence[AuditEntry]:
    rest = select(AuditEntry).where(AuditEntry.community_id == community_id, AuditEntry.number > number)
    return session.scalars(rest.order_by(AuditEntry.number).limit(AT_ONCE)).all()


def _hold_head(session: Session, community_id: int) -> AuditHead:
    """The head, locked until the transaction ends; SQLite has one writer at a time and needs no lock."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    session.execute(builder(AuditHead).values(community_id=community_id, number=0, hash="").on_conflict_do_nothing())
    held = select(AuditHead).where(AuditHead.community_id == community_id).with_for_update()
    return session.scalars(held.execution_options(populate_existing=True)).one()

"""The call-by-person list: whom a person calls and the line never by machine, each with an item of the worker's."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, select, union, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.call_by_person import FEVER_TO_NORMAL, LASTING, ReadBacks, Why, is_lost_to_machines
from domain.temperature import FEVER
from ivr.dialogues import READ_BACKS
from ivr.events import ItemKind, OverPressed
from ivr.state_url import from_query
from models import Alert, Call, CallByPerson, Community, Item, Phone, Reading, Resident, Turn
from models.call_by_person import STANDING, by_person
from services.alerting import items
from services.alerting.items import Left
from services.roster.places import household_place

LOOK_BACK = timedelta(days=30)  # for the calls of a telephone


def put_on_list(session: Session, resident_id: int, why: Why, now: datetime) -> None:
    """Put a person on the list with an item for the worker; one who is on it with an open item stays as they are."""
    _insert(session, session.get_one(Resident, resident_id), why, now)
    entry = session.scalars(_entries(resident_id).with_for_update()).one()
    item = session.get(Item, entry.item_id) if entry.item_id is not None else None
    if item is not None and item.state != "done":
        return
    entry.since = now
    entry.item_id = items.file_item(session, _left(session, entry, why), now)
    if why in LASTING:
        entry.why = why.value
    session.flush()


def take_off_list(session: Session, resident_id: int, now: datetime) -> bool:
    """The line may call them again; whether they were on the list."""
    entries = session.scalars(_entries(resident_id)).all()
    for entry in entries:
        entry.ended_at = now
        if entry.item_id is not None:
            session.execute(update(Item).where(Item.id == entry.item_id).values(state="done", closed_at=now))
    session.flush()
    return bool(entries)


def called_by_person(session: Session, community_id: int) -> dict[int, int]:
    """Whom the line calls by no machine: their household by resident. At their door no machine calls at all."""
    entries = by_person(CallByPerson.resident_id, CallByPerson.household_id)
    rows = session.execute(entries.where(CallByPerson.community_id == community_id))
    return dict(rows.all())


def is_called_by_person(session: Session, household_id: int) -> bool:
    """Whether no machine calls at this door, whoever of it would pick up."""
    entries = by_person(CallByPerson.id).where(CallByPerson.household_id == household_id)
    return session.scalar(entries.limit(1)) is not None


def notice_normal(session: Session, community_id: int, residents: Collection[int], now: datetime) -> None:
    """These people are said to be normal: whoever had a fever in the last 24 hours is called by a person."""
    asked = {"community": community_id, "residents": residents, "since": now - FEVER_TO_NORMAL}
    for resident in sorted(session.scalars(_FEVERISH, asked)):
        put_on_list(session, resident, Why.FEVER_THEN_NORMAL, now)


# Put together once: every report asks it.
_OF_THESE: BindParameter[Collection[int]] = bindparam("residents", expanding=True)
_SINCE: BindParameter[datetime] = bindparam("since")
_FEVERISH: CompoundSelect[Any] = union(
    select(Reading.resident_id).where(
        Reading.resident_id.in_(_OF_THESE),
        Reading.tenths >= FEVER,
        Reading.at > _SINCE,
        Reading.withdrawn_at.is_(None),
    ),
    select(Alert.resident_id).where(
        Alert.community_id == bindparam("community"),
        Alert.resident_id.in_(_OF_THESE),
        Alert.kind == AlertKind.FEVER,
        Alert.raised_at > _SINCE,
    ),
)


def notice_over_presses(session: Session, call: Call, now: datetime) -> None:
    """A call has ended: a person whose telephone is on file and who hears no read-back to its end is called by one."""
    if not call.number or not _read_backs(session, [call.sid])[call.sid].is_every_one_over_pressed:
        return
    calls = select(Call.sid).where(
        Call.community_id == call.community_id, Call.number == call.number, Call.started_at > now - LOOK_BACK
    )
    sids = session.scalars(calls.order_by(Call.started_at.desc(), Call.id.desc())).all()
    speaker = _speaker(session, call)
    found = _read_backs(session, sids)
    if speaker is not None and is_lost_to_machines([found[sid] for sid in sids]):
        put_on_list(session, speaker, Why.OVER_PRESSED, now)


def _read_backs(session: Session, sids: Collection[str]) -> defaultdict[str, ReadBacks]:
    """How often each call came to a read-back, and how often a key was pressed into it."""
    query = select(Turn.call_sid, Turn.position, Turn.awaits, Turn.events).where(Turn.call_sid.in_(sids))
    found: defaultdict[str, ReadBacks] = defaultdict(lambda: ReadBacks(0, 0))
    for sid, position, awaits, events in session.execute(query):
        spoken = awaits == "keys" and position in READ_BACKS
        pressed = any(event["event"] == OverPressed.__name__ for event in events)
        before = found[sid]
        found[sid] = ReadBacks(before.spoken + spoken, before.over_pressed + pressed)
    return found


def _speaker(session: Session, call: Call) -> int | None:
    """Whose telephone it is, at the door the call was last about."""
    last = select(Turn.state).where(Turn.call_sid == call.sid).order_by(Turn.number.desc()).limit(1)
    household = from_query(session.scalars(last).one()).household
    holder = select(Phone.resident_id).where(Phone.household_id == household, Phone.number == call.number)
    return session.scalar(holder.order_by(Phone.resident_id).limit(1))


def _entries(resident_id: int) -> Select[CallByPerson]:
    return select(CallByPerson).where(CallByPerson.resident_id == resident_id, CallByPerson.ended_at.is_(None))


def _insert(session: Session, one: Resident, why: Why, now: datetime) -> None:
    """An entry, unless they have one: of two calls that end at once the second finds the first one's."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    community = household_place(session, one.household_id).community_id
    values = {
        "community_id": community,
        "household_id": one.household_id,
        "resident_id": one.id,
        "why": why.value,
        "since": now,
    }
    statement = builder(CallByPerson).values(values)
    session.execute(statement.on_conflict_do_nothing(index_elements=["resident_id"], index_where=STANDING))


def _left(session: Session, entry: CallByPerson, why: Why) -> Left:
    language = session.get_one(Community, entry.community_id).language
    return Left(
        ItemKind.PERSON,
        household_place(session, entry.household_id),
        resident_id=entry.resident_id,
        note=prompts.text(language, f"note.{why.value}"),
    )

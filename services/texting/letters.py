"""A text on its way in: what is known of its sender and its door, and what comes of it stored like a key press."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.temperature import is_fever
from domain.understanding.meanings import Cancel, Report
from ivr.events import CancelledOrder, Ordered
from ivr.facts import CallState, Facts, Household, Need, Wanted
from ivr.texting import conversation
from ivr.texting.conversation import Understood
from ivr.texting.letter import Answer, Letter
from ivr.texting.thread import Thread
from models import Community, InboundEvent, Reading, Resident, Worker
from services.alerting import ladder
from services.calling import care, facts
from services.calling.speaking import Speaking
from services.day.clock import local_day
from services.sales import offers, orders

SOLD_OUT_TRIES = 3
LATIN = 3  # letters without one Chinese character, and the writer reads English


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text: `sender` E.164, "" for one that cannot be answered (withheld, short, alphabetic); `media` are pictures.

    `base_url` is where the line is reached, for links in the answer.
    """

    sid: str
    called: str
    sender: str
    body: str
    media: int = 0
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A text in its transaction; `channel` is what its readings are stored under: sms, chain or worker."""

    session: Session
    community: Community
    text: IncomingText
    now: datetime
    channel: str = "sms"

    @property
    def day(self) -> date:
        """The community's date."""
        return local_day(self.now, self.community.timezone)


def open_letter(
    opened: Opened, understood: Understood, thread: Thread, doors: tuple[Household, ...], worker: Worker | None = None
) -> Letter:
    """The text with all that is known of its sender and of the door it names; `worker` writes for others."""
    known = _facts(opened, understood, doors, thread, by_worker=worker is not None)
    homes = [home.id for home in (*known.doors, known.found, known.household) if home is not None]
    return Letter(
        sid=opened.text.sid,
        taken=understood.taken,
        meaning=understood.meaning,
        thread=thread,
        facts=known,
        language=worker.language if worker else _language(doors, opened.community, opened.text.body),
        community=opened.community.id,
        by_worker=worker is not None,
        waiting=understood.waiting,
        in_chain=opened.channel == "chain",
        today=_reported_today(opened.session, homes, opened.day),
        hers=_reported_by(opened, homes) if worker is not None else {},
    )


def _language(doors: Sequence[Household], community: Community, body: str) -> str:
    """On file, else as the text is written: Latin letters alone are answered in English."""
    if doors and doors[0].language in prompts.languages():
        return doors[0].language
    letters = [letter for letter in body if letter.isalpha()]
    is_latin = len(letters) >= LATIN and all(letter.isascii() for letter in letters)
    return "en" if is_latin else community.language


def _facts(
    opened: Opened, understood: Understood, doors: tuple[Household, ...], thread: Thread, *, by_worker: bool
) -> Facts:
    """The door the text names, and one that was settled before and is not on file for this telephone."""
    session, community = opened.session, opened.community
    known = Facts(read=frozenset({Need.DOORS}), community=community.name, doors=doors)
    if understood.door is not None:
        door = understood.door
        keyed = CallState("text", community=community.id, building=door.building, unit=door.unit, room=door.room)
        found = facts.find_door(session, keyed)
        mine = next((home for home in doors if home.id == found), None)
        home = mine or (facts.other_door(session, found, opened.now, known=by_worker) if found else None)
        known = replace(known, found=home, found_verified=mine is not None)
    settled = understood.taken.door or door_of_last_act(understood, thread) or (0 if doors else thread.door)
    if settled and all(home.id != settled for home in doors):
        known = replace(known, household=facts.other_door(session, settled, opened.now, known=by_worker))
    return known


def door_of_last_act(understood: Understood, thread: Thread) -> int:
    """The door of what is undone or corrected, whoever's it is; 0 for any other text."""
    meaning = understood.meaning
    is_about_it = isinstance(meaning, Cancel) or (isinstance(meaning, Report) and meaning.correction)
    return thread.act.door if is_about_it and thread.act is not None else 0


def _reported_today(session: Session, homes: Sequence[int], day: date) -> dict[int, dict[int, int | None]]:
    """Who of these doors has a reading today: household, position, tenths."""
    rows = session.execute(
        select(Reading.household_id, Resident.position, Reading.tenths)
        .join(Resident, Resident.id == Reading.resident_id)
        .where(Reading.household_id.in_(homes), Reading.day == day, Reading.withdrawn_at.is_(None))
        .order_by(Reading.at, Reading.id)
    )
    today: dict[int, dict[int, int | None]] = {home: {} for home in homes}
    for household, position, tenths in rows:
        today[household][position] = tenths
    return today


def _reported_by(opened: Opened, homes: Sequence[int]) -> dict[int, frozenset[int]]:
    """Who of these doors has a newest reading of today that came from this telephone's texts, and never had a fever."""
    rows = opened.session.execute(
        select(Reading.household_id, Resident.position, Reading.tenths, Reading.reporter, Reading.call_sid)
        .join(Resident, Resident.id == Reading.resident_id)
        .where(Reading.household_id.in_(homes), Reading.day == opened.day, Reading.withdrawn_at.is_(None))
        .order_by(Reading.at, Reading.id)
    ).all()
    hers = _texted_by(opened, {sid for *_, reporter, sid in rows if reporter == "worker"})
    newest = {(home, person): sid for home, person, _, _, sid in rows}
    ill = {(home, person) for home, person, tenths, *_ in rows if is_fever(tenths or 0)}
    replaceable = {door for door, sid in newest.items() if sid in hers} - ill
    return {home: frozenset(person for at, person in replaceable if at == home) for home in homes}


def _texted_by(opened: Opened, sids: set[str]) -> set[str]:
    """Those of the texts that came from this telephone."""
    statement = select(InboundEvent.dedupe_key).where(
        InboundEvent.dedupe_key.in_([f"sms:{sid}" for sid in sids]),
        InboundEvent.payload["from"].as_string() == opened.text.sender,
    )
    return {key.removeprefix("sms:") for key in opened.session.scalars(statement)}


def take(opened: Opened, letter: Letter) -> tuple[Answer, bool]:
    """Answer, and store what comes of it; where the last pieces went meanwhile, look at the sale again."""
    gone: frozenset[int] = frozenset()
    for _ in range(SOLD_OUT_TRIES):
        answer = _answer(opened, letter)
        try:
            with opened.session.begin_nested():
                return answer, store_events(opened, answer)
        except orders.SoldOutError as error:
            gone = error.sets
    answer = _answer(opened, letter, gone)
    return answer, store_events(opened, answer)


def _answer(opened: Opened, letter: Letter, gone: frozenset[int] = frozenset()) -> Answer:
    """What is answered once the sale is read; sets `gone` are offered no more."""
    answer = conversation.answer(letter)
    while isinstance(answer, Wanted):
        known = offers.read_sale(opened.session, letter.facts, answer.state, letter.sid, opened.now).without(gone)
        letter = replace(letter, facts=replace(known, read=known.read | {answer.need}))
        answer = conversation.answer(letter)
    return answer


def store_events(opened: Opened, answer: Answer) -> bool:
    """Store what a text did, as a key press's events are. Returns whether something is now due.

    Orders first: who holds the sale while alerts are locked, and who locks one while the sale is held, never wait
    for each other.
    """
    text = opened.text
    speaking = Speaking(opened.session, answer.state, text.sid, text.sender, opened.now, channel=opened.channel)
    events = sorted(answer.events, key=lambda event: not isinstance(event, Ordered | CancelledOrder))
    rings = [care.store_event(speaking, event) for event in events]
    ladder.tell_more(opened.session, text.sid, opened.now)
    return any(rings)

"""Reports on behalf of a household, typed at the console: the same rules as a worker's 代报 by text, echoed and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import Answer, Meaning, NamedBy, Person, Question, Reason, Report, Role, raises_alert
from domain.understanding.meanings import Reading as Measured
from ivr.events import RaisedAlert, Reported, Withdrew
from ivr.facts import CallState
from ivr.texting import conversation
from ivr.texting.conversation import Understood
from ivr.texting.taking_up import Taken
from models import Alert, Household, InboundEvent, Reading, Resident
from services.calling import care, facts
from services.calling.speaking import Speaking
from services.day.clock import local_day, machine_now
from services.desk.doubts import Doubt, doubt_of
from services.sales.set_names import names_on_sale
from services.staff import audit
from services.staff.audit import Deed, What
from services.staff.sessions import SignedIn
from services.texting.letters import IncomingText, Opened, open_letter, take
from services.texting.threads import Correspondence, open_thread, read_thread

Values = Mapping[str, int | None]  # name at the door: tenths of a degree, None for the word "normal"


class Refusal(StrEnum):
    """Why a line is not taken."""

    NO_REPORT = "no_report"  # no value in it, or something else than a report
    NO_DOOR = "no_door"  # none of this worker's, or none at all


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of something typed. `sid` takes it back; `doubt` is why nothing was stored, or what is asked.

    `choices` answer the question by their place, from 1. `readings` are names and tenths, None for "normal".
    `refused` is why the line was not even looked at: a Refusal.
    """

    sid: str
    household_id: int = 0
    readings: tuple[tuple[str, int | None], ...] = ()
    doubt: Doubt | None = None
    choices: tuple[str, ...] = ()
    is_ill: bool = False  # an alert is out
    refused: str = ""

    @property
    def is_stored(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.readings)


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody of the staff types; `once` is a word of chance in the form, so that what is sent twice is done once."""

    session: Session
    who: SignedIn
    once: str
    now: datetime

    @property
    def sid(self) -> str:
        """What the readings are stored under; nobody else's can have it."""
        return f"web-{self.who.worker.id}-{self.once}"


def is_first_time(typing: Typing) -> bool:
    """Whether this form was not sent before; one that comes twice at once waits for the first."""
    builder = postgresql_insert if typing.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = builder(InboundEvent).values(
        dedupe_key=f"sms:{typing.sid}",
        kind="console",
        payload={"from": typing.who.worker.phone},
        received_at=machine_now(),
    )
    stored = statement.on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(InboundEvent.id)
    return typing.session.execute(stored).scalar_one_or_none() is not None


def enter_line(typing: Typing, line: str) -> Entered:
    """Take "3-1-1504 36.5", in any spelling; or the number of a choice that was offered. The caller commits."""
    thread = thread_of(typing).thread
    body = line if thread.asked is not None and line.strip().isdigit() else f"代报 {line}"
    names = names_on_sale(typing.session, typing.who.community.id, typing.now)
    understood = conversation.listen(body, thread, names, Role.WORKER)
    if not _is_report(understood.meaning):
        return Entered(typing.sid, refused=Refusal.NO_REPORT)
    home = _home_of(typing, understood)
    if home is None or not typing.who.area.holds(home.grid_id, home.building_id):
        return Entered(typing.sid, refused=Refusal.NO_DOOR)  # nobody is told of a fever yet: the door is typed first
    return _take(typing, understood, body)


def _is_report(meaning: Meaning) -> bool:
    """Whether it tells how somebody is. A door alone does not: the clerk sees it in the box and needs no question back."""
    if isinstance(meaning, Question):
        return meaning.reason not in {Reason.ADDRESS_ONLY, Reason.MISSING_VALUE} or raises_alert(meaning)
    return isinstance(meaning, Report) or raises_alert(meaning)


def enter_values(typing: Typing, home: Household, building: str, values: Values) -> Entered:
    """Take the values of people at a door of the worker's area, by their names. The caller commits."""
    measured = tuple(
        Measured(Person(NamedBy.NAME, name), Answer.NORMAL if tenths is None else Answer.VALUE, tenths)
        for name, tenths in values.items()
    )
    door = Door(building, home.unit, home.room)
    report = Report(measured, door=door, on_behalf=True)
    return _take(typing, Understood(Taken("", door=home.id), report, door), "")


def take_back(typing: Typing, sid: str) -> bool:
    """What this worker typed under `sid` today counts no more; an alert stays. Whether there was such a thing."""
    if not sid.startswith(f"web-{typing.who.worker.id}-"):
        return False
    kept = thread_of(typing)
    act = kept.thread.act
    is_last = act is not None and act.sid == sid
    state = CallState("text", community=typing.who.community.id)
    speaking = Speaking(typing.session, state, sid, typing.who.worker.phone, typing.now, channel="worker")
    care.store_event(speaking, Withdrew(sid, act.waiting if act is not None and is_last else ()))
    if is_last:
        kept.keep(kept.thread.undid())
    audit.note(typing.session, typing.who.worker, [Deed(What.TOOK_BACK, "reading", None, sid)], typing.now)
    return True


def _take(typing: Typing, understood: Understood, body: str) -> Entered:
    opened = Opened(
        typing.session,
        typing.who.community,
        IncomingText(typing.sid, typing.who.community.line, typing.who.worker.phone, body),
        typing.now,
        channel="worker",
    )
    kept = thread_of(typing)
    answer, _ = take(opened, open_letter(opened, understood, kept.thread, (), typing.who.worker))
    kept.keep(answer.thread)
    home, asked = answer.state.household, answer.thread.asked
    reported = [one for event in answer.events if isinstance(event, Reported) for one in event.readings]
    is_ill = any(isinstance(event, RaisedAlert) for event in answer.events)
    is_kept = asked is None and isinstance(understood.meaning, Report)
    if reported or is_ill:
        audit.note(typing.session, typing.who.worker, [Deed(What.REPORTED, "household", home)], typing.now)
    names = names_at(typing.session, home)
    return Entered(
        typing.sid,
        household_id=home,
        readings=tuple((names[one.person] if one.person < len(names) else "", one.tenths) for one in reported),
        doubt=None if reported else Doubt.KEPT if is_kept else doubt_of(understood.meaning),
        choices=tuple(choice.label for choice in asked.choices) if asked is not None and not reported else (),
        is_ill=is_ill,
    )


def open_question(session: Session, who: SignedIn, now: datetime) -> Entered | None:
    """The question with choices that this worker has not answered yet, today."""
    day = local_day(now, who.community.timezone)
    asked = read_thread(session, who.community.id, f"console:{who.worker.id}", day).asked
    if asked is None or not asked.choices:
        return None
    meaning = understand(asked.text, Role.WORKER, names_on_sale(session, who.community.id, now))
    return Entered("", doubt=doubt_of(meaning), choices=tuple(choice.label for choice in asked.choices))


def what_came_of(session: Session, who: SignedIn, once: str, now: datetime) -> Entered | None:
    """What this worker's form with `once` has left behind, as it stands now: readings, an alert, an open question.

    What was taken back is left out; None where nothing is left.
    """
    sid, asked = Typing(session, who, once, now).sid, open_question(session, who, now)
    mine = select(Reading, Resident.name).join(Resident, Resident.id == Reading.resident_id)
    of_form = Reading.community_id == who.community.id, Reading.call_sid == sid
    rows = session.execute(mine.where(*of_form).order_by(Reading.id)).all()
    standing = tuple((name, one.tenths) for one, name in rows if one.withdrawn_at is None)
    raised = select(Alert).where(Alert.community_id == who.community.id, Alert.call_sid == sid)
    alert = session.scalars(raised.order_by(Alert.id).limit(1)).first()
    if not standing and alert is None:
        return asked
    home = rows[0][0].household_id if rows else alert.household_id if alert is not None else None
    is_kept = not rows and asked is None and alert is not None and alert.tenths is not None
    return Entered(
        sid,
        household_id=home or 0,
        readings=standing,
        doubt=Doubt.KEPT if is_kept else asked.doubt if asked is not None else None,
        choices=asked.choices if asked is not None and not standing else (),
        is_ill=alert is not None,
    )


def thread_of(typing: Typing) -> Correspondence:
    """The console's own thread of this worker: what is asked here is not answered by a text."""
    who = typing.who
    day = local_day(typing.now, who.community.timezone)
    return open_thread(typing.session, who.community.id, f"console:{who.worker.id}", day)


def _home_of(typing: Typing, understood: Understood) -> Household | None:
    """The door that the line is about, of the roster."""
    if understood.taken.door:
        return typing.session.get(Household, understood.taken.door)
    return home_at(typing, understood.door)


def home_at(typing: Typing, door: Door | None) -> Household | None:
    """The household behind a door that was typed."""
    if door is None:
        return None
    community = typing.who.community.id
    keyed = CallState("text", community=community, building=door.building, unit=door.unit, room=door.room)
    found = facts.find_door(typing.session, keyed)
    return typing.session.get(Household, found) if found else None


def names_at(session: Session, household_id: int) -> list[str]:
    """Who lives there, by their places."""
    there = select(Resident.name).where(Resident.household_id == household_id)
    return list(session.scalars(there.order_by(Resident.position, Resident.id)))

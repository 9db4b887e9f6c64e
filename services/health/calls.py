"""The calls about health files: half an hour after the fever, then twice a day until the file is closed.

Whoever does not answer is called once more; then the worker asks. As in the roll call a pressed key is the only proof of
somebody.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

import prompts
from domain.day_plan import DayPlan
from domain.health import RE_MEASURE_AFTER, CallFor, NoteKind, next_follow_up
from domain.roll_call import BETWEEN_TRIES, TRIES
from ivr.events import ItemKind
from models import Call, Community, HealthFile, Item, Pause, Phone, Reading, Resident, Turn
from services.alerting.items import Left, file_item
from services.board.call_by_person import is_called_by_person
from services.board.pauses import is_on
from services.day.clock import local_day
from services.day.steps import plan_of
from services.health.files import Note, add_note
from services.roster.places import household_place
from services.sending import outbox
from services.sending.lines import busy_numbers, room_for_calls
from services.sending.outbox import Draft, Priority

IN_TIME = timedelta(hours=1)  # a call later than this is left out: the next one is near
HEARD_LATELY = timedelta(minutes=15)  # whoever reports on their own is not called for it

log = structlog.get_logger()


def calls_now(now: datetime) -> ColumnElement[bool]:
    """Whether the time has come for the next call of a file."""
    return and_(HealthFile.closed_at.is_(None), HealthFile.next_at <= now)


def call_about_files(session: Session, now: datetime, most: int = 50) -> int:
    """Place the call of every open file whose time has come, and set the next one; safe in two processes. Returns how many."""
    due = (
        select(HealthFile)
        .where(calls_now(now))
        .order_by(HealthFile.next_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    seen_to = 0
    for file in session.scalars(due).all():
        community = session.get_one(Community, file.community_id)
        plan, due_at = plan_of(community), file.next_at or now
        if not _is_needless(session, file, community, now):
            if file.tries < TRIES and _may_ring(file, community, plan, now):
                if not room_for_calls(session, community, now) or _is_busy(session, file, now):
                    continue  # as soon as a line is free, and theirs
                seen_to += 1
                if _call(session, file, due_at, now):
                    file.tries, file.next_at = file.tries + 1, now + BETWEEN_TRIES
                    continue
            elif file.tries:
                _ask_worker(session, file, session.get_one(Resident, file.resident_id), now)
        file.tries, file.next_call = 0, CallFor.FOLLOW_UP.value
        file.next_at = next_follow_up(plan, now, community.timezone)
    return seen_to


def _is_needless(session: Session, file: HealthFile, community: Community, now: datetime) -> bool:
    """In hospital, or heard of: a moment ago, or since the call before this one."""
    paused = select(Pause.id).where(Pause.resident_id == file.resident_id, is_on(local_day(now, community.timezone)))
    if session.scalar(paused.limit(1)) is not None:
        return True
    since = now - HEARD_LATELY if not file.tries or file.next_at is None else file.next_at - BETWEEN_TRIES
    heard = select(Reading.id).where(Reading.resident_id == file.resident_id, Reading.at >= since)
    return session.scalar(heard.limit(1)) is not None or (bool(file.tries) and _has_pressed(session, file, since))


def _has_pressed(session: Session, file: HealthFile, since: datetime) -> bool:
    """Whether anybody has pressed a key in a call with the telephone that was rung: what they said is known."""
    number = _telephone(session, session.get_one(Resident, file.resident_id))
    keyed = select(Turn.id).join(Call, Call.sid == Turn.call_sid).where(Turn.at >= since, Turn.keys != "")
    return session.scalar(keyed.where(Call.number == number).limit(1)) is not None


def _may_ring(file: HealthFile, community: Community, plan: DayPlan, now: datetime) -> bool:
    """In time, and not at night but half an hour after the fever."""
    if file.next_at is not None and now - file.next_at > IN_TIME:
        log.warning("call left out", community=community.id, seconds=int((now - file.next_at).total_seconds()))
        return False
    local = now.astimezone(ZoneInfo(community.timezone)).time()
    is_first = file.next_call == CallFor.RE_MEASURE and not file.tries
    return is_first or not plan.is_quiet(local)


def _is_busy(session: Session, file: HealthFile, now: datetime) -> bool:
    """Whether the telephone it would ring is being rung already, or is calling us."""
    number = _telephone(session, session.get_one(Resident, file.resident_id))
    return number in busy_numbers(session, file.community_id, now)


def _call(session: Session, file: HealthFile, due_at: datetime, now: datetime) -> bool:
    """One call for all the ill of a door at one time; False where no machine can or may call: the worker asks."""
    resident = session.get_one(Resident, file.resident_id)
    key = f"health:{resident.household_id}:{file.next_call}:{due_at.isoformat()}"
    number = _telephone(session, resident)
    if number is None or is_called_by_person(session, resident.household_id):
        why = "by a person" if number is not None else "no telephone"
        _ask_worker(session, file, resident, now)
        add_note(session, file.id, Note(NoteKind.CALL, f"{file.next_call}: {why}", source=key), now)
        return False
    draft = Draft(
        community_id=file.community_id,
        dedupe_key=key,
        kind="reminder",
        channel="call",
        priority=Priority.REMINDER,
        to=number,
        language=resident.language,
        household_id=resident.household_id,
        purpose=file.next_call,
        not_after=due_at + IN_TIME,
    )
    outbox.put(session, draft, now)
    add_note(session, file.id, Note(NoteKind.CALL, file.next_call, source=key), now)
    return True


def _ask_worker(session: Session, file: HealthFile, resident: Resident, now: datetime) -> None:
    """An item on the worker's list, once as long as it is open, however many calls have come due."""
    about = f"health:{file.id}"
    standing = select(Item.id).where(
        Item.household_id == resident.household_id, Item.about == about, Item.state != "done"
    )
    if session.scalar(standing.limit(1)) is not None:
        return
    language = session.get_one(Community, file.community_id).language
    note = prompts.text(language, "note.ask_temperature")
    place = household_place(session, resident.household_id)
    file_item(session, Left(ItemKind.CALL_BACK, place, about, resident.id, note=note), now)


def put_off(session: Session, household_id: int, now: datetime) -> None:
    """Who was called has not measured yet: the ill of the door are called again in half an hour."""
    at_door = select(Resident.id).where(Resident.household_id == household_id)
    session.execute(
        update(HealthFile)
        .where(HealthFile.resident_id.in_(at_door), HealthFile.closed_at.is_(None))
        .values(next_call=CallFor.RE_MEASURE.value, next_at=now + RE_MEASURE_AFTER, tries=0)
        .execution_options(synchronize_session=False)
    )


def _telephone(session: Session, resident: Resident) -> str | None:
    """Their own, else one of the door."""
    mine_first = Phone.resident_id != resident.id, Phone.position, Phone.id
    numbers = select(Phone.number).where(Phone.household_id == resident.household_id).order_by(*mine_first)
    return session.scalar(numbers.limit(1))

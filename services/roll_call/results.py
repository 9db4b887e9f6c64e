"""What comes of the roll call's calls: heard of, called again, or texted once and left to the grid worker's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.day_plan import DayPlan, instant_of
from domain.roll_call import BETWEEN_TRIES, CALL_BACK, MOST_CALLS, TRIES, Rank, RollCallState, is_very_old
from domain.telephones import Kind, kind
from ivr.dialogues import ASKS_HOW_THEY_ARE
from models import Community, Message, Resident, RollCall, TextThread
from services.alerting import alerts
from services.alerting.alerts import Cause
from services.calling.speaking import Speaking
from services.day.days import Day, day_of
from services.roll_call.unheard import ROLL_CALL, whom_to_call
from services.roster.places import household_place
from services.roster.telephones_of import Line, lines_of
from services.sending import outbox
from services.sending.lines import LOST
from services.sending.outbox import Draft, Priority

OVER = ("delivered", "failed", "dropped")  # of a call: ended, whoever or whatever picked up; or never placed


@dataclass(frozen=True, slots=True)
class Morning:
    """A community's day of calls, as one look at it needs it."""

    community: Community
    plan: DayPlan
    day: Day
    until: datetime  # no call leaves later, but one that was promised
    now: datetime


def is_last_call(session: Session, community: Community, household_id: int, now: datetime) -> bool:
    """Whether the line has called this door so often today to hear how they are that it promises no other call."""
    day = day_of(now, community.timezone)
    asked = select(func.count()).where(
        Message.household_id == household_id,
        Message.channel == "call",
        Message.purpose.in_(ASKS_HOW_THEY_ARE),
        Message.state != "dropped",
        Message.created_at >= day.begins,
        Message.created_at < day.ends,
    )
    return (session.scalar(asked) or 0) >= MOST_CALLS


def put_off(speaking: Speaking) -> None:
    """Who was called has not measured yet: the same telephone rings again in half an hour.

    After the last call of the day it is left to them, and to the grid worker's list.
    """
    row = speaking.session.scalars(
        select(RollCall)
        .where(RollCall.household_id == speaking.state.household, RollCall.day == speaking.day)
        .with_for_update()
    ).one_or_none()
    if row is not None and speaking.state.last_call:
        row.state, row.at = RollCallState.LISTED, speaking.now
    elif row is not None:
        row.promised_to, row.rank, row.next_at = speaking.telephone, Rank.PROMISED, speaking.now + CALL_BACK


def settle_calls(session: Session, morning: Morning) -> None:
    """See to the calls that are over: only a report, an illness or a promise is an answer, picking up is none."""
    is_lost = and_(Message.state == "accepted", Message.submitted_at < morning.now - LOST)
    rows = session.execute(
        select(RollCall, Message)
        .join(Message, Message.id == RollCall.message_id)
        .where(RollCall.community_id == morning.community.id, RollCall.day == morning.day.date)
        .where(RollCall.state == RollCallState.CALLING, or_(Message.state.in_(OVER), is_lost))
        .with_for_update(of=RollCall)
    ).all()
    wanted = whom_to_call(session, morning.day, [row.household_id for row, _ in rows])
    unheard = []
    for row, message in rows:
        if row.household_id not in wanted:
            row.state, row.at = RollCallState.HEARD, morning.now
        elif not _goes_on(row, message, morning):
            unheard.append(row)
    _list(session, unheard, wanted, morning)


def _goes_on(row: RollCall, message: Message, morning: Morning) -> bool:
    """Whether the household is called again today; if so it waits for that."""
    if message.state == "dropped" and message.not_after == morning.until:  # a try that rang nowhere
        row.tries -= 1
    if not row.promised_to:
        row.next_at = (message.submitted_at or message.created_at) + BETWEEN_TRIES
        if row.tries >= TRIES or row.next_at >= morning.until:
            return False
    row.state, row.at = RollCallState.WAITING, morning.now
    return True


def list_unheard(session: Session, morning: Morning, most: int) -> None:
    """The time of the calls is over: who still waits, and was promised nothing, is left to the list."""
    rows = session.scalars(
        select(RollCall)
        .where(RollCall.community_id == morning.community.id, RollCall.day == morning.day.date)
        .where(RollCall.state == RollCallState.WAITING, RollCall.promised_to == "")
        .order_by(RollCall.rank, RollCall.household_id)
        .limit(most)
    ).all()
    wanted = whom_to_call(session, morning.day, [row.household_id for row in rows])
    for row in rows:
        if row.household_id not in wanted:
            row.state, row.at = RollCallState.HEARD, morning.now
    _list(session, [row for row in rows if row.household_id in wanted], wanted, morning)


def _list(session: Session, rows: Sequence[RollCall], wanted: dict[int, set[int]], morning: Morning) -> None:
    """Nothing more is tried by telephone: a text where one can arrive, and for a lone elder an alert at once."""
    if not rows:
        return
    lines = lines_of(session, {row.household_id: wanted[row.household_id] for row in rows})
    refused = _opted_out(session, morning)
    for row in rows:
        row.state, row.at = RollCallState.LISTED, morning.now
        numbers = lines.get(row.household_id, ())
        can_text = [line for line in numbers if kind(line.number) is not Kind.LANDLINE and line.number not in refused]
        if can_text:
            _text(session, row, can_text[0], morning)
        if row.tries >= TRIES:
            _alarm(session, row, wanted[row.household_id], numbers, morning)


def _opted_out(session: Session, morning: Morning) -> set[str]:
    query = select(TextThread.number).where(
        TextThread.community_id == morning.community.id, TextThread.opted_out_at.is_not(None)
    )
    return set(session.scalars(query))


def _text(session: Session, row: RollCall, line: Line, morning: Morning) -> None:
    """Once a day, and not after the cut-off: then somebody knocks."""
    cut_off = instant_of(morning.day.date, morning.plan.cut_off, morning.community.timezone)
    if morning.now >= cut_off:
        return
    draft = Draft(
        community_id=row.community_id,
        dedupe_key=f"roll_call:{row.id}:text",
        kind="reminder",
        channel="sms",
        priority=Priority.REMINDER,
        to=line.number,
        language=line.language,
        body=prompts.text(line.language, "text.not_heard"),
        household_id=row.household_id,
        purpose=ROLL_CALL,
        not_after=cut_off,
    )
    outbox.put(session, draft, morning.now)


def _alarm(session: Session, row: RollCall, people: set[int], lines: Sequence[Line], morning: Morning) -> None:
    """Living alone, 80 or older and silent after two calls: the grid worker is told at once, not at the end of the day."""
    alone = select(Resident).where(Resident.id.in_(people), Resident.lives_alone).order_by(Resident.position)
    for resident in session.scalars(alone):
        if is_very_old(resident.birth_year, morning.day.date):
            cause = Cause(
                kind=AlertKind.SILENT,
                place=household_place(session, row.household_id),
                resident_id=resident.id,
                telephone=lines[0].number if lines else "",
            )
            alerts.raise_alert(session, cause, morning.now)

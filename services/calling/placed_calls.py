"""Calls that the line places: who picked up which call, and at which question it begins.

A call to a worker is about an alert; a call to a resident has a purpose, which names its dialogue.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.health import CallFor
from ivr.acts import door
from ivr.dialogues import ALERT_CALL, ASKS_HOW_THEY_ARE, CALLS_OF_PURPOSE
from ivr.facts import CallState, Facts, Need
from models import Alert, Call, Community, Message, Phone, Worker
from services.announcing import notices
from services.calling import facts
from services.goods import order_notices
from services.health.files import told_before
from services.needs import news as request_news
from services.roll_call import results as roll_call_results

ASKED_AGAIN = frozenset(CallFor)  # about a health file: whatever was reported today before


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A placed call that somebody, or a machine, picked up: its row, where it begins, and what is known."""

    call: Call
    state: CallState
    known: Facts


def pick_up(session: Session, sid: str, message_id: int, now: datetime) -> PickedUp | None:
    """The beginning of the call that this message of the outbox asked for; None when it is about nothing of ours."""
    owed = session.get(Message, message_id)
    if owed is None:
        return None
    if owed.alert_id is not None:
        return _about_alert(session, sid, owed, now)
    if owed.purpose == notices.PURPOSE and owed.household_id is not None:
        return PickedUp(_call(owed, sid, owed.to, now), notices.opening(session, owed), Facts())
    return _to_resident(session, sid, owed, now)


def _about_alert(session: Session, sid: str, owed: Message, now: datetime) -> PickedUp | None:
    if owed.worker_id is None:
        return None
    alert = session.get_one(Alert, owed.alert_id)
    state = CallState(
        position=ALERT_CALL,
        language=owed.language,
        community=owed.community_id,
        building=alert.building,
        unit=alert.unit,
        room=alert.room,
        alert=alert.id,
    )
    call = _call(owed, sid, session.get_one(Worker, owed.worker_id).phone, now)
    return PickedUp(call, state, Facts())


def _to_resident(session: Session, sid: str, owed: Message, now: datetime) -> PickedUp | None:
    """For the household that is called, also where the telephone has several; verified, for it is on file there.

    A telephone that the roster has taken from that door meanwhile hears nothing of it.
    """
    start = CALLS_OF_PURPOSE.get(owed.purpose)
    on_file = select(Phone.id).where(Phone.household_id == owed.household_id, Phone.number == owed.to)
    if start is None or owed.household_id is None or session.scalar(on_file.limit(1)) is None:
        return None
    home = facts.own_door(session, owed.household_id, owed.to, now)
    called = CallState(position=start, language=owed.language, community=owed.community_id, household=home.id)
    community = session.get_one(Community, owed.community_id)
    known = Facts(read=frozenset({Need.HOUSEHOLD}), community=community.name, household=home)
    state = door.take(called, home)
    if owed.purpose == request_news.PURPOSE:
        state = replace(state, request=request_news.asked_by_call(session, owed.id))
    if owed.purpose in ASKS_HOW_THEY_ARE:
        state = replace(state, last_call=roll_call_results.is_last_call(session, community, home.id, now))
    if owed.purpose in ASKED_AGAIN:
        state = replace(state, reported=False)
    if owed.purpose == CallFor.RE_MEASURE:
        state = replace(state, before=told_before(session, home.id, now))
    if owed.purpose in order_notices.PURPOSES:
        state = replace(state, goods=order_notices.order_of(session, owed.id))
    return PickedUp(_call(owed, sid, owed.to, now), state, known)


def _call(owed: Message, sid: str, number: str, now: datetime) -> Call:
    return Call(
        sid=sid,
        community_id=owed.community_id,
        direction="outbound",
        number=number,
        alert_id=owed.alert_id,
        worker_id=owed.worker_id,
        started_at=now,
    )

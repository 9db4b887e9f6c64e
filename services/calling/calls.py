"""A call, key press by key press: every turn is committed before it is answered, and a repeat gets the stored reply.

The plain turn is one statement. A turn that stores something does so in the same transaction as its own row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import prompts
from ivr import engine as dialogue
from ivr.dialogues import INCOMING, PIN
from ivr.events import Event
from ivr.facts import CallState, Facts, Household, Need, Wanted
from ivr.turn import KeyPress, Turn
from models import Call, Community
from models.database import read_only
from services.alerting.alert_answers import OvertakenError
from services.alerting.duty import worker_by_number
from services.calling import care, facts, placed_calls
from services.calling.speaking import Speaking
from services.calling.turns import store_call, store_plain, store_turn, stored_reply, turn_row
from services.sales import orders
from services.staff.pin_tries import KeyedPin, lets_in

Render = Callable[[Turn, int], str]  # the turn and its number, to the carrier's document
UNKEPT = "******"
TRIES = 3  # of a key whose facts changed while it was thought about


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a webhook, and whether something is now due in the outbox."""

    reply: str
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call that comes in: `called` and `caller` in E.164, the caller "" when withheld."""

    sid: str
    called: str
    caller: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key press in a call: turn `number` of it, and the other side's telephone ("" withheld)."""

    sid: str
    number: int
    press: KeyPress
    telephone: str


def answer_incoming(engine: Engine, incoming: Incoming, now: datetime, render: Render) -> Answer | None:
    """The first turn of an incoming call; None when the called number is no community's."""
    with Session(read_only(engine)) as session:
        community = community_of(session, incoming.called)
        if community is None:
            return None
        doors = facts.doors_of(session, community.id, incoming.caller, now)
        worker = worker_by_number(session, community.id, incoming.caller)
        state = CallState(
            position=INCOMING,
            language=worker.language if worker else _language(doors, community),
            community=community.id,
            on_file=bool(doors),
            worker=worker.id if worker else 0,
        )
        known = Facts(
            read=frozenset({Need.DOORS, Need.WORKER}),
            community=community.name,
            doors=doors,
            has_pin=worker is not None and worker.pin_hash is not None,
        )
        turn = _begin(session, state, known, (incoming.sid, incoming.caller), now)
    call = Call(
        sid=incoming.sid, community_id=community.id, direction="inbound", number=incoming.caller, started_at=now
    )
    return _store_first(engine, call, turn, now, render)


def _language(doors: Sequence[Household], community: Community) -> str:
    language = doors[0].language if doors else community.language
    return language if language in prompts.languages() else community.language


def community_of(session: Session, called: str) -> Community | None:
    """The called number decides; a number that is no community's is the only community's."""
    found = session.scalar(select(Community).where(Community.line == called))
    if found is not None:
        return found
    every = session.scalars(select(Community).order_by(Community.id).limit(2)).all()
    return every[0] if len(every) == 1 else None


def answer_outgoing(engine: Engine, sid: str, message_id: int, now: datetime, render: Render) -> Answer | None:
    """A call that the line placed was picked up; None when it is about nothing of ours."""
    with Session(read_only(engine)) as session:
        picked_up = placed_calls.pick_up(session, sid, message_id, now)
        if picked_up is None:
            return None
        turn = _begin(session, picked_up.state, picked_up.known, (sid, picked_up.call.number), now)
    return _store_first(engine, picked_up.call, turn, now, render)


def _begin(session: Session, state: CallState, known: Facts, call: tuple[str, str], now: datetime) -> Turn:
    turn = dialogue.begin(state, known)
    while isinstance(turn, Wanted):
        known = facts.read_facts(session, turn, known, call, now)
        turn = dialogue.begin(state, known)
    return turn


def _store_first(engine: Engine, call: Call, turn: Turn, now: datetime, render: Render) -> Answer:
    reply = render(turn, 0)
    row = turn_row(call.sid, 0, "", turn, reply, now)
    with Session(engine) as session, session.begin():
        store_call(session, call)
        if not store_turn(session, row):
            return Answer(stored_reply(session.connection(), call.sid, 0))
        rings = _store_events(session, turn, (call.sid, call.number), now)
    return Answer(reply, rings)


def answer_call(engine: Engine, plain: Engine, pressed: Pressed, now: datetime, render: Render) -> Answer:
    """One key press further. A repeated webhook gets the reply of the first time, byte for byte.

    `plain` commits each statement by itself: a turn that stores nothing but its own row goes there.
    """
    gone: frozenset[int] = frozenset()
    for _ in range(TRIES - 1):
        try:
            return _answer_once(engine, plain, pressed, now, render)
        except (orders.SoldOutError, OvertakenError) as error:  # the dialogue says what is left, or who was quicker
            gone = getattr(error, "sets", gone)
    return _answer_once(engine, plain, pressed, now, render, gone)


def _answer_once(
    engine: Engine,
    plain: Engine,
    pressed: Pressed,
    now: datetime,
    render: Render,
    gone: frozenset[int] = frozenset(),
) -> Answer:
    turn = _think(engine, pressed, now, gone)
    reply = render(turn, pressed.number)
    row = turn_row(pressed.sid, pressed.number, _kept_keys(pressed.press), turn, reply, now)
    if not turn.events:
        return Answer(store_plain(plain, row))
    return _store_with_events(engine, turn, row, pressed.telephone)


def _think(engine: Engine, pressed: Pressed, now: datetime, gone: frozenset[int] = frozenset()) -> Turn:
    """Walk the dialogue, reading what its steps ask for; a plain key reads nothing. Sets `gone` are offered no more."""
    known = Facts()
    turn = dialogue.press(pressed.press, known)
    if isinstance(turn, Wanted) and turn.need is Need.PIN:
        known = _look_at_pin(engine, pressed, now)
        turn = dialogue.press(pressed.press, known)
    if not isinstance(turn, Wanted):
        return turn
    with Session(read_only(engine)) as session:
        while isinstance(turn, Wanted):
            known = facts.read_facts(session, turn, known, (pressed.sid, pressed.telephone), now).without(gone)
            turn = dialogue.press(pressed.press, known)
    return turn


def _look_at_pin(engine: Engine, pressed: Pressed, now: datetime) -> Facts:
    """Before anything is read, so that no transaction is open meanwhile."""
    digits = "".join(key for key in pressed.press.keys if key.isdecimal())
    keyed = KeyedPin(pressed.press.state, pressed.sid, pressed.number, digits)
    return Facts(read=frozenset({Need.PIN}), is_pin_right=lets_in(engine, keyed, now))


def _kept_keys(press: KeyPress) -> str:
    """The keys as the turn's row keeps them: a PIN never."""
    return UNKEPT if press.keys and press.state.position == PIN else press.keys


def _store_with_events(engine: Engine, turn: Turn, row: dict[str, Any], telephone: str) -> Answer:
    """The turn and what it meant, in one transaction."""
    sid, number, now = row["call_sid"], row["number"], row["at"]
    with Session(engine) as session, session.begin():
        if not store_turn(session, row):
            return Answer(stored_reply(session.connection(), sid, number))
        rings = _store_events(session, turn, (sid, telephone), now)
    return Answer(row["reply"], rings)


def _store_events(session: Session, turn: Turn, call: tuple[str, str], now: datetime) -> bool:
    state, (sid, telephone) = turn.state, call
    if state.let_in and state.household:  # the worker's own number is none of that door's
        telephone = ""
    speaking = Speaking(session, state, sid, telephone, now, channel="worker" if state.let_in else "keypad")
    return bool([event for event in turn.events if care.store_event(speaking, event)])


def store_events(
    session: Session, state: CallState, events: Sequence[Event], call: tuple[str, str], now: datetime
) -> bool:
    """Store events that no key press made: a caller hung up. Returns whether the bell is worth ringing."""
    return _store_events(session, Turn(state, events=tuple(events)), call, now)

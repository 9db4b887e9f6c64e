"""The telephones of the simulated day: calls and texts by the functions that the carrier's webhooks call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from carrier.status import merge_call
from carrier.twiml import render
from ivr.facts import CallState
from ivr.turn import KeyPress, Keys, Spoken, Turn
from models.database import open_engine
from services.calling import calls, endings
from services.calling.calls import Answer, Incoming, Pressed
from services.sending import delivery
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.day.clockwork import Acts, Clockwork
from webhooks.addresses import urls_after


def _no_sound(_state: CallState, _spoken: Spoken) -> str:
    return ""


@dataclass
class Exchange:
    """Connects people with the line."""

    time: Clockwork
    line: str
    database: str
    calls_made: int = 0
    texts_made: int = 0
    ended: dict[str, datetime] = field(default_factory=dict)  # by sid

    def __post_init__(self) -> None:
        """As a web process has it: one engine for transactions, one that commits each statement."""
        self.engine = open_engine(self.database, hurried=True)
        self.plain = open_engine(self.database, hurried=True, autocommit=True)

    def close(self) -> None:
        """Hang up everywhere."""
        self.engine.dispose()
        self.plain.dispose()

    def dials(self, number: str) -> "Conversation":
        """Somebody calls the line."""
        self.calls_made += 1
        talk = Conversation(self, f"CB{self.calls_made:032x}", number)
        incoming = Incoming(talk.sid, self.line, number)
        talk.hears(calls.answer_incoming(self.engine, incoming, self.time.now, talk.render))
        return talk

    def picks_up(self, sid: str, message: int, number: str) -> "Conversation":
        """Somebody, or a machine, answers a call that the line has placed."""
        talk = Conversation(self, sid, number, message)
        talk.hears(calls.answer_outgoing(self.engine, sid, message, self.time.now, talk.render))
        return talk

    def ends(self, sid: str, status: str, message: int = 0) -> None:
        """The carrier tells that a call is over."""
        self.ended[sid] = self.time.now
        with Session(self.engine) as session, session.begin():
            if message:
                delivery.record_call_status(session, message, sid, status, self.time.now, merge_call)
            endings.end_call(session, sid, status, self.time.now)
        self.time.ring()

    def texts(self, number: str, body: str) -> None:
        """Somebody texts the line."""
        self.texts_made += 1
        with Session(self.engine) as session, session.begin():
            text = IncomingText(f"SMB{self.texts_made:031x}", self.line, number, body)
            rings = receive_text(session, text, self.time.now)
        if rings:
            self.time.ring()


@dataclass
class Conversation:
    """A call as the person at the other end has it: the turn that was heard last."""

    exchange: Exchange
    sid: str
    number: str
    message: int = 0
    turn: Turn | None = field(default=None, init=False)
    _count: int = field(default=0, init=False)

    def render(self, turn: Turn, number: int) -> str:
        """The carrier's document, as for a real call; and what is heard."""
        self.turn, self._count = turn, number
        return render(turn, urls_after(number, self.sid, _no_sound))

    def hears(self, answer: Answer | None) -> None:
        """The line's answer."""
        if answer is not None and answer.rings:
            self.exchange.time.ring()

    @property
    def waits(self) -> bool:
        """Whether a key is awaited."""
        return self.turn is not None and isinstance(self.turn.awaits, Keys)

    @property
    def state(self) -> CallState:
        """Where the call stands."""
        assert self.turn is not None
        return self.turn.state

    def press(self, keys: str) -> None:
        """Keys, or "" for silence."""
        the = self.exchange
        pressed = Pressed(self.sid, self._count + 1, KeyPress(self.state, keys=keys), self.number)
        self.hears(calls.answer_call(the.engine, the.plain, pressed, the.time.now, self.render))

    def hang_up(self) -> None:
        """It is over."""
        self.exchange.ends(self.sid, "completed", self.message)


Presses = Callable[[Conversation], str | None]
"""What somebody presses at a question; None hangs up."""


def talks(talk: Conversation, presses: Presses, pace: float) -> Acts:
    """Answer question after question, each after so many seconds, until one side hangs up."""
    while talk.waits:
        yield pace
        keys = presses(talk)
        if keys is None:
            break
        talk.press(keys)
    yield 3
    talk.hang_up()

"""Calls to the exchange's numbers and calls that applications place, from beginning to end."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from exchange.callbacks import CallbackLine, Callbacks
from exchange.calls import Call, HungUpError, Leg, RedirectedError, Source
from exchange.conversations import Conversation, Conversations
from exchange.dialling import Dialling
from exchange.interpreter import Interpreter
from exchange.numbers import Line
from exchange.parts import Parts
from exchange.recordings import Recordings
from exchange.studio import Studio


@dataclass(frozen=True)
class Placed:
    """A call as asked for over the REST API; `timeout` in simulated, `time_limit` in real seconds."""

    from_: str
    to: str
    source: Source
    timeout: float = 60
    time_limit: float = 14400
    fallback: Source | None = None
    callback: str | None = None
    callback_method: str = "POST"
    events: tuple[str, ...] = ("completed",)


class Switchboard:
    """Carries every call on in a thread of its own."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._next_slot = 0.0
        self.conversations = Conversations(parts)
        self.recordings = Recordings()
        self._dialling = Dialling(parts, self.conversations, self._studio)

    def dial_in(self, number: str, line: Line, shown: str) -> Call:
        """A telephone calls one of our numbers, showing a number; BusyError when it is in a call."""
        call = self.conversations.new_call(shown, line.number, "inbound")
        leg, handset = Leg(call, number), self._parts.handsets[number]
        handset.take(leg)
        conversation = Conversation(leg, handset, self._told(call, line.status_url))
        self.conversations.begin(conversation)
        threading.Thread(target=self._serve, args=(conversation, line), daemon=True).start()
        return call

    def place(self, placed: Placed) -> Call:
        """Calls a telephone for an application, in its turn; returns the call as queued."""
        call = self.conversations.new_call(placed.from_, placed.to, "outbound-api")
        told = self._told(call, placed.callback, placed.callback_method)
        handset = self._parts.handsets[placed.to]
        conversation = Conversation(Leg(call, placed.to), handset, told, placed.events)
        self.conversations.begin(conversation)
        delay = self._turn()
        call.queue_milliseconds = round(delay * 1000)
        taken = replace(call)
        threading.Thread(target=self._carry_out, args=(conversation, placed, delay), daemon=True).start()
        early = self._parts.faults.is_set("callbacks", "before_response")
        if early and {"initiated", "ringing"} & set(placed.events):
            told.wait_for_first(2)
        return taken

    def _told(self, call: Call, url: str | None, method: str = "POST") -> CallbackLine:
        return CallbackLine(Callbacks(self._parts.web, self._parts.faults, url, call.sid, method))

    def _turn(self) -> float:
        """Real seconds until another call may be placed: so many are allowed a simulated second."""
        rate = self._parts.calls_per_second
        if not rate:
            return 0
        with self._lock:
            now = time.monotonic()
            begins = max(now, self._next_slot)
            self._next_slot = begins + self._parts.clock.real_seconds(1 / rate)
        return begins - now

    def _serve(self, conversation: Conversation, line: Line) -> None:
        leg = conversation.leg
        fallback = Source(line.fallback_url) if line.fallback_url else None
        interpreter = Interpreter(
            leg,
            conversation.handset,
            self._studio(),
            fallback,
            pick_up=lambda: self.conversations.answered(conversation),
        )
        try:
            with suppress(HungUpError):
                interpreter.run(Source(line.voice_url or ""))
        finally:
            self.conversations.end(conversation, "rejected" if leg.refused else leg.over or "line")

    def _carry_out(self, conversation: Conversation, placed: Placed, delay: float) -> None:
        leg = conversation.leg
        try:
            leg.wait(delay)
            if self.conversations.ring(conversation, placed.timeout):
                self.conversations.answered(conversation)
                leg.limit(placed.time_limit)
                Interpreter(leg, conversation.handset, self._studio(), placed.fallback).run(placed.source)
        except (HungUpError, RedirectedError):
            pass
        finally:
            self.conversations.end(conversation, leg.over or "line")

    def _studio(self) -> Studio:
        parts = self._parts
        return Studio(parts.web, parts.ledger, parts.pace, self._dialling.dial, self.recordings.keep)

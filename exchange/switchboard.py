"""Calls to the exchange's numbers and calls that applications place, from beginning to end."""

import threading
from contextlib import suppress
from dataclasses import dataclass, replace

from exchange import params
from exchange.callbacks import CallbackLine, Callbacks
from exchange.calls import Call, HungUpError, Leg, RedirectedError, Source
from exchange.conversations import Conversation, Conversations
from exchange.detection import Detection
from exchange.dialling import Dialling
from exchange.handsets import Handset
from exchange.interpreter import Interpreter
from exchange.numbers import Line
from exchange.parts import Parts
from exchange.recordings import Recordings
from exchange.studio import Studio
from exchange.turns import Turns
from exchange.web import Hook


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
    detection: Detection | None = None


class Switchboard:
    """Carries every call on in a thread of its own."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._turns = Turns(parts.clock, parts.calls_per_second)
        self.conversations = Conversations(parts)
        self.recordings = Recordings(parts.clock, parts.ledger)
        self._dialling = Dialling(parts, self.conversations, self._studio)

    def dial_in(self, number: str, line: Line, shown: str) -> Call:
        """A telephone calls one of our numbers, showing a number; BusyError when it is in a call."""
        call = self.conversations.new_call(shown, line.number, "inbound")
        leg, handset = Leg(call, number), self._parts.handsets[number]
        handset.take(leg)
        handset.emit("dials", to=line.number, call=call.sid, **{"as": shown})
        conversation = Conversation(leg, handset, self._told(call, line.status_url, line.status_method))
        self.conversations.begin(conversation)
        threading.Thread(target=self._serve, args=(conversation, line), daemon=True).start()
        return call

    def place(self, placed: Placed) -> Call:
        """Calls a telephone for an application, in its turn; returns the call as queued."""
        parts = self._parts
        call = self.conversations.new_call(placed.from_, placed.to, "outbound-api")
        told = self._told(call, placed.callback, placed.callback_method)
        handset = parts.handsets[placed.to]
        conversation = Conversation(Leg(call, placed.to), handset, told, placed.events)
        self.conversations.begin(conversation)
        delay = self._turns.take(parts.account.sid).seconds
        call.queue_milliseconds = round(delay * 1000)
        taken = replace(call)
        threading.Thread(target=self._carry_out, args=(conversation, placed, delay), daemon=True).start()
        early = parts.faults.is_set("callbacks", "before_response")
        if early and {"initiated", "ringing"} & set(placed.events):
            told.wait_for_first(2)
        return taken

    def _told(self, call: Call, url: str | None, method: str = "POST") -> CallbackLine:
        return CallbackLine(Callbacks(self._parts.web, self._parts.faults, url, call.sid, method))

    def _serve(self, conversation: Conversation, line: Line) -> None:
        leg = conversation.leg
        fallback = Source(line.fallback_url, line.fallback_method) if line.fallback_url else None
        interpreter = Interpreter(
            leg,
            conversation.handset,
            self._studio(),
            fallback,
            pick_up=lambda: self.conversations.answered(conversation),
        )
        try:
            with suppress(HungUpError):
                interpreter.run(Source(line.voice_url or "", line.voice_method))
        finally:
            self.conversations.end(conversation, "rejected" if leg.refused else leg.over or "line")

    def _carry_out(self, conversation: Conversation, placed: Placed, delay: float) -> None:
        leg = conversation.leg
        try:
            leg.wait(delay)
            if self.conversations.ring(conversation, placed.timeout):
                self.conversations.answered(conversation)
                leg.limit(placed.time_limit)
                self._detect(leg.call, conversation.handset, placed.detection)
                Interpreter(leg, conversation.handset, self._studio(), placed.fallback).run(placed.source)
        except (HungUpError, RedirectedError):
            pass
        finally:
            self.conversations.end(conversation, leg.over or "line")

    def _detect(self, call: Call, handset: Handset, wanted: Detection | None) -> None:
        """Finds out who answered; told with every request of the call, or beside it to an address of its own."""
        if wanted is None:
            return
        verdict = wanted.verdict(handset.answers)
        if not wanted.beside:
            call.answered_by = verdict
        elif wanted.callback is not None:
            told = params.of_detection(call, verdict)
            hook = Hook(wanted.callback.url, wanted.callback.method, told, call.sid)
            threading.Thread(target=self._parts.web.ask, args=(hook,), daemon=True).start()

    def _studio(self) -> Studio:
        parts = self._parts
        return Studio(
            parts.web, parts.ledger, parts.pace, self._dialling.dial, self.recordings, parts.clock, parts.player
        )

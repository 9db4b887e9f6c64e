"""Calls being carried on: begun, rung, answered, ended, and who is told of each step."""

import threading
from dataclasses import dataclass

from exchange import params
from exchange.callbacks import CallbackLine
from exchange.calls import Call, Leg
from exchange.handsets import Answers, Handset
from exchange.parts import Parts

_MAILBOX_PATIENCE = 120  # real seconds a mailbox listens to silence


@dataclass
class Conversation:
    """A call with its leg and its telephone; `events` are those its status callback asked for."""

    leg: Leg
    handset: Handset
    told: CallbackLine
    events: tuple[str, ...] = ("completed",)
    sequence: int = 0

    @property
    def call(self) -> Call:
        """The call it is."""
        return self.leg.call


class Conversations:
    """All calls of an exchange, those that are over included."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._calls: dict[str, Call] = {}
        self._running: dict[str, Conversation] = {}
        self._lock = threading.Lock()

    def calls(self) -> list[Call]:
        """All calls, the newest first."""
        with self._lock:
            return list(reversed(self._calls.values()))

    def call(self, sid: str) -> Call | None:
        """One call."""
        with self._lock:
            return self._calls.get(sid)

    def forget(self, call: Call) -> None:
        """Forgets that a call was."""
        with self._lock:
            self._calls.pop(call.sid, None)

    def leg(self, sid: str) -> Leg | None:
        """The leg of a call that is not over."""
        with self._lock:
            running = self._running.get(sid)
        return None if running is None else running.leg

    def stop(self) -> None:
        """Ends every call."""
        with self._lock:
            running = list(self._running.values())
        for conversation in running:
            conversation.leg.end("line")

    def new_call(self, from_: str, to: str, direction: str, parent: str | None = None) -> Call:
        """A call that nobody knows of yet."""
        status = "ringing" if direction == "inbound" else "queued"
        return Call(self._parts.account.sid, from_, to, direction, self._parts.clock.now(), status, parent)

    def begin(self, conversation: Conversation) -> None:
        """Enters a call among those being carried on."""
        call = conversation.call
        with self._lock:
            self._calls[call.sid] = call
            self._running[call.sid] = conversation
        self._note(call)

    def ring(self, conversation: Conversation, seconds: float) -> bool:
        """Rings until picked up, at most so many simulated seconds; True when it was. Raises as Leg.wait does."""
        self.progress(conversation, "initiated", "initiated")
        leg, call = conversation.leg, conversation.call
        leg.check()
        conversation.handset.ring(leg, call.from_)
        if leg.refused is None:
            self._become(call, "ringing")
            self.progress(conversation, "ringing", "ringing")
        leg.wait(self._parts.clock.real_seconds(seconds), lambda: leg.answered or leg.refused is not None)
        if not leg.answered:
            leg.refuse("no-answer")
        return leg.answered

    def answered(self, conversation: Conversation) -> None:
        """The two ends are connected from here on."""
        leg, call = conversation.leg, conversation.call
        leg.answer()
        call.started = self._parts.clock.now()
        self._become(call, "in-progress")
        conversation.handset.emit("connected", call=call.sid)
        if conversation.handset.answers is Answers.MAILBOX:
            leg.limit(_MAILBOX_PATIENCE)
        self.progress(conversation, "answered", "in-progress")

    def end(self, conversation: Conversation, reason: str) -> None:
        """The call is over: its status is final, its telephone free, and who asked is told."""
        leg, call = conversation.leg, conversation.call
        leg.end(reason)
        call.ended = self._parts.clock.now()
        self._become(call, _final_status(leg, call))
        with self._lock:
            self._running.pop(call.sid, None)
        shown = leg.refused if leg.refused and not leg.answered and reason == "line" else reason
        conversation.handset.release(leg, shown, call.status)
        self.progress(conversation, "completed", call.status)

    def progress(self, conversation: Conversation, event: str, status: str) -> None:
        """Tells the status callback of an event it asked for."""
        if event not in conversation.events:
            return
        told = params.of_progress(conversation.call, status, conversation.sequence, self._parts.clock.now())
        conversation.sequence += 1
        conversation.told.tell(told, last=event == "completed")

    def _become(self, call: Call, status: str) -> None:
        call.status = status
        self._note(call)

    def _note(self, call: Call) -> None:
        call.updated = self._parts.clock.now()
        facts = {"sid": call.sid, "from": call.from_, "to": call.to, "direction": call.direction}
        self._parts.ledger.write("call", **facts, status=call.status, parent=call.parent_sid)


def _final_status(leg: Leg, call: Call) -> str:
    if call.started is not None:
        return "completed"
    return leg.refused or "canceled"

"""The telephones of the exchange: any number is one; what it hears is a numbered list of events."""

import threading
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from exchange.bell import Bell
from exchange.calls import Leg
from exchange.clock import Clock

Event = dict[str, Any]


class Answers(StrEnum):
    """How a telephone behaves when it is called."""

    BY_HAND = "by_hand"
    AT_ONCE = "at_once"
    NEVER = "never"
    BUSY = "busy"
    OFF = "off"
    MAILBOX = "mailbox"
    LANDLINE = "landline"
    UNASSIGNED = "unassigned"


class BusyError(Exception):
    """The telephone is in a call already."""


_NOT_RUNG = {Answers.BUSY: "busy", Answers.OFF: "no-answer", Answers.UNASSIGNED: "failed"}
_PICKED_UP = frozenset({Answers.AT_ONCE, Answers.MAILBOX})
_UNDELIVERED = {Answers.OFF: 30003, Answers.LANDLINE: 30006, Answers.UNASSIGNED: 30005}


class Handset:
    """One telephone: how it answers, the call it is in, what it has heard."""

    def __init__(self, number: str, clock: Clock, bell: Bell) -> None:
        self.number = number
        self.answers = Answers.BY_HAND
        self._clock = clock
        self._bell = bell
        self._events: list[Event] = []
        self._changed = threading.Condition()
        self._leg: Leg | None = None

    @property
    def leg(self) -> Leg | None:
        """The call it is in, ringing ones included."""
        return self._leg

    @property
    def undelivered(self) -> int | None:
        """The carrier's error for a text to this telephone; None when texts arrive."""
        return _UNDELIVERED.get(self.answers)

    def emit(self, type_: str, /, **facts: Any) -> None:
        """Adds an event to what this telephone has heard."""
        with self._changed:
            number = len(self._events) + 1
            self._events.append({"n": number, "at": self._clock.now().isoformat(), "type": type_, **facts})
            self._changed.notify_all()
        self._bell.ring()

    def events(self, after: int, wait: float) -> list[Event]:
        """Events numbered above `after`; waits up to `wait` real seconds for the first."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._events) > after, timeout=wait)
            return self._events[max(after, 0) :]

    def take(self, leg: Leg) -> None:
        """Puts the telephone into a call; BusyError when it is in one."""
        with self._changed:
            if self._leg is not None:
                raise BusyError
            self._leg = leg

    def ring(self, leg: Leg, shown: str) -> None:
        """Lets it ring for a call from the number shown, and behave as it is set."""
        verdict = _NOT_RUNG.get(self.answers)
        if verdict is None:
            try:
                self.take(leg)
            except BusyError:
                verdict = "busy"
        if verdict is not None:
            leg.refuse(verdict)
            return
        self.emit("rings", **{"from": shown, "call": leg.call.sid})
        if self.answers in _PICKED_UP:
            leg.answer()

    def release(self, leg: Leg, reason: str, status: str) -> None:
        """Ends its part in a call."""
        with self._changed:
            if self._leg is not leg:
                return
            self._leg = None
            self.emit("ended", reason=reason, status=status, call=leg.call.sid)


class Handsets:
    """All telephones there can be, made when first used."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._bell = Bell()
        self._known: dict[str, Handset] = {}
        self._lock = threading.Lock()

    def __getitem__(self, number: str) -> Handset:
        with self._lock:
            return self._known.setdefault(number, Handset(number, self._clock, self._bell))

    def listen(self, after: Mapping[str, int], wait: float) -> dict[str, list[Event]]:
        """What these telephones heard after an event each; waits up to `wait` real seconds for the first of all."""
        deadline = time.monotonic() + wait
        while True:
            strokes = self._bell.strokes
            heard = {number: self[number].events(event, 0) for number, event in after.items()}
            if any(heard.values()) or not self._bell.await_more(strokes, deadline - time.monotonic()):
                return {number: events for number, events in heard.items() if events}

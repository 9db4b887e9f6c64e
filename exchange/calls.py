"""A call and its legs: who talks with whom, what is listened for, and why it ended."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from exchange.listening import Listener

_LONGEST_WAIT = 86400.0


def new_sid(prefix: str) -> str:
    """An identifier as the carrier makes them: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


@dataclass
class Call:
    """One call as the carrier's REST API knows it; times are simulated, aware, UTC."""

    account_sid: str
    from_: str
    to: str
    direction: str
    created: datetime
    status: str = "queued"
    parent_sid: str | None = None
    queue_milliseconds: int = 0
    started: datetime | None = None
    ended: datetime | None = None
    updated: datetime | None = None
    answered_by: str | None = None
    sid: str = field(default_factory=lambda: new_sid("CA"))

    @property
    def seconds(self) -> int:
        """How long it lasted since it was answered, in whole simulated seconds."""
        if self.started is None or self.ended is None:
            return 0
        return max(1, round((self.ended - self.started).total_seconds()))


@dataclass(frozen=True)
class Source:
    """Where a document comes from: an address to ask, or the document itself."""

    url: str = ""
    method: str = "POST"
    twiml: bytes | None = None


class HungUpError(Exception):
    """The leg is over; nothing more can be said on it."""


class RedirectedError(Exception):
    """The call was given another document over the REST API."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source


class Leg:
    """One telephone's end of a call; every wait of its thread is broken by what happens to it."""

    def __init__(self, call: Call, number: str) -> None:
        self.call = call
        self.number = number
        self.changed = threading.Condition()
        self.over: str | None = None
        self.answered = False
        self.refused: str | None = None
        self.listener: Listener | None = None
        self.other: Leg | None = None
        self._ordered: Source | None = None
        self._deadline: float | None = None

    def limit(self, seconds: float) -> None:
        """Ends the leg after so many real seconds from now."""
        with self.changed:
            deadline = time.monotonic() + seconds
            self._deadline = deadline if self._deadline is None else min(self._deadline, deadline)

    def end(self, reason: str) -> bool:
        """Ends the leg, once; False when it had ended before."""
        with self.changed:
            if self.over is not None:
                return False
            self.over = reason
            self.changed.notify_all()
            return True

    def answer(self) -> bool:
        """The telephone is picked up; False when there is nothing to pick up any more."""
        with self.changed:
            if self.answered or self.over or self.refused:
                return False
            self.answered = True
            self.changed.notify_all()
            return True

    def refuse(self, status: str) -> bool:
        """The telephone will not be picked up: `busy`, `no-answer` or `failed`."""
        with self.changed:
            if self.answered or self.over or self.refused:
                return False
            self.refused = status
            self.changed.notify_all()
            return True

    def order(self, source: Source) -> None:
        """Gives the call another document to go on with, at once."""
        with self.changed:
            self._ordered = source
            self.changed.notify_all()

    def press(self, key: str, patience: float = 0) -> bool:
        """One key; False when nothing listened, also after `patience` real seconds: the key is lost."""
        with self.changed:
            if patience:
                self.changed.wait_for(lambda: self.over is not None or self._listens(), timeout=patience)
            heard = self.over is None and self.listener is not None and self.listener.press(key)
            self.changed.notify_all()
            return heard

    def _listens(self) -> bool:
        return self.listener is not None and not self.listener.done

    def listen(self, listener: Listener | None) -> None:
        """From now on keys go to this listener; None: they are lost."""
        with self.changed:
            self.listener = listener
            self.changed.notify_all()

    def wake(self) -> None:
        """Lets a waiting thread look again at what it waits for."""
        with self.changed:
            self.changed.notify_all()

    def check(self) -> None:
        """Raises when the leg is over or has other orders."""
        self.wait(0)

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Waits real seconds or until something is so, and says whether it is; raises as `check` does."""
        with self.changed:
            seconds = min(seconds, _LONGEST_WAIT)
            limit = seconds if self._deadline is None else min(seconds, self._deadline - time.monotonic())
            happened = self.changed.wait_for(lambda: self._broken() or until(), timeout=max(0.0, limit))
            if self._deadline is not None and time.monotonic() >= self._deadline:
                self.over = self.over or "time_limit"
            if self.over is not None:
                raise HungUpError
            if self._ordered is not None:
                source, self._ordered = self._ordered, None
                raise RedirectedError(source)
            return happened

    def _broken(self) -> bool:
        return self.over is not None or self._ordered is not None

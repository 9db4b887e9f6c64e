"""Whose turn it is: how long a text or a call waits where only so many are let through a second.

Sources: Twilio, voice/api/call-resource (calls a second, by account), errors 21611, 30001, 30036 (segments a second,
by sender; ten hours of them at most).
"""

import threading
import time
from dataclasses import dataclass

from exchange.clock import Clock

LONGEST_QUEUE = 36_000.0  # seconds of texts one sender may have waiting


class QueueFullError(Exception):
    """More is waiting already than may wait."""


@dataclass(frozen=True)
class Turn:
    """How many real seconds until it is let through, or until it has waited too long."""

    seconds: float = 0
    expired: bool = False


class Turns:
    """Lets `rate` units a simulated second through for each name, first come, first served; 0: any number."""

    def __init__(self, clock: Clock, rate: float, longest: float = float("inf")) -> None:
        self._clock = clock
        self._rate = rate
        self._longest = longest
        self._free: dict[str, float] = {}  # when a name's next unit is let through, by the monotonic clock
        self._lock = threading.Lock()

    def take(self, name: str, units: int = 1, patience: float = float("inf")) -> Turn:
        """A turn for so many units; what waits longer than `patience`, in simulated seconds, never gets it.

        Raises QueueFullError.
        """
        if not self._rate:
            return Turn()
        with self._lock:
            now = time.monotonic()
            begins = max(now, self._free.get(name, now))
            wait = begins - now
            if wait > self._clock.real_seconds(self._longest):
                raise QueueFullError
            if wait > self._clock.real_seconds(patience):
                return Turn(self._clock.real_seconds(patience), expired=True)
            self._free[name] = begins + self._clock.real_seconds(units / self._rate)
            return Turn(wait)

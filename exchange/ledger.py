"""The exchange's ledger: everything that happened, in order; the ground truth tests read."""

import threading
from typing import Any

from exchange.clock import Clock

Entry = dict[str, Any]


class Ledger:
    """A numbered list of entries that grows only at its end and can be waited for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._grown = threading.Condition()

    def write(self, kind: str, /, **facts: Any) -> Entry:
        """Adds an entry and returns it, numbered from 1, with its (simulated) time."""
        with self._grown:
            entry = {"n": len(self._entries) + 1, "at": self._clock.now().isoformat(), "kind": kind, **facts}
            self._entries.append(entry)
            self._grown.notify_all()
            return entry

    def after(self, number: int, wait: float = 0) -> list[Entry]:
        """Entries numbered above `number`; waits up to `wait` real seconds for the first."""
        with self._grown:
            self._grown.wait_for(lambda: len(self._entries) > number, timeout=wait or 0)
            return self._entries[max(number, 0) :]

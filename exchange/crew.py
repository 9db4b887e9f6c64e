"""A few threads that do what is put before them, in turn, at once or later, until the program ends."""

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

Work = Callable[[], None]


class Crew:
    """`hands` daemon threads, and one that keeps the time, started with the first piece of work."""

    def __init__(self, hands: int) -> None:
        self._hands = hands
        self._work: queue.SimpleQueue[Work] = queue.SimpleQueue()
        self._later: list[tuple[float, int, Work]] = []
        self._order = itertools.count()
        self._started = False
        self._changed = threading.Condition()

    def do(self, work: Work, after: float = 0) -> None:
        """Has it done by one of the threads, `after` real seconds from now; work of one time in the order given."""
        with self._changed:
            self._start()
            if after <= 0:
                self._work.put(work)
                return
            heapq.heappush(self._later, (time.monotonic() + after, next(self._order), work))
            self._changed.notify()

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        for target in (*[self._run] * self._hands, self._keep_time):
            threading.Thread(target=target, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                self._work.get()()
            except Exception:  # noqa: BLE001  one failure must not cost the thread
                _log.exception("a piece of the exchange's work failed")

    def _keep_time(self) -> None:
        with self._changed:
            while True:
                due = self._later[0][0] - time.monotonic() if self._later else None
                if due is None or due > 0:
                    self._changed.wait(due)
                else:
                    self._work.put(heapq.heappop(self._later)[2])

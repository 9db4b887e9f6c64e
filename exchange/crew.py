"""A few threads that do what is put before them, in turn, until the program ends."""

import logging
import queue
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Crew:
    """`hands` daemon threads, started with the first piece of work."""

    def __init__(self, hands: int) -> None:
        self._hands = hands
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._started = False
        self._lock = threading.Lock()

    def do(self, work: Callable[[], None]) -> None:
        """Has it done soon, by one of the threads."""
        with self._lock:
            if not self._started:
                self._started = True
                for _ in range(self._hands):
                    threading.Thread(target=self._run, daemon=True).start()
        self._work.put(work)

    def _run(self) -> None:
        while True:
            try:
                self._work.get()()
            except Exception:  # noqa: BLE001  one failure must not cost the thread
                _log.exception("a piece of the exchange's work failed")

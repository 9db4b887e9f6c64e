"""Status callbacks of one call or message: best effort, in order unless a fault says otherwise."""

import queue
import threading
import time
from collections.abc import Mapping

from exchange.faults import Faults
from exchange.web import Hook, Web

Params = Mapping[str, str]
_TIMES = {"drop": 0, "duplicate": 2}


class Callbacks:
    """Tells one address what becomes of one call or message; without an address it tells nobody."""

    def __init__(self, web: Web, faults: Faults, url: str | None, about: str, method: str = "POST") -> None:
        self._web = web
        self._faults = faults
        self._url = url
        self._method = method
        self._about = about
        self._held: list[Hook] = []

    @property
    def wanted(self) -> bool:
        """Whether there is anybody to tell."""
        return self._url is not None

    def tell(self, params: Params, *, last: bool = False) -> None:
        """Tells of one event and waits for the answer; a fault drops, doubles or delays it, or tells all backwards."""
        if self._url is None:
            return
        fault = self._faults.due("callbacks")
        do = fault.do if fault else ""
        told = Hook(self._url, self._method, params, self._about)
        if do == "reorder" and not last:
            self._held.append(told)
            return
        if fault and do == "delay":
            time.sleep(fault.seconds)
        for hook in [told] * _TIMES.get(do, 1) + self._held[::-1]:
            self._web.ask(hook)
        self._held.clear()


class CallbackLine:
    """The same, told by a thread of its own, so that a call never waits for it."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self._waiting: queue.SimpleQueue[tuple[Params, bool]] = queue.SimpleQueue()
        self._first = threading.Event()
        self._started = False

    def tell(self, params: Params, *, last: bool = False) -> None:
        """Tells of one event, soon."""
        if not self._callbacks.wanted:
            return
        self._waiting.put((params, last))
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, daemon=True).start()

    def wait_for_first(self, seconds: float) -> None:
        """Waits until the first event has been told, at most so many real seconds."""
        self._first.wait(seconds)

    def _run(self) -> None:
        last = False
        while not last:
            params, last = self._waiting.get()
            self._callbacks.tell(params, last=last)
            self._first.set()

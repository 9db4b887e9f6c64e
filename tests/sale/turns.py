"""Calls that go on at the same time in virtual time: each webhook waits until it is the earliest, and moves the line's clock."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from threading import Event, Thread

from tests.integration.outgoing import HandClock

Run = Callable[[], None]


class Turns:
    """Lets one at a time go on, always the one whose second is the earliest; `clock` stands at that second."""

    def __init__(self, clock: HandClock, begins: datetime) -> None:
        self.clock, self.begins = clock, begins
        self._waiting: list[tuple[float, int, Event]] = []
        self._number = 0
        self._failures: list[BaseException] = []

    def run(self, runs: Sequence[tuple[float, Run]]) -> None:
        """Each of these from its second on, until the last has ended; what one of them raised is raised."""
        threads = [Thread(target=self._live, args=(run, self._line_up(at)), daemon=True) for at, run in runs]
        for thread in threads:
            thread.start()
        self._pass_on()
        for thread in threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def wait(self, at: float) -> None:
        """Whoever goes on now lets all go first who are earlier than this second."""
        mine = self._line_up(at)
        self._pass_on()
        mine.wait()

    def _live(self, run: Run, turn: Event) -> None:
        turn.wait()
        try:
            run()
        except BaseException as failure:  # noqa: BLE001 - it is raised where all of them were started
            self._failures.append(failure)
        finally:
            self._pass_on()

    def _line_up(self, at: float) -> Event:
        self._number += 1
        event = Event()
        heappush(self._waiting, (at, self._number, event))
        return event

    def _pass_on(self) -> None:
        """Called by the one that goes on, so nobody else touches the list meanwhile."""
        if self._waiting:
            at, _, event = heappop(self._waiting)
            self.clock.hand[0] = max(self.clock.now(), self.begins + timedelta(seconds=at))
            event.set()

"""Time in the simulated day: people act when their moment comes, and the rounds of the clock are made between them.

A person is a generator that yields the seconds until its next act. A running line looks each second. Here it looks a
quarter of a minute after something has happened while the line calls, for a call that ends makes room for the next; else
every two minutes, and to the second wherever a deadline of an alert falls. Nothing is due between.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session

from models import Alert
from models.database import read_only
from services.day.rounds import make_rounds
from services.sending.pacing import Rates
from tests.integration.outgoing import FakeCarrier, HandClock, Post, sender_for

Acts = Generator[float, None, None]
RATES = Rates(texts=0.8, calls=0.8)  # as a line has them unless told otherwise
SECOND = timedelta(seconds=1)
OFTEN, SELDOM = timedelta(seconds=15), timedelta(minutes=2)
CALLS = (time(8), time(10, 45))
DEADLINE = select(func.min(Alert.next_at)).where(Alert.state != "done", Alert.next_at > bindparam("now"))


@dataclass(frozen=True, slots=True)
class Left:
    """What the carrier took, and when."""

    at: datetime
    post: Post


@dataclass
class Clockwork:
    """The line's clock, its sender and its carrier, and everybody's next moment."""

    engine: Engine
    begins: datetime
    clock: HandClock = field(default_factory=HandClock)
    carrier: FakeCarrier = field(default_factory=FakeCarrier)
    left: list[Left] = field(default_factory=list)
    rounds: int = 0
    _agenda: list[tuple[datetime, int, Acts]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _is_rung: bool = False
    _is_stirred: bool = False
    _last_round: datetime | None = None
    _deadline: datetime | None = None

    def __post_init__(self) -> None:
        """The clock stands where the day begins."""
        self.clock.hand[0] = self.begins
        self.sender = sender_for(self.engine, self.clock, self.carrier, RATES, senders=16)

    @property
    def now(self) -> datetime:
        """The line's time."""
        return self.clock.now()

    def soon(self, acts: Acts, after: float = 0) -> None:
        """The first moment of somebody is so many seconds from now."""
        heapq.heappush(self._agenda, (self.now + timedelta(seconds=after), next(self._numbers), acts))

    def ring(self) -> None:
        """Something is due in the outbox: it is looked at before time goes on."""
        self._is_rung = self._is_stirred = True

    def run(self, until: datetime) -> "list[Left]":
        """Let time pass until something has left, or until then; what has left since the last time."""
        seen = len(self.left)
        while len(self.left) == seen and self.now < until:
            look = min(self._next_round(), until)
            due = self._agenda[0][0] if self._agenda else None
            if due is not None and due <= look:
                self.clock.hand[0] = max(self.now, due)
                self._act()
            else:
                self.clock.hand[0] = look
                self._look()
        return self.left[seen:]

    def stop(self) -> None:
        """The sender ends."""
        self.sender.stop()

    def _act(self) -> None:
        _, _, acts = heapq.heappop(self._agenda)
        wait = next(acts, None)
        if wait is not None:
            self.soon(acts, wait)
        if self._is_rung:
            self._send()

    def _look(self) -> None:
        make_rounds(self.engine, self.clock, "clock")
        self.rounds, self._is_stirred = self.rounds + 1, False
        self._send()
        # A new alert's first deadline is further away than the next regular look, so this is often enough.
        self._last_round, self._deadline = self.now, self._next_deadline()

    def _send(self) -> None:
        self._is_rung = False
        seen = len(self.carrier.posts)
        self.sender.drain()
        self.left += [Left(self.now, post) for post in self.carrier.posts[seen:]]

    def _next_round(self) -> datetime:
        regular = self.begins if self._last_round is None else self._last_round + self._step()
        return max(self.now, regular if self._deadline is None else min(regular, self._deadline))

    def _step(self) -> timedelta:
        """Often while the line calls and something has happened since the last look."""
        local = self.now.astimezone(self.begins.tzinfo).time()
        return OFTEN if self._is_stirred and CALLS[0] <= local < CALLS[1] else SELDOM

    def _next_deadline(self) -> datetime | None:
        """The full second at which the next alert climbs."""
        with Session(read_only(self.engine)) as session:
            due = session.scalar(DEADLINE, {"now": self.now})
        return None if due is None else due.replace(microsecond=0) + SECOND

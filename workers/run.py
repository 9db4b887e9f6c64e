"""Builds and runs the two processes: `linli worker` answers the bell and sweeps, `linli clock` sweeps."""

import signal
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Protocol

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import Engine

from services.day.clock import Clock
from services.day.rounds import make_rounds
from services.sending.doorbell import forget_stale_ring, open_queue
from workers import jobs

SWEEP = 1.0  # seconds between two looks

log = structlog.get_logger()


class Drains(Protocol):
    """What a bell wakes: workers.sending.Sender, workers.fetching.Fetcher, in tests a slow one."""

    def drain(self) -> int:
        """Send until nothing is due."""

    def wake(self) -> None:
        """Have the drain under way look at once for what is new."""

    def stop_claiming(self) -> None:
        """Let the drain under way end with what is on its way."""


class Bell:
    """A thread that drains whenever it is woken, so that whoever wakes it never waits for the carrier."""

    def __init__(self, sender: Drains, name: str = "bell") -> None:
        self._sender = sender
        self._rung = Event()
        self._ended = False
        self._thread = Thread(target=self._answer, name=name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Drain now; a drain under way, which may wait for a slow carrier, looks at once for what is new."""
        self._rung.set()
        self._sender.wake()

    def stop(self) -> None:
        """End when what is on its way has arrived; nothing more is claimed."""
        self._ended = True
        self._sender.stop_claiming()
        self.wake()
        self._thread.join(timeout=20)

    def _answer(self) -> None:
        while self._rung.wait() and not self._ended:
            self._rung.clear()
            try:
                self._sender.drain()
            except Exception as error:  # noqa: BLE001 - the sweep tries again in a second; a dead bell helps nobody
                log.error("drain failed", reason=type(error).__name__)


class Sweeper:
    """Looks every second for what is due, and wakes the bells: with nobody ringing, nothing is later than this.

    It never sends itself: a slow carrier must not hold up the ladders, nor this process's beat.
    """

    def __init__(self, engine: Engine, clock: Clock, bells: Sequence[Bell], process: str) -> None:
        self._engine, self._clock, self._bells, self._process = engine, clock, bells, process
        self._ended = Event()

    def run(self) -> None:
        """Sweep now and every second until `stop`."""
        self.sweep()
        while not self._ended.wait(SWEEP):
            self.sweep()

    def sweep(self) -> None:
        """One round, then the outbox. A database that is away for a while ends no process."""
        try:
            make_rounds(self._engine, self._clock, self._process)
            for bell in self._bells:
                bell.wake()
        except Exception as error:  # noqa: BLE001 - the next sweep tries again; a dead sweeper would help nobody
            log.error("sweep failed", reason=type(error).__name__)

    def stop(self) -> None:
        """End after the sweep under way."""
        self._ended.set()


def run_clock(sweeper: Sweeper, bell: Bell) -> None:
    """Sweep in the foreground until SIGTERM or Ctrl-C."""
    _on_signals(sweeper.stop)
    sweeper.run()
    bell.stop()


def run_worker(sweeper: Sweeper, bell: Bell, redis_url: str) -> None:
    """Answer the bell in the main thread and sweep beside it; without Redis the sweep alone."""
    if not redis_url:
        log.warning("no REDIS_URL: the worker looks every second instead of being rung")
        run_clock(sweeper, bell)
        return
    sweeping = Thread(target=sweeper.run, name="sweep", daemon=True)
    jobs.answer_with(bell.wake)
    ended = Event()
    _on_signals(ended.set)
    sweeping.start()
    _answer_bell(redis_url, bell, ended)
    sweeper.stop()
    bell.stop()
    sweeping.join(timeout=20)


def _answer_bell(redis_url: str, bell: Bell, ended: Event) -> None:
    """RQ in this thread, started again whenever Redis went away; the sweep covers the time between."""
    while not ended.is_set():
        try:
            BellWorker(redis_url, bell, ended).work(logging_level="WARNING")
        except StopRequested:
            return
        except (RedisError, OSError) as error:
            log.warning("bell away", reason=type(error).__name__)
        ended.wait(1.0)


class BellWorker(SimpleWorker):
    """RQ's worker that works in its own process and thread, and leaves the signals to us."""

    max_connection_wait_time = 2.0  # seconds; RQ's own minute would leave the bell dumb long after Redis is back

    def __init__(self, redis_url: str, bell: Bell, ended: Event) -> None:
        # RQ blocks up to its own timeout for a job, so this connection may wait longer than the doorbell's.
        connection = Redis.from_url(redis_url, socket_connect_timeout=1)
        queue = open_queue(connection)
        forget_stale_ring(queue)
        super().__init__([queue], connection=connection, serializer=JSONSerializer)
        self._bell, self._ended = bell, ended

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Do the job, and wake once more when it is gone: a ring refused while it existed is answered now."""
        super().execute_job(job, queue)
        self._bell.wake()

    def _install_signal_handlers(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        self._stop_requested = self._ended.is_set()  # asked to end while RQ was still coming up: nobody asks twice

    def _end(self, signum: int, frame: object) -> None:
        self._ended.set()
        self.request_stop(signum, frame)  # type: ignore[no-untyped-call]


def _on_signals(stop: Callable[[], None]) -> None:
    def end(_signum: int, _frame: object) -> None:
        stop()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)

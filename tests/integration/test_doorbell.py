"""The bell: nobody who rings waits, no ring is lost, and a killed worker does not leave it dumb."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest
from redis import Redis
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from linli.embedded import Valkey
from models import Heartbeat
from services.day.clock import real_clock
from services.sending.doorbell import JOB_ID, QUEUE, Doorbell, connect, forget_stale_ring, open_queue
from workers import jobs
from workers.run import Bell, BellWorker, Sweeper


@pytest.fixture
def redis(valkey: Valkey) -> Iterator[Redis]:
    """An empty Valkey."""
    connection = connect(valkey.url)
    connection.flushall()
    yield connection
    connection.flushall()
    connection.close()


class SlowSender:
    """A sender whose first drain is held at the carrier until it is let go."""

    def __init__(self) -> None:
        self.began, self.go_on, self.again, self.woken = Event(), Event(), Event(), Event()
        self.claims = True

    def drain(self) -> int:
        """The first is held; the second says that it came."""
        if self.began.is_set():
            self.again.set()
            return 0
        self.began.set()
        self.go_on.wait(10)
        return 1

    def wake(self) -> None:
        """The drain under way would look."""
        self.woken.set()

    def stop_claiming(self) -> None:
        """It would claim nothing more."""
        self.claims = False


class FailingSender(SlowSender):
    """A sender that fails once."""

    def drain(self) -> int:
        """The database is away at the first."""
        if not self.began.is_set():
            self.began.set()
            raise OSError
        self.again.set()
        return 0


def test_a_ring_during_a_slow_drain_returns_at_once_and_is_answered_after_it() -> None:
    sender = SlowSender()
    bell = Bell(sender)
    jobs.answer_with(bell.wake)
    jobs.drain()
    assert sender.began.wait(5)
    jobs.drain()  # would never come back if it waited for the first
    sender.go_on.set()
    assert sender.again.wait(5)
    bell.stop()


def test_a_ring_during_a_slow_drain_makes_it_look_at_once() -> None:
    sender = SlowSender()
    bell = Bell(sender)
    bell.wake()
    assert sender.began.wait(5)
    sender.woken.clear()
    bell.wake()
    assert sender.woken.is_set()
    sender.go_on.set()
    bell.stop()


def test_a_worker_that_is_asked_to_end_while_it_comes_up_ends(valkey: Valkey, redis: Redis) -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    bell, ended = Bell(SlowSender()), Event()
    ended.set()
    try:
        assert BellWorker(valkey.url, bell, ended).work(logging_level="WARNING") is False
    finally:
        bell.stop()
        for number, handler in handlers.items():
            signal.signal(number, handler)


def test_a_bell_that_stops_has_the_sender_claim_nothing_more_before_it_waits_for_it() -> None:
    sender = SlowSender()
    bell = Bell(sender)
    bell.wake()
    assert sender.began.wait(5)
    ending = Thread(target=bell.stop)
    ending.start()
    sender.woken.wait(5)
    assert not sender.claims
    sender.go_on.set()
    ending.join(5)
    assert not ending.is_alive()


def test_the_rounds_go_on_while_the_carrier_is_slow(engine: Engine) -> None:
    sender = SlowSender()
    bell = Bell(sender)
    sweeper = Sweeper(engine, real_clock(), [bell], "clock")
    sweeper.sweep()
    assert sender.began.wait(5)
    with Session(engine) as session, session.begin():
        first = session.scalars(select(Heartbeat.at)).one() - timedelta(seconds=10)
        session.execute(update(Heartbeat).values(at=first))
    sweeper.sweep()
    with Session(engine) as session:
        assert session.scalars(select(Heartbeat.at)).one() > first
    sender.go_on.set()
    bell.stop()


def test_a_drain_that_fails_leaves_the_bell_working() -> None:
    sender = FailingSender()
    bell = Bell(sender)
    bell.wake()
    while not sender.again.is_set():
        bell.wake()
        sender.again.wait(0.01)
    bell.stop()
    assert sender.began.is_set()


def test_many_rings_are_one_job_without_arguments(valkey: Valkey, redis: Redis) -> None:
    bell = Doorbell(valkey.url)
    for _ in range(10):
        bell.ring()
    (job,) = open_queue(redis).jobs
    assert (job.id, job.func_name, list(job.args), job.kwargs) == (JOB_ID, "workers.jobs.drain", [], {})


def test_the_job_of_a_killed_worker_is_forgotten_and_the_bell_rings_again(valkey: Valkey, redis: Redis) -> None:
    bell, queue = Doorbell(valkey.url), open_queue(redis)
    bell.ring()
    redis.delete(f"rq:queue:{QUEUE}")  # a worker took it, and died
    bell.ring()
    assert queue.job_ids == []
    forget_stale_ring(queue)
    bell.ring()
    assert queue.job_ids == [JOB_ID]


def test_a_ring_that_waits_is_not_forgotten(valkey: Valkey, redis: Redis) -> None:
    Doorbell(valkey.url).ring()
    forget_stale_ring(open_queue(redis))
    assert [job.id for job in open_queue(redis).jobs] == [JOB_ID]


def test_a_broken_bell_raises_nothing() -> None:
    Doorbell("unix:///nonexistent/valkey.sock").ring()
    Doorbell("").ring()

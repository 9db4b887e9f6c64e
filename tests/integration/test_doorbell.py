"""The bell: nobody who rings waits, no ring is lost, and a killed worker does not leave it dumb."""

from collections.abc import Iterator
from threading import Event

import pytest
from redis import Redis

from linli.embedded import Valkey
from services.doorbell import JOB_ID, QUEUE, Doorbell, connect, forget_stale_ring, open_queue
from workers import jobs
from workers.run import Bell


@pytest.fixture
def redis(valkey: Valkey) -> Iterator[Redis]:
    """An empty Valkey."""
    connection = connect(valkey.url)
    connection.flushall()
    yield connection
    connection.flushall()
    connection.close()


class SlowDrain:
    """A drain that is held at the carrier until it is let go."""

    def __init__(self) -> None:
        self.began, self.go_on, self.again = Event(), Event(), Event()

    def __call__(self) -> int:
        """The first is held; the second says that it came."""
        if self.began.is_set():
            self.again.set()
            return 0
        self.began.set()
        self.go_on.wait(10)
        return 1


def test_a_ring_during_a_slow_drain_returns_at_once_and_is_answered_after_it() -> None:
    drain = SlowDrain()
    bell = Bell(drain)
    jobs.answer_with(bell.wake)
    jobs.drain()
    assert drain.began.wait(5)
    jobs.drain()  # would never come back if it waited for the first
    drain.go_on.set()
    assert drain.again.wait(5)
    bell.stop()


def test_a_drain_that_fails_leaves_the_bell_working() -> None:
    calls, second = [0], Event()

    def drain() -> int:
        calls[0] += 1
        if calls[0] == 1:
            raise OSError
        second.set()
        return 0

    bell = Bell(drain)
    bell.wake()
    while not second.is_set():
        bell.wake()
        second.wait(0.01)
    bell.stop()
    assert calls[0] >= 2


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

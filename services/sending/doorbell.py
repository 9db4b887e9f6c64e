"""The doorbell: one unique RQ job without arguments wakes the workers. It may be broken; nothing depends on it.

Rows in the outbox are the truth, and every worker and clock looks for them each second. RQ refuses a second job
while one waits, which is what is wanted: one ring is enough (https://python-rq.org/docs/, "unique").
"""

import time
from threading import Lock

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer

QUEUE = "linli"
JOB = "workers.jobs.drain"
JOB_ID = "drain"
PATIENCE = 0.25  # seconds to connect or to be answered: a caller is waiting
REST = 5.0  # seconds without trying after a failure

log = structlog.get_logger()


def connect(redis_url: str) -> Redis:
    """A connection that gives up soon."""
    return Redis.from_url(redis_url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)


def open_queue(connection: Redis) -> Queue:
    """The one queue, with JSON on it and no pickles."""
    return Queue(QUEUE, connection=connection, serializer=JSONSerializer)


def forget_stale_ring(queue: Queue) -> None:
    """Take away the job of a worker that was killed in it: while it exists, RQ refuses every further ring."""
    if JOB_ID not in queue.job_ids:
        queue.connection.delete(Job.key_for(JOB_ID))


class Doorbell:
    """Rings, if it can; without `redis_url` there is none and the sweep finds the work."""

    def __init__(self, redis_url: str) -> None:
        self._queue = open_queue(connect(redis_url)) if redis_url else None
        self._silent_until = 0.0
        if not redis_url:
            log.warning("no REDIS_URL: nobody is rung, the workers look every second")
        self._lock = Lock()

    def ring(self) -> None:
        """Wake a worker. Never raises and never waits long."""
        if self._queue is None or time.monotonic() < self._silent_until:
            return
        try:
            self._queue.enqueue(JOB, job_id=JOB_ID, unique=True, result_ttl=0, failure_ttl=1, ttl=60, job_timeout=-1)
        except DuplicateJobError:
            pass  # one is waiting already
        except (RedisError, OSError) as error:
            with self._lock:
                self._silent_until = time.monotonic() + REST
            log.warning("doorbell broken", reason=type(error).__name__)

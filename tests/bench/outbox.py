"""P3, P4: messages out, through RQ and without, and the time from a commit to the carrier's socket."""

import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from linli.embedded import Postgres, Valkey, end_program, start_program
from models import Community, Heartbeat, Message
from models.database import open_engine
from services.day.clock import machine_now
from services.schema import migrate
from services.sending.doorbell import Doorbell
from tests.web.line import BASE, LINE, TOKEN

SENDERS = 32
ACCOUNT = "AC00000000000000000000000000000001"


@dataclass
class Carrier:
    """Takes every message after `delay` seconds, and keeps when each request reached its socket."""

    delay: float = 0.0
    arrivals: list[float] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)
    url: str = ""

    def wait_for(self, count: int, within: float = 120.0) -> list[float]:
        """The arrivals, once there are so many."""
        with self.more:
            if not self.more.wait_for(lambda: len(self.arrivals) >= count, within):
                raise RuntimeError(f"{len(self.arrivals)} of {count} messages reached the carrier")
            return list(self.arrivals)


@contextmanager
def carrier() -> Iterator[Carrier]:
    """A carrier on loopback."""
    taken = Carrier()

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            arrived = time.monotonic()
            self.rfile.read(int(self.headers["Content-Length"]))
            with taken.more:
                taken.arrivals.append(arrived)
                number = len(taken.arrivals)
                taken.more.notify_all()
            if taken.delay:
                time.sleep(taken.delay)
            body = json.dumps({"sid": f"SM{time.monotonic_ns():020x}{number:012x}", "status": "queued"}).encode()
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Hall(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256
        disable_nagle_algorithm = True

        def handle_error(self, *_: object) -> None:
            """A sender that ends resets its connections."""

    Desk.disable_nagle_algorithm = True
    server = Hall(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    taken.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Outbox:
    """A database with a community, and what the processes beside it are told."""

    engine: Engine
    environment: dict[str, str]
    directory: Path
    taken: Carrier

    def fill(self, count: int) -> None:
        """So many alert texts, due now, in one commit."""
        now, stamp = machine_now(), time.monotonic_ns()
        common = {"community_id": 1, "kind": "alert", "channel": "sms", "priority": 0, "to": "+8610000000100"}
        times = {"created_at": now, "due_at": now, "at": now}
        body = "3栋1单元1504 发热 38.2 回 4821"
        with self.engine.begin() as connection:
            rows = [{**common, **times, "dedupe_key": f"{stamp}:{n}", "body": body} for n in range(count)]
            connection.execute(insert(Message), rows)

    def unsent(self) -> int:
        """Rows that nobody has sent."""
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(Message).where(Message.state == "pending")) or 0

    @contextmanager
    def beside(self, *command: str) -> Iterator[None]:
        """A process that sends, ready when its beat or its word is there."""
        process = start_program(
            [sys.executable, "-m", *command], self.directory / "sender.log", environment=self.environment
        )
        try:
            yield
        finally:
            end_program(process)

    def wait_for_worker(self) -> None:
        """Until the worker has beaten."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with Session(self.engine) as session:
                if session.scalar(select(Heartbeat.at)) is not None:
                    time.sleep(0.5)  # its bell is hung right after
                    return
            time.sleep(0.05)
        raise RuntimeError((self.directory / "sender.log").read_text()[-500:])


def rate(taken: Carrier, count: int) -> float:
    """Messages a second, from the first arrival to the last."""
    arrivals = taken.wait_for(count)
    return (len(arrivals) - 1) / max(1e-9, arrivals[-1] - arrivals[0])


def measure(directory: Path, postgres: Postgres, valkey: Valkey) -> dict[str, float]:
    """Messages a second of each way of sending, and the alert's way from commit to socket in milliseconds."""
    owner = open_engine(postgres.address()).execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE outbox")
    owner.dispose()
    engine = open_engine(postgres.address("outbox"))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(insert(Community).values(name="bench", line=LINE))
    with carrier() as taken:
        environment = {
            **os.environ,
            "DATABASE_URL": postgres.address("outbox"),
            "REDIS_URL": valkey.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_BASE": taken.url,
            "PUBLIC_BASE_URL": BASE,
            "LINLI_SENDERS": str(SENDERS),
        }
        found = _measure(Outbox(engine, environment, directory, taken), valkey)
    engine.dispose()
    return found


def _measure(outbox: Outbox, valkey: Valkey) -> dict[str, float]:
    taken, found = outbox.taken, {}
    for name, command, count in (
        ("loop", ("tests.bench.send", "loop"), 1500),
        ("job_a_message", ("tests.bench.send", "simple"), 200),
        ("fork_a_message", ("tests.bench.send", "fork"), 20),
    ):
        taken.arrivals.clear()
        outbox.fill(count)
        with outbox.beside(*command):
            found[name] = rate(taken, count)
        if outbox.unsent():
            raise RuntimeError(f"{name} left messages unsent")
    with outbox.beside("linli", "worker"):
        outbox.wait_for_worker()
        bell = Doorbell(valkey.url)
        found["rq"] = _rung(outbox, bell, 1500)
        taken.delay = 0.1
        found["rq_100ms"] = _rung(outbox, bell, 1200)
        taken.delay = 0.0
        latencies = [_latency(outbox, bell) for _ in range(100)]
    found["p4_p50_ms"] = statistics.median(latencies) * 1000
    found["p4_p99_ms"] = sorted(latencies)[98] * 1000
    return found


def _rung(outbox: Outbox, bell: Doorbell, count: int) -> float:
    outbox.taken.arrivals.clear()
    outbox.fill(count)
    bell.ring()
    return rate(outbox.taken, count)


def _latency(outbox: Outbox, bell: Doorbell) -> float:
    """Seconds from a commit to the carrier's socket, the worker idle; not in step with its sweep."""
    time.sleep(0.137)
    outbox.taken.arrivals.clear()
    outbox.fill(1)
    committed = time.monotonic()
    bell.ring()
    return outbox.taken.wait_for(1)[0] - committed

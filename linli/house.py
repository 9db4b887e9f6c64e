"""A whole running line on embedded parts: database, Valkey, exchange, web, worker and clock, each a real process.

`make run`, `make demo` and the fault tests live in one. Every process dies with the one that started it.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import urllib3

from linli.embedded import STARTS_WITHIN, EmbeddedError, Valkey, end_program, start_program, start_valkey
from models.database import open_engine
from services.schema import migrate

ORDER = ("worker", "clock", "web", "exchange")  # of ending: nobody sends to an exchange that is gone


@dataclass(frozen=True, slots=True)
class Plan:
    """What a house is built on. `database` is an address; empty is a SQLite file of its own."""

    directory: Path
    line: str  # E.164 of the community's number
    database: str = ""
    valkey: bool = True
    start: datetime | None = None
    speed: float = 1.0
    speech: float = 0.0  # characters a minute that the exchange speaks; 0 at once
    segments: float = 1.0  # of texts that the exchange lets a number send a second, as the carrier does; 0 any number
    web_processes: int = 2
    environment: dict[str, str] = field(default_factory=dict)


class House:
    """Starts the processes of a line, in order, and ends them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        plan.directory.mkdir(parents=True, exist_ok=True)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.valkey: Valkey | None = None
        self.exchange = ""
        self.web = f"http://127.0.0.1:{_free_port()}"
        self.database = plan.database or f"sqlite:///{plan.directory.resolve() / 'linli.db'}"
        self._secrets = {
            "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "SECRET_KEY": secrets.token_hex(16),
        }

    def open(self) -> None:
        """The database at its newest schema; nothing runs yet."""
        engine = open_engine(self.database)
        migrate(engine)
        engine.dispose()

    def start(self) -> None:
        """Start everything and wait until it answers. EmbeddedError says what did not."""
        if self.plan.valkey:
            self.valkey = start_valkey(self.plan.directory / "valkey")
        self.start_exchange()
        for name in ("web", "worker", "clock"):
            self.start_process(name)
        self.wait_for_web()

    @property
    def environment(self) -> dict[str, str]:
        """What the processes are told, for commands beside them too."""
        clock = {"LINLI_CLOCK_SPEED": str(self.plan.speed)}
        if self.plan.start is not None:
            clock["LINLI_CLOCK_START"] = self.plan.start.isoformat()
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "TWILIO_"))},
            **self._secrets,
            **clock,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.valkey.url if self.valkey else "",
            "TWILIO_API_BASE": self.exchange,
            "PUBLIC_BASE_URL": self.web,
            **self.plan.environment,
        }

    def start_exchange(self) -> None:
        """The exchange, with the line's number and where its calls and texts go."""
        hooks = f"{self.web}/webhooks"
        retries = "#rc=3&rp=5xx,ct,rt&ct=2000&rt=4000"
        command = [sys.executable, "-m", "exchange", "--number", self.plan.line, "--speech", str(self.plan.speech)]
        command += ["--mps", str(self.plan.segments)]
        command += ["--voice-url", f"{hooks}/voice/incoming{retries}", "--sms-url", f"{hooks}/sms/incoming{retries}"]
        command += ["--status-url", f"{hooks}/status/call{retries}", "--fallback-url", f"{hooks}/voice/fallback"]
        log = self.log("exchange")
        self.running["exchange"] = start_program(command, log, environment=self.environment)
        said = _first_line(self.running["exchange"], log)
        self.exchange = str(json.loads(said)["exchange"])

    def start_process(self, name: str) -> None:
        """One of web, worker and clock."""
        port = self.web.rpartition(":")[2]
        arguments = ["--port", port, "--processes", str(self.plan.web_processes)] if name == "web" else []
        command = [sys.executable, "-m", "linli", name, *arguments]
        self.running[name] = start_program(command, self.log(name), environment=self.environment)

    def wait_for_web(self) -> None:
        """Until the web process answers."""
        pool, deadline = urllib3.PoolManager(retries=False), time.monotonic() + STARTS_WITHIN
        while True:
            try:
                if pool.request("GET", f"{self.web}/healthz", timeout=1).status == 200:  # noqa: PLR2004
                    return
            except urllib3.exceptions.HTTPError:
                pass
            if self.running["web"].poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(f"the web process did not answer: {self.log('web').read_text()[-500:]}")
            time.sleep(0.05)

    def log(self, name: str) -> Path:
        """Where a process writes."""
        return self.plan.directory / f"{name}.log"

    def dead(self) -> str | None:
        """The first process that has ended by itself."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        end_program(self.running[name], signal.SIGKILL)

    def stop(self) -> None:
        """End everything in order; twice is harmless."""
        for name in ORDER:
            if name in self.running:
                end_program(self.running[name])
        if self.valkey is not None:
            self.valkey.stop()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def _first_line(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        said = log.read_text() if log.exists() else ""
        if "\n" in said:
            return said.partition("\n")[0]
        time.sleep(0.02)
    raise EmbeddedError(f"{log.stem} did not start: {log.read_text()[-500:]}")

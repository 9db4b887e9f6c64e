"""P7: what a web process weighs, and how long it takes from its start to its first answer."""

import os
import sys
import time
from pathlib import Path

import urllib3

from linli.embedded import Postgres, end_program, start_program
from tests.bench.turns import free_port, tree
from tests.web.line import BASE, TOKEN


def measure(directory: Path, postgres: Postgres) -> dict[str, float]:
    """The median start of three, in seconds, and the resident MiB of the process that serves after some requests."""
    starts, weights = [], []
    for _ in range(3):
        seconds, mebibytes = _start_once(directory, postgres)
        starts.append(seconds)
        weights.append(mebibytes)
    return {"p7_seconds": sorted(starts)[1], "p7_mib": sorted(weights)[1]}


def _start_once(directory: Path, postgres: Postgres) -> tuple[float, float]:
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.address("bench"),
        "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001",
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_BASE_URL": BASE,
        "SECRET_KEY": TOKEN,
    }
    began = time.monotonic()
    command = [sys.executable, "-m", "linli", "web", "--port", str(port), "--processes", "1"]
    process = start_program(command, directory / "web.log", environment=environment)
    try:
        while True:
            try:
                urllib3.request("GET", f"http://127.0.0.1:{port}/readyz", retries=False, timeout=5)
            except urllib3.exceptions.HTTPError:
                if process.poll() is not None or time.monotonic() - began > 60:
                    raise
                time.sleep(0.01)
            else:
                break
        seconds = time.monotonic() - began
        return seconds, max(_resident(pid) for pid in tree(process.pid))
    finally:
        end_program(process)


def _resident(pid: int) -> float:
    """Resident memory in MiB, shared pages counted."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

"""The board's first page: how long until its first byte, and what it costs, with a community of the source's size or ten.

`python -m tests.bench.board --communities 10`. Looks come one after another with a pause, as browsers that show the page
ask for it by themselves; every look is another community's.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import urllib3
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.cells import Row
from linli.embedded import Postgres, end_program, start_postgres, start_program
from models import Community, Duty, Household, Reading, Resident, Worker
from models.database import open_engine
from services.day.clock import local_day, machine_now
from services.demo import lists
from services.demo.community import add_demo
from services.roster.communities import add_community
from services.roster.rosters import COLUMNS, import_roster
from services.roster.spreadsheets import Sheet
from services.schema import migrate
from services.staff.sessions import begin_session
from tests.bench.turns import cpu_seconds, free_port, tree
from tests.web.line import BASE, TOKEN

WANTED = 150.0  # milliseconds, p95
PAUSE = 0.1  # seconds between two looks
WARM = 3  # looks at each community that are not counted: the first counts the board
SILENT_EVERY = 3  # of so many people one has not reported


@dataclass(frozen=True, slots=True)
class Looks:
    """What was measured: milliseconds to the first byte of each look, and the processor's of one look in the mean."""

    first_bytes: Sequence[float]
    cpu_ms: float

    @property
    def p95(self) -> float:
        """Nineteen of twenty looks are faster."""
        return statistics.quantiles(self.first_bytes, n=20)[-1]


def measure(directory: Path, postgres: Postgres, communities: int, looks: int) -> Looks:
    """Look at the boards of so many communities, so often in all."""
    engine = open_engine(postgres.address())
    migrate(engine)
    with Session(engine) as session, session.begin():
        tokens = [_settle(session, number) for number in range(communities)]
    engine.dispose()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.address(),
        "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001",
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_BASE_URL": BASE,
        "SECRET_KEY": TOKEN,
    }
    command = [sys.executable, "-m", "linli", "web", "--port", str(port), "--processes", "1"]
    server = start_program(command, directory / "board.log", environment=environment)
    pool = urllib3.PoolManager(retries=urllib3.Retry(total=50, backoff_factor=0.1))
    try:
        for token in tokens * WARM:
            _look(pool, port, token)
        began = cpu_seconds(tree(server.pid))
        first_bytes = []
        for number in range(looks):
            time.sleep(PAUSE)
            first_bytes.append(_look(pool, port, tokens[number % len(tokens)]))
        return Looks(first_bytes, (cpu_seconds(tree(server.pid)) - began) * 1000 / looks)
    finally:
        end_program(server)


def _settle(session: Session, number: int) -> str:
    """A community of the demo's size in mid-morning, and the token of its office's session."""
    now = machine_now()
    if number == 0:
        community = add_demo(session, now)
    else:
        community = add_community(session, f"{number}", f"+86275550{number:04}", language="zh-CN")
        rows = [Row(at, cells) for at, cells in enumerate(lists.roster(), start=2)]
        import_roster(session, community.id, Sheet(rows, frozenset((*COLUMNS.needed, *COLUMNS.optional)), ()), now)
    people = session.execute(
        select(Resident.id, Resident.household_id)
        .join(Household, Household.id == Resident.household_id)
        .where(Household.community_id == community.id)
    )
    said = {"channel": "keypad", "reporter": "self", "verified": True, "tenths": 365, "at": now}
    said |= {"community_id": community.id, "day": local_day(now, community.timezone)}
    heard = [row for row in people if row.id % SILENT_EVERY]
    session.execute(
        insert(Reading), [{**said, "resident_id": row.id, "household_id": row.household_id} for row in heard]
    )
    return begin_session(session, _clerk(session, community), now)


def _clerk(session: Session, community: Community) -> Worker:
    clerk = Worker(community_id=community.id, name="clerk", phone=f"+8610000990{community.id:03}", language="en")
    session.add(clerk)
    session.flush()
    session.add(Duty(community_id=community.id, worker_id=clerk.id, role="office", position=9999))
    session.flush()
    return clerk


def _look(pool: urllib3.PoolManager, port: int, token: str) -> float:
    """Milliseconds until the first byte of the page has come; AssertionError where it is another page."""
    began = time.perf_counter()
    url = f"http://127.0.0.1:{port}/console/"
    answer = pool.request(
        "GET", url, headers={"Cookie": f"linli_session={token}"}, preload_content=False, redirect=False
    )
    first = answer.read(1)
    took = (time.perf_counter() - began) * 1000
    page = first + answer.read()
    answer.release_conn()
    assert answer.status == 200, answer.status
    assert page.count(b'<svg class="bar"') == lists.GRIDS + 1
    return took


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.board")
    parser.add_argument("--communities", type=int, default=1)
    parser.add_argument("--looks", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as name:
        postgres = start_postgres(Path(name), durable=True)
        try:
            found = measure(Path(name), postgres, wanted.communities, wanted.looks)
        finally:
            postgres.stop()
    p50, word = statistics.median(found.first_bytes), "met" if found.p95 <= WANTED else "miss"
    print(  # noqa: T201
        f"{wanted.communities} × {lists.HOUSEHOLDS} households, {wanted.looks} looks: first byte p50 {p50:.0f} ms,"
        f" p95 {found.p95:.0f} ms (≤ {WANTED:.0f}: {word}), longest {max(found.first_bytes):.0f} ms;"
        f" processor {found.cpu_ms:.0f} ms a look, counting included; load {os.getloadavg()[0]:.1f}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

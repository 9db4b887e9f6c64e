"""P1, P2: turns of a call as shares of bare Flask, interleaved in slices of a second, the median over rounds."""

import itertools
import os
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import urllib3
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ivr import engine as dialogue
from ivr.facts import CallState, Facts, Household, Need, SaleSet, Wanted
from ivr.state_url import to_query
from ivr.turn import KeyPress, Turn
from linli.embedded import Postgres, end_program, start_program
from models import Building, Community, Duty, Grid, Resident, Sale, Worker
from models import Household as Home
from models import SaleSet as Offered
from models import Turn as TurnRow
from models.database import open_engine
from services.day.clock import machine_now
from services.schema import migrate
from tests.bench import textbook
from tests.bench.load import Post, post, run_slice
from tests.web.line import BASE, LINE, TOKEN

SLICE = 1.0
GRID = 307  # doors, as in the source
DOORS = 20_000  # more than turns that need a door of their own
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Subject:
    """One thing that answers, and what it did round by round."""

    name: str
    port: int
    server: "Popen[bytes]"
    posts: Iterator[Post]
    stores: bool = False
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    cpu: float = 0.0
    refused: int = 0


def settle(engine: Engine) -> int:
    """A community of one-person doors in grids of the source's size, each with its worker, and an open sale.

    Returns the first household's id; they are numbered without gaps.
    """
    with Session(engine) as session, session.begin():
        community = Community(name="bench", line=LINE)
        session.add(community)
        session.flush()
        building = Building(community_id=community.id, name="1")
        session.add(building)
        grids = [Grid(community_id=community.id, name=str(number)) for number in range(-(-DOORS // GRID))]
        session.add_all(grids)
        session.flush()
        session.execute(
            insert(Home),
            [_home(community.id, building.id, grids[number // GRID].id, number) for number in range(DOORS)],
        )
        first: int = session.scalars(select(func.min(Home.id))).one()
        people = [
            {"household_id": first + n, "position": 0, "name": "王秀英", "salutation": "王阿姨"} for n in range(DOORS)
        ]
        session.execute(insert(Resident), people)
        _add_workers(session, community.id, [grid.id for grid in grids])
        _add_sale(session, community.id)
    return first


def _home(community: int, building: int, grid: int, number: int) -> dict[str, object]:
    door = {"unit": "1", "room": str(10000 + number), "keys_digits": False}
    return {"community_id": community, "building_id": building, "grid_id": grid, **door}


def _add_workers(session: Session, community: int, grids: list[int]) -> None:
    for position, grid in enumerate(grids):
        worker = Worker(community_id=community, name=f"孙丽{position}", phone=f"+861000000{position:04}")
        session.add(worker)
        session.flush()
        session.add(
            Duty(community_id=community, worker_id=worker.id, role="grid_worker", grid_id=grid, position=position)
        )


def _add_sale(session: Session, community: int) -> None:
    now = machine_now()
    sale = Sale(community_id=community, name="1", opens_at=now - timedelta(hours=1), cutoff_at=now + timedelta(hours=5))
    session.add(sale)
    session.flush()
    session.add(Offered(sale_id=sale.id, number=1, supplier="1", name_zh="蔬菜", name_en="", price_fen=3000, limit=3))


def _known(household: int) -> CallState:
    return CallState(
        position="report.today", community=1, household=household, verified=True, on_file=True, people=1, turns=1
    )


def _after(state: CallState, keys: str) -> CallState:
    """The state after a key, with facts as the line would read them."""
    home = Household(state.household, "1", "1", "10000", ("王阿姨",))
    facts = Facts(read=frozenset(Need), community="bench", household=home, sets=(SaleSet(1, "蔬菜", 3000, 3),))
    turn = dialogue.press(KeyPress(state, keys), facts)
    if isinstance(turn, Wanted) or not isinstance(turn, Turn):
        raise TypeError("the dialogue wants facts that the bench does not give")
    return turn.state


def plain_posts(first: int) -> Iterator[Post]:
    """A 1 at the first question: the read-back follows, nothing is stored but the turn."""
    query = to_query(_known(first))
    while True:
        yield post(f"/webhooks/voice/turn/1?{query}", "+8610000000001", Digits="1")


def reading_posts(first: int) -> Iterator[Post]:
    """A 1 at the confirm: a reading is stored."""
    for household in itertools.cycle(range(first, first + DOORS)):
        state = _after(_known(household), "1")
        yield post(f"/webhooks/voice/turn/2?{to_query(state)}", "+8610000000001", Digits="1")


def alert_posts(first: int) -> Iterator[Post]:
    """A 2 at the first question of a door that has no alert yet."""
    for household in range(first, first + DOORS):
        yield post(f"/webhooks/voice/turn/1?{to_query(_known(household))}", "+8610000000001", Digits="2")


def order_posts(first: int) -> Iterator[Post]:
    """A 1 at the confirm of an order."""
    for household in range(first, first + DOORS):
        state = _known(household)
        for keys in ("3", "2", "1", "1"):
            state = _after(state, keys)
        yield post(f"/webhooks/voice/turn/5?{to_query(state)}", "+8610000000001", Digits="1")


def static_posts() -> Iterator[Post]:
    """The same request to bare Flask."""
    while True:
        yield post("/static", "+8610000000001", Digits="1")


def textbook_posts() -> Iterator[Post]:
    """The same request to the textbook's turn."""
    while True:
        yield post("/textbook", "+8610000000001", Digits="1")


def measure(directory: Path, postgres: Postgres, rounds: int) -> dict[str, Subject]:
    """All subjects, interleaved; their rates, latencies and CPU."""
    address = postgres.address("bench")
    owner = open_engine(postgres.address()).execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE bench")
    owner.dispose()
    engine = open_engine(address)
    migrate(engine)
    textbook.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(textbook.TextbookResident).values(number="+8610000000001", name="王阿姨"))
    first = settle(engine)
    subjects = _start(directory, address, first)
    try:
        for number in range(rounds + 1):
            for subject in subjects.values():
                _slice(subject, postgres, counted=number > 0)
        _check(engine, subjects)
    finally:
        for server in {id(subject.server): subject.server for subject in subjects.values()}.values():
            end_program(server)
        engine.dispose()
    return subjects


def _start(directory: Path, address: str, first: int) -> dict[str, Subject]:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_BASE_URL": BASE,
        "REDIS_URL": "",
    }
    servers = {}
    for name in ("static", "textbook", "ours"):
        free = free_port()
        command = [sys.executable, "-m", "tests.bench.serve", name, str(free)]
        servers[name] = (free, start_program(command, directory / f"{name}.log", environment=environment))
    for name, (port, _) in servers.items():
        _wait(port, directory / f"{name}.log")
    rows = [
        ("static", "static", static_posts(), False),
        ("textbook", "textbook", textbook_posts(), False),
        ("plain", "ours", plain_posts(first), True),
        ("reading", "ours", reading_posts(first), True),
        ("alert", "ours", alert_posts(first), True),
        ("order", "ours", order_posts(first), True),
    ]
    return {name: Subject(name, *servers[server], posts, stores) for name, server, posts, stores in rows}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", retries=False, timeout=1)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text()[-500:])


def _slice(subject: Subject, postgres: Postgres, *, counted: bool) -> None:
    pids = tree(subject.server.pid) | tree(postgres.pid)
    before = cpu_seconds(pids)
    found = run_slice(subject.port, subject.posts, SLICE)
    subject.answered += found.sids
    subject.refused += found.refused
    if counted:
        subject.rates.append(len(found.sids) / found.seconds)
        subject.latencies += found.latencies
        subject.cpu += (cpu_seconds(pids) - before) / max(1, len(found.sids))


def _check(engine: Engine, subjects: dict[str, Subject]) -> None:
    """Every distinct request answered is one stored row, no more and no less."""
    answered = sum(len(subject.answered) for subject in subjects.values() if subject.stores)
    with Session(engine) as session:
        stored = session.scalar(select(func.count()).select_from(TurnRow))
    refused = sum(subject.refused for subject in subjects.values())
    if stored != answered or refused:
        raise RuntimeError(f"{stored} turns are stored, {answered} were answered, {refused} refused")


def tree(pid: int) -> set[int]:
    """A process and all below it."""
    found, wave = {pid}, {pid}
    while wave:
        wave = {
            int(child)
            for one in wave
            for task in Path(f"/proc/{one}/task").glob("*")
            for child in (task / "children").read_text().split()
        }
        found |= wave
    return found


def cpu_seconds(pids: set[int]) -> float:
    """What the processor has spent in these processes."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def summary(subjects: dict[str, Subject]) -> dict[str, dict[str, float]]:
    """By name: requests a second (median over the rounds), share of bare Flask, CPU and p99 in milliseconds."""
    bare = statistics.median(subjects["static"].rates)
    return {
        name: {
            "rate": (rate := statistics.median(subject.rates)),
            "share": rate / bare,
            "cpu_ms": subject.cpu / len(subject.rates) * 1000,
            "p99_ms": sorted(subject.latencies)[int(len(subject.latencies) * 0.99)] * 1000,
        }
        for name, subject in subjects.items()
    }

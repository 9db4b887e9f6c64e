"""Two running lines for all fault tests of a test process: one on SQLite, one on a PostgreSQL of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linli.embedded import start_postgres
from linli.house import House, Plan
from models.database import open_engine
from tests.faults.ground import Ground
from tests.faults.street import AFTERNOON, Street
from tests.web.line import LINE


@contextmanager
def running(directory: Path, database: str = "") -> Iterator[Street]:
    """A line from real processes, stopped at the end however it ends."""
    house = House(Plan(directory / "house", LINE, database=database, segments=0, start=AFTERNOON))
    engine = open_engine(house.database)
    try:
        street = Street(house, engine)
        street.open()
        yield street
    finally:
        house.stop()
        engine.dispose()


@pytest.fixture(scope="session")
def house_on_sqlite() -> Iterator[Street]:
    """Web, worker, clock, exchange and Valkey on a database file."""
    with tempfile.TemporaryDirectory(prefix="linli-") as directory, running(Path(directory)) as street:
        yield street


@pytest.fixture
def street(house_on_sqlite: Street) -> Iterator[Street]:
    """That line with the carrier well; at the end of every test the books must agree."""
    yield house_on_sqlite
    house_on_sqlite.recovers()
    house_on_sqlite.balance()


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """A line whose PostgreSQL can be taken away."""
    with tempfile.TemporaryDirectory(prefix="linli-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # PostgreSQL may run as another account
        postgres = start_postgres(directory)
        with running(directory, postgres.address()) as street:
            ground = Ground(street, directory, postgres)
            yield ground
        ground.postgres.stop()

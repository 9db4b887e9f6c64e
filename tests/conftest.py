"""What every test may ask for: a real PostgreSQL, a real Valkey, and an empty migrated database on either kind."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from linli.embedded import Postgres, Valkey, start_postgres, start_valkey
from linli.memory import freeze_loaded
from tests.parts import Database, PostgresDatabases, SqliteDatabases, share_statements

settings.register_profile("line", deadline=None)  # a busy machine is no defect; the suite's own time-out is for hanging
settings.load_profile("line")
share_statements()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for this test process; it dies with the process, however that ends."""
    with tempfile.TemporaryDirectory(prefix="linli-postgres-") as directory:
        server = start_postgres(Path(directory), durable=False)
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """One Valkey for this test process; it dies with the process, however that ends."""
    with tempfile.TemporaryDirectory(prefix="linli-valkey-") as directory:
        server = start_valkey(Path(directory))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgres_databases(postgres: Postgres) -> Iterator[PostgresDatabases]:
    """Migrated databases of that PostgreSQL."""
    databases = PostgresDatabases(postgres)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SqliteDatabases]:
    """Migrated SQLite files; in memory where the system has a place for it, so that no commit waits for a disk."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="linli-sqlite-", dir=memory if memory.is_dir() else None) as directory:
        yield SqliteDatabases(Path(directory))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated, empty database with its engines: the test runs once on each kind."""
    name = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: SqliteDatabases | PostgresDatabases = request.getfixturevalue(name)
    with databases.lent() as lent:
        yield lent


@pytest.fixture
def database_address(database: Database) -> str:
    """Its address."""
    return database.address


@pytest.fixture
def engine(database: Database) -> Engine:
    """Its engine."""
    return database.engine()


def pytest_collection_finish() -> None:
    """What was loaded lives to the end: nobody need look through it again after every few tests."""
    freeze_loaded()

"""The real parts the tests run on: databases that are migrated once and copied for every test."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, QueuePool, event, text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from linli.embedded import Postgres
from models.database import open_engine
from services.schema import migrate


def share_statements() -> None:
    """Let all engines of this process use the statements that one of them has put together.

    A test opens four engines of its own, and putting the same statements together for each took half of the suite's
    time. SQLAlchemy keeps them for each engine, by its dialect: here all engines keep them in one place, and two
    dialects of one class are equal.
    """
    kept: LRUCache[object, object] = LRUCache(5000)
    for name, value in {
        "__eq__": lambda dialect, other: type(dialect) is type(other),
        "__hash__": lambda dialect: hash(type(dialect)),
    }.items():
        setattr(DefaultDialect, name, value)
    setattr(Engine, "_compiled_cache", property(lambda _engine: kept, lambda _engine, _own: None))  # noqa: B010


class Database:
    """A database with its engines, each opened when it is first asked for."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._engines: dict[tuple[bool, bool], Engine] = {}
        self._connected: set[int] = set()

    def engine(self, *, hurried: bool = False, autocommit: bool = False) -> Engine:
        """As `open_engine` has it; what a test has it listen for, the next test's does not hear."""
        key = hurried, autocommit
        if key not in self._engines:
            self._engines[key] = opened = open_engine(self.address, hurried=hurried, autocommit=autocommit)
            if opened.dialect.name == "postgresql":
                event.listen(opened, "connect", lambda driver, _: self._connected.add(driver.info.backend_pid))
                event.listen(opened, "close", lambda driver, _: self._connected.discard(driver.info.backend_pid))
        return self._engines[key].execution_options()

    def dispose(self) -> None:
        """Close every connection."""
        for engine in self._engines.values():
            engine.dispose()

    def is_at_rest(self, connected: set[int]) -> bool:
        """Whether nobody else is connected, and nothing of a test goes on in these engines."""
        return connected == self._connected and not any(_is_busy(engine) for engine in self._engines.values())


def _is_busy(engine: Engine) -> bool:
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    return bool(pool.checkedout() or pool.dispatch.checkout or pool.dispatch.checkin)


class SqliteDatabases:
    """Hands out migrated, empty SQLite files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._template = directory / "template.db"
        self._numbers = itertools.count()
        engine = open_engine(f"sqlite:///{self._template}")
        migrate(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a new database, removed afterwards."""
        path = self._directory / f"test{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._directory.glob(f"{path.name}*"):
            left.unlink()

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """A new database with its engines."""
        with self.fresh() as address:
            database = Database(address)
            yield database
            database.dispose()


class PostgresDatabases:
    """Hands out migrated, empty databases of one PostgreSQL.

    To empty one costs a twentieth of making one. It gets another name with that, so that nobody who still has the
    address of an earlier test writes into a later one. One that is lent with its engines goes to the next test with
    their connections, which know its tables already, unless anybody is still there.
    """

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._free: list[str] = []
        self._kept: tuple[str, Database] | None = None
        self._owner: Engine = open_engine(server.address()).execution_options(isolation_level="AUTOCOMMIT")
        self._run("CREATE DATABASE template_linli")
        with self._opened("template_linli") as engine:
            migrate(engine)
        with self._opened("template_linli") as engine:
            self._schema = _schema_of(engine)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an empty database, gone afterwards whoever is still connected."""
        name = self._take()
        yield self._server.address(name)
        self._take_back(name)

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """An empty database with its engines; those of the test before, if they were left at rest."""
        if self._kept is None:
            name = self._take()
            self._kept = name, Database(self._server.address(name))
        name, database = self._kept
        yield database
        if not (database.is_at_rest(self._connected(name)) and self._emptied(database.engine())):
            self._kept = None
            database.dispose()
            self._take_back(name)

    def close(self) -> None:
        """Let go of the server, so that it can stop."""
        if self._kept is not None:
            self._kept[1].dispose()
        self._owner.dispose()

    def _take(self) -> str:
        name = f"test{next(self._numbers)}"
        if self._free:
            self._run(f"ALTER DATABASE {self._free.pop()} RENAME TO {name}")
        else:  # its files are copied: half the time of logging each page of so small a template
            self._run(f"CREATE DATABASE {name} TEMPLATE template_linli STRATEGY FILE_COPY")
        return name

    def _take_back(self, name: str) -> None:
        self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self._run(_LEAVE.format(name=name))
        self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        with self._opened(name) as engine:
            is_empty = self._emptied(engine)
        if is_empty:
            self._free.append(name)
        else:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _emptied(self, engine: Engine) -> bool:
        """Whether it is as the template again; what a test has changed in the schema stays changed."""
        if _schema_of(engine) != self._schema:
            return False
        with engine.begin() as connection:
            connection.execute(text(_EMPTY))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            used = connection.scalars(text(_USED)).all()
            if used:  # gives the space back, so that rows stand again in the order in which they came
                connection.execute(text(f"VACUUM (TRUNCATE) {', '.join(used)}"))
        return True

    def _connected(self, name: str) -> set[int]:
        with self._owner.connect() as connection:
            return set(connection.scalars(text(_CONNECTED), {"name": name}))

    @contextmanager
    def _opened(self, name: str) -> Iterator[Engine]:
        engine = open_engine(self._server.address(name))
        try:
            yield engine
        finally:
            engine.dispose()

    def _run(self, statement: str) -> None:
        with self._owner.connect() as connection:
            connection.execute(text(statement))


_LEAVE = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"
_CONNECTED = "SELECT pid FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'"
_SCHEMA = """
SELECT (SELECT md5(string_agg(concat(oid, relname), ',' ORDER BY oid)) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
       (SELECT md5(string_agg(concat(attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
       (SELECT string_agg(version_num, ',') FROM alembic_version)
"""
_OF_ROWS = """
pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
AND pg_relation_size(oid) > 0
"""
_USED = f"SELECT quote_ident(relname) FROM {_OF_ROWS}"  # noqa: S608  our own words
# Only what had rows is opened: to open all the tables with their indexes cost as much as the rest of it.
_EMPTY = f"""
SET LOCAL session_replication_role = replica;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT relname FROM {_OF_ROWS} LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(format('%I', name)::regclass, 1, false);
    END LOOP;
END $$
"""  # noqa: S608


def _schema_of(engine: Engine) -> tuple[object, ...]:
    with engine.connect() as connection:
        return tuple(connection.execute(text(_SCHEMA)).one())

"""Opening a database: SQLite on one machine, PostgreSQL by its address, with the limits a telephone call allows."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

Result = TypeVar("Result")

STATEMENTS = 500  # kept ready by a connection: a day asks some 300 different ones, and psycopg keeps 100, sqlite3 128
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
_SNAPSHOT: dict[str, Any] = {"linli_read_only": True}


def database_url(address: str) -> URL:
    """`DATABASE_URL` as SQLAlchemy's: any spelling of PostgreSQL is read with psycopg 3. ValueError where it is none."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("it reads postgresql://USER:PASSWORD@HOST/NAME or sqlite:////PATH") from None
    match url.get_backend_name():
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite":
            return url.set(drivername="sqlite")
        case other:
            raise ValueError(f"it names {other!r}; sqlite and postgresql are what the line runs on")


def open_engine(address: str, *, hurried: bool = False, autocommit: bool = False, pool_size: int = 10) -> Engine:
    """An engine; `hurried` for a webhook, which must answer or fail within 4 s (interfaces.md).

    With `autocommit` every statement is its own transaction, and a connection goes back to the pool as it is.
    """
    url = database_url(address)
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if autocommit else {}
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, hurried=hurried, autocommit=autocommit)
    limits = " -c statement_timeout=3000 -c lock_timeout=1000" if hurried else ""
    engine = create_engine(
        url,
        hide_parameters=True,  # an error's words end up in logs, and logs carry no numbers and no texts
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=2 if hurried else 30,
        pool_use_lifo=True,
        **options,
        connect_args={
            "connect_timeout": 2 if hurried else 10,
            "options": f"-c timezone=UTC -c idle_in_transaction_session_timeout=15000{limits}",
        },
    )
    event.listen(engine, "connect", lambda connection, _record: setattr(connection, "prepared_max", STATEMENTS))
    return engine


def _open_sqlite(url: URL, *, hurried: bool, autocommit: bool) -> Engine:
    """WAL with full sync, so that a committed report survives a power cut, and writers that queue at their first word."""
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": 3 if hurried else 30, "check_same_thread": False, "cached_statements": STATEMENTS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to queue writers
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not autocommit and options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN" if options.get("linli_read_only") else "BEGIN IMMEDIATE")

    return engine


def read_only(engine: Engine) -> Engine:
    """The same database for reading alone: what is read waits for no writer, and no writer for it.

    On SQLite it is read in one transaction. On PostgreSQL each statement sees what is committed, inside a transaction or
    not, so it goes without: the end of one would be a rollback, at which psycopg 3 drops all that the connection has
    prepared (its `Connection.rollback`), and three ways to the server become one.
    """
    return engine.execution_options(**(AUTOCOMMIT if engine.dialect.name == "postgresql" else _SNAPSHOT))


def once_more(act: Callable[[], Result]) -> Result:
    """Do it; if the connection had died meanwhile (the database was restarted), once more on a new one."""
    try:
        return act()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return act()

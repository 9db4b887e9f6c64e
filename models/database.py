"""Opening a database: SQLite on one machine, PostgreSQL by its address, with the limits a telephone call allows."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

READ_ONLY: dict[str, Any] = {"linli_read_only": True}
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}


def database_url(address: str) -> URL:
    """`DATABASE_URL` as SQLAlchemy's: any spelling of PostgreSQL is read with psycopg 3."""
    url = make_url(address)
    if url.get_backend_name() in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url
    raise ValueError(f"DATABASE_URL names {url.get_backend_name()!r}; sqlite and postgresql are what the line runs on")


def open_engine(address: str, *, hurried: bool = False, pool_size: int = 10) -> Engine:
    """An engine; `hurried` for a webhook, which must answer or fail within 4 s (interfaces.md)."""
    url = database_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, hurried=hurried)
    limits = " -c statement_timeout=3000 -c lock_timeout=1000" if hurried else ""
    return create_engine(
        url,
        hide_parameters=True,  # an error's words end up in logs, and logs carry no numbers and no texts
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=2 if hurried else 30,
        connect_args={
            "connect_timeout": 2 if hurried else 10,
            "options": f"-c timezone=UTC -c idle_in_transaction_session_timeout=15000{limits}",
        },
    )


def _open_sqlite(url: URL, *, hurried: bool) -> Engine:
    """WAL with full sync, so that a committed report survives a power cut, and writers that queue at their first word."""
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": 3 if hurried else 30, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to queue writers
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN" if options.get("linli_read_only") else "BEGIN IMMEDIATE")

    return engine

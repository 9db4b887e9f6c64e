"""A database goes from test to test with its connections, and only if the test before has left it alone."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.database import open_engine
from services.roster.communities import add_community
from tests.parts import Database, PostgresDatabases
from tests.tables import counts


def fill(engine: Engine) -> int:
    """Put a community in; its id."""
    with Session(engine) as session, session.begin():
        return add_community(session, "和乐里", "+862755500100").id


def test_the_next_test_finds_it_empty_and_its_connections_open(postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.lent() as lent:
        first = fill(lent.engine())
        address, connection = lent.address, _backend(lent.engine())
    with postgres_databases.lent() as lent:
        assert (lent.address, _backend(lent.engine())) == (address, connection)
        assert not any(counts(lent.engine()).values())
        assert fill(lent.engine()) == first


def _backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def _stays(lent: Database) -> Connection:
    return open_engine(lent.address).connect()


def _holds(lent: Database) -> Connection:
    return lent.engine().connect()


def _listens(lent: Database) -> None:
    event.listen(lent.engine(), "checkout", lambda *_: None)


def _alters(lent: Database) -> None:
    with lent.engine().begin() as connection:
        connection.execute(text("ALTER TABLE community ADD COLUMN mood text"))


@pytest.mark.parametrize("acts", [_stays, _holds, _listens, _alters])
def test_who_is_still_there_keeps_it_from_the_next_test(
    postgres_databases: PostgresDatabases, acts: Callable[[Database], Connection | None]
) -> None:
    with postgres_databases.lent() as lent:
        fill(lent.engine())
        before, left = lent.address, acts(lent)
    with postgres_databases.lent() as lent:
        assert lent.address != before
        assert not any(counts(lent.engine()).values())
        if left is not None:
            with pytest.raises(OperationalError):
                left.execute(text("SELECT 1"))
            left.invalidate()
            left.close()


def test_what_a_test_listens_for_the_next_one_does_not_hear(postgres_databases: PostgresDatabases) -> None:
    heard: list[object] = []
    with postgres_databases.lent() as lent:
        event.listen(lent.engine(), "before_cursor_execute", lambda *_: heard.append(1))
    with postgres_databases.lent() as lent:
        fill(lent.engine())
    assert heard == []

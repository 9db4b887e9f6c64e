"""The ledger is built anew on SQLite when gas cards come: not a fen of it changes, and nobody can change it afterwards."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models.database import open_engine
from models.migrations import configuration

BEFORE = "0017"
ROWS = (
    (
        "INSERT INTO community (id, name, line, timezone, language, country, is_demo, settings)"
        " VALUES (1, 'a', '+862755500100', 'UTC', 'en', 'CN', 0, '{}')"
    ),
    "INSERT INTO sale (id, community_id, name, opens_at, cutoff_at) VALUES (1, 1, 's', '2020-02-29', '2020-02-29')",
    "INSERT INTO entry (id, sale_id, what, key, note, at) VALUES (1, 1, 'paid', 'k', '', '2020-02-29 00:00:00')",
    (
        "INSERT INTO entry (id, sale_id, what, corrects_id, note, at)"
        " VALUES (2, 1, 'taken_back', 1, 'wrong door', '2020-02-29 00:00:00')"
    ),
    "INSERT INTO posting (id, entry_id, account, owner, fen) VALUES (1, 1, 'bag', '5', 3000), (2, 2, 'bag', '5', -3000)",
)


def to(engine: Engine, revision: str, *, up: bool = True) -> None:
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)


def ledger(engine: Engine) -> list[tuple[object, ...]]:
    read = (
        'SELECT e.id, e.sale_id, e.what, e."key", e.corrects_id, e.note, p.id, p.account, p.owner, p.fen'
        " FROM entry e JOIN posting p ON p.entry_id = e.id ORDER BY p.id"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(read))]


def test_a_ledger_with_entries_is_the_same_before_and_after_and_back(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'linli.db'}")
    to(engine, BEFORE)
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    before = ledger(engine)
    assert len(before) == 2
    to(engine, "head")
    assert ledger(engine) == before
    for change in (
        "UPDATE entry SET what = 'x'",
        "DELETE FROM posting",
        "DELETE FROM entry",
        "UPDATE posting SET fen = 1",
    ):
        with engine.begin() as connection, pytest.raises(DBAPIError, match="only ever added to"):
            connection.execute(text(change))
    to(engine, BEFORE, up=False)
    assert ledger(engine) == before
    with engine.begin() as connection, pytest.raises(DBAPIError, match="only ever added to"):
        connection.execute(text("DELETE FROM entry"))
    engine.dispose()

"""The real parts the tests run on: databases that are migrated once and copied for every test."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from linli.embedded import Postgres
from models.database import open_engine
from services.schema import migrate


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


class PostgresDatabases:
    """Hands out migrated, empty databases of one PostgreSQL."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._owner: Engine = open_engine(server.address()).execution_options(isolation_level="AUTOCOMMIT")
        self._run("CREATE DATABASE template_linli")
        engine = open_engine(server.address("template_linli"))
        migrate(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a new database, dropped afterwards whoever is still connected."""
        name = f"test{next(self._numbers)}"
        # Its files are copied: half the time of logging each page of so small a template.
        self._run(f"CREATE DATABASE {name} TEMPLATE template_linli STRATEGY FILE_COPY")
        yield self._server.address(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of the server, so that it can stop."""
        self._owner.dispose()

    def _run(self, statement: str) -> None:
        with self._owner.connect() as connection:
            connection.execute(text(statement))

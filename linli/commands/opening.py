"""Opens the database for a command, for reading or for one transaction, and finds the community it means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from linli.settings import Settings, load_settings
from models import Community
from models.database import open_engine, read_only
from services.day.clock import open_clock
from services.roster.communities import find_community

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Opened:
    """One transaction of a command and the line's time at its beginning."""

    session: Session
    now: datetime

    def community(self, name: str | None) -> Community:
        """The community of this name, or the only one."""
        return find_community(self.session, name)


@contextmanager
def engine() -> Iterator[tuple[Engine, Settings]]:
    """The database of the settings."""
    settings = load_settings()
    opened = open_engine(settings.database_url)
    try:
        yield opened, settings
    finally:
        opened.dispose()


@contextmanager
def writing() -> Iterator[Opened]:
    """One transaction, kept when the block ends well."""
    with engine() as (database, settings):
        now = _now(database, settings)
        with Session(database) as session, session.begin():
            yield Opened(session, now)


@contextmanager
def reading() -> Iterator[Opened]:
    """One transaction that changes nothing and makes nobody wait."""
    with engine() as (database, settings):
        now = _now(database, settings)
        with Session(read_only(database), autoflush=False) as session:
            yield Opened(session, now)


def _now(database: Engine, settings: Settings) -> datetime:
    clock = open_clock(database, start=settings.linli_clock_start, speed=settings.linli_clock_speed)
    return clock.now()


def community_option(command: Command) -> Command:
    """--community NAME, needed where there are several."""
    return click.option("--community", metavar="NAME", help="Which community; needed where there are several.")(command)

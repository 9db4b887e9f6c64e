"""A question to the database that is put together once and asked each second: putting it together costs ten times the asking."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

LINE = datetime(2000, 1, 1, tzinfo=UTC)  # stands for the line's now while the question is put together
MACHINE = datetime(4000, 1, 1, tzinfo=UTC)  # and this one for the machine's
BETWEEN = datetime(3000, 1, 1, tzinfo=UTC)


class Question:
    """A statement made of the line's now and the machine's now, and of instants some days before and after them."""

    def __init__(self, build: Callable[[datetime, datetime], Select[*tuple[Any, ...]]]) -> None:
        self._statement = build(LINE, MACHINE)
        binds = self._statement.compile().bind_names
        self._instants = {bind.key: bind.value for bind in binds if isinstance(bind.value, datetime)}

    def ask(self, session: Session, now: datetime, machine: datetime, **others: object) -> Row[*tuple[Any, ...]]:
        """The one row that answers it at these instants; `others` are what the statement calls by name."""
        after = {
            key: now + (instant - LINE) if instant < BETWEEN else machine + (instant - MACHINE)
            for key, instant in self._instants.items()
        }
        return session.execute(self._statement, {**after, **others}).one()

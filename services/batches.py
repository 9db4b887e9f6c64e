"""Writes many rows of one table in few statements."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from models import Base

Value = TypeVar("Value")
BATCH = 1000
Rows = Sequence[dict[str, Any]]


def add_rows(session: Session, table: type[Base], rows: Rows, progress: Callable[[int], None] = lambda _: None) -> None:
    """Insert these rows; `progress` hears the size of each batch."""
    for batch in in_batches(rows):
        session.execute(insert(table), [*batch])
        progress(len(batch))


def change_rows(
    session: Session, table: type[Base], rows: Rows, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Update each row by its `id`; `progress` hears the size of each batch."""
    for batch in in_batches(rows):
        session.execute(update(table), [*batch])
        progress(len(batch))


def in_batches(rows: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The rows, so many at a time that one statement carries them."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]

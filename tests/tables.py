"""What all the tables hold, to tell whether anything changed."""

from collections.abc import Set as AbstractSet

from sqlalchemy import Engine, TextClause, select, text

from models import Base

NONE: frozenset[str] = frozenset()


def counts(engine: Engine, *, but: AbstractSet[str] = NONE) -> dict[str, int]:
    """How many rows each table has, but those named: one question, for many tests ask it before and after."""
    with engine.connect() as connection:
        return dict(connection.execute(_counted(but)).one()._mapping)


def everything(engine: Engine, *, but: AbstractSet[str] = NONE) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but those named."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def _counted(but: AbstractSet[str]) -> TextClause:
    names = sorted(Base.metadata.tables.keys() - but)
    return text("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}") AS "{name}"' for name in names))  # noqa: S608

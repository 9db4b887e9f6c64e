"""Whom an announcement can be for, to be chosen from: everybody, a mark, a grid, a building."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.announcements import Mark, Whom
from models import Building, Grid
from services.board.rows import door_order


@dataclass(frozen=True, slots=True)
class Choice:
    """An audience as it is written, grid:第二网格, and what it is called."""

    written: str
    whom: Whom
    name: str


def audiences(session: Session, community_id: int) -> Sequence[Choice]:
    """Every audience there is."""

    def named(whom: Whom, table: type[Grid] | type[Building]) -> list[Choice]:
        names = session.scalars(select(table.name).where(table.community_id == community_id))
        return [Choice(f"{whom}:{name}", whom, name) for name in sorted(names, key=door_order)]

    marks = [Choice(f"{Whom.MARK}:{mark}", Whom.MARK, mark.value) for mark in Mark]
    return [Choice(Whom.ALL.value, Whom.ALL, ""), *marks, *named(Whom.GRID, Grid), *named(Whom.BUILDING, Building)]

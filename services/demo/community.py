"""Puts the demo community into a database, and takes exactly that out again."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, FromClause, Select, delete, or_, select
from sqlalchemy.orm import Session

from domain.cells import Row
from domain.refusals import Refused
from models import Base, Call, Community, StateChange, Turn
from services.day.clock import local_day
from services.demo.lists import LINE, List, roster, sale, staff
from services.life_cycles import CYCLES
from services.roster.communities import add_community
from services.roster.rosters import import_roster
from services.roster.spreadsheets import Sheet
from services.roster.staff import import_staff
from services.sales.sales import import_sales

NAMES = {"zh-CN": "和乐里", "en": "Hele Court"}


class DemoRefused(Refused):
    """There are real people in this database."""


def add_demo(session: Session, now: datetime, *, language: str = "zh-CN", small: bool = False) -> Community:
    """The demo community with its people, its staff and a sale of today; one that is there is brought up to today.

    `small` is a dozen doors of the first building. The caller commits. DemoRefused where a real community is.
    """
    real = session.scalar(select(Community.name).where(Community.is_demo.is_(False)).limit(1))
    if real is not None:
        raise DemoRefused(f"{real!r} is a real community: give the demo a database of its own by DATABASE_URL")
    community = session.scalar(select(Community).where(Community.is_demo))
    if community is None:
        community = add_community(session, NAMES[language], LINE, language=language, is_demo=True)
    import_roster(session, community.id, _sheet(roster(language=language, small=small)), now)
    import_staff(session, community.id, _sheet(staff(language=language, small=small)))
    import_sales(session, community.id, _sheet(sale(local_day(now, community.timezone))))
    return community


def remove_demo(session: Session) -> bool:
    """Delete the demo community and all that happened in it; whether there was one. The caller commits."""
    ids = select(Community.id).where(Community.is_demo)
    if session.scalar(ids.limit(1)) is None:
        return False
    for statement in _deletions(ids):
        session.execute(statement.execution_options(synchronize_session=False))
    return True


def _deletions(demo: Select[int]) -> Iterator[Delete]:
    """Children before their parents, whatever tables there are; first what belongs to them without a reference."""
    yield delete(Turn).where(Turn.call_sid.in_(select(Call.sid).where(Call.community_id.in_(demo))))
    for name in CYCLES:
        table = Base.metadata.tables[name]
        moved = select(table.c.id).where(_belongs(table, demo))
        yield delete(StateChange).where(StateChange.about == name, StateChange.about_id.in_(moved))
    for table in reversed(Base.metadata.sorted_tables):
        if table.foreign_keys or table is Community.__table__:
            yield delete(table).where(_belongs(table, demo))


def _belongs(table: FromClause, demo: Select[int]) -> ColumnElement[bool]:
    """That a row is the demo's: it has its community, or one of its references leads to what is the demo's."""
    if table is Community.__table__:
        return table.c.id.in_(demo)
    if "community_id" in table.c:
        return table.c.community_id.in_(demo)
    references = [key for key in table.foreign_keys if key.column.table is not table]
    surest = [key for key in references if not key.parent.nullable][:1] or references
    return or_(*(key.parent.in_(select(key.column).where(_belongs(key.column.table, demo))) for key in surest))


def _sheet(rows: List) -> Sheet:
    numbered = [Row(number, cells) for number, cells in enumerate(rows, start=2)]
    return Sheet(numbered, frozenset(rows[0]), ())

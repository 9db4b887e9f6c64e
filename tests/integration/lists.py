"""Communities and lists as the tests of imports, board and tables need them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from domain.cells import Row
from services.roster.communities import add_community
from services.roster.rosters import RosterReport, import_roster
from services.roster.spreadsheets import Sheet, write_csv

NOW = datetime(2020, 2, 29, 1, tzinfo=UTC)  # 09:00 in Wuhan
PERSON = {"building": "3", "unit": "1", "room": "1504", "grid": "2", "name": "王秀英", "phone": "10000000001"}


def made_community(engine: Engine, name: str = "试验社区", line: str = "+862755500171") -> int:
    """A community without people; its id."""
    with Session(engine) as session, session.begin():
        return add_community(session, name, line).id


def sheet(*cells: Mapping[str, str]) -> Sheet:
    """Rows of a list as a file would have them."""
    rows = [Row(number, one) for number, one in enumerate(cells, start=2)]
    return Sheet(rows, frozenset().union(*cells), ())


def people(*changes: Mapping[str, str]) -> Sheet:
    """A roster of people who differ from 王秀英 of 3-1-1504 in these cells."""
    return sheet(*({**PERSON, **one} for one in changes))


def imported(engine: Engine, community_id: int, roster: Sheet) -> RosterReport:
    """The roster brought in by a transaction of its own."""
    with Session(engine) as session, session.begin():
        return import_roster(session, community_id, roster, NOW)


def saved(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """The rows as a CSV file."""
    listed = list(rows)
    header = list(dict.fromkeys(column for row in listed for column in row))
    write_csv(path, header, [[row.get(column, "") for column in header] for row in listed])
    return path

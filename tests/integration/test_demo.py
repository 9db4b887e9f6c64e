"""The demo community has the shape of the real one, can be put in twice, and goes without a trace."""

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine, FromClause, Integer, TypeDecorator, insert, select
from sqlalchemy.orm import Session

from domain.telephones import normalise
from models import Base, Heartbeat, Household, Phone, Resident, Sale, StateChange, Turn, Worker
from services.demo.community import DemoRefused, add_demo, remove_demo
from services.demo.lists import roster
from services.life_cycles import CYCLES
from services.roster.rosters import COLUMNS, import_roster
from services.roster.spreadsheets import read_sheet
from tests.integration.lists import NOW, made_community, saved
from tests.tables import counts, everything

SOMETHING: dict[type, object] = {
    str: "x",  # so that the turn is of the call
    int: 1,
    bool: True,
    bytes: b"x",
    date: NOW.date(),
    datetime: NOW,
    time: NOW.time(),
    object: {},  # a document
}


def add(engine: Engine, now: datetime = NOW, *, small: bool = False, language: str = "zh-CN") -> int:
    with Session(engine) as session, session.begin():
        return add_demo(session, now, small=small, language=language).id


def test_the_demo_has_the_shape_of_the_real_community(engine: Engine) -> None:
    add(engine)
    found = counts(engine)
    expected = {"building": 19, "grid": 16, "household": 4967, "resident": 8042, "worker": 94, "sale_set": 3}
    assert {name: found[name] for name in expected} == expected
    with Session(engine) as session:
        homes = Counter(session.scalars(select(Household.grid_id)))
        assert set(homes.values()) == {307, 310, 311}
        languages = Counter(session.scalars(select(Resident.language)))
        assert languages["zh-CN"] > 7500 > languages["en"] > 50
        doors = Counter(session.execute(select(Phone.number, Phone.household_id).distinct()).scalars())
        assert sum(count > 1 for count in doors.values()) > 50
        silent = select(Household.id).where(~select(Phone.id).where(Phone.household_id == Household.id).exists())
        assert 100 < len(session.scalars(silent).all()) < 500


def test_the_demo_twice_is_once_and_another_day_brings_another_sale(engine: Engine) -> None:
    add(engine, small=True)
    before = everything(engine)
    add(engine, small=True)
    assert everything(engine) == before
    add(engine, datetime(2020, 2, 29, 17, tzinfo=UTC), small=True)  # past midnight in Wuhan
    with Session(engine) as session:
        assert sorted(session.scalars(select(Sale.name))) == ["2020-02-29", "2020-03-01"]


def test_the_demo_refuses_where_a_real_community_is(engine: Engine) -> None:
    made_community(engine)
    before = everything(engine)
    with pytest.raises(DemoRefused, match="试验社区"):
        add(engine)
    assert everything(engine) == before


def test_removing_the_demo_takes_all_of_it_and_nothing_else(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add(Heartbeat(process="web", at=NOW))
    empty = everything(engine)
    add(engine, small=True)
    with Session(engine) as session, session.begin():
        _let_things_happen(session)
    by_itself = {"heartbeat", "inbound_event", "pace", "clock_epoch"}
    assert {name for name, count in counts(engine).items() if not count} <= by_itself
    with Session(engine) as session, session.begin():
        assert remove_demo(session)
    assert everything(engine) == empty
    with Session(engine) as session, session.begin():
        assert not remove_demo(session)


def test_removing_the_demo_leaves_a_real_community_alone(engine: Engine) -> None:
    add(engine, small=True)
    community = made_community(engine)
    with Session(engine) as session, session.begin():
        session.add(Worker(community_id=community, name="李敏", phone="+8610000900001"))
    with Session(engine) as session, session.begin():
        remove_demo(session)
    left = {name: count for name, count in counts(engine).items() if count}
    assert left.keys() >= {"community", "worker"}
    assert (left["community"], left["worker"]) == (1, 1)


def _let_things_happen(session: Session) -> None:
    """A row in every table that leads to the demo, and for each kind of thing that has a life cycle a step of it."""
    for table in Base.metadata.sorted_tables:
        if (table.foreign_keys or table is Turn.__table__) and not session.execute(select(table).limit(1)).all():
            session.execute(insert(table).values(_row(session, table)))
    for about in CYCLES:
        step = {"about": about, "about_id": session.scalar(select(Base.metadata.tables[about].c.id))}
        session.execute(insert(StateChange).values(_row(session, StateChange.__table__) | step | {"worker_id": None}))


def _row(session: Session, table: FromClause) -> dict[str, object]:
    """Something in each column: a reference leads to the first row there is, none to the table itself."""
    row: dict[str, object] = {}
    for column in table.c:
        if key := next(iter(column.foreign_keys), None):
            row[column.name] = session.scalar(select(key.column).limit(1)) if key.column.table is not table else None
        elif not column.primary_key or not isinstance(column.type, Integer):
            plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            row[column.name] = SOMETHING[plain.python_type]
    return row


def test_the_demos_people_are_always_the_same_and_their_telephones_nobodys() -> None:
    assert roster() == roster()
    numbers = {row[column] for row in roster() for column in ("phone", "phone2") if row[column]}
    assert all(number.startswith(("+861000", "+8627555001")) for number in numbers)
    assert all(normalise(number, "CN") == number for number in numbers)


def test_the_small_demo_is_the_first_doors_of_the_whole_one() -> None:
    small = roster(small=True)
    assert small == roster()[: len(small)]
    assert len({(row["unit"], row["room"]) for row in small}) == 12
    assert (small[0]["room"], small[0]["phone"], small[0]["lives_alone"]) == ("101", "+8610000000001", "1")
    assert {row["language"] for row in small[:3]} == {"zh-CN", "en"}


def test_the_full_roster_comes_in_once(engine: Engine, tmp_path: Path) -> None:
    path = saved(tmp_path / "roster.csv", roster())
    community = made_community(engine)
    with Session(engine) as session, session.begin():
        report = import_roster(session, community, read_sheet(path, COLUMNS), NOW)
    assert report.added == 8042
    with Session(engine) as session, session.begin():
        again = import_roster(session, community, read_sheet(path, COLUMNS), NOW)
    assert (again.added, again.changed, again.unchanged, again.missing) == (0, 0, 8042, ())

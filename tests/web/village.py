"""A small community for the tests: a few doors of every kind, one grid worker, a building team and a duty telephone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine, Table, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from models import Base, Building, Community, Duty, Grid, Household, Phone, Resident, Sale, SaleSet, Worker
from tests.web.line import LINE

WANG = "+8610000000001"  # alone, 3-1-1504
COUPLE = "+8610000000002"  # two people, 3-1-1503
FAMILY = "+8610000000003"  # three people, 3-2-301
DIGITS = "+8610000000004"  # alone, keys digits, 5-301
TWO_DOORS = "+8610000000005"  # on file for 5-302 and 5-303
ENGLISH = "+8610000000006"  # alone, English, 3-2-302
STRANGER = "+8610000000099"
WORKER = "+8610000000100"
CADRE = "+8610000000101"
VOLUNTEER = "+8610000000102"
DUTY = "+8610000000103"
OFFICE = "+8610000000104"  # nobody's before `open_office`


@dataclass(frozen=True)
class Village:
    """Ids by what they are for."""

    community: int
    doors: dict[str, int]
    workers: dict[str, int]
    sale: int


DOORS: dict[str, tuple[str, str, str, list[tuple[str, str]], str, str]] = {
    "wang": ("3", "1", "1504", [("王秀英", "王阿姨")], WANG, "zh-CN"),
    "couple": ("3", "1", "1503", [("张桂兰", "张阿姨"), ("李建国", "李叔叔")], COUPLE, "zh-CN"),
    "family": ("3", "2", "301", [("陈丽", "陈阿姨"), ("刘强", "刘叔叔"), ("刘洋", "小刘")], FAMILY, "zh-CN"),
    "digits": ("5", "", "301", [("赵敏", "赵阿姨")], DIGITS, "zh-CN"),
    "first": ("5", "", "302", [("周平", "周叔叔")], TWO_DOORS, "zh-CN"),
    "second": ("5", "", "303", [("吴芳", "吴阿姨")], TWO_DOORS, "zh-CN"),
    "english": ("3", "2", "302", [("Mary Smith", "Auntie Mary")], ENGLISH, "en"),
}

STAFF = {
    "worker": ("孙丽", WORKER),
    "cadre": ("何干部", CADRE),
    "volunteer": ("志愿者", VOLUNTEER),
    "duty": ("值班", DUTY),
}


def settled(engine: Engine, now: datetime) -> Village:
    """The village as `settle` puts it there, its rows made once and then written as they are: most tests begin so."""
    village, rows = _made(now)
    is_postgresql = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        if is_postgresql:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, written in rows:
            connection.execute(insert(table), written)
        if is_postgresql:
            taken = (
                func.setval(func.pg_get_serial_sequence(table.name, "id"), len(written)) for table, written in rows
            )
            connection.execute(select(*taken))
    return village


@cache
def _made(now: datetime) -> tuple[Village, list[tuple[Table, list[dict[str, Any]]]]]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        village = settle(session, now)
    with engine.connect() as connection:
        rows = [
            (table, [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()])
            for table in Base.metadata.sorted_tables
            if "id" in table.c
        ]
    engine.dispose()
    return village, [(table, written) for table, written in rows if written]


def settle(session: Session, now: datetime) -> Village:
    """Put the village into an empty database; its sale is open from an hour ago to an hour from now.

    What needs no id of another is written together.
    """
    community = Community(name="青和居", line=LINE)
    session.add(community)
    session.flush()
    grid = Grid(community_id=community.id, name="第二网格")
    buildings = {name: Building(community_id=community.id, name=name) for name in ("3", "5")}
    staff = {key: Worker(community_id=community.id, name=name, phone=number) for key, (name, number) in STAFF.items()}
    sale = _sale(community.id, now)
    session.add_all([grid, *buildings.values(), *staff.values(), sale])
    session.flush()
    session.add_all([*_duties(community.id, staff, grid, buildings["3"]), *_sets(sale)])
    households = _households(session, community.id, grid, buildings)
    return Village(
        community.id,
        {key: household.id for key, household in households.items()},
        {key: worker.id for key, worker in staff.items()},
        sale.id,
    )


def open_office(engine: Engine, village: Village) -> int:
    """Somebody of the office is there as well; their id."""
    with Session(engine) as session, session.begin():
        office = Worker(community_id=village.community, name="居委会", phone=OFFICE)
        session.add(office)
        session.flush()
        session.add(Duty(community_id=village.community, worker_id=office.id, role="office", position=9))
        return office.id


def _households(session: Session, community: int, grid: Grid, buildings: dict[str, Building]) -> dict[str, Household]:
    households = {
        key: Household(
            community_id=community, building_id=buildings[building].id, grid_id=grid.id, unit=unit, room=room
        )
        for key, (building, unit, room, *_) in DOORS.items()
    }
    households["digits"].keys_digits = True
    session.add_all(households.values())
    session.flush()
    residents = {
        (key, position): Resident(
            household_id=households[key].id, position=position, name=name, salutation=salutation, language=language
        )
        for key, (_, _, _, people, _, language) in DOORS.items()
        for position, (name, salutation) in enumerate(people)
    }
    session.add_all(residents.values())
    session.flush()
    session.add_all(
        Phone(
            community_id=community,
            household_id=households[key].id,
            resident_id=residents[key, 0].id,
            number=number,
            position=1,
        )
        for key, (_, _, _, _, number, _) in DOORS.items()
    )
    return households


def _duties(community: int, staff: dict[str, Worker], grid: Grid, building: Building) -> list[Duty]:
    for_what = {
        "worker": Duty(role="grid_worker", grid_id=grid.id),
        "cadre": Duty(role="cadre", building_id=building.id),
        "volunteer": Duty(role="volunteer", building_id=building.id),
        "duty": Duty(role="duty"),
    }
    for position, (key, duty) in enumerate(for_what.items()):
        duty.community_id, duty.worker_id, duty.position = community, staff[key].id, position
    return list(for_what.values())


def _sale(community: int, now: datetime) -> Sale:
    hour = timedelta(hours=1)
    return Sale(community_id=community, name="周六", opens_at=now - hour, cutoff_at=now + hour)


def _sets(sale: Sale) -> list[SaleSet]:
    sets = [("粮油冻品", "Grain, oil and frozen food", 5000), ("蔬菜", "Vegetables", 3000), ("水果", "Fruit", 2500)]
    return [
        SaleSet(sale_id=sale.id, number=number, supplier="中百", name_zh=zh, name_en=en, price_fen=price, limit=3)
        for number, (zh, en, price) in enumerate(sets, 1)
    ]

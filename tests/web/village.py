"""A small community for the tests: a few doors of every kind, one grid worker, a building team and a duty telephone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import Building, Community, Duty, Grid, Household, Phone, Resident, Sale, SaleSet, Worker
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


def settle(session: Session, now: datetime) -> Village:
    """Put the village into an empty database; its sale is open from an hour ago to an hour from now."""
    community = Community(name="青和居", line=LINE)
    session.add(community)
    session.flush()
    grid = Grid(community_id=community.id, name="第二网格")
    buildings = {name: Building(community_id=community.id, name=name) for name in ("3", "5")}
    session.add_all([grid, *buildings.values()])
    session.flush()
    doors = {
        key: _household(session, community.id, grid.id, buildings[door[0]].id, door) for key, door in DOORS.items()
    }
    session.get_one(Household, doors["digits"]).keys_digits = True
    return Village(
        community.id,
        doors,
        _staff(session, community.id, grid.id, buildings["3"].id),
        _sale(session, community.id, now),
    )


def _household(
    session: Session,
    community: int,
    grid: int,
    building: int,
    door: tuple[str, str, str, list[tuple[str, str]], str, str],
) -> int:
    _, unit, room, people, number, language = door
    household = Household(community_id=community, building_id=building, grid_id=grid, unit=unit, room=room)
    session.add(household)
    session.flush()
    for position, (name, salutation) in enumerate(people):
        resident = Resident(
            household_id=household.id, position=position, name=name, salutation=salutation, language=language
        )
        session.add(resident)
        session.flush()
        if position == 0:
            phone = Phone(
                community_id=community, household_id=household.id, resident_id=resident.id, number=number, position=1
            )
            session.add(phone)
    return household.id


def _staff(session: Session, community: int, grid: int, building: int) -> dict[str, int]:
    people = {
        "worker": ("孙丽", WORKER, "grid_worker", grid, None),
        "cadre": ("何干部", CADRE, "cadre", None, building),
        "volunteer": ("志愿者", VOLUNTEER, "volunteer", None, building),
        "duty": ("值班", DUTY, "duty", None, None),
    }
    ids = {}
    for position, (key, (name, number, role, grid_id, building_id)) in enumerate(people.items()):
        worker = Worker(community_id=community, name=name, phone=number)
        session.add(worker)
        session.flush()
        ids[key] = worker.id
        duty = Duty(
            community_id=community,
            worker_id=worker.id,
            role=role,
            grid_id=grid_id,
            building_id=building_id,
            position=position,
        )
        session.add(duty)
    return ids


def _sale(session: Session, community: int, now: datetime) -> int:
    sale = Sale(
        community_id=community, name="周六", opens_at=now - timedelta(hours=1), cutoff_at=now + timedelta(hours=1)
    )
    session.add(sale)
    session.flush()
    sets = [("粮油冻品", "Grain, oil and frozen food", 5000), ("蔬菜", "Vegetables", 3000), ("水果", "Fruit", 2500)]
    for number, (zh, en, price) in enumerate(sets, 1):
        session.add(
            SaleSet(sale_id=sale.id, number=number, supplier="中百", name_zh=zh, name_en=en, price_fen=price, limit=3)
        )
    return sale.id

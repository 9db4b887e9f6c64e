"""Two communities in one database: the called number decides whose door, worker, sale and code it is."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import (
    Alert,
    AlertCode,
    Building,
    Community,
    Duty,
    Grid,
    Household,
    Message,
    Phone,
    Reading,
    Resident,
    Worker,
)
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.village import STRANGER, WANG, WORKER, Village

OTHER_LINE = "+862755500200"
OTHER_WORKER = "+8610000000200"


@pytest.fixture
def other(engine: Engine, village: Village) -> int:
    """Another community; its one door has the same address and the same telephone as the first one's Auntie Wang."""
    with Session(engine) as session, session.begin():
        community = Community(name="和乐里", line=OTHER_LINE, timezone="Europe/London")
        session.add(community)
        session.flush()
        building, grid = Building(community_id=community.id, name="3"), Grid(community_id=community.id, name="1")
        worker = Worker(community_id=community.id, name="林芳", phone=OTHER_WORKER)
        session.add_all([building, grid, worker])
        session.flush()
        session.add(
            Duty(community_id=community.id, worker_id=worker.id, role="grid_worker", grid_id=grid.id, position=0)
        )
        home = Household(community_id=community.id, building_id=building.id, grid_id=grid.id, unit="1", room="1504")
        session.add(home)
        session.flush()
        resident = Resident(household_id=home.id, position=0, name="王玉兰", salutation="王奶奶")
        session.add(resident)
        session.flush()
        session.add(
            Phone(community_id=community.id, household_id=home.id, resident_id=resident.id, number=WANG, position=1)
        )
        return home.id


def test_the_called_number_decides_whose_door_it_is(wire: Wire, engine: Engine, village: Village, other: int) -> None:
    assert "王阿姨" in PhoneCall(wire, WANG).dial().press("1", "1").heard
    assert "王奶奶" in PhoneCall(wire, WANG, called=OTHER_LINE).dial().press("1", "1").heard
    with Session(engine) as session:
        assert session.scalars(select(Reading.household_id).order_by(Reading.id)).all() == [
            village.doors["wang"],
            other,
        ]


def test_a_keyed_door_is_looked_up_in_the_called_community(
    wire: Wire, engine: Engine, village: Village, other: int
) -> None:
    PhoneCall(wire, STRANGER, called=OTHER_LINE).dial().press("3", "1", "1504", "1", "1", "1", "1", "1")
    assert "没有找到" in PhoneCall(wire, STRANGER, called=OTHER_LINE).dial().press("3", "1", "1503", "1").heard
    with Session(engine) as session:
        assert session.scalars(select(Reading.household_id)).all() == [other]


def test_each_has_its_own_worker_and_codes(wire: Wire, engine: Engine, village: Village, other: int) -> None:
    PhoneCall(wire, WANG).dial().press("2")
    PhoneCall(wire, WANG, called=OTHER_LINE).dial().press("2")
    with Session(engine) as session:
        assert session.scalars(select(Message.to).order_by(Message.id)).all() == [WORKER, OTHER_WORKER]
        code = session.scalars(select(AlertCode.code).join(Worker).where(Worker.phone == WORKER)).one()
    form = {"MessageSid": "SM1", "From": WORKER, "To": OTHER_LINE, "Body": code}
    wire.post("/webhooks/sms/incoming", form)  # a stranger there: his code is no code
    with Session(engine) as session:
        assert session.scalars(select(Alert.state)).all() == ["open", "open"]


def test_a_sale_is_its_communitys_alone(wire: Wire, village: Village, other: int) -> None:
    assert "粮油冻品" in PhoneCall(wire, WANG).dial().press("3", "2").heard
    assert "现在没有可订的菜" in PhoneCall(wire, WANG, called=OTHER_LINE).dial().press("3", "2").heard


def test_a_number_of_no_community_is_told_kindly(wire: Wire, village: Village, other: int) -> None:
    call = PhoneCall(wire, WANG, called="+862755500999").dial()
    assert call.ended
    assert "线路忙" in call.heard


def test_the_day_is_the_communitys_own(wire: Wire, engine: Engine, village: Village, other: int) -> None:
    PhoneCall(wire, WANG, called=OTHER_LINE).dial().press("1", "1")
    with Session(engine) as session:
        assert session.scalars(select(Reading.day)).one() == MORNING.date()
        assert session.scalars(select(Reading.at)).one() - MORNING < timedelta(minutes=1)

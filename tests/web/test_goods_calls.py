"""The calls about an order after its goods have come: the substitute, what changed, the wave, the route; by key, over the webhooks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.announcements import By as How
from models import Message, Phone, Resident
from services.goods import waves
from services.goods.waves import WavePlan
from services.life_cycles import By
from tests.integration.outgoing import HandClock
from tests.integration.shop import Shop
from tests.web.line import PhoneCall, Wire, wire_to
from tests.web.one_app import app_of
from tests.web.village import Village
from webhooks.parts import Parts

LAND_LINE = "+862787654321"  # takes no texts: everything is told by call
AFTERNOON = datetime(2020, 2, 29, 6, tzinfo=UTC)


class Street(Shop):
    """A shop whose first household has a land line, and the line that calls it."""

    def __init__(self, engine: Engine, parts: Parts, village: Village) -> None:
        super().__init__(engine, village, HandClock())
        self.parts, self.first = parts, 0
        with Session(engine) as session, session.begin():
            home = Phone.household_id == village.doors["wang"]
            session.scalars(select(Phone).where(home)).one().number = LAND_LINE

    @property
    def wire(self) -> Wire:
        """The line as it is now."""
        the = self.parts
        return wire_to(app_of(Parts(the.engine, the.plain, self.clock, the.doorbell, the.auth_tokens, the.base_urls)))

    def rings(self, purpose: str) -> PhoneCall:
        """One round; the call for this that it places is picked up."""
        self.tells()
        with Session(self.engine) as session:
            mine = select(Message.id).where(Message.purpose == purpose, Message.to == LAND_LINE)
            message = session.scalars(mine.order_by(Message.id.desc()).limit(1)).one()
        return PhoneCall(self.wire, LAND_LINE).picks_up(message)

    def calls_down(self) -> None:
        """The first wave."""
        with Session(self.engine) as session, session.begin():
            plan = WavePlan(5, "东门", How.BOTH, AFTERNOON)
            waves.plan_waves(session, self.sale(session), plan, self.clock.now())
            waves.call_wave(session, self.sale(session), self.clock.now(), By("office"))


@pytest.fixture
def street(engine: Engine, parts: Parts, village: Village) -> Street:
    """Two households have ordered two sets of vegetables each."""
    made = Street(engine, parts, village)
    made.first = made.orders("wang", s2=2)
    made.orders("couple", s2=2)
    made.closes()
    return made


@pytest.mark.parametrize(("key", "granted", "owes"), [("1", [1], 3_550), ("2", [0], 3_000), ("", [0], 3_000)])
def test_the_substitute_is_taken_or_left_by_one_key(street: Street, key: str, granted: list[int], owes: int) -> None:
    street.counts(s2=2)
    street.offers()
    street.settles()
    call = street.rings("substitution")
    assert "您订的蔬菜少了一份。换白萝卜,五元五角一份" in call.heard
    call.press(key)
    if key:
        assert "记下了" in call.heard
    street.clock.move(minutes=61)
    street.tells()
    assert (street.granted(street.first), street.owes("wang")) == (granted, owes)


def test_an_answer_that_comes_too_late_is_said_so(street: Street) -> None:
    street.counts(s2=2)
    street.offers()
    street.settles()
    call = street.rings("substitution")
    street.clock.move(minutes=61)
    street.tells()
    call.wire = street.wire
    call.press("1")
    assert "已经分好了,不能再改" in call.heard
    assert street.granted(street.first) == [0]


def test_what_did_not_come_is_told_after_a_key_and_counts_as_heard(street: Street) -> None:
    street.counts(s2=2)
    street.settles()
    call = street.rings("order_change")
    assert ("没到齐" in call.heard, "三十元" in call.heard) == (True, False)
    call.press("1")
    assert "蔬菜少一份" in call.heard
    assert "三十元" in call.heard
    assert street.notices("order_change")[street.first] == "delivered"


@pytest.mark.parametrize(("key", "state", "said"), [("1", "called", "一共六十元"), ("2", "on_route", "给您送上门")])
def test_a_household_comes_down_or_has_it_brought(street: Street, key: str, state: str, said: str) -> None:
    street.counts(s2=4)
    street.settles()
    street.calls_down()
    call = street.rings("collection")
    assert ("下午两点到东门取" in call.heard, "六十元" in call.heard) == (True, False)
    call.press(key)
    assert said in call.heard
    assert street.state(street.first) == state


def test_who_cannot_walk_is_called_that_somebody_comes_and_hears_the_sum_after_a_key(street: Street) -> None:
    with Session(street.engine) as session, session.begin():
        theirs = Resident.household_id == street.village.doors["wang"]
        session.scalars(select(Resident).where(theirs)).one().home_delivery = True
    street.counts(s2=4)
    street.settles()
    call = street.rings("delivery")
    assert ("给您送上门,不用下楼" in call.heard, "六十元" in call.heard) == (True, False)
    call.press("1")
    assert "一共六十元" in call.heard
    assert street.notices("delivery") == {street.first: "delivered"}


def test_a_machine_that_answers_hears_no_sum_and_no_name(street: Street) -> None:
    street.counts(s2=4)
    street.settles()
    street.calls_down()
    call = street.rings("collection").press("")
    assert ("六十" in call.heard, "王" in call.heard) == (False, False)

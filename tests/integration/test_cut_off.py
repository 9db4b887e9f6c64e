"""The cut-off: sets that too few wanted are dropped, and everybody in them is told once, in their own way."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from domain.segments import segments
from ivr.events import Ordered
from ivr.events import OrderLine as Wanted
from ivr.facts import CallState
from models import Call, Household, Item, Message, Order, OrderLine, Phone, SaleSet
from services.announcing import notices
from services.calling import placed_calls
from services.calling.speaking import Speaking
from services.sales import orders
from services.sales.cut_off import close_due_sales, orders_digest
from services.sales.sale_lines import SaleLine, lines_of_sale
from tests.integration.outgoing import MORNING
from tests.web.village import COUPLE, ENGLISH, STRANGER, TWO_DOORS, WANG, WORKER, Village

CUT_OFF = MORNING + timedelta(hours=1)
NIGHT = datetime(2020, 2, 29, 13, 30, tzinfo=UTC)  # 21:30 in Wuhan, in the quiet hours
LANDLINE = "+862755500199"


class Day:
    """A sale's day: who orders what, the cut-off, and what is owed afterwards."""

    def __init__(self, engine: Engine, village: Village) -> None:
        self.engine, self.village = engine, village

    def orders(self, door: str, *lines: tuple[int, int], from_call: str = "") -> None:
        """By the door's own telephone, or from a call that is on file for none."""
        with Session(self.engine) as session, session.begin():
            home = self.village.doors[door]
            state = CallState("", community=self.village.community, household=home, verified=not from_call)
            speaking = Speaking(session, state, from_call or "CA1", "", MORNING)
            orders.order(speaking, Ordered(tuple(Wanted(*line) for line in lines)))

    def wants(self, **columns: int) -> None:
        """The minimum of each set, as set2=5."""
        self.changes(
            update(SaleSet).where(SaleSet.number == int(name.removeprefix("set"))).values(minimum=minimum)
            for name, minimum in columns.items()
        )

    def changes(self, statements: Iterable[object]) -> None:
        """Change what is on file."""
        with Session(self.engine) as session, session.begin():
            for statement in statements:
                session.execute(statement)  # type: ignore[call-overload]

    def closes(self, now: datetime = CUT_OFF) -> int:
        """A clock looks."""
        with Session(self.engine) as session, session.begin():
            return close_due_sales(session, now)

    def tells(self, now: datetime = CUT_OFF) -> None:
        """A round."""
        with Session(self.engine) as session, session.begin():
            notices.tell_due(session, now)

    def told(self) -> list[tuple[str, str, str]]:
        """To whom, how, and in which words, the staff left out."""
        with Session(self.engine) as session:
            rows = session.scalars(select(Message).where(Message.kind == "notice").order_by(Message.id)).all()
            return sorted((one.to, one.channel, one.body) for one in rows)

    def digest(self) -> str:
        """What the grid worker reads."""
        with Session(self.engine) as session:
            return session.scalars(select(Message.body).where(Message.to == WORKER)).one()

    def states(self) -> list[str]:
        """Of the orders, in the order they came."""
        with Session(self.engine) as session:
            return list(session.scalars(select(Order.state).order_by(Order.id)))

    def items(self) -> list[tuple[str | None, str]]:
        """Telephone and note of what is left to a person."""
        with Session(self.engine) as session:
            return [(one.phone, one.note) for one in session.scalars(select(Item).order_by(Item.id))]


@pytest.fixture
def day(engine: Engine, village: Village) -> Day:
    """The village's sale: three sets."""
    return Day(engine, village)


def test_a_set_that_too_few_wanted_is_dropped_and_what_remains_is_told_with_its_total(day: Day) -> None:
    day.wants(set2=5, set3=2)
    day.orders("wang", (2, 2), (3, 1))
    day.orders("couple", (2, 1))
    day.orders("family", (3, 1))
    day.closes()
    day.tells()
    assert day.states() == ["closed", "dropped", "closed"]
    assert day.told() == [
        (WANG, "sms", "抱歉,蔬菜订的人太少,这次没有,不收钱。您家还有:水果1份,共25元"),
        (COUPLE, "sms", "抱歉,蔬菜订的人太少,这次没有,不收钱。您家这次没有别的菜了"),
    ]
    assert day.digest() == "订单截止:水果2份。共2户:3-1-1504、3-2-301"


def test_a_set_that_comes_to_its_minimum_stays(day: Day) -> None:
    day.wants(set2=3)
    day.orders("wang", (2, 2))
    day.orders("couple", (2, 1))
    day.closes()
    day.tells()
    assert (day.states(), day.told()) == (["closed", "closed"], [])


def test_who_loses_several_sets_is_told_once(day: Day) -> None:
    day.wants(set1=9, set2=9)
    day.orders("wang", (1, 1), (2, 2), (3, 1))
    day.closes()
    day.tells()
    day.tells(CUT_OFF + timedelta(minutes=1))
    assert day.told() == [(WANG, "sms", "抱歉,粮油冻品、蔬菜订的人太少,这次没有,不收钱。您家还有:水果1份,共25元")]


def test_an_english_household_reads_it_in_english(day: Day) -> None:
    day.wants(set2=9)
    day.orders("english", (2, 2), (3, 1))
    day.closes()
    day.tells()
    ((to, _, body),) = day.told()
    assert to == ENGLISH
    assert body == (
        "Sorry, too few ordered Vegetables: it does not come and costs nothing. You still have: 1 Fruit, 25 yuan"
    )
    assert segments(body) == 1


def test_a_telephone_of_two_doors_reads_for_which_it_is(day: Day) -> None:
    day.wants(set2=9)
    day.orders("first", (2, 1))
    day.orders("second", (2, 1), (3, 1))
    day.closes()
    day.tells()
    assert [(to, body[:7]) for to, _, body in day.told()] == [(TWO_DOORS, "5栋302:抱"), (TWO_DOORS, "5栋303:抱")]


def test_a_landline_is_called_and_hears_nothing_of_the_order_before_a_key(day: Day, engine: Engine) -> None:
    day.changes([update(Phone).where(Phone.number == WANG).values(number=LANDLINE)])
    day.wants(set2=9)
    day.orders("wang", (2, 1))
    day.closes(NIGHT)
    day.tells(NIGHT)
    assert day.told() == []  # nobody is called at night
    day.tells(NIGHT + timedelta(hours=10))
    ((to, channel, _),) = day.told()
    assert (to, channel) == (LANDLINE, "call")
    with Session(engine) as session:
        message = session.scalars(select(Message.id).where(Message.to == LANDLINE)).one()
        picked_up = placed_calls.pick_up(session, "CA9", message, NIGHT)
    assert picked_up is not None
    assert picked_up.state.position == "notice.ask"


def test_who_cannot_be_reached_is_told_by_a_person(day: Day) -> None:
    day.changes([delete(Phone).where(Phone.number == WANG)])
    day.wants(set2=9)
    day.orders("wang", (2, 1))
    day.closes()
    day.tells()
    assert day.items() == [(None, "抱歉,蔬菜订的人太少,这次没有,不收钱。您家这次没有别的菜了")]


def test_a_stranger_who_ordered_is_called_by_a_person_and_the_door_hears_nothing(day: Day, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        call = {"community_id": day.village.community, "direction": "inbound", "started_at": MORNING}
        session.add(Call(sid="CA7", number=STRANGER, **call))
    day.wants(set2=9)
    day.orders("wang", (2, 1), from_call="CA7")
    day.closes()
    day.tells()
    assert day.told() == []
    assert [phone for phone, _ in day.items()] == [STRANGER]


def test_two_clocks_and_a_restart_close_once_and_tell_once(day: Day) -> None:
    day.wants(set2=9)
    day.orders("wang", (2, 1), (3, 1))
    with ThreadPoolExecutor(4) as pool:
        closed = list(pool.map(lambda _: day.closes(), range(4)))
        list(pool.map(lambda _: day.tells(), range(4)))
    assert (sum(closed), day.closes(CUT_OFF + timedelta(hours=1))) == (1, 0)
    day.tells(CUT_OFF + timedelta(hours=1))
    assert len(day.told()) == 1


def test_doors_of_no_grid_are_on_the_digest_of_the_office(day: Day, engine: Engine) -> None:
    day.changes([update(Household).where(Household.id == day.village.doors["wang"]).values(grid_id=None)])
    day.orders("wang", (2, 1))
    day.orders("couple", (2, 1))
    day.closes()
    assert day.digest() == "订单截止:蔬菜1份。共1户:3-1-1503"  # nobody of the village is the office


def made(building: str, room: int, number: int, name: str) -> SaleLine:
    """A line as it is read."""
    return SaleLine(room, room, 1, "2", building, "1", str(room), number, number, name, name, 100, 1, False, "")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_digest_of_hundreds_of_doors_and_long_names_keeps_to_two_segments(language: str) -> None:
    names = {"zh-CN": "特级有机高山娃娃菜什锦大礼包加量装", "en": "Extra large organic mountain cabbage family box"}
    lines = [made("3", 100 + room, number, f"{names[language]}{number}") for room in range(600) for number in range(6)]
    body = orders_digest(language, lines)
    assert segments(body) <= 2
    assert body.endswith({"zh-CN": "户,全部请发:订单", "en": " more, for all text: orders"}[language])
    assert "600" in body


def test_doors_stand_as_one_walks_past_them(day: Day, engine: Engine) -> None:
    for door in ("first", "wang", "english", "couple"):
        day.orders(door, (2, 1))
    with Session(engine) as session:
        doors = [line.door for line in lines_of_sale(session, day.village.sale)]
    assert doors == [("3", "1", "1503"), ("3", "1", "1504"), ("3", "2", "302"), ("5", "", "302")]


def test_a_dropped_line_is_marked_and_its_neighbours_are_not(day: Day, engine: Engine) -> None:
    day.wants(set2=9)
    day.orders("wang", (2, 1), (3, 1))
    day.closes()
    with Session(engine) as session:
        assert list(session.scalars(select(OrderLine.dropped).order_by(OrderLine.set_id))) == [True, False]

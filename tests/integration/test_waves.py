"""Waves, the route, ticks and the money of a sale: called a few at a time, ticked once, and it adds up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.announcements import By as How
from domain.refusals import Refused
from models import Message, Resident, Wave, Worker
from services.accounts import money
from services.accounts.ledger import Account
from services.accounts.money import SaleMoney
from services.goods import goods_handover, next_waves, waves
from services.goods.goods_handover import Tick
from services.goods.next_waves import Called
from services.goods.waves import WavePlan
from services.life_cycles import By
from tests.integration.outgoing import MORNING, HandClock
from tests.integration.shop import Shop
from tests.integration.test_resident_texts import text
from tests.web.village import TWO_DOORS, WANG, WORKER, Village

AFTERNOON = datetime(2020, 2, 29, 6, tzinfo=UTC)  # 14:00 in Wuhan
NIGHT = 13 * 60  # minutes after half past eight: 21:30
NEXT_MORNING = 22.75 * 60  # 07:15
OFFICE = By("office")


class Point(Shop):
    """The collection point."""

    def plans(self, size: int = 1, begins: datetime | None = None) -> list[list[str]]:
        """Waves of so many households: the rooms of each."""
        with Session(self.engine) as session, session.begin():
            plan = WavePlan(size, "东门", How.BOTH, begins or AFTERNOON)
            planned = waves.plan_waves(session, self.sale(session), plan, self.clock.now())
            return [[one.room for one in group] for _, group in planned]

    def calls(self) -> list[int]:
        """Call the next wave; its orders."""
        with Session(self.engine) as session, session.begin():
            return waves.call_wave(session, self.sale(session), self.clock.now(), OFFICE)[1]

    def clears(self) -> None:
        """The point is clear."""
        with Session(self.engine) as session, session.begin():
            waves.clear_wave(session, self.sale(session), self.clock.now())

    def waits_until(self, minute: float) -> None:
        """So many minutes of the day have passed."""
        self.clock.move(seconds=(MORNING - self.clock.now()).total_seconds() + 60 * minute)

    def hands(self, *ticks: Tick) -> list[int]:
        """Doors are ticked by the grid worker; what each owes then."""
        with Session(self.engine) as session, session.begin():
            worker = session.get_one(Worker, self.village.workers["worker"])
            handed = goods_handover.hand_over(session, self.sale(session), ticks, worker, self.clock.now())
            return [one.balance for one in handed]

    def money(self) -> SaleMoney:
        """The figures."""
        with Session(self.engine) as session, session.begin():
            return money.money_of(session, self.sale(session))


@pytest.fixture
def point(engine: Engine, village: Village, clock: HandClock) -> Point:
    """Three households have ordered vegetables, and all has come."""
    made = Point(engine, village, clock)
    for door in ("wang", "couple", "family"):
        made.orders(door, s2=1)
    made.closes()
    made.counts(s2=3)
    return made


def test_a_wave_is_of_one_unit_and_the_next_goes_out_when_the_point_is_clear(point: Point) -> None:
    point.settles()
    assert point.plans(size=2) == [["1503", "1504"], ["301"]]
    assert len(point.calls()) == 2
    with pytest.raises(Refused, match="still out"):
        point.calls()
    point.clears()
    assert len(point.calls()) == 1


def test_who_is_called_is_told_time_place_and_amount(point: Point) -> None:
    point.settles()
    point.plans(size=2)
    point.calls()
    point.tells()
    assert (WANG, "您的菜到了,请14:00到东门取,共30元。不方便下楼回2,送上门") in point.texts()


@pytest.mark.parametrize("word", ["2", "送", "送上门", "bring it up"])
def test_who_cannot_come_down_has_it_brought_up(point: Point, word: str) -> None:
    point.settles()
    point.plans(size=2)
    wang = next(order for order in point.calls() if point.state(order) == "called")
    point.tells()
    said = [text(point.engine, number, word, minute=62) for number, _ in point.texts()]
    assert "好的,给您送上门,共30元" in said
    assert point.state(wang) == "on_route"


def test_nobody_is_called_down_at_night(point: Point, engine: Engine) -> None:
    point.settles()
    point.plans(size=2)
    point.waits_until(NIGHT)
    with pytest.raises(Refused, match="07:00"):
        point.calls()
    said = text(engine, WORKER, "叫下一批", minute=NIGHT)
    assert said == "夜里不叫人,请07:00以后再发:叫下一批"
    assert (point.tells(), point.texts()) == (0, [])


def test_a_wave_of_the_morning_can_be_called_before_anybody_is_told(point: Point) -> None:
    point.settles()
    point.plans(size=2, begins=MORNING + timedelta(days=1))
    point.waits_until(NIGHT)
    assert len(point.calls()) == 2
    assert point.tells() == 0
    point.waits_until(NEXT_MORNING)
    point.tells()
    assert (WANG, "您的菜到了,请08:30到东门取,共30元。不方便下楼回2,送上门") in point.texts()


def test_whom_the_evening_did_not_reach_hears_nothing_of_it_in_the_morning(point: Point) -> None:
    point.settles()
    point.plans(size=2)
    point.waits_until(NIGHT - 40)
    point.calls()
    point.waits_until(NEXT_MORNING)
    point.tells()
    assert point.texts() == []
    assert set(point.notices("collection").values()) == {"skipped"}


def test_who_is_reached_when_the_time_has_passed_is_asked_to_come_now(point: Point) -> None:
    point.settles()
    point.plans(size=2)
    point.calls()
    point.clock.move(minutes=300)
    point.tells()
    assert (WANG, "您的菜到了,请现在到东门取,共30元。不方便下楼回2,送上门") in point.texts()


def test_a_worker_hears_how_many_have_not_come(point: Point, engine: Engine) -> None:
    point.settles()
    missing = "没有排好的批次了,还有{}户没来取。再排一次或收摊,请告诉社区"
    assert text(engine, WORKER, "叫下一批", minute=62) == missing.format(3)
    point.plans(size=5)
    point.calls()
    point.hands(Tick("3-1-1504"))
    point.clock.move(minutes=5)
    point.clears()
    point.calls()
    point.clock.move(minutes=5)
    assert text(engine, WORKER, "叫下一批", minute=500) == missing.format(2)


@pytest.mark.parametrize("words", ["我的菜呢?", "在哪里取菜", "几点取", "Where is my order?"])
def test_who_is_called_and_asks_is_told_again_where_and_when(point: Point, words: str) -> None:
    point.settles()
    point.plans(size=2)
    assert "您家订了" in text(point.engine, WANG, "我的菜呢", minute=61)
    point.calls()
    assert text(point.engine, WANG, words, minute=75).startswith("您的菜到了,请14:00到东门取,共30元。")


def test_a_short_answer_days_after_a_wave_is_about_something_else(point: Point) -> None:
    point.settles()
    point.plans(size=2)
    point.calls()
    point.tells()
    assert text(point.engine, WANG, "好", minute=62).startswith("好的,14:00在东门等您")
    assert text(point.engine, WANG, "收到", minute=48 * 60) == ""


def test_who_cannot_walk_is_on_the_route_from_the_start(point: Point) -> None:
    with Session(point.engine) as session, session.begin():
        theirs = select(Resident).where(Resident.household_id == point.village.doors["wang"])
        session.scalars(theirs).one().home_delivery = True
    point.settles()
    assert point.plans(size=5) == [["1503"], ["301"]]


def test_many_doors_are_ticked_at_once_or_none(point: Point) -> None:
    point.settles()
    with pytest.raises(Refused, match=r"(?s)9-9-99.*5-301"):
        point.hands(Tick("3-1-1504", 6_000), Tick("9-9-99"), Tick("5-301"))
    assert point.owes("wang") == 3_000
    assert point.hands(Tick("3-1-1504", 6_000), Tick("3-1-1503", 3_000)) == [-3_000, 0]


def test_two_clerks_tick_a_door_and_one_of_them_does(point: Point) -> None:
    point.settles()
    barrier = Barrier(2)

    def ticks() -> str:
        barrier.wait()
        try:
            point.hands(Tick("3-1-1504", 3_000))
        except Refused as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(one.result() for one in [pool.submit(ticks) for _ in range(2)])
    assert said[0] == ""
    assert "ticked already" in said[1]
    assert point.owes("wang") == 0


def test_a_door_ticked_by_mistake_waits_again(point: Point) -> None:
    point.settles()
    point.hands(Tick("3-1-1504"))
    with Session(point.engine) as session, session.begin():
        goods_handover.take_tick_back(session, point.sale(session), "3-1-1504", point.clock.now(), OFFICE)
    assert point.hands(Tick("3-1-1504", 3_000)) == [0]


def test_who_has_not_collected_is_listed_at_the_close(point: Point) -> None:
    point.settles()
    point.hands(Tick("3-1-1504"))
    with Session(point.engine) as session, session.begin():
        left = waves.close_point(session, point.sale(session), point.clock.now(), OFFICE)
    assert [one.room for one in left] == ["1503", "301"]
    assert point.hands(Tick("3-2-301", 3_000)) == [0]  # who comes late still gets it


def test_the_office_sees_where_bags_and_bills_do_not_add_up(point: Point) -> None:
    point.settles()
    point.hands(Tick("3-1-1504", 6_000), Tick("3-1-1503", 3_000))
    with Session(point.engine) as session, session.begin():
        sale, now = point.sale(session), point.clock.now()
        worker = session.get_one(Worker, point.village.workers["worker"])
        money.give_change(session, sale, point.village.doors["wang"], worker, 3_000, now)
        money.hand_in(session, sale, worker, 5_500, now)
        money.bill(session, sale, "中百", 9_100, now)
        money.pay_supplier(session, sale, "中百", 5_500, now)
    found = point.money()
    assert found.adds_up
    assert [(one.received, one.handed_in, one.balance) for one in found.bags] == [(6_000, 5_500, 500)]
    assert [(one.charged, one.billed, one.difference, one.paid) for one in found.suppliers] == [
        (9_000, 9_100, 100, 5_500)
    ]
    assert [one.balance for one in found.households] == [0, 0, 3_000]


def test_waves_are_planned_anew_until_they_are_called(point: Point) -> None:
    point.settles()
    point.plans(size=1)
    point.calls()
    assert point.plans(size=5) == [["1504"], ["301"]]
    with Session(point.engine) as session:
        assert session.scalars(select(Wave.number).order_by(Wave.number)).all() == [1, 2, 3]


def told(point: Point, number: str) -> list[str]:
    """What this telephone was texted of the goods."""
    return [body for to, body in point.texts() if to == number]


def test_who_did_not_come_is_called_down_and_told_again_once_with_each_wave(point: Point) -> None:
    point.settles()
    point.plans(size=2)
    wang, _ = point.calls()  # by their number
    point.tells()
    point.tells()
    assert told(point, WANG) == ["您的菜到了,请14:00到东门取,共30元。不方便下楼回2,送上门"]
    point.hands(Tick("3-1-1503", 3_000))
    assert point.plans(size=2) == [["301"]]  # wave 1 is still out
    point.clears()
    assert point.plans(size=2) == [["301"], ["1504"]]  # behind those who were not called yet
    assert point.plans(size=2) == [["301"], ["1504"]]
    point.calls()
    point.clears()
    point.clock.move(hours=7)
    assert point.calls() == [wang]
    point.tells()
    point.tells()
    assert told(point, WANG) == [
        "您的菜到了,请14:00到东门取,共30元。不方便下楼回2,送上门",
        "您的菜到了,请16:45到东门取,共30元。不方便下楼回2,送上门",
    ]
    assert text(point.engine, WANG, "2", minute=500) == "好的,给您送上门,共30元"


def test_who_had_not_collected_at_the_close_can_be_called_down_the_next_time(point: Point) -> None:
    point.settles()
    with Session(point.engine) as session, session.begin():
        waves.close_point(session, point.sale(session), point.clock.now(), OFFICE)
    assert point.plans(size=2) == [["1503", "1504"], ["301"]]
    assert len(point.calls()) == 2
    point.tells()
    assert len(told(point, WANG)) == 1


def test_a_door_whose_tick_was_taken_back_is_in_the_next_waves(point: Point) -> None:
    point.settles()
    point.plans(size=1)
    point.calls()
    point.hands(Tick("3-1-1503"))
    point.clears()
    with Session(point.engine) as session, session.begin():
        goods_handover.take_tick_back(session, point.sale(session), "3-1-1503", point.clock.now(), OFFICE)
    assert point.plans(size=1) == [["1503"], ["1504"], ["301"]]


class Text:
    """What workers text from the point, half an hour after the goods came."""

    def __init__(self, point: Point) -> None:
        self.point = point

    def says(self, words: str, minutes: float = 0, *, who: str = WORKER) -> str:
        """The answer to it."""
        return text(self.point.engine, who, words, minute=62 + minutes)


@pytest.mark.parametrize("words", ["叫下一批", "清了,叫下一批", "next wave", "下一批"])
def test_the_next_wave_is_called_by_a_workers_text(point: Point, words: str) -> None:
    point.settles()
    point.plans(size=1)
    at_point = Text(point)
    assert at_point.says(words).startswith(("第1批1户叫了", "Wave 1"))
    assert at_point.says(words, 1).startswith("第1批刚叫过")
    assert at_point.says(words, 5).startswith("第2批1户叫了")
    assert at_point.says(words, 10).startswith("第3批1户叫了")
    assert at_point.says(words, 15).startswith("没有排好的批次了,还有3户没来取")
    with Session(point.engine) as session:
        assert session.scalars(select(Wave.cleared_at.is_(None)).order_by(Wave.number)).all() == [False] * 3


def test_a_resident_calls_no_wave(point: Point) -> None:
    point.settles()
    point.plans(size=1)
    Text(point).says("叫下一批", who=WANG)
    with Session(point.engine) as session:
        assert session.scalars(select(Wave.called_at)).all() == [None] * 3


def test_of_many_who_ask_at_once_one_wave_goes_out(point: Point) -> None:
    point.settles()
    point.plans(size=1)
    now = point.clock.now()

    def calls(_: int) -> bool:
        with Session(point.engine) as session, session.begin():
            called = next_waves.call_next(session, point.village.community, now, By("sms"))
            return isinstance(called, Called) and called.is_new

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(calls, range(6))) == [*[False] * 5, True]
    with Session(point.engine) as session:
        assert len(session.scalars(select(Wave.id).where(Wave.called_at.is_not(None))).all()) == 1


def test_who_stays_at_home_is_told_once_that_somebody_comes_and_never_why(point: Point) -> None:
    with Session(point.engine) as session, session.begin():
        theirs = select(Resident).where(Resident.household_id == point.village.doors["wang"])
        session.scalars(theirs).one().home_delivery = True
    point.settles()
    point.plans(size=1)
    point.calls()
    point.tells()
    point.tells()
    told = [body for number, body in point.texts() if number == WANG]
    assert told == ["您的菜到了,给您送上门,不用下楼。共30元,请备好"]


def test_a_telephone_of_two_doors_reads_for_which_the_goods_are(
    engine: Engine, village: Village, clock: HandClock
) -> None:
    point = Point(engine, village, clock)
    point.orders("first", s2=1)
    point.orders("second", s2=2)
    point.closes()
    point.counts(s2=3)
    point.settles()
    point.plans(size=2)
    point.calls()
    point.tells()
    assert sorted(told(point, TWO_DOORS)) == [
        "5栋302:您的菜到了,请14:00到东门取,共30元。不方便下楼回2,送上门",
        "5栋303:您的菜到了,请14:00到东门取,共60元。不方便下楼回2,送上门",
    ]


def test_who_gets_less_hears_so_before_hearing_that_somebody_comes(
    engine: Engine, village: Village, clock: HandClock
) -> None:
    point = Point(engine, village, clock)
    point.orders("couple", s2=1)
    point.orders("wang", s2=2)
    point.closes()
    point.counts(s2=2)
    with Session(engine) as session, session.begin():
        theirs = select(Resident).where(Resident.household_id == village.doors["wang"])
        session.scalars(theirs).one().home_delivery = True
    point.settles()
    point.tells()
    less, comes = "您的菜没到齐:蔬菜少1份。现在一共30元", "您的菜到了,给您送上门,不用下楼。共30元,请备好"
    assert told(point, WANG) == [less]
    with Session(engine) as session, session.begin():
        session.execute(update(Message).where(Message.to == WANG).values(state="accepted"))
    clock.move(minutes=2)
    point.tells()
    assert told(point, WANG) == [less, comes]


def test_what_is_open_is_named_and_settled_by_an_entry_with_its_reason(point: Point) -> None:
    point.settles()
    point.hands(Tick("3-1-1504", 3_000), Tick("3-1-1503", 2_000))
    with Session(point.engine) as session, session.begin():
        sale, now = point.sale(session), point.clock.now()
        worker = session.get_one(Worker, point.village.workers["worker"])
        money.hand_in(session, sale, worker, 5_100, now)
        money.bill(session, sale, "中百", 8_900, now)
    gaps = [(str(gap.account), gap.whose, gap.fen) for gap in money.gaps_of(point.money())]
    assert gaps == [
        ("household", "3-1-1503", 1_000),
        ("household", "3-2-301", 3_000),
        ("bag", "孙丽", -100),
        ("sales", "中百", -100),
    ]
    open_accounts = [
        (Account.HOUSEHOLD, str(point.village.doors["couple"])),
        (Account.HOUSEHOLD, str(point.village.doors["family"])),
        (Account.BAG, str(point.village.workers["worker"])),
        (Account.SALES, "中百"),
    ]
    for account, owner in open_accounts:
        with Session(point.engine) as session, session.begin():
            money.write_off(session, point.sale(session), account, owner, "搬走了", point.clock.now())
    found = point.money()
    assert (money.gaps_of(found), found.adds_up, found.written_off) == ([], True, 3_800)
    assert [(one.charged, one.billed) for one in found.suppliers] == [(9_000, 8_900)]
    with Session(point.engine) as session, pytest.raises(Refused, match="nothing is open"):
        money.write_off(session, point.sale(session), *open_accounts[0], "搬走了", point.clock.now())
    with Session(point.engine) as session, pytest.raises(Refused, match="its reason"):
        money.write_off(session, point.sale(session), *open_accounts[0], " ", point.clock.now())

"""Goods arrive: counted, shared out once and fairly, asked about and told; and no fen appears or vanishes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.refusals import Refused
from models import Community, Entry, Message, Phone, Posting, SaleSet
from models.ledger import WrittenInInkError
from services.accounts import ledger
from services.accounts.ledger import Account, Booking, UnbalancedError, What, between
from services.demo.community import remove_demo
from services.goods.settling import Instead
from tests.integration.outgoing import HandClock
from tests.integration.shop import RADISH, Shop
from tests.integration.test_resident_texts import text
from tests.web.village import COUPLE, WANG, Village


@pytest.fixture
def shop(engine: Engine, village: Village, clock: HandClock) -> Shop:
    """The sale of the village."""
    return Shop(engine, village, clock)


def test_what_was_ordered_is_owed_at_the_cut_off_once(shop: Shop) -> None:
    shop.orders("wang", s1=1, s2=2)
    shop.closes()
    with Session(shop.engine) as session, session.begin():
        ledger.charge_sale(session, shop.sale(session), shop.clock.now())
    assert shop.owes("wang") == 11_000


def test_with_all_there_everybody_waits_and_owes_what_was_ordered(shop: Shop) -> None:
    order = shop.orders("wang", s2=2)
    shop.closes()
    shop.counts(s2=3)
    shares = shop.settles()
    assert (shares.cuts, shop.state(order), shop.owes("wang")) == ((), "waiting", 6_000)


def test_the_newest_count_counts(shop: Shop) -> None:
    order = shop.orders("wang", s2=2)
    shop.closes()
    shop.counts(s2=0)
    shop.counts(s2=2)
    shop.settles()
    assert shop.short(order) == [0]


def test_nothing_is_counted_before_the_cut_off_nor_for_a_set_that_is_not_there(shop: Shop) -> None:
    shop.orders("wang", s2=2)
    with pytest.raises(Refused, match="not closed"):
        shop.counts(s2=2)
    shop.closes()
    with pytest.raises(Refused, match="no set 7"):
        shop.counts(s2=2, s7=1)
    with pytest.raises(Refused, match="not counted yet: 2"):
        shop.settles()


def test_too_few_are_shared_and_nobody_pays_for_what_did_not_come(shop: Shop) -> None:
    first, second, third = shop.orders("wang", s2=3), shop.orders("couple", s2=1), shop.orders("family", s2=1, s1=1)
    shop.closes()
    shop.counts(s1=1, s2=2)
    shop.settles()
    assert [shop.short(one) for one in (first, second, third)] == [[2], [0], [0, 1]]
    assert [shop.owes(door) for door in ("wang", "couple", "family")] == [3_000, 3_000, 5_000]
    assert [shop.state(one) for one in (first, second, third)] == ["waiting", "waiting", "waiting"]


def test_of_whom_nothing_came_the_order_is_dropped_and_told_so(shop: Shop) -> None:
    shop.orders("wang", s2=1)
    second = shop.orders("couple", s2=1)
    shop.closes()
    shop.counts(s2=1)
    shop.settles()
    shop.tells()
    assert (shop.state(second), shop.owes("couple")) == ("dropped", 0)
    assert shop.texts() == [(COUPLE, "对不起,您订的没到:蔬菜少1份。不用付钱")]


def test_a_set_that_too_few_wanted_is_neither_counted_nor_owed(shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        session.scalars(select(SaleSet).where(SaleSet.number == 1)).one().minimum = 3
    both, other = shop.orders("wang", s1=2, s2=1), shop.orders("couple", s2=1)
    shop.closes()
    assert (shop.owes("wang"), shop.owes("couple")) == (3_000, 3_000)
    shop.counts(s2=1)
    shop.settles()
    assert (shop.state(both), shop.state(other)) == ("waiting", "dropped")
    assert (shop.owes("wang"), shop.owes("couple")) == (3_000, 0)


def test_with_nothing_come_of_what_too_few_left_over_the_order_is_dropped(shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        session.scalars(select(SaleSet).where(SaleSet.number == 1)).one().minimum = 3
    both = shop.orders("wang", s1=2, s2=1)
    shop.closes()
    shop.counts(s2=0)
    shop.settles()
    assert (shop.state(both), shop.owes("wang")) == ("dropped", 0)


def test_it_is_settled_once_also_when_two_settle_at_the_same_moment(shop: Shop) -> None:
    shop.orders("wang", s2=3)
    shop.closes()
    shop.counts(s2=1)
    barrier = Barrier(2)

    def settles() -> str:
        barrier.wait()
        try:
            shop.settles()
        except Refused as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(one.result() for one in [pool.submit(settles) for _ in range(2)])
    assert said[0] == ""
    assert "settled already" in said[1]
    assert shop.owes("wang") == 3_000


def cut(shop: Shop) -> tuple[int, int, int]:
    """Three households want two vegetables each, two pieces arrive, and there are two radishes."""
    orders = shop.orders("wang", s2=2), shop.orders("couple", s2=2), shop.orders("family", s2=1)
    shop.closes()
    shop.counts(s2=2)
    shop.offers()
    shop.settles()
    return orders


def test_who_is_cut_is_asked_by_call_and_stays_closed_until_it_is_shared_out(shop: Shop) -> None:
    orders = cut(shop)
    shop.tells()
    with Session(shop.engine) as session:
        calls = session.execute(select(Message.to, Message.channel, Message.purpose)).all()
    assert (WANG, "call", "substitution") in [tuple(one) for one in calls]
    assert [shop.state(one) for one in orders] == ["closed"] * 3


def test_substitutes_go_round_by_the_same_rule_among_those_who_want_them(shop: Shop) -> None:
    first, second, third = cut(shop)
    for order, wants in ((first, True), (second, False), (third, True)):
        assert shop.answers(order, wants=wants)
    shop.tells()
    assert [shop.granted(one) for one in (first, second, third)] == [[1], [0], [1]]
    assert [shop.owes(door) for door in ("wang", "couple", "family")] == [3_550, 3_000, 550]
    assert [shop.state(one) for one in (first, second, third)] == ["waiting"] * 3
    assert (WANG, "您的菜没到齐:蔬菜少1份,换白萝卜1份。现在一共35.50元") in shop.texts()


def test_who_asks_after_the_cut_off_reads_what_really_comes_and_what_it_costs(shop: Shop) -> None:
    wang = shop.orders("wang", s1=1, s2=3)
    shop.closes()
    told = "已经截止,不能改了。您家订了:{},共{}元"
    assert text(shop.engine, WANG, "我的菜呢", minute=62) == told.format("粮油冻品1份、蔬菜3份", "140")
    shop.counts(s1=1, s2=1)
    shop.offers()
    shop.settles()
    shop.answers(wang, wants=True)
    shop.tells()
    costs = told.format("粮油冻品1份、蔬菜1份、白萝卜2份", "91")
    assert (text(shop.engine, WANG, "我的菜呢", minute=90), shop.owes("wang")) == (costs, 9_100)


def test_there_are_never_more_substitutes_than_there_are(shop: Shop) -> None:
    orders = cut(shop)
    for order in orders:
        shop.answers(order, wants=True)
    shop.tells()
    assert sum(shop.granted(one)[0] for one in orders) == RADISH.pieces
    assert shop.state(orders[2]) == "dropped"


def test_who_does_not_answer_gets_what_the_household_usually_takes(shop: Shop) -> None:
    orders = cut(shop)
    shop.usually_takes("couple")
    shop.clock.move(minutes=59)
    shop.tells()
    assert shop.granted(orders[1]) == [0]
    shop.clock.move(minutes=2)
    shop.tells()
    assert [shop.granted(one) for one in orders] == [[0], [1], [0]]


def test_who_is_asked_in_the_evening_can_answer_in_the_morning(shop: Shop) -> None:
    shop.clock.move(minutes=11 * 60 + 30)  # it is shared out at one minute past nine
    orders = cut(shop)
    shop.clock.move(minutes=120)
    shop.tells()
    assert [shop.state(one) for one in orders] == ["closed"] * 3
    shop.clock.move(minutes=8 * 60)
    assert shop.answers(orders[0], wants=True)
    shop.clock.move(minutes=120)
    shop.tells()
    assert shop.granted(orders[0]) == [1]


def test_an_answer_at_the_moment_of_the_deadline_counts_or_is_refused_and_never_half(shop: Shop) -> None:
    orders = cut(shop)
    shop.clock.move(minutes=60, seconds=-1)
    barrier = Barrier(2)

    def answers() -> bool:
        barrier.wait()
        return shop.answers(orders[0], wants=True)

    def shares() -> bool:
        barrier.wait()
        shop.clock.move(seconds=1)
        shop.tells()
        return True

    with ThreadPoolExecutor(2) as pool:
        counted = pool.submit(answers)
        pool.submit(shares).result()
    shop.tells()
    assert shop.granted(orders[0]) == ([1] if counted.result() else [0])
    assert shop.owes("wang") == (3_550 if counted.result() else 3_000)
    assert not shop.answers(orders[0], wants=True)


def test_a_machine_that_picks_up_has_not_answered(shop: Shop) -> None:
    orders = cut(shop)
    shop.tells()
    with Session(shop.engine) as session, session.begin():
        session.execute(update(Message).where(Message.channel == "call").values(state="delivered"))
    shop.tells()
    assert [shop.granted(one) for one in orders] == [[0], [0], [0]]
    assert WANG in [to for to, _ in shop.texts()]  # the next way: a text with the same question
    assert shop.notices("substitution")[orders[0]] == "planned"


def asked_by_text(shop: Shop) -> tuple[int, int, int]:
    orders = cut(shop)
    shop.tells()
    with Session(shop.engine) as session, session.begin():
        session.execute(update(Message).where(Message.channel == "call").values(state="failed"))
    shop.tells()
    return orders


@pytest.mark.parametrize(("word", "granted"), [("1", 1), ("要", 1), ("要换", 1), ("2", 0), ("不要", 0), ("不换", 0)])
def test_the_answer_can_be_texted(shop: Shop, word: str, granted: int) -> None:
    orders = asked_by_text(shop)
    said = text(shop.engine, WANG, word, minute=62)
    assert said.startswith("记下:要白萝卜" if granted else "记下:不要白萝卜")
    shop.clock.move(minutes=61)
    shop.tells()
    assert shop.granted(orders[0]) == [granted]


def test_a_texted_answer_can_be_taken_back_until_it_is_shared_out(shop: Shop) -> None:
    orders = asked_by_text(shop)
    text(shop.engine, WANG, "要", minute=62)
    assert text(shop.engine, WANG, "不要", minute=63).startswith("记下:不要")
    shop.clock.move(minutes=61)
    shop.tells()
    assert shop.granted(orders[0]) == [0]
    assert text(shop.engine, WANG, "要", minute=130) == "已经分好了,不能再改"


def test_a_bare_number_is_asked_back_while_another_question_is_open(shop: Shop) -> None:
    orders = asked_by_text(shop)
    assert "37" in text(shop.engine, WANG, "37", minute=62)  # a question about the temperature is open now
    assert "请写全" in text(shop.engine, WANG, "1", minute=63)
    assert text(shop.engine, WANG, "要换", minute=64).startswith("记下:要白萝卜")
    shop.clock.move(minutes=61)
    shop.tells()
    assert shop.granted(orders[0]) == [1]


def test_whom_no_telephone_reaches_the_worker_tells(shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        session.execute(delete(Phone).where(Phone.household_id == shop.village.doors["couple"]))
    shop.orders("wang", s2=1)
    shop.orders("couple", s2=1)
    shop.closes()
    shop.counts(s2=1)
    shop.settles()
    shop.tells()
    assert list(shop.notices("order_change").values()) == ["unreachable"]


def test_a_substitute_never_costs_more(shop: Shop) -> None:
    shop.orders("wang", s2=1)
    shop.closes()
    with pytest.raises(Refused, match="same or less"):
        shop.offers(Instead(2, "龙虾", "Lobster", 3_001, 2))


def test_the_ledger_refuses_what_does_not_add_up(shop: Shop) -> None:
    lost = Booking(What.PAID, (ledger.Move(Account.BAG, "1", 100),))
    with Session(shop.engine) as session, pytest.raises(UnbalancedError):
        ledger.book(session, shop.village.sale, [lost], shop.clock.now())


def paid(shop: Shop, fen: int = 5_000) -> int:
    moves = between(Account.BAG, shop.village.workers["worker"], Account.HOUSEHOLD, shop.village.doors["wang"], fen)
    with Session(shop.engine) as session, session.begin():
        return ledger.book(session, shop.village.sale, [Booking(What.PAID, moves)], shop.clock.now())[0]


@pytest.mark.parametrize("table", [Entry, Posting])
def test_what_is_in_the_ledger_can_be_neither_changed_nor_deleted(shop: Shop, table: type[Entry | Posting]) -> None:
    paid(shop)
    changed = update(table).values(**({"note": "x"} if table is Entry else {"fen": 1}))
    for statement in (changed, delete(table)):
        with shop.engine.connect() as connection, pytest.raises(DBAPIError, match="only ever added to"):
            connection.execute(statement)
    with Session(shop.engine) as session:
        session.delete(session.scalars(select(table)).first())
        with pytest.raises(WrittenInInkError):
            session.flush()


def test_a_mistake_is_taken_back_by_another_entry_once(shop: Shop) -> None:
    entry = paid(shop)
    with Session(shop.engine) as session, session.begin():
        ledger.take_back(session, shop.village.sale, entry, "错户", shop.clock.now())
    assert shop.owes("wang") == 0
    with Session(shop.engine) as session, pytest.raises(Refused, match="taken back already"):
        ledger.take_back(session, shop.village.sale, entry, "", shop.clock.now())
    with Session(shop.engine) as session:
        assert session.scalar(select(func.sum(Posting.fen))) == 0
        assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_a_demo_community_can_be_taken_away_with_its_ledger(shop: Shop) -> None:
    cut(shop)
    entry = paid(shop)
    with Session(shop.engine) as session, session.begin():
        ledger.take_back(session, shop.village.sale, entry, "", shop.clock.now() + timedelta(minutes=1))
        shop.sale(session)
    with Session(shop.engine) as session, session.begin():
        session.get_one(Community, shop.village.community).is_demo = True
        session.flush()
        assert remove_demo(session)

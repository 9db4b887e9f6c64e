"""Groceries by phone."""

from dataclasses import replace
from itertools import product

import pytest

from ivr.events import About, CancelledOrder, FiledItem, ItemKind, Ordered, OrderLine, OverPressed
from ivr.facts import Facts, OrderedSet, SaleSet
from tests.unit.caller import EGGS, FISH, FRUIT, GRAIN, GREENS, ONE, TWO_GREENS, Caller, known

ON_SALE = known(ONE, sets=(GRAIN, GREENS, FRUIT))
ALL_FIVE = known(ONE, sets=(GRAIN, GREENS, FRUIT, EGGS, FISH))
GOODBYE = "好的,再见。您多保重。"


def ordering(facts: Facts = ON_SALE) -> Caller:
    return Caller(facts).press("3", "2")


def ordered(set_number: int, quantity: int, *, replaces: bool = False) -> Ordered:
    return Ordered((OrderLine(set_number, quantity),), replaces)


def test_one_set_is_ordered() -> None:
    caller = ordering()
    assert caller.heard == "粮油冻品,五十元,请按一;蔬菜,三十元,请按二;水果,二十五元,请按三。"
    assert caller.press("2").heard == "蔬菜要几份,就按几。最多三份。"
    assert caller.press("2").heard == "蔬菜两份,一共六十元。对,请按一;不对,请按二。"
    assert caller.events == []
    caller.press("1")
    assert caller.events == [ordered(2, 2)]
    assert caller.turn.says[0].text == "订好了。菜到了,我们打电话叫您。"
    assert caller.keys.question[0].text == "还要别的,请按一;不要了,请按二。"
    assert caller.press("2").heard == GOODBYE


def test_a_further_set_is_read_back_with_the_total() -> None:
    caller = ordering().press("2", "2", "1", "1", "3", "1")
    assert caller.heard == "水果一份,二十五元。这次一共八十五元。对,请按一;不对,请按二。"
    assert caller.press("1").events == [ordered(2, 2), ordered(3, 1)]


def reached_by(keys: int, *sets: SaleSet) -> set[tuple[int, int]]:
    """Every set and quantity that can be ordered with so many keys from the first menu, by trying them all."""
    found = set()
    for tail in product("1234", repeat=keys - 2):
        caller = ordering(known(ONE, sets=sets))
        for key in tail:
            if not caller.is_over:
                caller.press(key)
        found |= {(line.set_number, line.quantity) for one in caller.events for line in getattr(one, "lines", ())}
    return found


def test_one_set_is_five_keys_from_the_first_menu_and_six_on_the_second_page() -> None:
    first = {(one.number, count) for one in (GRAIN, GREENS, FRUIT) for count in range(1, one.limit + 1)}
    second = {(one.number, count) for one in (EGGS, FISH) for count in range(1, one.limit + 1)}
    assert reached_by(4, GRAIN, GREENS, FRUIT) == set()
    assert reached_by(5, GRAIN, GREENS, FRUIT) == first
    assert reached_by(5, GRAIN, GREENS, FRUIT, EGGS, FISH) == first
    assert reached_by(6, GRAIN, GREENS, FRUIT, EGGS, FISH) == first | second


def test_who_was_silent_hears_the_sets_again_without_their_prices_and_by_nine_with_them() -> None:
    caller = ordering(known(ONE, sets=(GREENS, FRUIT))).press("")
    assert caller.heard == "不着急。蔬菜,请按一;水果,请按二。"
    assert caller.press("9").heard == "蔬菜,三十元,请按一;水果,二十五元,请按二。"
    assert caller.press("1").heard.startswith("蔬菜要几份")


def test_the_prices_of_the_others_are_heard_after_a_silence_before_them() -> None:
    caller = ordering(known(ONE, sets=(GRAIN, GREENS, FRUIT, EGGS))).press("", "4")
    assert caller.heard == "鸡蛋,十八元,请按一。"


def test_silence_after_an_order_is_a_goodbye_and_no_item() -> None:
    caller = ordering().press("2", "2", "1", "")
    assert (caller.heard, caller.is_over) == (GOODBYE, True)
    assert caller.events == [ordered(2, 2)]


@pytest.mark.parametrize("quantity", ["4", "9"])
def test_more_than_the_limit_is_no_such_choice(quantity: str) -> None:
    caller = ordering().press("2", quantity)
    assert caller.prompts == ["kind.wrong_key", "order.how_many"]
    assert caller.turn.state.tries == 1


def test_zero_at_the_quantity_reaches_a_person() -> None:
    assert ordering().press("2", "0").ringing.leg == 0


def test_more_than_three_sets_come_on_a_second_page() -> None:
    caller = ordering(ALL_FIVE)
    assert caller.heard.endswith("其他的,请按四。")
    assert caller.press("4").heard == "鸡蛋,十八元,请按一;鱼,四十元,请按二。"
    assert caller.press("3").prompts == ["kind.wrong_key", "order.which"]
    assert caller.press("2", "1", "1").events == [ordered(5, 1)]


def test_a_no_picks_again_from_the_first_page() -> None:
    caller = ordering(ALL_FIVE).press("4", "2", "1", "2")
    assert caller.prompts == ["order.which"]
    assert caller.heard.startswith("粮油冻品")


def test_a_set_that_was_read_back_wrong_stays_open_when_the_caller_then_hangs_up() -> None:
    reported = replace(ONE, reported=True)
    caller = Caller(known(reported, sets=(GRAIN, GREENS))).press("2", "1", "1", "2")
    assert caller.left_by_hanging_up() == (FiledItem(ItemKind.UNFINISHED_CALL, about=About.ORDER),)


@pytest.mark.parametrize("sets", [(), (replace(GREENS, limit=0),)])
def test_nothing_on_sale_leads_back_to_the_menu(sets: tuple[object, ...]) -> None:
    caller = ordering(known(ONE, sets=sets))
    assert caller.prompts == ["order.nothing", "main.menu"]


def test_a_set_that_is_gone_in_mid_call_is_not_ordered() -> None:
    for keys in (("2",), ("2", "2")):
        caller = ordering().press(*keys)
        caller.world = known(ONE, sets=())
        caller.press("1")
        assert caller.prompts == ["order.too_late", "order.nothing", "main.menu"]
        assert caller.events == []


@pytest.mark.parametrize("left", [(), (replace(GREENS, limit=1),)])
def test_when_fewer_are_left_than_were_read_back_it_is_said_and_another_is_picked(left: tuple[SaleSet, ...]) -> None:
    caller = ordering().press("2", "3")
    caller.world = known(ONE, sets=(GRAIN, *left))
    assert caller.press("1").prompts == ["order.gone", "order.which"]
    assert caller.heard.startswith("不巧,别人刚订了,不够了。粮油冻品")
    assert caller.press("1", "1", "1").events == [ordered(1, 1)]


# ------------------------------------------------------------ after the cut-off

CLOSED = known(replace(ONE, reported=True), closed_order=(TWO_GREENS,))


def test_a_household_hears_what_it_ordered_and_that_the_sale_is_closed() -> None:
    caller = Caller(CLOSED).press("2")
    assert caller.prompts == ["order.closed", "main.menu"]
    assert caller.heard.startswith("现在不能再订了。您订好了蔬菜两份,六十元。")


def test_an_unverified_caller_hears_nothing_of_a_closed_order() -> None:
    caller = Caller(known(found=ONE, closed_order=(TWO_GREENS,))).press("3", "1", "1504", "1", "1", "1", "3", "2")
    assert caller.prompts == ["order.nothing", "main.menu"]


def test_an_order_is_not_cancelled_when_the_sale_closes_while_it_is_asked() -> None:
    caller = ordering(WITH_AN_ORDER).press("2")
    caller.world = known(ONE, closed_order=(TWO_GREENS,))
    assert caller.press("1").prompts == ["order.closed", "main.menu"]
    assert caller.events == []


def test_who_is_changing_an_order_when_the_sale_closes_hears_that_it_stays() -> None:
    for keys in ((), ("1",), ("1", "1")):
        caller = ordering(WITH_AN_ORDER).press("1", *keys)
        caller.world = known(ONE, closed_order=(TWO_GREENS,))
        assert caller.press("1").prompts[-2:] == ["order.closed", "main.menu"]
        assert caller.events == []


# ------------------------------------------------------------ last time

ORDERED_LAST_TIME = known(ONE, sets=(GRAIN, GREENS), last_order=(TWO_GREENS, OrderedSet(1, "粮油冻品", 1, 5000)))


def test_all_of_it_is_ordered_with_one_key() -> None:
    caller = ordering(ORDERED_LAST_TIME)
    assert caller.heard == "上次是蔬菜两份,粮油冻品一份。一样,请按一;不一样,请按二。"
    assert caller.press("1").heard.startswith("蔬菜两份,粮油冻品一份,一共一百一十元。")
    assert caller.press("1").events == [Ordered((OrderLine(2, 2), OrderLine(1, 1)))]


def test_something_else_is_picked() -> None:
    assert ordering(ORDERED_LAST_TIME).press("2").prompts == ["order.which"]
    assert ordering(ORDERED_LAST_TIME).press("1", "2").prompts == ["order.which"]


def test_it_is_not_offered_beyond_the_limit() -> None:
    facts = replace(ORDERED_LAST_TIME, sets=(GRAIN, replace(GREENS, limit=1)))
    assert ordering(facts).prompts == ["order.which"]


# ------------------------------------------------------------ existing order

WITH_AN_ORDER = known(ONE, sets=(GRAIN, replace(GREENS, limit=1), FRUIT), order=(TWO_GREENS,))


def test_it_is_read_out() -> None:
    caller = ordering(WITH_AN_ORDER)
    assert caller.heard == "您订了蔬菜两份,六十元。要改,请按一;取消,请按二;不变,请按三。"
    assert caller.press("3").heard == GOODBYE


def test_the_first_set_replaces_it_and_a_further_one_adds() -> None:
    caller = ordering(WITH_AN_ORDER).press("1", "2")
    assert "最多三份" in caller.heard  # what is replaced is given back
    assert caller.press("3").heard.startswith("全改成蔬菜三份,一共九十元。")
    caller.press("1", "1", "3", "1")
    assert caller.heard.startswith("水果一份,")
    caller.press("1")
    assert caller.events == [ordered(2, 3, replaces=True), ordered(3, 1)]


def test_what_replaces_an_order_of_this_call_is_read_back_without_it() -> None:
    caller = ordering().press("2", "2", "1")
    caller.world = known(ONE, sets=())
    caller.press("1")
    assert caller.prompts == ["order.nothing", "main.menu"]
    caller.world = replace(WITH_AN_ORDER, sets=(GRAIN,))
    caller.press("2", "1", "1", "1")
    assert caller.heard.startswith("全改成粮油冻品一份,一共五十元。")


def test_cancelling_is_confirmed() -> None:
    caller = ordering(WITH_AN_ORDER).press("2")
    assert caller.heard == "取消您订的蔬菜两份。对,请按一;不对,请按二。"
    assert caller.events == []
    caller.press("1")
    assert caller.events == [CancelledOrder()]
    assert (caller.heard, caller.is_over) == ("取消了。" + GOODBYE, True)


def test_a_no_to_cancelling_keeps_it() -> None:
    caller = ordering(WITH_AN_ORDER).press("2", "2")
    assert caller.prompts == ["order.ordered"]
    assert caller.left_by_hanging_up() == (FiledItem(ItemKind.UNFINISHED_CALL, about=About.ORDER),)  # not yet reported
    assert caller.press("3").events == []


def test_it_can_be_cancelled_when_nothing_is_on_sale_any_more() -> None:
    assert ordering(replace(WITH_AN_ORDER, sets=())).press("2", "1").events == [CancelledOrder()]


def test_who_said_to_be_unwell_before_ordering_is_still_to_be_asked_for_a_temperature() -> None:
    caller = Caller(ON_SALE).press("2", "0", "2", "2", "2", "2", "1")
    open_report = FiledItem(ItemKind.UNFINISHED_CALL, about=About.REPORT)
    assert caller.left_by_hanging_up() == (open_report,)
    assert caller.press("2").events[-1] == open_report


# ------------------------------------------------------------ unverified

NOT_ON_FILE = known(found=ONE, sets=(GRAIN, GREENS), order=(TWO_GREENS,), last_order=(TWO_GREENS,))


def order() -> Caller:
    return Caller(NOT_ON_FILE).press("3", "1", "1504", "1", "1", "1", "3", "2")


def test_they_never_hear_change_or_cancel_what_is_on_file() -> None:
    assert order().prompts == ["order.which"]


def test_they_order_and_a_person_calls_back_once() -> None:
    caller = order().press("1", "1", "1")
    assert caller.events[0] == ordered(1, 1)
    back = FiledItem(ItemKind.CALL_BACK, note="没有登记的电话订了菜,备货前请先打电话")  # no later order closes it
    assert caller.events[1:] == [back]
    caller.press("1", "2", "1")
    assert caller.heard.startswith("蔬菜一份,三十元。这次一共八十元。")
    caller.press("1")
    assert [e for e in caller.events if isinstance(e, FiledItem)] == [back]


def test_an_over_press_reads_the_order_back_again() -> None:
    caller = ordering().press("2", "2").over_press("2")
    assert caller.prompts == ["kind.over_press_listen", "order.read_back_first", "kind.right_or_wrong"]
    assert caller.events == [OverPressed()]


def test_three_failures_at_the_confirm_are_on_the_workers_list() -> None:
    caller = ordering().press("2", "2", "", "", "")
    assert caller.events == [FiledItem(ItemKind.CALL_BACK, note="订菜没有确认:第2种2份", about=About.ORDER)]

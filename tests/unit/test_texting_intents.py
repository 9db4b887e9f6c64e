"""Two intents of one text: each is done once, and one question is asked at a time."""

import pytest

from domain.requests import RequestKind
from ivr.events import (
    CancelledOrder,
    Complaint,
    Event,
    FiledItem,
    ItemKind,
    NamedIll,
    Ordered,
    OrderLine,
    RaisedAlert,
    Requested,
    Withdrew,
)
from ivr.facts import OrderedSet
from tests.unit.caller import TWO_GREENS
from tests.unit.test_texting import reported
from tests.unit.texter import ALONE, NEXT_DOOR, SHARED, UNKNOWN, Texter

GREENS = Ordered((OrderLine(2, 2),))
FRUIT = Ordered((OrderLine(3, 1),))


@pytest.mark.parametrize("answer", ["5栋301", "5栋301 36.5"])
def test_a_strange_telephone_is_asked_for_its_door_once_and_both_are_done(answer: str) -> None:
    texter = Texter(roster=(UNKNOWN,))
    assert texter.send("36.5 蔬菜2份").count("门牌") == 1
    assert texter.events == []
    texter.send(answer)
    assert texter.events == [reported((0, 365)), GREENS]
    assert texter.state.household == UNKNOWN.id


def test_a_door_that_is_not_found_twice_leaves_all_to_a_person_once() -> None:
    texter = Texter(roster=(UNKNOWN,))
    texter.send("36.5 蔬菜2份")
    texter.send("9栋101")
    assert texter.send("9栋102") == "收到了,网格员会联系您。急事请打120"
    assert texter.events == [FiledItem(ItemKind.OTHER, note="36.5 蔬菜2份")]


def test_which_of_two_doors_is_asked_once_and_both_are_done() -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    assert texter.send("36.5 蔬菜2份").count("哪一家") == 1
    texter.send("2")
    assert (texter.events, texter.state.household) == ([reported((0, 365)), GREENS], NEXT_DOOR.id)


def test_a_door_is_of_all_that_the_text_says() -> None:
    texter = Texter(ALONE, roster=(UNKNOWN,))
    assert "不是您家" in texter.send("5栋301 36.5 蔬菜2份")
    assert texter.events == []
    texter.send("1")
    assert (texter.events, texter.state.household) == ([reported((0, 365)), GREENS], UNKNOWN.id)


def test_what_is_clear_is_done_at_once_and_not_again_with_the_answer() -> None:
    texter = Texter(SHARED)
    assert texter.send("36.5 蔬菜2份 买药").endswith("是谁的?回1:张阿姨;回2:李叔叔")
    before: list[Event] = [GREENS, Requested(RequestKind.MEDICINE, None, "36.5 蔬菜2份 买药")]
    assert texter.events == before
    texter.holds(TWO_GREENS).send("2")
    assert texter.events == [*before, reported((1, 365))]


def test_two_questions_are_asked_one_after_the_other() -> None:
    texter = Texter(SHARED)
    assert texter.send("36.5 水果") == "是谁的?回1:张阿姨;回2:李叔叔"
    assert texter.send("2").endswith("水果要几份?回一个数字就行")
    assert texter.events == [reported((1, 365))]
    texter.send("1")
    assert texter.events == [reported((1, 365)), FRUIT]


def test_a_second_question_follows_an_answer_in_other_words() -> None:
    texter = Texter(SHARED)
    texter.send("36.5 水果")
    assert texter.send("李叔叔36.5").endswith("水果要几份?回一个数字就行")
    texter.send("水果1份")
    assert texter.events == [reported((1, 365)), FRUIT]


def test_a_question_that_waits_is_dropped_with_the_one_that_is_refused() -> None:
    texter = Texter(SHARED).holds(TWO_GREENS)
    assert texter.send("36.5 水果1份").startswith("是谁的")
    texter.send("不是")
    assert texter.send("我36.5") == "是谁的?回1:张阿姨;回2:李叔叔"
    texter.send("1")
    assert texter.events == [reported((0, 365))]


def test_what_waits_about_one_door_is_not_done_at_another() -> None:
    texter = Texter(SHARED, roster=(UNKNOWN,)).holds(TWO_GREENS)
    texter.send("36.5 水果1份")
    texter.send("5栋301 36.6")
    assert texter.send("1").count("回1") == 0
    assert (texter.events, texter.state.household) == ([reported((0, 366))], UNKNOWN.id)


def test_thanks_do_not_bring_the_second_question() -> None:
    texter = Texter(SHARED)
    texter.send("36.5 水果")
    assert texter.send("谢谢") == ""


def test_an_illness_is_told_and_asked_about_first() -> None:
    texter = Texter(SHARED)
    assert "谁的" in texter.send("38.5 水果")
    assert texter.events == [RaisedAlert(Complaint.FEVER, None, 385)]
    assert texter.send("1").endswith("水果要几份?回一个数字就行")
    assert texter.events[1:] == [NamedIll((0,)), RaisedAlert(Complaint.FEVER, 0, 385), reported((0, 385))]
    texter.send("1")
    assert texter.events[4:] == [FRUIT]


def test_taking_back_a_fever_with_an_order_says_that_the_worker_knows() -> None:
    texter = Texter(ALONE)
    texter.send("38.5 蔬菜2份")
    assert "已经知道" in texter.send("取消")


def test_taking_back_an_answer_takes_back_what_the_text_had_done_before() -> None:
    texter = Texter(ALONE)
    texter.send("36.5 水果")
    texter.send("2")
    assert texter.send("取消") == "撤回了"
    assert texter.events[2:] == [Withdrew("SM2"), Withdrew("SM1"), CancelledOrder()]


@pytest.mark.parametrize("answer", ["2", "36.5"])
def test_an_order_that_stood_beside_a_question_is_taken_back_with_its_answer(answer: str) -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send("356 改水果1份 买药")
    texter.send(answer)
    texter.send("取消")
    before = Ordered((OrderLine(2, 2),), replaces=True)
    assert texter.events[-3:] == [Withdrew("SM2"), Withdrew("SM1"), before]


def test_what_several_intents_have_in_common_is_said_once() -> None:
    said = Texter(ALONE).send("药没了 气卡充100 中午送饭")
    assert said == "记下:买药。记下:煤气。记下:送餐。网格员会联系您。撤回请发:取消"


def test_taking_back_leaves_what_an_earlier_text_did() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    texter.send("水果")
    texter.send("2")
    texter.send("取消")
    assert texter.events[-2:] == [Withdrew("SM3"), CancelledOrder()]


def test_another_text_than_the_answer_is_taken_back_alone() -> None:
    texter = Texter(ALONE)
    texter.send("36.5 水果")
    texter.send("36.6")
    texter.send("取消")
    assert texter.events[-1:] == [Withdrew("SM2")]


def test_taking_back_the_report_leaves_the_order_beside_it() -> None:
    texter = Texter(ALONE)
    texter.send("36.5 水果1份")
    texter.send("取消报的体温")
    assert texter.events[2:] == [Withdrew("SM1")]
    second = Texter(ALONE)
    second.send("水果1份")
    assert second.send("取消报的体温") == "今天没有能撤回的"
    assert second.events == [FRUIT]


def test_a_value_in_doubt_and_a_set_without_a_number_are_asked_one_by_one() -> None:
    texter = Texter(ALONE)
    assert texter.send("356 水果") == "是哪个?回1:35.6;回2:36.5"
    assert texter.send("2").endswith("水果要几份?回一个数字就行")
    texter.send("1")
    assert texter.events == [reported((0, 365)), FRUIT]


def test_a_value_in_doubt_does_not_keep_an_order_waiting() -> None:
    texter = Texter(ALONE)
    assert texter.send("36 水果1份") == "订下:水果1份,共25元。改请发如:改水果2份;撤回请发:取消。36度几?回一个数字就行"
    texter.send("5")
    assert texter.events == [FRUIT, reported((0, 365))]


def test_a_set_is_taken_out_of_the_order_beside_a_report() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    assert texter.send("36.5 蔬菜不要了").count("撤回请发") == 1
    assert texter.events == [reported((0, 365)), CancelledOrder()]
    texter.send("取消")
    assert texter.events[2:] == [Withdrew("SM1"), Ordered((OrderLine(2, 2),), replaces=True)]


def test_all_sets_that_are_named_are_taken_out_of_the_order() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS, OrderedSet(1, "粮油", 1, 7900), OrderedSet(3, "水果", 1, 3900))
    texter.send("取消蔬菜和水果")
    assert texter.events == [Ordered((OrderLine(1, 1),), replaces=True)]


def test_a_set_is_taken_out_of_the_order_and_a_medicine_asked_for() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send("蔬菜不要了 买药 降压药")
    assert CancelledOrder() in texter.events
    assert [event.kind for event in texter.events if isinstance(event, Requested)] == [RequestKind.MEDICINE]

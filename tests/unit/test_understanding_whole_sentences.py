"""Whole sentences, as people type them: the same said twice, what is carried upstairs, what is asked about the goods."""

import pytest

from domain.understanding.meanings import (
    Answer,
    Cancel,
    CancelWhat,
    Help,
    Need,
    NeedKind,
    Own,
    OwnStatus,
    Reason,
    Topic,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, narrowed, need, question, report, tenths


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我没有发烧,体温正常", ["我"]),
        ("老伴没有发烧 一切正常", ["老伴"]),
        ("正常 我没发烧", ["我"]),
        ("我不发烧,体温正常,老伴不发烧,体温也正常", ["我", "老伴"]),
        ("我和老伴没发烧 都正常", ["我", "老伴"]),
    ],
)
def test_normal_said_twice_of_one_person_is_one_reading(text: str, who: list[str]) -> None:
    readings = report(text).readings
    assert [(one.person.words, one.answer) for one in readings] == [(name, Answer.NORMAL) for name in who]


def test_normal_beside_an_illness_or_beside_what_denies_it_is_not_taken_twice() -> None:
    assert raises_alert(from_resident("我不发烧,体温正常,就是咳嗽"))
    assert question("我没发烧体温不正常").reason is Reason.NEGATED_NORMAL
    assert question("我没量 体温正常").reason is Reason.TWO_VALUES


@pytest.mark.parametrize(
    "text",
    [
        "我走不动 菜能送上楼吗",
        "菜可以送到家吗 我腿不好",
        "我下不了楼,菜送上来",
        "能不能帮我把菜拿上楼",
        "帮我把蔬菜和水果提上来",
        "粮油太重了搬不动",
        "菜到了 帮我拿上来",
    ],
)
def test_who_asks_for_goods_to_be_carried_up_orders_nothing_by_it(text: str) -> None:
    assert from_resident(text) == Need(NeedKind.HOME_DELIVERY)


@pytest.mark.parametrize("text", ["菜1份能送上楼吗", "买菜一份 送到家", "一份菜 帮我拿上楼", "要菜 麻烦送上楼"])
def test_an_order_may_wish_to_be_carried_up(text: str) -> None:
    assert lines(text) == [(2, 1)]


def test_a_set_and_a_place_alone_may_be_an_order_and_are_asked() -> None:
    assert question("水果 送上门").reason is Reason.MISSING_QUANTITY


@pytest.mark.parametrize("text", ["在哪里拿菜", "去哪拿", "菜在哪里领", "菜收到没", "水果收到了吗"])
def test_where_the_goods_are_is_no_order(text: str) -> None:
    assert from_resident(text) == OwnStatus(Own.ORDERS)


@pytest.mark.parametrize("text", ["收到没有", "体温收到没", "我的体温收到了吗"])
def test_whether_a_report_arrived_is_asked_and_no_thanks(text: str) -> None:
    assert from_resident(text) == OwnStatus(Own.REPORT)


@pytest.mark.parametrize("text", ["可以订菜吗", "现在还能订水果吗", "水果还能订吗", "能不能订菜"])
def test_whether_one_can_still_order_is_a_question(text: str) -> None:
    assert from_resident(text) == Help(Topic.CATALOG)


def test_whether_so_many_can_be_had_is_a_wish() -> None:
    assert lines("可以订2份菜吗") == [(2, 2)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("取消蔬菜和水果", (2, 3)),
        ("菜和水果都退了", (2, 3)),
        ("蔬菜水果都不要了", (2, 3)),
        ("水果不订了", (3,)),
    ],
)
def test_all_sets_that_are_named_are_cancelled(text: str, numbers: tuple[int, ...]) -> None:
    first, *others = numbers
    assert from_resident(text) == Cancel(CancelWhat.ORDER, first, others=tuple(others))


def test_all_three_taken_back_are_the_order() -> None:
    assert from_resident("三样都取消") == Cancel(CancelWhat.ORDER)


@pytest.mark.parametrize(
    ("text", "cancel"),
    [
        ("36.5 水果不要了", Cancel(CancelWhat.ORDER, 3)),
        ("36.5 取消订单", Cancel(CancelWhat.ORDER)),
        ("取消蔬菜 36.5", Cancel(CancelWhat.ORDER, 2)),
    ],
)
def test_what_is_cancelled_beside_a_report_is_not_lost(text: str, cancel: Cancel) -> None:
    assert tenths(text) == [365]
    assert report(text).also == (cancel,)


def test_what_is_needed_beside_what_is_cancelled_is_not_lost() -> None:
    assert narrowed(from_resident("水果不要了 买药"), Cancel).also == (Need(NeedKind.MEDICINE),)
    ill = narrowed(from_resident("咳嗽 水果不要了"), Need)
    assert (ill.kind, ill.also) == (NeedKind.MEDICAL, (Cancel(CancelWhat.ORDER, 3),))
    assert question("水果不要了 356").also == (Cancel(CancelWhat.ORDER, 3),)


@pytest.mark.parametrize("text", ["不要蔬菜不要水果", "退蔬菜退水果", "取消蔬菜取消水果", "蔬菜不要水果不要"])
def test_each_set_that_is_named_is_cancelled_however_close_they_stand(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.ORDER, 2, others=(3,))


@pytest.mark.parametrize("text", ["取消 救命", "取消,来人啊"])
def test_a_cry_for_help_is_not_taken_back(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY
    assert from_resident("取消救护车") == Cancel(CancelWhat.LAST)


@pytest.mark.parametrize("text", ["买药取消", "药也不要了"])
def test_a_request_that_is_taken_back_is_not_made_again(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.LAST)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("套餐1、2各一份", [(1, 1), (2, 1)]),
        ("1、3号套餐各1份", [(1, 1), (3, 1)]),
        ("1、2、3号各一份", [(1, 1), (2, 1), (3, 1)]),
        ("菜果各一份", [(2, 1), (3, 1)]),
    ],
)
def test_several_sets_with_one_quantity_are_all_ordered(text: str, ordered: list[tuple[int, int]]) -> None:
    assert lines(text) == ordered


def test_an_illness_with_the_same_sound_is_the_temperature() -> None:
    assert tenths("体瘟36.4") == [364]


@pytest.mark.parametrize(
    "text", ["我去拿菜", "快来拿菜", "下楼拿水果", "我来取菜", "下来领菜了", "来提水果", "多少人订菜", "几户要水果"]
)
def test_what_is_fetched_is_not_ordered(text: str) -> None:
    assert question(text).reason is Reason.MISSING_QUANTITY


def test_so_many_that_somebody_is_to_bring_are_ordered() -> None:
    assert lines("帮我带一份菜") == lines("拿一份菜") == [(2, 1)]


@pytest.mark.parametrize("text", ["8点36.5 18点36.6", "8:00 36.5 20:00 36.7", "我8点36.5 9点36.6"])
def test_two_values_at_two_hours_are_one_person(text: str) -> None:
    assert question(text).reason is Reason.TWO_READINGS


def test_two_values_at_one_hour_are_two_people() -> None:
    assert tenths("早上8点 36.4 36.6") == [364, 366]


@pytest.mark.parametrize("text", ["补报 36.5", "补报体温36.5"])
def test_a_resident_may_report_late(text: str) -> None:
    assert tenths(text) == [365]
    assert not report(text).on_behalf


def test_a_late_report_of_another_day_is_asked() -> None:
    assert question("补报昨天 36.5").reason is Reason.NOT_TODAY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("需要帮助", NeedKind.CALL),
        ("帮帮忙", NeedKind.CALL),
        ("有人帮忙吗", NeedKind.CALL),
        ("有急事", NeedKind.CALL),
        ("来我家一趟", NeedKind.CALL),
        ("I need help", NeedKind.CALL),
        ("饿了", NeedKind.MEAL),
        ("停气了", NeedKind.GAS),
        ("84消毒液一瓶", NeedKind.OTHER),
        ("N95口罩2个", NeedKind.OTHER),
    ],
)
def test_what_is_needed_without_more_words_is_heard(text: str, kind: NeedKind) -> None:
    assert from_resident(text) == Need(kind)


@pytest.mark.parametrize("text", ["需要帮忙买药", "帮帮忙 买药", "tui shao yao"])
def test_help_with_something_is_that(text: str) -> None:
    assert from_resident(text) == Need(NeedKind.MEDICINE)


def test_what_is_wanted_in_latin_letters_is_no_medicine() -> None:
    assert lines("yao shuiguo") == lines("yao yi fen shuiguo") == [(3, 1)]
    assert from_resident("bu yao shuiguo") == Cancel(CancelWhat.ORDER, 3)


@pytest.mark.parametrize("text", ["出门买菜回来36.8", "买菜回来量的36.8", "下楼买菜 36.8", "独居 36.8", "36丶8"])
def test_what_is_done_beside_measuring_orders_nothing(text: str) -> None:
    assert tenths(text) == [368]
    assert not report(text).also


@pytest.mark.parametrize("text", ["夫妻两个36.5,36.7", "祖孙两人36.5 36.7", "姐妹俩 36.5 36.7", "人数2 体温36.5 36.7"])
def test_two_of_one_house_are_counted(text: str) -> None:
    assert (tenths(text), report(text).people) == ([365, 367], 2)

"""Texts: each is stored and echoed, or asked back; whoever is ill is told at once."""

from dataclasses import replace

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
    Postponed,
    RaisedAlert,
    Reading,
    Reported,
    Requested,
    Symptom,
    Withdrew,
)
from ivr.facts import OrderedSet
from ivr.texting.asking import ASKING
from tests.unit.caller import FRUIT, GREENS, TWO_GREENS
from tests.unit.texter import ALONE, COUPLE, FAMILY, NEXT_DOOR, SHARED, UNKNOWN, Texter, home


def reported(*readings: tuple[int, int | None]) -> Reported:
    return Reported(tuple(Reading(person, tenths) for person, tenths in readings))


def test_a_temperature_is_stored_and_echoed_with_how_to_undo_it() -> None:
    texter = Texter(ALONE)
    assert texter.send("36.5") == "记下:王阿姨36.5。改请发:改36.8;撤回请发:取消"
    assert texter.events == [reported((0, 365))]
    assert (texter.state.verified, texter.state.reporter, texter.state.household) == (True, "self", ALONE.id)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("36.5", [(0, 365)]),
        ("老伴36.4", [(1, 364)]),
        ("老伴36.4 我36.6", [(1, 364), (0, 366)]),
        ("36.4 36.6", [(0, 364), (1, 366)]),
        ("李叔叔36.4", [(1, 364)]),
        ("都正常", [(0, None), (1, None)]),
        ("两人,体温正常", [(0, None), (1, None)]),
        ("体温正常", [(0, None)]),
    ],
)
def test_of_two_it_knows_who_is_meant(text: str, readings: list[tuple[int, int | None]]) -> None:
    texter = Texter(COUPLE)
    texter.send(text)
    assert texter.events == [reported(*readings)]


@pytest.mark.parametrize("text", ["第二个36.4", "第二个人 36.4", "第二位36.4", "the second person 36.4"])
def test_a_person_may_be_named_by_the_place_at_the_door(text: str) -> None:
    for texter in (Texter(COUPLE), Texter(SHARED), Texter(FAMILY)):
        texter.send(text)
        assert texter.events == [reported((1, 364))]


def test_a_place_beyond_the_roster_is_somebody_it_does_not_have() -> None:
    texter = Texter(ALONE)
    texter.send("第二个36.4")
    assert texter.events == [reported((1, 364))]
    assert Texter(ALONE).send("第五个36.4").startswith("是谁的?")


def test_an_unverified_report_may_name_a_place_too() -> None:
    texter = Texter(roster=(UNKNOWN,))
    texter.send("5栋301 第二个36.4")
    assert texter.events == [reported((1, 364))]


def test_it_says_who_is_still_missing() -> None:
    texter = Texter(COUPLE)
    assert "还差李叔叔" in texter.send("36.5")
    assert "还差" not in texter.send("老伴36.6")


def test_a_telephone_of_two_people_is_asked_whose_it_is() -> None:
    texter = Texter(SHARED)
    assert texter.send("36.5") == "是谁的?回1:张阿姨;回2:李叔叔"
    assert texter.events == []
    texter.send("2")
    assert texter.events == [reported((1, 365))]


def test_one_of_two_is_the_telephones_own_or_asked_for() -> None:
    texter = Texter(SHARED)
    assert texter.send("一人,体温正常").startswith("是谁的?回1:张阿姨;回2:李叔叔")
    second = Texter(home("张阿姨", "李叔叔", holders=(1,)))
    second.send("一人,体温正常")
    assert (texter.events, second.events) == ([], [reported((1, None))])


def test_of_several_relations_who_is_who_does_not_matter_while_all_are_well() -> None:
    texter = Texter(FAMILY)
    texter.send("爸36.2妈36.5我36.6")
    assert texter.events == [reported((1, 362), (2, 365), (0, 366))]


def test_of_several_relations_an_illness_is_told_at_once_and_who_it_is_is_asked() -> None:
    texter = Texter(FAMILY)
    assert "写上名字" in texter.send("爸38.2妈36.5我36.6")
    assert texter.events == [RaisedAlert(Complaint.FEVER, None, 382)]
    texter.send("刘叔叔38.2")
    assert texter.events[1:] == [NamedIll((1,)), RaisedAlert(Complaint.FEVER, 1, 382), reported((1, 382))]


def test_a_fever_is_an_alert_with_its_value_and_symptoms() -> None:
    texter = Texter(ALONE)
    assert "120" in texter.send("38.2 咳嗽")
    assert texter.events == [RaisedAlert(Complaint.FEVER, 0, 382, (Symptom.COUGH,)), reported((0, 382))]


@pytest.mark.parametrize(
    ("text", "symptoms"), [("咳嗽三天了", (Symptom.COUGH,)), ("胸闷", (Symptom.BREATHLESS,)), ("头晕 站不稳", ())]
)
def test_a_symptom_is_an_alert_and_a_question(text: str, symptoms: tuple[Symptom, ...]) -> None:
    texter = Texter(ALONE)
    assert "体温多少" in texter.send(text)
    assert texter.events == [RaisedAlert(Complaint.SYMPTOM if symptoms else Complaint.UNWELL, 0, None, symptoms)]


def test_a_call_for_help_is_urgent() -> None:
    texter = Texter(ALONE)
    assert texter.send("救命").startswith("马上打120")
    assert texter.events == [RaisedAlert(Complaint.UNWELL, 0, None, (), urgent=True)]


def test_not_measured_is_an_answer_and_no_report() -> None:
    texter = Texter(ALONE)
    assert "还没量" in texter.send("没量")
    assert texter.events == [Postponed((0,))]


@pytest.mark.parametrize(
    ("text", "answer", "tenths"),
    [
        ("36", "6", 366),
        ("36", "36.4", 364),
        ("37度多", "5", 375),
        ("356", "2", 365),
        ("356", "1", 356),
        ("3605", "2", 365),
        ("63.5", "是", 365),
        ("3605", "36.7", 367),
        ("36.5还是36.8记不清了", "2", 368),
        ("都好", "1", None),
        ("昨天36.5", "36.6", 366),
    ],
)
def test_what_is_in_doubt_is_asked_and_the_answer_taken(text: str, answer: str, tenths: int | None) -> None:
    texter = Texter(ALONE)
    assert texter.send(text) != ""
    assert texter.events == []
    texter.send(answer)
    assert reported((0, tenths)) in texter.events


def test_a_doubtful_value_keeps_whose_it_is() -> None:
    texter = Texter(COUPLE)
    texter.send("老伴356")
    texter.send("2")
    assert texter.events == [reported((1, 365))]


def test_an_answer_that_says_no_stores_nothing() -> None:
    texter = Texter(ALONE)
    texter.send("63.5")
    texter.send("不是")
    assert texter.events == []


def test_an_alarming_doubt_is_told_while_it_is_asked() -> None:
    texter = Texter(ALONE)
    assert "体温多少" in texter.send("体温不正常")
    assert texter.events == [RaisedAlert(Complaint.UNWELL, 0)]


def test_a_late_answer_to_yesterdays_question_is_not_taken() -> None:
    texter = Texter(ALONE)
    texter.send("36")
    assert "昨天" in texter.sleep().send("6")
    assert texter.events == []
    texter.send("36.5")
    assert texter.events == [reported((0, 365))]


def test_a_telephone_of_two_doors_is_asked_once_a_day() -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    assert texter.send("36.5") == "是哪一家?回1:3栋1单元1504;回2:3栋1单元1503"
    texter.send("2")
    assert (texter.events, texter.state.household) == ([reported((0, 365))], NEXT_DOOR.id)
    assert texter.send("36.6").startswith("记下:吴阿姨36.6")
    assert "是哪一家" in texter.sleep().send("36.5")


def test_a_fever_is_told_before_the_door_is_known() -> None:
    texter = Texter(ALONE, NEXT_DOOR)
    texter.send("38.5")
    assert texter.events == [RaisedAlert(Complaint.FEVER, None, 385)]
    texter.send("1")
    assert texter.events[1:] == [NamedIll((0,)), RaisedAlert(Complaint.FEVER, 0, 385), reported((0, 385))]


def test_a_strange_telephone_is_asked_for_its_door_and_taken_unverified() -> None:
    texter = Texter(roster=(UNKNOWN,))
    assert "门牌" in texter.send("36.5")
    assert texter.send("5栋301") == "记下5栋301:36.5(未核实)。改请发:改36.8;撤回请发:取消"
    assert texter.events == [reported((0, 365))]
    assert not texter.state.verified


def test_nothing_on_file_is_told_to_a_strange_telephone() -> None:
    texter = Texter(roster=(COUPLE,))
    said = texter.send("3栋1504 36.5") + texter.send("我报了没有") + texter.send("我的订单") + texter.send("都正常")
    assert not any(name in said for name in COUPLE.people)
    assert "没有登记" in said


def test_a_door_not_in_the_roster_is_asked_once_more_and_then_left_to_a_person() -> None:
    texter = Texter(roster=(UNKNOWN,))
    assert "名册里没有" in texter.send("9栋101 36.5")
    assert "网格员" in texter.send("9栋102")
    assert texter.events == [FiledItem(ItemKind.OTHER, note="9栋101 36.5")]
    assert (texter.state.building, texter.state.room) == ("9", "102")


def test_another_door_than_ones_own_is_confirmed_first() -> None:
    texter = Texter(ALONE, roster=(UNKNOWN,))
    assert "不是您家" in texter.send("5栋301 36.5")
    assert texter.events == []
    texter.send("1")
    assert texter.events == [reported((0, 365))]
    assert (texter.state.verified, texter.state.reporter) == (False, "neighbour")


def test_a_room_alone_is_the_senders_own_or_asked_for_its_building() -> None:
    texter = Texter(ALONE)
    texter.send("1504室 36.5")
    assert texter.events == [reported((0, 365))]
    assert "门牌" in texter.send("1203室 36.6")
    assert len(texter.events) == 1


def test_a_correction_is_about_whoever_the_last_text_was_about() -> None:
    texter = Texter(COUPLE)
    texter.send("老伴36.4")
    texter.send("改36.8")
    assert texter.events[-1] == reported((1, 368))


def test_the_last_text_can_be_taken_back_on_the_same_day() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    assert texter.send("取消") == "撤回了"
    assert texter.events[-1] == Withdrew("SM1")
    assert "没有能撤回的" in texter.send("取消")


def test_an_illness_that_was_told_stays_told() -> None:
    texter = Texter(ALONE)
    texter.send("38.5")
    assert "已经知道" in texter.send("取消")


def test_yesterdays_text_cannot_be_taken_back() -> None:
    texter = Texter(ALONE)
    texter.send("36.5")
    assert "没有能撤回的" in texter.sleep().send("取消")


def test_an_order_is_echoed_with_its_total() -> None:
    texter = Texter(ALONE)
    assert texter.send("蔬菜2份").startswith("订下:蔬菜2份,共60元")
    assert texter.events == [Ordered((OrderLine(2, 2),))]


@pytest.mark.parametrize(("text", "example"), [("蔬菜2份", "改蔬菜1份"), ("蔬菜1份 水果2份", "改蔬菜2份")])
def test_the_echo_shows_a_change_of_what_was_ordered(text: str, example: str) -> None:
    texter = Texter(ALONE)
    assert f"改请发如:{example};" in texter.send(text)
    texter.holds(TWO_GREENS).send(example)
    assert isinstance(texter.events[-1], Ordered)


SOLD_OUT = replace(GREENS, limit=0)


def test_a_set_that_is_sold_out_is_named_with_what_is_left() -> None:
    texter = Texter(ALONE, sets=(SOLD_OUT, FRUIT))
    assert texter.send("蔬菜1份") == "蔬菜订完了。能订的:水果25元"
    texter = Texter(ALONE, sets=(SOLD_OUT,))
    assert texter.send("蔬菜1份") == "蔬菜订完了,今天的都订完了"


def test_who_has_as_many_as_there_can_be_reads_so() -> None:
    texter = Texter(ALONE, sets=(SOLD_OUT, FRUIT)).holds(TWO_GREENS)
    assert texter.send("再加蔬菜1份") == "蔬菜您家已订2份,不能再加了"


def test_a_second_order_is_asked_whether_it_adds() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    assert texter.send("水果1份") == "您家已订蔬菜2份。回1:改成水果1份;回2:再加水果1份"
    texter.send("2")
    assert texter.events == [Ordered((OrderLine(2, 2), OrderLine(3, 1)), replaces=True)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("改成水果1份", [(3, 1)]), ("改蔬菜1份", [(2, 1)]), ("再加水果1份", [(2, 2), (3, 1)])],
)
def test_an_order_is_changed(text: str, lines: list[tuple[int, int]]) -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send(text)
    assert texter.events == [Ordered(tuple(OrderLine(*line) for line in lines), replaces=True)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("取消水果,菜改成1份", [(1, 1), (2, 1)]),
        ("水果不要,菜1份", [(1, 1), (2, 1)]),
        ("水果不要了,改成菜1份", [(1, 1), (2, 1)]),
        ("取消水果,加菜1份", [(1, 1), (2, 3)]),
        ("粮油不要,水果1份", [(2, 2), (3, 1)]),
    ],
)
def test_a_set_is_taken_out_while_another_is_changed(text: str, lines: list[tuple[int, int]]) -> None:
    texter = Texter(ALONE).holds(OrderedSet(1, "粮油", 1, 5000), TWO_GREENS, OrderedSet(3, "水果", 1, 2500))
    texter.send(text)
    assert texter.events == [Ordered(tuple(OrderLine(*line) for line in lines), replaces=True)]


def test_an_order_is_cancelled() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send("取消订单")
    assert texter.events == [CancelledOrder()]


def test_taking_back_an_order_restores_the_one_before() -> None:
    texter = Texter(ALONE).holds(TWO_GREENS)
    texter.send("改成水果1份")
    texter.send("取消")
    assert texter.events[1:] == [Withdrew("SM1"), Ordered((OrderLine(2, 2),), replaces=True)]


def test_a_strange_telephone_orders_but_never_cancels() -> None:
    texter = Texter(roster=(UNKNOWN,))
    assert "核对" in texter.send("5栋301 蔬菜1份")
    texter.send("取消")
    assert texter.events == [Ordered((OrderLine(2, 1),)), FiledItem(ItemKind.OTHER, note="取消")]


@pytest.mark.parametrize(
    ("text", "answer", "lines"),
    [("水果", "2", [(3, 2)]), ("2份", "2", [(2, 2)]), ("土豆5斤", "1", [(1, 1)])],
)
def test_half_an_order_is_completed(text: str, answer: str, lines: list[tuple[int, int]]) -> None:
    texter = Texter(ALONE)
    texter.send(text)
    texter.send(answer)
    assert texter.events == [Ordered(tuple(OrderLine(*line) for line in lines))]


def test_the_same_as_last_time_is_read_back_first() -> None:
    texter = Texter(ALONE, last_order=(TWO_GREENS,))
    assert "蔬菜2份" in texter.send("跟上次一样")
    texter.send("1")
    assert texter.events == [Ordered((OrderLine(2, 2),))]


def test_too_many_is_said_with_what_can_be_had() -> None:
    texter = Texter(ALONE)
    assert texter.send("蔬菜4份") == "蔬菜您家还能订3份,请再发一次"
    assert texter.events == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("买药 二甲双胍", Requested(RequestKind.MEDICINE, 0, "买药 二甲双胍")),
        ("煤气没了", Requested(RequestKind.GAS, 0, "煤气没了")),
        ("免费送餐", Requested(RequestKind.MEAL, 0, "免费送餐")),
        ("体温计坏了", FiledItem(ItemKind.NO_THERMOMETER, 0, note="体温计坏了")),
        ("马桶堵了", Requested(RequestKind.OTHER, 0, "马桶堵了")),
    ],
)
def test_a_need_is_kept_word_for_word(text: str, event: Event) -> None:
    texter = Texter(ALONE)
    assert texter.send(text).startswith("记下:")
    assert texter.events == [event]


def test_a_broken_thermometer_is_the_doors() -> None:
    texter = Texter(COUPLE)
    texter.send("体温计坏了")
    assert texter.events == [FiledItem(ItemKind.NO_THERMOMETER, note="体温计坏了")]


def medicine(words: str, **more: object) -> Requested:
    return replace(Requested(RequestKind.MEDICINE, 0, words), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ["2", "2天", "还有2天", "两天", "二"])
def test_a_medicine_is_on_the_list_before_it_is_asked_how_long_it_lasts(answer: str) -> None:
    texter = Texter(ALONE)
    assert texter.send("买药 二甲双胍 两盒") == "记下:买药。药还能吃几天?回一个数字就行"
    assert texter.events == [medicine("买药 二甲双胍 两盒")]
    assert texter.send(answer) == "记下:买药,已告诉网格员今天办。撤回请发:取消"
    more = medicine("买药 二甲双胍 两盒 还剩2天", days_left=2, amends="SM1")
    assert texter.events[1:] == [more]
    texter.send("取消")
    assert texter.events[2:] == [Withdrew("SM1")]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("买药 二甲双胍 还剩3天", {"days_left": 3}),
        ("药还能吃两天", {"days_left": 2}),
        ("need medicine metformin 5 days left", {"days_left": 5}),
        ("买降压药,只够吃5天,请送上门", {"days_left": 5, "brings": True}),
    ],
)
def test_what_a_text_says_of_a_medicine_is_not_asked(text: str, more: dict[str, object]) -> None:
    texter = Texter(ALONE)
    assert "几天" not in texter.send(text)
    assert texter.events == [medicine(text, **more)]


@pytest.mark.parametrize(
    "text", ["一样的药", "买药 同上次", "和上次一样的药", "same medicine as last time", "药和以前一样"]
)
def test_the_medicine_of_last_time_is_no_order(text: str) -> None:
    texter = Texter(ALONE, last_order=(TWO_GREENS,))
    texter.send(text)
    assert texter.events == [medicine(text, same_again=True)]


def test_an_order_as_last_time_beside_a_medicine_stays_an_order() -> None:
    texter = Texter(ALONE, last_order=(TWO_GREENS,))
    assert "蔬菜2份" in texter.send("菜同上次,再买一盒降压灵")


def test_two_intents_of_one_text_are_both_done_and_undone() -> None:
    texter = Texter(ALONE)
    texter.send("36.5 菜一份")
    assert texter.events == [reported((0, 365)), Ordered((OrderLine(2, 1),))]
    texter.send("取消")
    assert texter.events[2:] == [Withdrew("SM1"), CancelledOrder()]


def test_thanks_need_no_answer_and_keep_the_question_open() -> None:
    texter = Texter(ALONE)
    texter.send("36")
    assert texter.send("谢谢") == ""
    texter.send("5")
    assert texter.events == [reported((0, 365))]


def test_a_workers_command_from_a_resident_does_not_run() -> None:
    texter = Texter(ALONE)
    assert texter.send("未报").startswith("没看懂")
    assert texter.events == []


def test_a_worker_never_replaces_a_report() -> None:
    texter = Texter(roster=(COUPLE,))
    texter.by_worker, texter.today = True, {COUPLE.id: {0: 382, 1: 365}}
    assert texter.send("代报 3-1504 36.5 36.6") == "3栋1单元1504今天已经报了,没有改"
    assert texter.events == []


def test_a_worker_reports_and_orders_for_a_door() -> None:
    texter = Texter(roster=(COUPLE,))
    texter.by_worker = True
    assert texter.send("代报 3-1504 36.5 36.6").startswith("3栋1单元1504记下:张阿姨36.5、李叔叔36.6")
    assert texter.send("代订 3-1504 蔬菜2").startswith("3栋1单元1504订下:蔬菜2份,共60元")
    assert texter.events == [reported((0, 365), (1, 366)), Ordered((OrderLine(2, 2),))]
    assert (texter.state.verified, texter.state.reporter) == (True, "worker")


def test_english_is_answered_in_english() -> None:
    texter = Texter(ALONE)
    texter.language = "en"
    assert texter.send("order 2 vegetables").startswith("Ordered: 2 蔬菜, 60 yuan")
    assert texter.send("undo") == "Undone"


def test_every_reason_to_ask_is_answered() -> None:
    texts = [
        "3605",
        "63.5",
        "356",
        "36",
        "37度",
        "36到37",
        "36.5还是36.8记不清了",
        "早36.4晚36.6",
        "老伴36.4 我",
        "体温",
        "昨天36.5",
    ]
    texts += [
        "体温不正常",
        "都好",
        "退烧了",
        "血糖7.8",
        "3栋1504 36.5 5栋301 36.6",
        "代报 5-301 36.5",
        "3-1504",
        "1",
        "2份",
        "水果",
    ]
    texts += ["套餐2", "土豆5斤", "二十份蔬菜", "半份菜", "跟上次一样", "三个人 36.5 36.6", "菜" * 900]
    for text in texts:
        for language in ("zh-CN", "en"):
            texter = Texter(COUPLE)
            texter.language = language
            assert texter.send(text) != "", text
    assert len(ASKING) > len(texts) / 2


CLOSED = "已经截止,不能改了。您家订了:蔬菜2份,共60元"


@pytest.mark.parametrize("text", ["蔬菜1份", "改成水果1份", "取消订单", "同上次", "我订了什么", "蔬菜"])
def test_after_the_cut_off_it_is_said_what_was_ordered_and_that_it_stays(text: str) -> None:
    texter = Texter(ALONE, closed_order=(TWO_GREENS,)).finds_nothing_on_sale()
    assert texter.send(text) == CLOSED
    assert texter.events == []


def test_what_was_ordered_before_the_cut_off_is_not_taken_back_after_it() -> None:
    texter = Texter(ALONE)
    texter.send("蔬菜2份")
    texter.finds_nothing_on_sale(closed_order=(TWO_GREENS,))
    assert texter.send("取消") == CLOSED
    assert len(texter.events) == 1


def test_a_report_is_taken_back_although_the_order_of_the_same_text_stays() -> None:
    texter = Texter(ALONE)
    texter.send("36.5 蔬菜2份")
    texter.finds_nothing_on_sale(closed_order=(TWO_GREENS,))
    assert texter.send("取消") == f"撤回了。{CLOSED}"
    assert texter.events[-1] == Withdrew("SM1")


def test_taking_back_does_not_order_what_others_have_taken_since() -> None:
    texter = Texter(ALONE).holds(replace(TWO_GREENS, quantity=3))
    texter.send("改成蔬菜1份")
    texter.holds(replace(TWO_GREENS, quantity=1))
    texter.facts = replace(texter.facts, sets=(replace(GREENS, limit=1),))
    assert texter.send("取消") == "蔬菜您家还能订2份,请再发一次"
    assert len(texter.events) == 1


def test_a_worker_reads_after_the_cut_off_what_the_door_has_ordered() -> None:
    texter = Texter(roster=(NEXT_DOOR,), closed_order=(TWO_GREENS,)).finds_nothing_on_sale()
    texter.by_worker = True
    assert texter.send("代订 3-1-1503 水果1") == "已经截止,不能改了。3栋1单元1503订了:蔬菜2份,共60元"

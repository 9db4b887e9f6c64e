"""The same things said in other words: dialect, other separators, days behind their values, prices, remedies."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    Command,
    Help,
    Need,
    NeedKind,
    Own,
    OwnStatus,
    Question,
    Reason,
    Report,
    Role,
    Symptom,
    Topic,
    Unknown,
    Verb,
    Why,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, need, reason, tenths


@pytest.mark.parametrize(
    "text",
    [
        *("出气困难", "呼吸费劲", "呼吸不太顺畅", "出不赢气", "接不上气", "气上不来", "喘不赢气", "气急", "缺氧"),
        *("心口闷", "胸口堵得慌", "胸口压得慌", "心里闷得慌", "chest feels tight", "pressure on my chest"),
        *("cant breathe", "hard to catch my breath", "struggling to breathe", "wheezing", "血氧只有88", "我爸没气了"),
        *("嘴唇紫了", "喊不醒", "老头子摔倒了", "屋里冒烟", "没报 发烧了", "没报体温 头疼", "temp 101"),
        *(
            "呼吸跟不上",
            "not able to breathe",
            "孩子不见了",
            "从床上掉下来",
            "癫痫发作",
            "药吃多了",
            "他倒在厕所",
            "没人 发烧了",
        ),
    ],
)
def test_an_illness_in_other_words_is_an_alert(text: str) -> None:
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text", ["无发热咳嗽呼吸困难", "不咳不喘不发烧", "没有胸闷气短", "呼吸正常36.5", "血氧97", "呼吸18次", "没人发烧"]
)
def test_an_illness_denied_in_other_words_is_none(text: str) -> None:
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["发烧了", "今天发烧了", "没人给我送药 胸闷"])
def test_a_workers_own_illness_is_no_command(text: str) -> None:
    assert raises_alert(understand(text, Role.WORKER))


@pytest.mark.parametrize(
    "text", ["买退热贴", "退烧贴两盒", "止咳糖浆有没有", "降温贴买一盒", "买点止痛贴", "要晕车药", "咽喉片", "头疼粉"]
)
def test_a_remedy_is_bought_whatever_it_is_against(text: str) -> None:
    assert need(text) is NeedKind.MEDICINE


def test_a_fever_beside_a_remedy_is_a_fever() -> None:
    meaning = from_resident("退热贴没用还是烧")
    assert isinstance(meaning, Need)
    assert (meaning.kind, meaning.symptoms) == (NeedKind.MEDICAL, frozenset({Symptom.FEVER}))


@pytest.mark.parametrize(
    "text",
    [
        *("36.6(今天) 36.9(昨天)", "36.9(昨天)36.6(今天)", "36.6今天 36.9昨天", "36.8（昨）36.6（今）"),
        *("昨天37.5(今天36.6)", "昨天的36.8今天的36.6", "36.6 today 36.8 yesterday"),
    ],
)
def test_a_day_named_behind_its_value_is_the_values_day(text: str) -> None:
    assert tenths(text) == [366]


@pytest.mark.parametrize("text", ["36.6 昨天36.9", "今天36.6 36.9昨天", "36.9昨天, 36.6", "36.5(昨天)"])
def test_days_that_could_belong_to_either_value_are_asked(text: str) -> None:
    assert reason(text) is Reason.NOT_TODAY


@pytest.mark.parametrize("text", ["36.6,昨晚睡得蛮好,胃口也好", "36.6 昨天没睡好", "昨晚没睡好,36.6"])
def test_yesterdays_sleep_makes_no_value_yesterdays(text: str) -> None:
    assert tenths(text) == [366]


@pytest.mark.parametrize("text", ["昨晚睡觉前36.9", "昨晚睡觉的时候量的36.8", "昨晚吃完饭36.9"])
def test_a_value_taken_at_yesterdays_bedtime_is_yesterdays(text: str) -> None:
    assert reason(text) is Reason.NOT_TODAY


@pytest.mark.parametrize("text", ["2.21日36.7", "2.21号早上36.7", "2/21日 36.7", "2月21号36.7"])
def test_a_date_in_any_spelling_is_no_value(text: str) -> None:
    assert tenths(text) == [367]


@pytest.mark.parametrize("text", ["13栋/2单元/902/36.6", "13/2/902/36.6", "13-2-902-36.6", "13#2#902 36.6"])
def test_a_door_may_have_any_separator(text: str) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Report)
    assert (meaning.door, meaning.readings[0].tenths) == (Door("13", "2", "902"), 366)


@pytest.mark.parametrize("text", ["36.5 not 37.5", "not 37.5 but 36.5", "不是37.5是36.5"])
def test_the_value_that_is_not_is_left_out(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["量了两次36.5 36.8", "额温36.1腋温36.5"])
def test_two_measurements_are_not_two_people(text: str) -> None:
    assert reason(text) is Reason.TWO_READINGS


@pytest.mark.parametrize("text", ["36.5公斤", "订单号365", "微信365"])
def test_a_weight_or_a_number_of_something_is_no_value(text: str) -> None:
    assert reason(text) is Reason.NEEDS_CONTEXT


def test_a_need_that_is_no_longer_is_taken_back() -> None:
    assert from_resident("药不用买了") == Cancel(CancelWhat.LAST)


def test_a_value_and_the_right_one_behind_it_are_a_correction() -> None:
    assert tenths("36.5写错了,36.9") == [369]


def test_a_room_said_digit_by_digit_ends_where_the_temperature_begins() -> None:
    assert from_resident("十二栋九零三三十六度二") == from_resident("12栋903 36.2")


def test_who_has_not_measured_is_named_beside_who_has() -> None:
    report = from_resident("老王36.5 小李还没量")
    assert isinstance(report, Report)
    assert [(one.person.words, one.tenths) for one in report.readings] == [("老王", 365), ("小李", None)]


@pytest.mark.parametrize("text", ["体温36.5℃,已吃药", "36.5已经吃过药", "36.5, took my medicine"])
def test_a_medicine_that_was_taken_is_none_to_buy(text: str) -> None:
    report = from_resident(text)
    assert isinstance(report, Report)
    assert report.also == ()


@pytest.mark.parametrize("text", ["不用来了", "请不用上门了", "no need to come"])
def test_who_wants_nobody_to_come_tells_the_worker(text: str) -> None:
    assert from_resident(text) == Need(NeedKind.OTHER)


@pytest.mark.parametrize("text", ["上次订的菜送来了没", "我昨天订的水果呢"])
def test_where_an_order_is_asks_and_orders_nothing(text: str) -> None:
    assert from_resident(text) == OwnStatus(Own.ORDERS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水果套餐 38元 要2份", [(3, 2)]),
        ("水果(38元)2份", [(3, 2)]),
        ("水果套餐38元一份要2份", [(3, 2)]),
        ("蔬菜38元2份", [(2, 2)]),
        ("蔬菜一份。水果一份。", [(2, 1), (3, 1)]),
        ("蔬菜1。水果2。", [(2, 1), (3, 2)]),
        ("蔬菜要新鲜的2份", [(2, 2)]),
        ("订菜 3栋1504 两份", [(2, 2)]),
        ("不要蔬菜要水果", [(3, 1)]),
    ],
)
def test_a_quantity_is_found_wherever_it_stands(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("蔬菜38元一份吗", Reason.HEDGE),
        ("蔬菜要新鲜的8份", Reason.OVER_LIMIT),
        ("少一份水果", Reason.NEEDS_HISTORY),
        ("我没订水果", Reason.NEEDS_HISTORY),
        ("蔬菜订错了", Reason.NEEDS_HISTORY),
        ("蔬菜多订了一份", Reason.NEEDS_HISTORY),
        ("代隔壁订一份菜", Reason.THIRD_PARTY),
    ],
)
def test_an_order_that_could_be_another_is_asked(text: str, why: Reason) -> None:
    assert reason(text) is why


@pytest.mark.parametrize("text", ["80多岁下不去楼", "七十好几了拎不动", "70多了拎不动", "老两口都80几岁 走不动"])
def test_an_age_beside_a_need_is_no_value(text: str) -> None:
    assert need(text) is NeedKind.HOME_DELIVERY


def test_a_gas_cards_number_is_no_amount() -> None:
    meaning = from_resident("气卡5号 充150")
    assert isinstance(meaning, Question)
    assert [one.fen for one in meaning.also if isinstance(one, Need)] == [15000]


@pytest.mark.parametrize(
    "text",
    [
        *("别发短信来了", "不要再发了", "我要退订", "短信退订", "不想收到你们的短信", "以后别发了", "把我删了吧"),
        *("don't text me again", "no more messages please", "take me off your list"),
    ],
)
def test_a_refusal_of_texts_in_any_words_opts_out(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.OPT_OUT)


@pytest.mark.parametrize("text", ["不要来", "退订水果", "不要了", "取消", "不要发烧药", "我删了", "没收到短信"])
def test_a_refusal_of_something_else_does_not_opt_out(text: str) -> None:
    assert from_resident(text) != Cancel(CancelWhat.OPT_OUT)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("text", ["不会用 教一下", "能用哪些指令", "怎么弄", "搞不懂", "可以发什么", "命令有哪些"])
def test_help_is_asked_for_in_many_words(text: str, role: Role) -> None:
    assert understand(text, role) == Help(Topic.GENERAL)


@pytest.mark.parametrize("text", ["【体温打卡】36.5", "【3栋群】36.5", "【王桂芳】36.5", "[体温]36.5"])
def test_a_heading_in_brackets_is_no_advertisement(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["【美团】您的订单已送达", "【顺丰】快件36.5元待付", "【某银行】点击链接36.5"])
def test_a_company_in_brackets_with_money_or_links_is_left_alone(text: str) -> None:
    assert from_resident(text) == Unknown(Why.NOT_OURS)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        *((text, Verb.MISSING) for text in ("未报人员", "没报的有哪些", "今天谁没报", "还有几个没报", "who's missing")),
        *((text, Verb.TOTALS) for text in ("汇总一下", "今天的汇总", "报了多少户", "今天体温情况", "summary please")),
        *((text, Verb.FEVERS) for text in ("发热人员名单", "有没有发烧的", "体温异常的有哪些", "fever list")),
        *((text, Verb.ORDERS) for text in ("今天的订单", "订单情况", "水果订了多少份", "today's orders")),
    ],
)
def test_a_workers_list_is_asked_for_in_many_words(text: str, verb: Verb) -> None:
    meaning = understand(text, Role.WORKER)
    assert isinstance(meaning, Command), meaning
    assert meaning.verb is verb


def test_a_building_may_stand_anywhere_in_a_workers_wish() -> None:
    wishes = ("看下3栋未报", "今天3栋未报人员", "3栋还有哪几户没报", "未报名单 3栋")
    assert {understand(wish, Role.WORKER) for wish in wishes} == {Command(Verb.MISSING, building="3")}


def test_one_result_stands_behind_several_numbers() -> None:
    assert understand("4821,4822 完成", Role.WORKER) == Command(Verb.DONE, (4821, 4822))


@pytest.mark.parametrize("text", ["三栋未报", "3栋未报"])
def test_a_building_in_words_is_a_building(text: str) -> None:
    assert understand(text, Role.WORKER) == Command(Verb.MISSING, building="3")


@pytest.mark.parametrize("text", ["不订了", "我不买了", "退单", "请撤单"])
def test_no_longer_ordering_takes_the_order_back_whatever_came_last(text: str) -> None:
    assert from_resident(text) == Cancel(CancelWhat.ORDER)


@pytest.mark.parametrize("text", ["36.5ºC", "36.5 ˚C", "36.5˚"])
def test_other_rings_are_degrees(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["五", "两。", "三 六"])
def test_a_numeral_alone_is_asked_about_as_its_digit_is(text: str) -> None:
    assert isinstance(from_resident(text), Question)

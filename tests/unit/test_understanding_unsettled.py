"""What is said and not so today: wishes under a condition, days to come, illnesses that are over; and whose a value is."""

import pytest

from domain.understanding import understand
from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    NamedBy,
    Need,
    NeedKind,
    Order,
    OrderLine,
    Question,
    Reason,
    Report,
    Role,
    Symptom,
    Unknown,
    raises_alert,
)
from domain.understanding.sets import SetName
from tests.unit.understood import from_resident, narrowed, reason, report, tenths

IN_ENGLISH_NUMBERS = (SetName(1, "one", ("甲套餐", "set one")), SetName(3, "three", ("丙套餐", "Box Three")))


def names(text: str) -> list[str]:
    return [one.person.words for one in report(text).readings if one.person.by is NamedBy.NAME]


def ordered(text: str) -> tuple[OrderLine, ...]:
    return narrowed(from_resident(text), Order).lines


@pytest.mark.parametrize(
    ("text", "number", "quantity"),
    [
        ("2 set one", 1, 2),
        ("Set One x2", 1, 2),
        ("set one 3", 1, 3),
        ("set 1 2", 1, 2),
        ("one set one please", 1, 1),
        ("I'd like two box three", 3, 2),
        ("甲套餐两份", 1, 2),
    ],
)
def test_a_set_with_a_number_in_its_english_name_is_ordered(text: str, number: int, quantity: int) -> None:
    meaning = understand(text, Role.RESIDENT, IN_ENGLISH_NUMBERS)
    assert isinstance(meaning, Order), meaning
    assert meaning.lines == (OrderLine(number, quantity),)


def test_such_a_set_is_cancelled_by_its_name() -> None:
    assert understand("cancel set one", Role.RESIDENT, IN_ENGLISH_NUMBERS) == Cancel(CancelWhat.ORDER, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("要不要买菜", "要不要买蔬菜一份", "该不该订水果", "买不买菜 一份", "蔬菜要不要两份"),
        *("要是有水果就来一份", "如果有菜要两份", "有水果的话来一份", "来一份水果 要是有的话", "假如便宜就订一份蔬菜"),
        *("if there is fruit I want one", "1 fruit unless it is too late"),
    ],
)
def test_an_order_in_a_question_or_under_a_condition_is_asked(text: str) -> None:
    assert isinstance(from_resident(text), Question)


@pytest.mark.parametrize(
    "text",
    ["能不能给我订一份蔬菜", "可不可以要一份蔬菜", "方便的话来一份蔬菜", "如果可以给我来一份菜", "1 veg if possible"],
)
def test_a_polite_wish_is_an_order(text: str) -> None:
    assert ordered(text) == (OrderLine(2, 1),)


@pytest.mark.parametrize("text", ["要是没有就取消", "如果没有水果就不要水果了", "if it is late cancel"])
def test_nothing_is_cancelled_under_a_condition(text: str) -> None:
    assert reason(text) is Reason.NEEDS_CONTEXT


def test_a_fever_beside_a_condition_is_told() -> None:
    assert raises_alert(from_resident("要是38.5就取消"))


@pytest.mark.parametrize("text", ["要是36.5就算正常", "如果是36.5", "36.5高不高", "36.5 要不要紧", "is it 36.5 or not"])
def test_a_temperature_in_a_question_or_under_a_condition_is_asked(text: str) -> None:
    assert reason(text) is Reason.HEDGE


@pytest.mark.parametrize("text", ["36.5,如果有事打我电话", "36.5 if you need me call me"])
def test_a_condition_behind_a_temperature_is_of_something_else(text: str) -> None:
    assert tenths(text) == [365]


@pytest.mark.parametrize("text", ["38.5正常吗", "38.5吗", "邻居38.5吗"])
def test_a_fever_that_is_asked_about_is_told(text: str) -> None:
    assert raises_alert(from_resident(text))


def test_more_readings_than_a_household_has_are_asked_and_a_fever_among_them_told() -> None:
    assert len(tenths("36.5\n" * 8)) == 8
    assert reason("36.5\n" * 9) is Reason.COUNT_MISMATCH
    assert raises_alert(from_resident("36.5\n" * 9 + "38.5"))


def test_a_question_offers_each_value_once_and_no_more_than_a_reply_holds() -> None:
    assert from_resident("36.5 36.5 36.6吗") == Question(Reason.HEDGE, (365, 366))
    many = from_resident("".join(f"36.{tenth}吗 " for tenth in range(9)))
    assert isinstance(many, Question)
    assert many.tenths == ()


def test_the_heading_of_a_chain_alone_says_nothing() -> None:
    assert understand("#接龙\n体温登记\n", Role.WORKER) == Unknown()


def test_one_or_the_other_is_asked_and_one_in_place_of_the_other_taken() -> None:
    assert reason("不是36.4就是36.8") is Reason.TWO_VALUES
    assert tenths("不是36.4是36.8") == [368]


@pytest.mark.parametrize(
    "text",
    [
        *("明天36.5", "36.5明天", "36.5 明天的", "36.5 明天早上", "明早36.5", "后天正常", "下周36.5", "明天不发烧"),
        *("tomorrow 36.5", "36.5 tomorrow", "I will be normal tomorrow", "no fever tomorrow", "昨天36.5 明天36.6"),
    ],
)
def test_a_temperature_of_a_day_to_come_is_asked(text: str) -> None:
    assert reason(text) is Reason.NOT_TODAY


@pytest.mark.parametrize(
    "text",
    [
        "今天36.5 明天再报",
        "36.5,明天再量",
        "36.5 明天去买菜",
        "明天36.8 今天36.5",
        "36.5 will measure again tomorrow at 8am",
        "36.5 see you tomorrow",
    ],
)
def test_a_plan_for_tomorrow_leaves_todays_temperature(text: str) -> None:
    assert tenths(text) == [365]


def test_a_fever_of_a_day_to_come_is_told_while_it_is_asked() -> None:
    assert raises_alert(from_resident("明天38.5"))


@pytest.mark.parametrize("text", ["明天要一份蔬菜", "明天帮我送一份蔬菜", "1 veg for tomorrow"])
def test_an_order_for_tomorrow_is_an_order(text: str) -> None:
    assert ordered(text) == (OrderLine(2, 1),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("36.4（李秀英）", ["李秀英"]),
        ("36.4度 (李秀英)", ["李秀英"]),
        ("36.4【王芳】", ["王芳"]),
        ("3栋1504（李秀英）36.4", ["李秀英"]),
        ("36.4(李秀英) 36.6(王桂芳)", ["李秀英", "王桂芳"]),
        ("36.4(都正常)", []),
        ("36.4(我)", []),
        ("5栋301(陈家) 36.5", []),
    ],
)
def test_a_name_in_brackets_says_whose_value_it_is(text: str, named: list[str]) -> None:
    assert names(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "我感冒好了",
        "咳嗽已经好了",
        "头疼好啦",
        "老伴咳嗽也好了",
        "胸闷消失了",
        "my cold is gone",
        "no longer coughing",
        "recovered from a cold",
    ],
)
def test_who_has_recovered_is_not_ill_and_is_asked_for_the_temperature(text: str) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Question), meaning
    assert (meaning.reason, raises_alert(meaning)) == (Reason.NO_TEMPERATURE_WORD, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "感冒没好",
            "感冒还没好",
            "咳嗽一直不好",
            "感冒快好了",
            "咳嗽好了一点",
            "胸口疼好了些",
            "感冒好不了",
            "感冒好了吗",
            "胸闷还没消失",
        ),
        *("my cold is not gone", "my cough is a little better", "头疼好了 又开始咳嗽", "感冒好了又犯了"),
    ],
)
def test_who_has_not_wholly_recovered_is_ill(text: str) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Need), meaning
    assert meaning.kind is NeedKind.MEDICAL


@pytest.mark.parametrize("text", ["发烧好了", "发烧已经好了", "fever is gone"])
def test_a_fever_that_is_over_is_asked_about_and_told(text: str) -> None:
    meaning = from_resident(text)
    assert reason(text) is Reason.SYMPTOM_HISTORY
    assert raises_alert(meaning)


@pytest.mark.parametrize("text", ["好了38.2", "感冒好了38.2", "发烧好了 38.2", "my cold is gone 38.2"])
def test_a_value_of_a_fever_is_a_fever_whatever_is_said_beside_it(text: str) -> None:
    assert tenths(text) == [382]
    assert raises_alert(from_resident(text))


def test_an_illness_that_lasts_is_one() -> None:
    meaning = from_resident("36.5 咳嗽还没好")
    assert isinstance(meaning, Report)
    assert meaning.symptoms == {Symptom.COUGH}


@pytest.mark.parametrize("text", ["6冻2单元301 36.5", "6动2单元301 36.5"])
def test_a_building_typed_by_its_sound_is_a_door(text: str) -> None:
    meaning = from_resident(text)
    assert isinstance(meaning, Report)
    assert meaning.door is not None
    assert (meaning.door.building, meaning.door.unit, meaning.door.room) == ("6", "2", "301")

"""What is texted from a house that nobody leaves: the weather, the gas, whoever is alone, deaf, or not seen any more."""

import pytest

from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    NeedKind,
    Own,
    OwnStatus,
    Reason,
    Symptom,
    raises_alert,
)
from tests.unit.understood import from_resident, lines, narrowed, need, question, reason, report, tenths


@pytest.mark.parametrize("text", ["天气36度", "我跟你讲今天天气36度好热哦", "天气预报说38度"])
def test_how_warm_the_weather_is_is_nobodys_temperature(text: str) -> None:
    assert reason(text) is Reason.OTHER_MEASURE
    assert not question(text).tenths


@pytest.mark.parametrize(
    "text", ["今天天气38度 我36.5", "天气真热，36.5", "天气热 36.5", "今天天气蛮好，36.5", "天气不好 36.5"]
)
def test_a_temperature_beside_the_weather_is_taken(text: str) -> None:
    assert tenths(text) == [365]
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize(
    "text",
    ["昨天38.2，今天36.9", "昨晚38.2，今早36.9", "前天37.8 昨天37.2 今天36.9", "退烧了 36.9", "36.9，烧已经退了"],
)
def test_a_fever_that_was_is_looked_at_and_todays_value_taken(text: str) -> None:
    assert tenths(text) == [369]
    assert report(text).symptoms == {Symptom.FEVER}
    assert raises_alert(from_resident(text))


def test_a_normal_value_of_the_day_before_says_nothing() -> None:
    assert tenths("昨天36.8今天36.5") == [365]
    assert not report("昨天36.8今天36.5").symptoms


@pytest.mark.parametrize(
    "text", ["我聋人 打电话不行 短信可以", "打电话我听不到", "电话 不能听 请发字", "别打电话给我", "不方便接电话"]
)
def test_who_cannot_be_called_does_not_ask_for_a_call(text: str) -> None:
    assert need(text) is NeedKind.OTHER


@pytest.mark.parametrize("text", ["给我打个电话", "打电话给我 我听不清短信", "儿子不在 我一个人害怕", "好孤单"])
def test_who_wants_to_be_called_or_is_afraid_alone_is_called(text: str) -> None:
    assert need(text) is NeedKind.CALL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("煤气快烧完了 卡里没钱", NeedKind.GAS),
        ("煤气烧光了", NeedKind.GAS),
        ("没米了", NeedKind.OTHER),
        ("家里没油了", NeedKind.OTHER),
    ],
)
def test_what_is_used_up_is_wanted_and_no_fever_that_is_over(text: str, kind: NeedKind) -> None:
    assert need(text) is kind
    assert not raises_alert(from_resident(text))


def test_what_is_cooked_is_no_fever_that_is_over() -> None:
    assert not raises_alert(from_resident("菜烧好了"))
    assert raises_alert(from_resident("烧好了"))


@pytest.mark.parametrize("text", ["隔壁老张两天没开门了", "楼上王奶奶好几天没露面了", "隔壁老太太敲门不应门"])
def test_whoever_is_not_seen_any_more_is_looked_for_at_once(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY


@pytest.mark.parametrize("text", ["超市几天没开门", "电梯不开门", "隔壁不开门放音乐太吵", "我三天没出门了"])
def test_a_door_that_stays_shut_is_no_emergency_by_itself(text: str) -> None:
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["不小心割到手 血一直流", "手破了一直在流血"])
def test_blood_that_does_not_stop_is_an_emergency(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY


@pytest.mark.parametrize("text", ["蔬菜包一个水果包一个", "蔬菜包一份水果包一份", "蔬菜包一个，水果包一个"])
def test_sets_in_packs_are_ordered_each(text: str) -> None:
    assert lines(text) == [(2, 1), (3, 1)]


@pytest.mark.parametrize("text", ["短信停掉", "短信别发了", "你们短信不要了"])
def test_who_wants_no_more_texts_is_left_alone(text: str) -> None:
    assert narrowed(from_resident(text), Cancel).what is CancelWhat.OPT_OUT


@pytest.mark.parametrize("text", ["我已经报过了呀", "早就报了", "都报了"])
def test_who_says_to_have_reported_is_told_what(text: str) -> None:
    assert narrowed(from_resident(text), OwnStatus).what is Own.REPORT


def test_a_value_behind_it_is_a_report() -> None:
    assert tenths("已经报了36.5") == [365]

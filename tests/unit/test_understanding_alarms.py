"""What must bring somebody to a door at once, however it is said, and what sounds like it and need not."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import Cancel, Need, NeedKind, Role, Symptom, raises_alert
from tests.unit.understood import from_resident, narrowed, need, report, tenths


@pytest.mark.parametrize(
    "text",
    ["老人家摔倒了 动不了", "老头摔了一跤动不得", "腿摔断了", "我妈胳膊跌断了", "脸歪了", "说不了话", "喊他不答应"],
)
def test_who_lies_or_cannot_answer_is_in_danger(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY


@pytest.mark.parametrize("text", ["想不开", "有人要跳楼", "割腕", "吃了一瓶安眠药", "安眠药吃了半瓶", "吃了好几瓶药"])
def test_who_wants_to_die_is_in_danger(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "安眠药一瓶",
        "吃了两片安眠药",
        "降压药吃完一盒了",
        "要一瓶降压药",
        "降压药吃了半瓶了,还要一瓶",
        "吃了一瓶降压药 再买一瓶",
        "藿香正气水吃了一瓶",
    ],
)
def test_a_medicine_that_is_bought_or_taken_as_usual_is_wanted(text: str) -> None:
    assert need(text) is NeedKind.MEDICINE


@pytest.mark.parametrize(
    "text", ["动不了", "腰闪了 动不了", "爹爹不能动了", "氧气没了", "氧气瓶没氧了", "大便黑色", "耳鸣"]
)
def test_who_cannot_move_or_breathe_without_help_is_looked_at(text: str) -> None:
    assert need(text) is NeedKind.MEDICAL
    assert raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["锁动不了", "电视不能动了", "电梯动不得了", "网断了", "水管断了"])
def test_a_thing_that_does_not_move_or_is_cut_is_no_illness(text: str) -> None:
    assert need(text) is NeedKind.OTHER
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["36.5 不想吃饭", "36.5 胃口不好", "36.5 没食欲"])
def test_no_appetite_is_a_symptom_and_no_wish_for_a_meal(text: str) -> None:
    assert report(text).symptoms == {Symptom.STOMACH}
    assert not report(text).also


def test_a_forehead_that_feels_hot_is_a_fever() -> None:
    assert raises_alert(from_resident("摸着烫"))


@pytest.mark.parametrize("text", ["老伴去世了 36.5", "我老伴去年去世了 我36.5", "我36.5 爸爸三年前过世了"])
def test_who_has_died_has_no_reading(text: str) -> None:
    assert tenths(text) == [365]
    assert "老伴" not in report(text).readings[0].person.words


@pytest.mark.parametrize(
    "text",
    [
        "快来",
        "赶紧来我家",
        "网格员快来",
        "请马上来",
        "马上来人",
        "马上来我家",
        "快来人",
        "急急急",
        "十万火急",
        "jiu hu che",
    ],
)
def test_who_calls_somebody_here_at_once_is_in_danger(text: str) -> None:
    assert need(text) is NeedKind.EMERGENCY


@pytest.mark.parametrize("text", ["3-1-1504 快来", "3栋1单元1504,急", "快来 3栋1单元1504", "网格员快来3-1-1504"])
@pytest.mark.parametrize("role", Role)
def test_who_calls_somebody_to_a_door_at_once_is_in_danger_there(text: str, role: Role) -> None:
    called = narrowed(understand(text, role), Need)
    assert (called.kind, called.door) == (NeedKind.EMERGENCY, Door("3", "1", "1504"))


def test_who_wants_somebody_at_a_door_is_called_back_and_a_whole_building_calls_nobody() -> None:
    assert need("3-1-1504 来看看") is NeedKind.CALL
    assert not raises_alert(from_resident("3栋 紧急"))


@pytest.mark.parametrize("text", ["不急", "快来拿菜", "36.5 不饿", "菜快来了吗", "水果跳楼价啊"])
def test_haste_about_goods_is_no_danger(text: str) -> None:
    assert not raises_alert(from_resident(text))


@pytest.mark.parametrize("text", ["马上来", "马上过来", "马上来了", "立刻来", "快来了", "收到 马上来"])
@pytest.mark.parametrize("role", Role)
def test_who_says_that_he_comes_calls_nobody(text: str, role: Role) -> None:
    assert not raises_alert(understand(text, role))


@pytest.mark.parametrize("text", ["有人来帮忙了", "帮忙了", "要帮忙吗", "你们需要帮忙吗"])
def test_help_that_has_come_or_is_offered_is_no_wish_for_it(text: str) -> None:
    assert not isinstance(from_resident(text), Need)


@pytest.mark.parametrize("text", ["能帮忙吗", "有人帮忙吗", "有没有人来帮忙", "我要帮忙", "帮帮忙吧", "来看看"])
def test_a_wish_for_help_is_one_for_somebody(text: str) -> None:
    assert need(text) is NeedKind.CALL


def test_who_does_not_want_a_set_is_not_ill() -> None:
    assert narrowed(from_resident("不想吃水果了"), Cancel).set_number == 3
    assert raises_alert(from_resident("不想吃菜"))


@pytest.mark.parametrize("text", ["hu xi kun nan", "la du zi", "tou teng"])
def test_an_illness_in_latin_letters_is_looked_at(text: str) -> None:
    assert raises_alert(from_resident(text))

"""Texts as letters are written: who writes says so first or last, from which door, and for whom."""

import pytest

from domain.doors import Door
from domain.understanding.meanings import Cancel, CancelWhat, Need, NeedKind, Reason
from tests.unit.understood import from_resident, lines, narrowed, question, reason, report, tenths


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("我36.5,老伴36.6 ——王阿姨", [365, 366]),
        ("我今天36.5,谢谢（李爹爹）", [365]),
        ("36.4 36.6 ——王阿姨", [364, 366]),
        ("我36.5 王阿姨", [365]),
    ],
)
def test_who_signs_has_no_reading_besides(text: str, values: list[int]) -> None:
    assert tenths(text) == values


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("36.4王阿姨,36.5李叔叔", ["阿姨", "叔叔"]),
        ("王阿姨36.5 李叔叔36.6", ["王阿姨", "李叔叔"]),
        ("36.5 王阿姨", ["阿姨"]),
    ],
)
def test_who_stands_beside_a_value_has_it(text: str, who: list[str]) -> None:
    assert [one.person.words for one in report(text).readings] == who


@pytest.mark.parametrize("text", ["我36.5 老伴", "老伴36.4 我"])
def test_a_relation_without_a_value_is_still_asked(text: str) -> None:
    assert reason(text) is Reason.MISSING_VALUE


def test_who_introduces_himself_speaks_for_his_house() -> None:
    said = report("你好,我是3栋的王阿姨,老伴36.4 我36.6")
    assert [(one.person.words, one.tenths) for one in said.readings] == [("老伴", 364), ("我", 366)]


def test_a_building_said_before_its_door_is_one_place() -> None:
    assert report("我是3栋的王阿姨,3栋1504,36.5").door == Door("3", "", "1504")
    assert lines("我是3栋的,3栋1504 蔬菜2份") == [(2, 2)]
    assert question("3栋1单元 3栋2单元1504 36.5").reason is Reason.MULTI_HOUSEHOLD


def test_a_report_for_another_door_is_asked_behind_a_greeting_too() -> None:
    assert reason("您好 代报 5-301 36.5") is Reason.THIRD_PARTY
    assert tenths("女儿代报:妈妈36.5") == [365]


@pytest.mark.parametrize("text", ["气卡充200。", "煤气充200.", "煤气卡充值200。谢谢"])
def test_an_amount_may_end_a_sentence(text: str) -> None:
    assert narrowed(from_resident(text), Need) == Need(NeedKind.GAS, fen=20000)


def test_an_order_that_is_cancelled_is_no_report() -> None:
    assert from_resident("报告:取消订单") == Cancel(CancelWhat.ORDER)

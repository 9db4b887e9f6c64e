"""Lines of a chain, however they are numbered and wherever its heading stands."""

import pytest

from domain.doors import Door
from domain.understanding import understand
from domain.understanding.meanings import Batch, Reason, Report, Role
from tests.unit.understood import from_resident, lines, narrowed, question, report, tenths

DOOR = Door("1", "", "101")


@pytest.mark.parametrize(
    "number",
    [
        "(12) ",
        "【12】",
        "12号 ",
        "第12 ",
        "NO.12 ",
        "⑫",
        "⑫、",
        "1️⃣2️⃣ ",
        "接龙 12. ",
        "接龙12 ",
        "接龙 体温上报 12. ",
        "您好 12. ",
        "大家好,12、",
    ],
)
def test_the_number_of_a_line_is_no_part_of_its_door(number: str) -> None:
    said = f"{number}1-101 36.5"
    assert (tenths(said), report(said).door) == ([365], DOOR)


@pytest.mark.parametrize(
    "chain", ["1️⃣1-101 36.5\n2️⃣1-102 36.6", "①1-101 36.5\n②1-102 36.6", "(1)1-101 36.5\n(2)1-102 36.6"]
)
def test_a_sign_for_a_number_stands_apart_from_the_door(chain: str) -> None:
    batch = narrowed(understand(chain, Role.WORKER), Batch)
    assert [narrowed(line.meaning, Report).door for line in batch.lines] == [DOOR, Door("1", "", "102")]


def test_an_order_behind_the_heading_of_its_chain_is_not_lost() -> None:
    assert lines("#团购接龙 1-101 蔬菜2份") == [(2, 2)]
    assert not isinstance(from_resident("#接龙 2月20日 蔬菜套餐60元/份"), Report)


def test_the_checks_of_one_day_are_one_person() -> None:
    assert question("早检 36.5 晚检 36.6").reason is Reason.TWO_READINGS
    assert tenths("晨检36.5") == [365]


def test_a_bare_temperature_before_a_door_is_no_line_number() -> None:
    assert question("您好 36、3栋1504").reason is Reason.NO_DECIMAL

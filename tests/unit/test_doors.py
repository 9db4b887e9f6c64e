"""One spelling for a door."""

import pytest

from domain import doors
from domain.doors import Door


@pytest.mark.parametrize("building", ["3", "3栋", "3号楼", "3幢", "3座", "03", " 3 ", 3, 3.0, "Building 3", "Bldg 3"])
def test_a_building_has_one_spelling(building: object) -> None:
    assert doors.normal_building(building) == "3"


@pytest.mark.parametrize("unit", ["1", "1单元", "01", 1, "Unit 1"])
def test_a_unit_has_one_spelling(unit: object) -> None:
    assert doors.normal("3", unit, "1504") == Door("3", "1", "1504")


@pytest.mark.parametrize("unit", ["", None, "  "])
def test_an_empty_unit_stays_empty(unit: object) -> None:
    assert doors.normal("3", unit, "1504").unit == ""


@pytest.mark.parametrize("room", ["1504", "1504室", "1504号", 1504, "1504.0", "Room 1504", "Rm 1504"])
def test_a_room_has_one_spelling(room: object) -> None:
    assert doors.normal("3", "1", room).room == "1504"


def test_letters_are_kept_in_capitals() -> None:
    assert doors.normal("a栋", "", "12b") == Door("A", "", "12B")


@pytest.mark.parametrize(
    ("keys", "number"),
    [("3", "3"), ("03#", "3"), ("*12", "12"), ("0", "0"), ("000", "0"), ("", ""), ("#", ""), ("1234", None)],
)
def test_keys_are_a_number_without_leading_zeros(keys: str, number: str | None) -> None:
    assert doors.from_keys(keys, 3) == number

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


ROSTER = tuple(Door(building, "1", room) for building in ("3", "11") for room in ("102", "1104", "1504"))


@pytest.mark.parametrize(
    ("keyed", "meant"),
    [
        (Door("33", "1", "1504"), Door("3", "1", "1504")),
        (Door("3", "11", "1504"), Door("3", "1", "1504")),
        (Door("3", "1", "15504"), Door("3", "1", "1504")),
        (Door("3", "1", "11104"), Door("3", "1", "1104")),
        (Door("333", "11", "15004"), Door("3", "1", "1504")),
    ],
)
def test_a_key_pressed_twice_counts_once_where_no_door_is_as_it_was_keyed(keyed: Door, meant: Door) -> None:
    assert doors.keys_once(keyed, ROSTER) == meant


@pytest.mark.parametrize(
    "keyed",
    [
        Door("11", "1", "1504"),  # there is such a building
        Door("3", "1", "1102"),  # as long as a room is here: it may be one that the roster lacks
        Door("33", "1", "1102"),  # no door of building 3 either
        Door("3", "2", "1504"),
        Door("4", "1", "1504"),
        Door("3", "", "19999"),
    ],
)
def test_a_part_that_can_be_right_stays_as_it_was_keyed(keyed: Door) -> None:
    assert doors.keys_once(keyed, ROSTER) == keyed


def test_it_stays_too_where_more_than_one_door_can_be_meant() -> None:
    keyed = Door("3", "1", "11500")
    assert doors.keys_once(keyed, [Door("3", "1", "150"), Door("3", "1", "1500")]) == keyed


def test_equal_digits_side_by_side_count_once_or_each() -> None:
    assert doors.once("1504") == {"1504"}
    assert doors.once("1122") == {"1122", "122", "112", "12"}
    assert doors.once("111") == {"111", "11", "1"}

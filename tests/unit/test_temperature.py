"""Keyed temperatures."""

import pytest

from domain import temperature
from domain.temperature import MissingDigit


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("365", 365),
        ("350", 350),
        ("420", 420),
        ("0365", 365),
        ("3*6#5", 365),
        ("36", MissingDigit(36)),
        ("36*", MissingDigit(36)),
        ("036", MissingDigit(36)),
        ("35", MissingDigit(35)),
        ("41", MissingDigit(41)),
        ("34", None),
        ("42", None),
        ("349", None),
        ("421", None),
        ("3", None),
        ("3650", None),
        ("", None),
        ("0", None),
        ("#*", None),
        ("三六五", None),
        ("²65", None),
    ],
)
def test_keys_are_a_value_or_lack_a_digit_or_are_neither(keys: str, value: int | MissingDigit | None) -> None:
    assert temperature.from_keys(keys) == value


@pytest.mark.parametrize(("degrees", "digit", "value"), [(36, 5, 365), (41, 9, 419), (35, 0, 350), (42, 1, None)])
def test_degrees_and_a_digit_make_a_value(degrees: int, digit: int, value: int | None) -> None:
    assert temperature.completed(degrees, digit) == value


@pytest.mark.parametrize(("tenths", "is_fever"), [(372, False), (373, True), (420, True)])
def test_a_fever_begins_at_37_3(tenths: int, is_fever: bool) -> None:
    assert temperature.is_fever(tenths) is is_fever


@pytest.mark.parametrize(("tenths", "is_possible"), [(349, False), (350, True), (420, True), (421, False)])
def test_values_from_35_to_42_are_kept(tenths: int, is_possible: bool) -> None:
    assert temperature.is_possible(tenths) is is_possible

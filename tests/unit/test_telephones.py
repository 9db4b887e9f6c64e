"""Telephone numbers in whatever spelling a list has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.telephones import Kind, kind, normalise

NOBODY = "+8610000000123"


@pytest.mark.parametrize(
    "spelling",
    [
        "10000000123",
        "100 0000 0123",
        "100-0000-0123",
        "(100) 00000123",
        " 10000000123 ",
        "+86 100 0000 0123",
        "+8610000000123",
        "0086 100 0000 0123",
        "86 100 0000 0123",
        "＋86１００００００01２3",
        "100－0000－0123",
        "10000000123.0",
        "'10000000123",
        10000000123,
        10000000123.0,
    ],
)
def test_it_reads_every_common_spelling_as_one_number(spelling: object) -> None:
    assert normalise(spelling, "CN") == NOBODY


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("027 5550 0101", "CN", "+862755500101"),
        ("(027)55500101", "CN", "+862755500101"),
        ("010 5550 0101", "CN", "+861055500101"),
        ("+1 500 555 0100", "CN", "+15005550100"),
        ("001 500 555 0100", "CN", "+15005550100"),
        ("(500) 555-0100", "US", "+15005550100"),
        ("00862755500101", "US", "+862755500101"),
    ],
)
def test_it_reads_landlines_and_other_countries(text: str, country: str, number: str) -> None:
    assert normalise(text, country) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("55500101", "lacks its area code"),
        ("120", "is too short"),
        ("1380000000", "has the wrong number of digits"),
        ("100000001234567", "is too long"),
        ("10000000123/10000000124", "is too long|is not one"),
        ("10000000123 ext 4", "write one number in digits"),
        ("1.0E+10", "write one number in digits"),
        ("call me", "write one number in digits"),
        ("+999 1234567", "is not one|does not exist"),
        ("10000000123, 10000000124", "write one number in digits"),
    ],
)
def test_it_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        normalise(text, "CN")


@given(st.text(alphabet="0123456789+-() 　０１９.ext/", max_size=24))
def test_a_number_is_its_own_normal_form(text: str) -> None:
    try:
        number = normalise(text, "CN")
    except ValueError:
        return
    assert normalise(number, "CN") == number
    assert normalise(number, "US") == number


@pytest.mark.parametrize(
    ("number", "expected"),
    [("+862755500101", Kind.LANDLINE), (NOBODY, Kind.UNKNOWN), ("+8613800000000", Kind.MOBILE)],
)
def test_it_tells_a_landline_where_it_can(number: str, expected: Kind) -> None:
    assert kind(number) is expected

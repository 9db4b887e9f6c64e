"""Hours on duty, across midnight too."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty import ALWAYS, covers_some, is_on_duty, parse_hours, uncovered, written_hours

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
HOURS = st.one_of(st.sampled_from(["0", "1"]), st.builds(written_hours, TIMES, TIMES))


@pytest.mark.parametrize(
    ("on_duty", "at", "there"),
    [
        ("1", "03:00", True),
        ("0", "12:00", False),
        ("08:00-20:00", "08:00", True),
        ("08:00-20:00", "20:00", False),
        ("20:00-08:00", "23:00", True),
        ("20:00-08:00", "07:59", True),
        ("20:00-08:00", "12:00", False),
        ("20:00-24:00", "23:59", True),
        ("20:00-24:00", "00:00", False),
    ],
)
def test_it_knows_who_is_there(on_duty: str, at: str, there: bool) -> None:
    assert is_on_duty(on_duty, time.fromisoformat(at)) is there


@pytest.mark.parametrize("text", ["8-20", "08:00", "yes", "08:00-25:00", ""])
def test_it_says_how_to_write_hours(text: str) -> None:
    with pytest.raises(ValueError, match="08:00-20:00"):
        parse_hours(text)


@pytest.mark.parametrize(
    ("duties", "gaps"),
    [
        (["1", "08:00-12:00"], ()),
        (["08:00-20:00", "20:00-08:00"], ()),
        (["06:00-19:00", "18:00-07:00"], ()),
        (["00:00-24:00"], ()),
        (["08:00-12:00", "14:00-18:00", "20:00-08:00"], ("12:00-14:00", "18:00-20:00")),
        (["08:00-20:00"], ("20:00-08:00",)),
        (["08:00-24:00"], ("00:00-08:00",)),
        (["08:00-18:00", "22:00-02:00"], ("02:00-08:00", "18:00-22:00")),
        (["08:15-20:45", "0"], ("20:45-08:15",)),
        (["0"], (ALWAYS,)),
        ([], (ALWAYS,)),
    ],
)
def test_it_knows_the_hours_that_nobody_covers(duties: list[str], gaps: tuple[str, ...]) -> None:
    assert uncovered(duties) == gaps


@given(st.lists(HOURS, max_size=5), TIMES)
def test_at_every_time_of_the_day_somebody_is_on_duty_or_there_is_a_gap(duties: list[str], at: time) -> None:
    is_there = any(is_on_duty(duty, at) for duty in duties)
    assert sum(is_on_duty(gap, at) for gap in uncovered(duties)) == (not is_there)


@pytest.mark.parametrize(
    ("on_duty", "hours", "is_some"),
    [
        ("1", "07:00-19:00", True),
        ("0", "07:00-19:00", False),
        ("18:00-22:00", "07:00-19:00", True),
        ("12:00-12:10", "07:00-19:00", True),
        ("20:00-07:00", "07:00-19:00", False),
        ("20:00-07:01", "07:00-19:00", True),
        ("19:00-07:00", "18:00-20:00", True),
    ],
)
def test_it_knows_whether_a_duty_is_within_hours(on_duty: str, hours: str, is_some: bool) -> None:
    assert covers_some(on_duty, hours) is is_some

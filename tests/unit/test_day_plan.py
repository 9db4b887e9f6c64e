"""The day plan: the product's times unless a community sets its own, and days on which the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.day_plan import DayPlan, instant_of


def test_a_community_without_settings_has_the_products_day() -> None:
    assert DayPlan.of({}) == DayPlan()
    assert DayPlan().cut_off == time(11)


def test_a_setting_changes_its_time_alone_and_is_written_back_alone() -> None:
    plan = DayPlan.of({"cut_off": "11:30", "lines": "12", "calls_from": "8:15"})
    assert (plan.cut_off, plan.lines, plan.calls_from, plan.visits) == (time(11, 30), 12, time(8, 15), time(16))
    assert plan.as_settings() == {"cut_off": "11:30", "lines": 12, "calls_from": "08:15"}


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"cutoff": "11:00"}, "cut_off"),
        ({"cut_off": "eleven"}, "08:30"),
        ({"lines": "0"}, "such as 30"),
        ({"lines": "many"}, "such as 30"),
        ({"calls_from": "10:45"}, "calls_from < calls_until"),
        ({"cut_off": "10:00"}, "calls_until <= cut_off"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_write(settings: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        DayPlan.of(settings)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "at", "quiet"),
    [
        ("21:00", "07:00", "21:00", True),
        ("21:00", "07:00", "06:59", True),
        ("21:00", "07:00", "07:00", False),
        ("12:00", "14:00", "13:00", True),
        ("12:00", "14:00", "14:00", False),
    ],
)
def test_quiet_hours_may_cross_midnight(quiet_from: str, quiet_until: str, at: str, quiet: bool) -> None:
    plan = DayPlan.of({"quiet_from": quiet_from, "quiet_until": quiet_until})
    assert plan.is_quiet(time.fromisoformat(at)) is quiet


@pytest.mark.parametrize(
    ("now", "hours", "due"),
    [
        ("2020-02-28 09:00", 8, "2020-02-28 17:00"),
        ("2020-02-28 12:59", 8, "2020-02-28 20:59"),
        ("2020-02-28 14:30", 8, "2020-02-28 21:00"),  # today is today while half of the time is left
        ("2020-02-28 17:00", 8, "2020-02-28 21:00"),
        ("2020-02-28 17:01", 8, "2020-02-29 11:01"),
        ("2020-02-28 19:33", 8, "2020-02-29 13:33"),
        ("2020-02-28 23:30", 8, "2020-02-29 15:00"),  # nothing begins before the morning
        ("2020-02-28 20:45", 1, "2020-02-29 07:45"),
        ("2020-02-28 19:33", 24, "2020-02-29 19:33"),
        ("2020-02-28 23:30", 24, "2020-03-01 07:00"),
    ],
)
def test_what_may_take_some_hours_is_not_due_at_night(now: str, hours: int, due: str) -> None:
    zone = "Asia/Shanghai"
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(zone)) for one in (now, due))
    assert DayPlan().due_after(begins, timedelta(hours=hours), zone) == ends


def test_a_time_that_summer_time_leaves_out_comes_an_hour_later() -> None:
    left_out = instant_of(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    assert left_out.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    twice = instant_of(date(2026, 10, 25), time(2, 30), "Europe/Berlin")
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

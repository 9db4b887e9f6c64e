"""The rules of a health file: when the line calls, and when an illness is over."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.day_plan import DayPlan
from domain.health import DayHeard, is_over, next_follow_up, normal_in_a_row

WELL, ILL, BOTH, SILENT = DayHeard(True, False), DayHeard(False, True), DayHeard(True, True), DayHeard(False, False)


@pytest.mark.parametrize(
    ("days", "today", "over"),
    [
        ([WELL, WELL, WELL], SILENT, True),
        ([ILL, WELL, WELL, WELL], SILENT, True),
        ([WELL, WELL], WELL, False),
        ([WELL, SILENT, WELL], SILENT, False),
        ([WELL, BOTH, WELL], SILENT, False),
        ([WELL, WELL, ILL, WELL, WELL], SILENT, False),
        ([WELL, WELL, WELL], ILL, False),
        ([], SILENT, False),
    ],
)
def test_it_is_over_after_three_whole_days_in_a_row_with_nothing_but_normal(
    days: list[DayHeard], today: DayHeard, over: bool
) -> None:
    assert is_over(days, today) is over


@pytest.mark.parametrize(
    ("days", "count"), [([], 0), ([ILL], 0), ([WELL, SILENT, WELL], 1), ([WELL, WELL], 2), ([WELL] * 5, 3), ([BOTH], 0)]
)
def test_the_days_that_count_towards_its_end_are_the_last_ones_in_a_row(days: list[DayHeard], count: int) -> None:
    assert normal_in_a_row(days) == count


@pytest.mark.parametrize(
    ("after", "call"),
    [("08:59", "29 09:00"), ("09:00", "29 16:00"), ("15:59", "29 16:00"), ("16:00", "01 09:00"), ("23:59", "01 09:00")],
)
def test_the_line_calls_twice_a_day(after: str, call: str) -> None:
    wuhan = datetime.fromisoformat(f"2020-02-29T{after}+08:00").astimezone(UTC)
    at = next_follow_up(DayPlan(), wuhan, "Asia/Shanghai").astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{at:%d %H:%M}" == call


def test_the_times_are_the_communitys_own() -> None:
    plan = DayPlan(follow_up=time(20), follow_up_again=time(10))
    noon = datetime(2020, 2, 29, 4, tzinfo=UTC)
    assert next_follow_up(plan, noon, "Asia/Shanghai") == datetime(2020, 2, 29, 12, tzinfo=UTC)


def test_a_time_that_a_change_of_the_clock_leaves_out_comes_all_the_same() -> None:
    plan = DayPlan(follow_up=time(2, 30))
    before = datetime(2020, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Berlin, half an hour before the change
    assert next_follow_up(plan, before, "Europe/Berlin") == datetime(2020, 3, 29, 1, 30, tzinfo=UTC)

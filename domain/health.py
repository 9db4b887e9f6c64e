"""The rules of a health file: what is written in it, when the line calls about it, and when the illness is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from domain.day_plan import DayPlan, instant_of

RE_MEASURE_AFTER = timedelta(minutes=30)  # after the fever (product.md, "Health file")
NORMAL_DAYS = 3  # in a row, and the file closes


class NoteKind(StrEnum):
    """A line of the timeline."""

    READING = "reading"
    SYMPTOM = "symptom"
    CALL = "call"
    VISIT = "visit"
    NOTE = "note"
    ARRANGED = "arranged"


class CallFor(StrEnum):
    """Why the line calls somebody with a file: `Message.purpose`."""

    RE_MEASURE = "re_measure"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class DayHeard:
    """What was heard of a person on one day: a normal reading, an abnormal one, both or neither."""

    normal: bool
    abnormal: bool


def is_over(days: Sequence[DayHeard], today: DayHeard) -> bool:
    """Whether the illness is over: each of the last three whole days has a normal reading, and since them nothing abnormal.

    `days` are the whole days since the file was opened, oldest first.
    """
    return normal_in_a_row(days) == NORMAL_DAYS and not today.abnormal


def normal_in_a_row(days: Sequence[DayHeard]) -> int:
    """How many of these days, the last ones, had a normal reading and none abnormal; `NORMAL_DAYS` at most."""
    normal = takewhile(lambda day: day.normal and not day.abnormal, reversed(days[-NORMAL_DAYS:]))
    return sum(1 for _ in normal)


def next_follow_up(plan: DayPlan, after: datetime, timezone: str) -> datetime:
    """When the line calls next, UTC: the first of the day's two times, in the community's zone, after this instant."""
    day = after.astimezone(ZoneInfo(timezone)).date()
    times = sorted((plan.follow_up, plan.follow_up_again))
    calls = (instant_of(day + timedelta(days=later), at, timezone).astimezone(UTC) for later in (0, 1) for at in times)
    return next(call for call in calls if call > after)

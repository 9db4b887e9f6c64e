"""The rules of the day's calls to those not heard of: who comes first, and when a household is called (product.md, "The day")."""

from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from domain.day_plan import DayPlan, instant_of

TRIES = 2
BETWEEN_TRIES = timedelta(minutes=20)
CALL_BACK = timedelta(minutes=30)  # after "not measured yet"
MOST_CALLS = 5  # a day to one door, of all that ask how they are: in the last one no other is promised
PROMISE_HOLDS = timedelta(minutes=15)  # a promised call that is later than this is not placed any more
VERY_OLD = 80  # living alone and as old as this, silence is an alert the same day


class Rank(IntEnum):
    """Who is called first of those that are due."""

    PROMISED = 0
    ALONE = 1
    PREFERRED = 2
    OTHER = 3


class RollCallState(StrEnum):
    """How far a household's roll call has come. The last two are ends."""

    WAITING = "waiting"
    CALLING = "calling"
    HEARD = "heard"
    LISTED = "listed"


def first_call(day: date, preferred: datetime | None, plan: DayPlan, timezone: str) -> datetime:
    """When a household is called first: its preferred hour, moved into the time of the calls with room for both tries."""
    begins, ends = (instant_of(day, at, timezone) for at in (plan.calls_from, plan.calls_until))
    if preferred is None:
        return begins
    last = max(begins, ends - BETWEEN_TRIES - timedelta(minutes=5))
    return min(max(begins, preferred), last)


def is_very_old(birth_year: int | None, day: date) -> bool:
    """Whether somebody turns 80 this year, or is older; unknown is no."""
    return birth_year is not None and day.year - birth_year >= VERY_OLD

"""A community's day as instants: midnight to midnight in its own zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a community and the instants it begins and ends at; a day of summer time may have 23 or 25 hours."""

    date: date
    begins: datetime
    ends: datetime


def day_of(instant: datetime, timezone: str) -> Day:
    """The community's day around this instant."""
    zone = ZoneInfo(timezone)
    day = instant.astimezone(zone).date()
    begins, ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return Day(day, begins, ends)

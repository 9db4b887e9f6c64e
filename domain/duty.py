"""Who is on duty when: "0" never, "1" always, or hours of the community's day such as 08:00-20:00."""

import re
import unicodedata
from collections.abc import Collection
from datetime import time

from domain.row_errors import BadCell, Wrong

NEVER, ALWAYS = "0", "1"
BETWEEN = re.compile("[-–~]")


def parse_hours(text: str) -> tuple[time, time]:
    """The two ends of "08:00-20:00", also written 8:00 or full-width, or to 24:00. BadCell says how to write it."""
    parts = [part.strip().zfill(len("08:00")) for part in BETWEEN.split(unicodedata.normalize("NFKC", text))]
    if parts[-1] == "24:00":
        parts[-1] = "00:00"
    try:
        begins, ends = (time.fromisoformat(part) for part in parts)
    except ValueError:
        raise BadCell(Wrong.HOURS, text=text) from None
    return begins, ends


def written_hours(begins: time, ends: time) -> str:
    """Hours in their one spelling; from a time to the same is the whole day."""
    return f"{begins:%H:%M}-{ends:%H:%M}"


def is_on_duty(on_duty: str, at: time) -> bool:
    """Whether a duty written so covers this local time; hours may cross midnight (20:00-08:00)."""
    if on_duty in {NEVER, ALWAYS}:
        return on_duty == ALWAYS
    begins, ends = parse_hours(on_duty)
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def covers_some(on_duty: str, hours: str) -> bool:
    """Whether a duty written so covers any time of these hours."""
    if on_duty in {NEVER, ALWAYS}:
        return on_duty == ALWAYS
    return is_on_duty(on_duty, parse_hours(hours)[0]) or is_on_duty(hours, parse_hours(on_duty)[0])


def uncovered(duties: Collection[str]) -> tuple[str, ...]:
    """The hours of the day that none of these duties covers, written as a duty's: 12:00-14:00, 20:00-08:00; all: `ALWAYS`."""
    ends_of_duties = {at for duty in duties if duty not in {NEVER, ALWAYS} for at in parse_hours(duty)}
    times = sorted(ends_of_duties) or [time()]
    is_covered = [any(is_on_duty(duty, at) for duty in duties) for at in times]
    if not any(is_covered):
        return (ALWAYS,)
    before = [is_covered[-1], *is_covered[:-1]]  # around midnight
    begins = [at for at, now, then in zip(times, is_covered, before, strict=True) if then and not now]
    ends = [at for at, now, then in zip(times, is_covered, before, strict=True) if now and not then]
    if begins and ends[0] < begins[0]:
        ends = [*ends[1:], ends[0]]
    return tuple(written_hours(*gap) for gap in zip(begins, ends, strict=True))

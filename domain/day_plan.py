"""The times of a community's day, and how much of it the line does at once: settings with the product's own as defaults."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
DAY = timedelta(days=1)


class SettingsRefused(ValueError):  # noqa: N818 - it is what happened
    """Settings that cannot be; `errors` is a sentence for each."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("; ".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What happens when, in the community's own zone (product.md, "The day")."""

    sheet: time = time(6, 30)  # the grid's sheet is ready to be printed
    report_from: time = time(7)
    calls_from: time = time(8)  # the line calls those not heard of
    calls_until: time = time(10, 30)
    meals: time = time(9, 30)  # the headcount to the kitchen
    cut_off: time = time(11)  # digest and knock list
    follow_up: time = time(9)  # calls to those with a health file, and once more
    follow_up_again: time = time(16)
    visits: time = time(16)
    street_table: time = time(17)
    evening: time = time(19)  # tomorrow's sale, the last digest
    duty_check: time = time(20)  # who is on duty tomorrow, while somebody can still be found
    quiet_from: time = time(21)  # nothing routine leaves until `quiet_until`
    quiet_until: time = time(7)
    lines: int = 30  # calls to residents at once

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> "DayPlan":
        """The plan with a community's own settings: times as "08:30", `lines` a number. SettingsRefused names all wrong ones."""
        known = [field.name for field in fields(cls)]
        errors: list[str] = []
        given: dict[str, Any] = {}
        for name, value in settings.items():
            try:
                given[name] = _read(name, value, known)
            except ValueError as error:
                errors.append(str(error))
        plan = cls(**given)
        errors += [] if errors else plan._disorder()
        if errors:
            raise SettingsRefused(errors)
        return plan

    def _disorder(self) -> list[str]:
        """What is wrong with the times beside each other."""
        wrong = []
        if not self.calls_from < self.calls_until <= self.cut_off:
            wrong.append("the calls begin before they end, and end by the cut-off: calls_from < calls_until <= cut_off")
        if not self.report_from < self.cut_off:
            wrong.append("residents report before the cut-off: report_from < cut_off")
        return wrong

    def is_quiet(self, at: time) -> bool:
        """Whether nothing routine may ring at this time of the day."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def wakes(self, now: datetime, timezone: str) -> datetime:
        """When something routine may ring: now, or in the quiet hours at their end."""
        local = now.astimezone(ZoneInfo(timezone))
        if not self.is_quiet(local.time()):
            return now
        is_evening = local.time() >= self.quiet_until
        return instant_of(local.date() + timedelta(days=is_evening), self.quiet_until, timezone)

    def sleeps(self, now: datetime, timezone: str) -> datetime:
        """When the quiet hours begin next; in them, those of the next night."""
        today = now.astimezone(ZoneInfo(timezone)).date()
        begins = instant_of(today, self.quiet_from, timezone)
        return begins if begins > now else instant_of(today + timedelta(days=1), self.quiet_from, timezone)

    def due_after(self, now: datetime, span: timedelta, timezone: str) -> datetime:
        """By when something is to be done that may take so long, by people who sleep: not in the quiet hours.

        It is due when they begin if half of the time is left by then, else the rest comes after them. `span` is shorter
        than they are, or whole days.
        """
        begins = self.wakes(now, timezone)
        due = begins + span
        local = due.astimezone(ZoneInfo(timezone))
        if not self.is_quiet(local.time()):
            return due
        evening = due - (_of_day(local.time()) - _of_day(self.quiet_from)) % DAY
        if evening - begins >= span / 2:
            return evening
        return due + (_of_day(self.quiet_until) - _of_day(self.quiet_from)) % DAY

    def written(self) -> dict[str, str | int]:
        """Every setting as a person writes it: times as "08:30"."""
        return {
            name: value.strftime("%H:%M") if isinstance(value, time) else value for name, value in asdict(self).items()
        }

    def as_settings(self) -> dict[str, object]:
        """What differs from the defaults, as `of` reads it."""
        usual = DayPlan().written()
        return {name: value for name, value in self.written().items() if value != usual[name]}


def _of_day(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _read(name: str, value: object, known: Sequence[str]) -> time | int:
    if name not in known:
        raise ValueError(f"there is no setting {name!r}; there is {', '.join(known)}")
    if name == "lines":
        return _number(value)
    text = str(value).strip()
    try:
        if CLOCK.fullmatch(text):
            return time.fromisoformat(text.zfill(5))
    except ValueError:  # 25:00
        pass
    raise ValueError(f"{name} is {value!r}; write a time such as 08:30")


def _number(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"lines is {value!r}; write how many calls at once, such as 30")
    return int(text)


def instant_of(day: date, at: time, timezone: str) -> datetime:
    """When this time of the day is, aware and in the community's zone.

    A time that a change to summer time leaves out is as long after midnight as it would have been (02:30 comes
    at 03:30); of one that comes twice it is the first.
    """
    return datetime.combine(day, at, ZoneInfo(timezone))

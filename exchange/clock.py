"""The exchange's clock: real, or simulated by LINLI_CLOCK_START and LINLI_CLOCK_SPEED."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime


class Clock:
    """Time that starts at `start` (default: now) and runs `speed` times as fast as real time."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("the clock's speed must be above 0")
        self._start = start or datetime.now(UTC)
        self.speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The simulated time, aware, in UTC."""
        gone = (time.monotonic() - self._began) * self.speed
        return (self._start + timedelta(seconds=gone)).astimezone(UTC)

    def set(self, now: datetime) -> None:
        """Makes it this time now; the speed stays."""
        self._start, self._began = now, time.monotonic()

    def real_seconds(self, simulated: float) -> float:
        """How long a simulated wait lasts for a bystander."""
        return simulated / self.speed


def from_environment(environment: Mapping[str, str]) -> Clock:
    """The clock the two variables ask for; ValueError when one cannot be read or has no offset."""
    written = environment.get("LINLI_CLOCK_START", "")
    start = datetime.fromisoformat(written) if written else None
    if start is not None and start.tzinfo is None:
        raise ValueError("LINLI_CLOCK_START needs an offset")
    return Clock(start, float(environment.get("LINLI_CLOCK_SPEED") or 1))


def rfc2822(moment: datetime | None) -> str | None:
    """A time as the carrier's REST API writes it."""
    return None if moment is None else format_datetime(moment)

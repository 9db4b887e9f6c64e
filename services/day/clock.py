"""The line's one clock: real time by the database's watch, or a simulated day that all processes share.

Deadlines, the ladder, day keys and rates follow it; leases, sweeps and time-outs use the machine's own clock
(interfaces.md, "The clock").
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from models import ClockEpoch
from models.database import read_only


def machine_now() -> datetime:
    """The machine's own clock in UTC: for leases and look-ups, never for a deadline of care."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads the time. `real` and `simulated` are the same instant on both scales; `offset` is database minus machine."""

    real: datetime
    simulated: datetime
    speed: float = 1.0
    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The line's time, aware UTC."""
        return self.simulated + (machine_now() + self.offset - self.real) * self.speed

    def machine_at(self, instant: datetime) -> datetime:
        """What the machine's own clock shows at an instant of the line's time."""
        return self.real - self.offset + (instant - self.simulated) / self.speed


def real_clock() -> Clock:
    """A clock that is the machine's."""
    now = machine_now()
    return Clock(real=now, simulated=now)


def open_clock(engine: Engine, *, start: datetime | None = None, speed: float = 1.0) -> Clock:
    """The clock of this database. The first process that asks for a simulated one fixes the epoch for all others."""
    with read_only(engine).begin() as connection:  # waits for no import
        offset = _offset(connection)
        epoch = _epoch(connection)
    if epoch is None and start is None and speed == 1.0:
        now = machine_now() + offset
        return Clock(real=now, simulated=now, offset=offset)
    if epoch is None:
        epoch = _fix_epoch(engine, start, speed, offset)
    return Clock(real=epoch[0], simulated=epoch[1], speed=epoch[2], offset=offset)


def _offset(connection: Connection) -> timedelta:
    """How far PostgreSQL's clock is ahead of this machine's, the round trip halved; a database file shares ours."""
    if connection.dialect.name != "postgresql":
        return timedelta()
    began, before = machine_now(), time.monotonic()
    theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return theirs - began - timedelta(seconds=(time.monotonic() - before) / 2)


def _epoch(connection: Connection) -> tuple[datetime, datetime, float] | None:
    row = connection.execute(select(ClockEpoch.real, ClockEpoch.simulated, ClockEpoch.speed)).one_or_none()
    return None if row is None else (row.real, row.simulated, row.speed)


def _fix_epoch(
    engine: Engine, start: datetime | None, speed: float, offset: timedelta
) -> tuple[datetime, datetime, float]:
    now = machine_now() + offset
    try:
        with engine.begin() as connection:
            connection.execute(insert(ClockEpoch).values(id=1, real=now, simulated=start or now, speed=speed))
    except IntegrityError:  # another process was first: its epoch is everyone's
        pass
    with engine.begin() as connection:
        return _epoch(connection) or (now, start or now, speed)


def local_day(instant: datetime, timezone: str) -> date:
    """The community's date at an instant."""
    return instant.astimezone(ZoneInfo(timezone)).date()

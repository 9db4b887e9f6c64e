"""The carrier's rates as a token bucket per sender and channel, shared by all processes; it holds back routine only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.day_plan import DayPlan
from domain.segments import segments
from models import Pace
from services.sending.lines import free_lines

# Put together once: every message that leaves passes them.
_BUCKET = Pace.sender == bindparam("b_sender"), Pace.channel == bindparam("b_channel")
_HELD = select(Pace.free_at).where(*_BUCKET).with_for_update()
_SET = update(Pace).where(*_BUCKET).values(free_at=bindparam("b_free_at"))

BURST = 10  # segments or calls that may leave together after a quiet time; the carrier queues them itself


@dataclass(frozen=True, slots=True)
class Rates:
    """Segments and calls a second of the line's time."""

    texts: float
    calls: float

    def cost(self, row: Any) -> timedelta:
        """How long the sender is busy with this message."""
        return timedelta(seconds=1 / self.calls if row.channel == "call" else segments(row.body) / self.texts)


def grant(connection: Connection, rows: Sequence[Any], rates: Rates, now: datetime) -> list[Any]:
    """Those of the routine messages that may leave now, in order; the rest stay pending. Calls also need a free line."""
    granted = []
    for sender, channel in sorted({(row.sender, row.channel) for row in rows}):
        mine = [row for row in rows if (row.sender, row.channel) == (sender, channel)]
        free_at = _free_at(connection, sender, channel, now)
        burst = BURST * timedelta(seconds=1 / (rates.calls if channel == "call" else rates.texts))
        free_at = max(free_at, now - burst)
        for row in mine[: _room(connection, mine[0], now)] if channel == "call" else mine:
            if free_at > now:
                break
            granted.append(row)
            free_at += rates.cost(row)
        connection.execute(_SET, {"b_sender": sender, "b_channel": channel, "b_free_at": free_at})
    return sorted(granted, key=lambda row: (row.priority, row.id))


def _room(connection: Connection, row: Any, now: datetime) -> int:
    """Free lines; under the bucket's lock, so that two processes do not give the same one away."""
    return free_lines(connection, row.community_id, DayPlan.of(row.settings).lines, now)


def _free_at(connection: Connection, sender: str, channel: str, now: datetime) -> datetime:
    bucket = {"b_sender": sender, "b_channel": channel}
    found = connection.execute(_HELD, bucket).scalar_one_or_none()
    if found is None:
        try:
            with connection.begin_nested():
                connection.execute(
                    insert(Pace).values(sender=sender, channel=channel, free_at=now - timedelta(hours=1))
                )
        except IntegrityError:  # another process made the bucket first
            pass
        found = connection.execute(_HELD, bucket).scalar_one()
    return found

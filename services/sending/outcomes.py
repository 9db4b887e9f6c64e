"""What came of each attempt to send: recorded only by whoever still holds the lease, and never against the carrier's word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Message, MessageAttempt
from models.database import read_only
from services.day.clock import machine_now
from services.sending.claims import Claimed

ALERT_LOOKUP = timedelta(seconds=5)
ROUTINE_LOOKUP = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: the row's next state and what to keep of the carrier's answer."""

    message: Claimed
    outcome: str  # accepted, not_sent, refused, ambiguous, found, claimed, not_found, lookup_failed
    state: str
    milliseconds: int
    sid: str | None = None
    carrier_status: str = ""
    error_code: int | None = None
    due_at: datetime | None = None  # pending again
    lookup_at: datetime | None = None  # unknown
    lookups: int = 0
    is_repeat: bool = False


def record(engine: Engine, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Record outcomes in one transaction. A lease that was lost, or a callback that was faster, wins over ours."""
    try:
        with engine.begin() as connection:
            _record(connection, outcomes, now)
    except IntegrityError:  # two rows claim one sid
        for outcome in outcomes:
            _record_alone(engine, outcome, now)


def _record_alone(engine: Engine, outcome: Outcome, now: datetime) -> None:
    """One outcome by itself. What a look-up found is a guess where another row holds it: then it looks again."""
    try:
        with engine.begin() as connection:
            if outcome.outcome == "accepted" and outcome.sid is not None:
                yield_sid(connection, outcome.sid, outcome.message.id, now)
            _record(connection, [outcome], now)
    except IntegrityError:
        again = replace(
            outcome, outcome="claimed", state="unknown", sid=None, carrier_status="", lookup_at=machine_now()
        )
        with engine.begin() as connection:
            _record(connection, [again], now)


def yield_sid(connection: Connection | Session, sid: str, owner_id: int, now: datetime) -> None:
    """The carrier says whose sid this is: a row that took it by a look-up looks again."""
    connection.execute(
        update(Message)
        .where(Message.sid == sid, Message.id != owner_id)
        .values(state="unknown", sid=None, carrier_status="", lookup_at=machine_now(), lookups=0, at=now)
    )


def _record(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    attempts = [
        {
            "message_id": outcome.message.id,
            "outcome": outcome.outcome,
            "error_code": outcome.error_code,
            "milliseconds": outcome.milliseconds,
            "at": now,
        }
        for outcome in outcomes
    ]
    connection.execute(_FENCED, [{**_bound(outcome), "b_at": now} for outcome in outcomes])
    connection.execute(insert(MessageAttempt), attempts)


_FENCED = (
    update(Message)
    .where(
        Message.id == bindparam("b_id"),
        Message.lease_token == bindparam("b_token"),
        # Not as a list: IN (…) cannot go out for many rows in one statement.
        or_(Message.state == "submitting", Message.state == "unknown"),
    )
    .values(
        state=bindparam("b_state"),
        sid=bindparam("b_sid"),
        carrier_status=bindparam("b_status"),
        error_code=bindparam("b_error"),
        lookup_at=bindparam("b_lookup_at"),
        lookups=bindparam("b_lookups"),
        is_repeat=bindparam("b_repeat"),
        due_at=bindparam("b_due_at"),
        lease_until=None,
        at=bindparam("b_at"),
    )
)


def _bound(outcome: Outcome) -> dict[str, object]:
    return {
        "b_id": outcome.message.id,
        "b_token": outcome.message.token,
        "b_state": outcome.state,
        "b_sid": outcome.sid,
        "b_status": outcome.carrier_status,
        "b_error": outcome.error_code,
        "b_lookup_at": outcome.lookup_at,
        "b_lookups": outcome.lookups,
        "b_repeat": outcome.is_repeat or outcome.message.is_repeat,
        "b_due_at": outcome.due_at or outcome.message.submitted_at,
    }


def known_sids(engine: Engine, to: str) -> set[str]:
    """Sids of messages to this number that are accounted for: a look-up must not claim another message's."""
    with read_only(engine).connect() as connection:
        return {
            sid
            for sid in connection.scalars(select(Message.sid).where(Message.to == to, Message.sid.is_not(None)))
            if sid
        }

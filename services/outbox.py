"""The outbox: texts and calls the line owes somebody, written in the same transaction as their reason.

A row is claimed with a lease, sent with no transaction open, and its outcome recorded only by whoever still
holds the lease (reliability.md, "Outbox"). What was perhaps sent is looked up, never blindly sent again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Alert, Community, Message, MessageAttempt, Worker
from models.database import READ_ONLY
from services import pacing
from services.clock import machine_now
from services.unheard import needless

LEASE = timedelta(seconds=20)  # the client gives up after 15
ALERT_LOOKUP = timedelta(seconds=5)
ROUTINE_LOOKUP = timedelta(seconds=60)


class Priority(IntEnum):
    """Lanes of the outbox, the first one first."""

    ALERT = 0
    REPLY = 1
    REMINDER = 2
    NOTICE = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A text or a call to be. `dedupe_key` makes a second one with the same reason impossible."""

    community_id: int
    dedupe_key: str
    kind: str
    channel: str
    priority: Priority
    to: str
    language: str
    body: str = ""
    worker_id: int | None = None
    alert_id: int | None = None
    household_id: int | None = None
    purpose: str = ""  # of a call to a resident
    step: int = 0
    not_after: datetime | None = None
    due_at: datetime | None = None  # at once

    @classmethod
    def to_worker(cls, worker: Worker, dedupe_key: str, kind: str, priority: Priority, **more: Any) -> "Draft":
        """A text to a member of the staff, in their language; `channel="call"` makes it a call."""
        return cls(
            community_id=worker.community_id,
            dedupe_key=dedupe_key,
            kind=kind,
            priority=priority,
            to=worker.phone,
            language=worker.language,
            worker_id=worker.id,
            **{"channel": "sms", **more},
        )


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in the hands of one sender until its lease runs out, on the machine's clock."""

    id: int
    token: str
    channel: str
    to: str
    sender: str  # the community's line
    body: str
    language: str
    is_alert: bool
    is_repeat: bool
    attempts: int  # before this one
    submitted_at: datetime
    lease_until: datetime


def put(session: Session, draft: Draft, now: datetime) -> int | None:
    """Put a message into the outbox. Returns its id, or None when the same reason had one already."""
    values = {
        "community_id": draft.community_id,
        "dedupe_key": draft.dedupe_key,
        "kind": draft.kind,
        "channel": draft.channel,
        "priority": int(draft.priority),
        "to": draft.to,
        "language": draft.language,
        "body": draft.body,
        "worker_id": draft.worker_id,
        "alert_id": draft.alert_id,
        "household_id": draft.household_id,
        "purpose": draft.purpose,
        "step": draft.step,
        "not_after": draft.not_after,
        "created_at": now,
        "due_at": draft.due_at or now,
        "at": now,
    }
    dialect = session.get_bind().dialect.name
    builder = postgresql_insert if dialect == "postgresql" else sqlite_insert
    statement = (
        builder(Message).values(values).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Message.id)
    )
    return session.execute(statement).scalar_one_or_none()


def drop_pending(session: Session, alert_id: int, now: datetime) -> None:
    """Take back the ladder's messages that have not left yet: somebody has this alert. What a call added still goes."""
    session.execute(
        update(Message)
        .where(*_of_ladder(), Message.alert_id == alert_id, Message.state == "pending")
        .values(state="dropped", at=now)
    )


def _of_ladder() -> tuple[ColumnElement[bool], ...]:
    return Message.kind == "alert", Message.step >= 0


NOT_TOLD = ("failed", "dropped")


def told_workers(session: Session, alert_id: int) -> list[int]:
    """Who has been told of this alert, or is about to be."""
    statement = (
        select(Message.worker_id)
        .where(Message.alert_id == alert_id, Message.kind == "alert", Message.state.not_in(NOT_TOLD))
        .distinct()
    )
    return [worker for worker in session.scalars(statement) if worker is not None]


def claim(
    engine: Engine, most: int, token: str, times: tuple[datetime, datetime], rates: pacing.Rates
) -> list[Claimed]:
    """Claim up to `most` due messages, alerts first; routine ones only as far as the carrier's rates go.

    `times` are the line's now and the machine's now. `most` must not exceed the free senders, else leases
    run out unsent.
    """
    now, machine = times
    with engine.begin() as connection:
        rows = _due(connection, most, now)
        if not rows:
            return []
        alerts = [row for row in rows if row.priority == Priority.ALERT]
        routine = [row for row in rows if row.priority != Priority.ALERT]
        granted = alerts + pacing.grant(connection, routine, rates, now)
        late = {row.id for row in granted if row.is_answered or (row.not_after is not None and row.not_after < now)}
        late |= needless(connection, granted, now)
        if late:
            connection.execute(update(Message).where(Message.id.in_(late)).values(state="dropped", at=now))
        chosen = [row for row in granted if row.id not in late]
        connection.execute(
            update(Message)
            .where(Message.id.in_([row.id for row in chosen]))
            .values(
                state="submitting",
                attempts=Message.attempts + 1,
                lease_token=token,
                lease_until=machine + LEASE,
                submitted_at=now,
                at=now,
            )
        )
    return [_claimed(row, token, now, machine + LEASE) for row in chosen]


def _due(connection: Connection, most: int, now: datetime) -> Sequence[Any]:
    statement = (
        select(
            Message.id,
            Message.community_id,
            Message.channel,
            Message.priority,
            Message.to,
            Message.body,
            Message.language,
            Message.is_repeat,
            Message.attempts,
            Message.not_after,
            Message.household_id,
            Message.purpose,
            Community.timezone,
            Community.line.label("sender"),
            # In doubt when somebody took its alert, found not to have left, and now of no use.
            and_(*_of_ladder(), Alert.state != "open").label("is_answered"),
        )
        .join(Community, Community.id == Message.community_id)
        .outerjoin(Alert, Alert.id == Message.alert_id)
        .where(Message.state == "pending", Message.due_at <= now)
        .order_by(Message.priority, Message.due_at, Message.id)
        .limit(most)
        .with_for_update(of=Message, skip_locked=True)  # SQLite has neither; its writers queue at BEGIN IMMEDIATE
    )
    return connection.execute(statement).all()


def _claimed(row: Any, token: str, now: datetime, lease_until: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        token=token,
        channel=row.channel,
        to=row.to,
        sender=row.sender,
        body=row.body,
        language=row.language,
        is_alert=row.priority == Priority.ALERT,
        is_repeat=row.is_repeat,
        attempts=row.attempts,
        submitted_at=now,
        lease_until=lease_until,
    )


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
    fenced = (
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
            at=now,
        )
    )
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
    connection.execute(fenced, [_bound(outcome) for outcome in outcomes])
    connection.execute(insert(MessageAttempt), attempts)


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


def doubt_lost_leases(engine: Engine, now: datetime, machine: datetime) -> int:
    """A sender died with these in hand: whether they left is unknown, so they are to be looked up at once."""
    with engine.begin() as connection:
        result = connection.execute(
            update(Message)
            .where(Message.state == "submitting", Message.lease_until < machine)
            .values(state="unknown", lookup_at=machine, lookups=0, lease_token=None, lease_until=None, at=now)
        )
    return result.rowcount


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A message that perhaps left: what a look-up needs, and how many found nothing so far."""

    claimed: Claimed
    lookups: int


def claim_doubtful(engine: Engine, most: int, token: str, machine: datetime) -> list[Doubtful]:
    """Claim messages whose look-up is due; a lease keeps two processes from asking and resending at once."""
    statement = (
        select(Message, Community.line)
        .join(Community, Community.id == Message.community_id)
        .where(Message.state == "unknown", Message.lookup_at <= machine)
        .order_by(Message.priority, Message.lookup_at)
        .limit(most)
        .with_for_update(of=Message, skip_locked=True)
    )
    with Session(engine, expire_on_commit=False) as session, session.begin():
        rows = session.execute(statement).all()
        for message, _line in rows:
            message.lease_token = token
            message.lookup_at = machine + LEASE
        return [
            Doubtful(
                Claimed(
                    id=message.id,
                    token=token,
                    channel=message.channel,
                    to=message.to,
                    sender=line,
                    body=message.body,
                    language=message.language,
                    is_alert=message.priority == Priority.ALERT,
                    is_repeat=message.is_repeat,
                    attempts=message.attempts,
                    submitted_at=message.submitted_at or message.created_at,
                    lease_until=machine + LEASE,
                ),
                message.lookups,
            )
            for message, line in rows
        ]


def known_sids(engine: Engine, to: str) -> set[str]:
    """Sids of messages to this number that are accounted for: a look-up must not claim another message's."""
    with engine.connect().execution_options(**READ_ONLY) as connection:
        return {
            sid
            for sid in connection.scalars(select(Message.sid).where(Message.to == to, Message.sid.is_not(None)))
            if sid
        }

"""Claims on the outbox: a due row is one sender's until its lease runs out, and what was perhaps sent is looked up.

Nothing is sent with a transaction open; what was perhaps sent is never blindly sent again (reliability.md, "Outbox").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from models import Alert, Community, Message
from models.database import read_only
from services.day.questions import Question
from services.roll_call.unheard import needless
from services.sending import pacing
from services.sending.outbox import Priority, of_ladder

LEASE = timedelta(seconds=20)  # the client gives up after 15
SWEEPS = 20  # of messages that are too late, in one look: no writer waits long for it
IN_DOUBT = text("message.state IN ('submitting', 'unknown')")  # literally as in the index


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


def what_waits(engine: Engine, now: datetime, machine: datetime) -> tuple[bool, bool]:
    """Whether anything is due, and whether the carrier is to be asked about anything. No writer waits for this look."""
    with Session(read_only(engine)) as session:
        due, doubtful = _waiting().ask(session, now, machine)
    return bool(due), bool(doubtful)


@cache
def _waiting() -> Question:
    return Question(lambda now, machine: select(exists().where(_is_due(now)), exists().where(is_doubtful(machine))))


def claim(
    engine: Engine, most: int, token: str, times: tuple[datetime, datetime], rates: pacing.Rates
) -> list[Claimed]:
    """Claim up to `most` due messages, alerts first; routine ones only as far as the carrier's rates go.

    `times` are the line's now and the machine's now. `most` must not exceed the free senders, else leases
    run out unsent.
    """
    now, machine = times
    with engine.begin() as connection:
        rows = _wanted(connection, most, now)
        if not rows:
            return []
        alerts = [row for row in rows if row.priority == Priority.ALERT]
        routine = [row for row in rows if row.priority != Priority.ALERT]
        chosen = alerts + pacing.grant(connection, routine, rates, now)
        held = {"b_token": token, "b_lease": machine + LEASE}
        connection.execute(_HOLD, {"b_ids": [row.id for row in chosen], "b_now": now, **held})
    return [_claimed(row, token, now, machine + LEASE) for row in chosen]


def _is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return and_(Message.state == "pending", Message.due_at <= now)


_NOW: BindParameter[datetime] = bindparam("b_now")
_OF_THESE = Message.id.in_(bindparam("b_ids", expanding=True))
_DROP = update(Message).where(_OF_THESE).values(state="dropped", at=_NOW)
_HOLD = (
    update(Message)
    .where(_OF_THESE)
    .values(
        state="submitting",
        attempts=Message.attempts + 1,
        lease_token=bindparam("b_token"),
        lease_until=bindparam("b_lease"),
        submitted_at=_NOW,
        at=_NOW,
    )
)


def _wanted(connection: Connection, most: int, now: datetime) -> Sequence[Any]:
    """What is due and of use. What is too late is dropped on the way: it uses up no rate, and nothing waits behind it."""
    rows: Sequence[Any] = ()
    late: set[int] = set()
    for _ in range(SWEEPS):
        rows = connection.execute(_what_is_due(), {"b_now": now, "b_most": most}).all()
        late = {row.id for row in rows if row.is_answered or (row.not_after is not None and row.not_after < now)}
        late |= needless(connection, rows, now)
        if not late:
            return rows
        connection.execute(_DROP, {"b_ids": list(late), "b_now": now})
    return [row for row in rows if row.id not in late]


@cache
def _what_is_due() -> Select[*tuple[Any, ...]]:
    return (
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
            Community.settings,
            Community.line.label("sender"),
            # In doubt when somebody took its alert, found not to have left, and now of no use.
            and_(*of_ladder(), Alert.state != "open").label("is_answered"),
        )
        .join(Community, Community.id == Message.community_id)
        .outerjoin(Alert, Alert.id == Message.alert_id)
        .where(_is_due(_NOW))
        .order_by(Message.priority, Message.due_at, Message.id)
        .limit(bindparam("b_most", type_=Integer))
        .with_for_update(of=Message, skip_locked=True)  # SQLite has neither; its writers queue at BEGIN IMMEDIATE
    )


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


def is_lost(machine: datetime) -> ColumnElement[bool]:
    """Whether the sender of a message has held it longer than anybody does."""
    return and_(IN_DOUBT, Message.state == "submitting", Message.lease_until < machine)


def doubt_lost_leases(engine: Engine, now: datetime, machine: datetime) -> int:
    """A sender died with these in hand: whether they left is unknown, so they are to be looked up at once."""
    with engine.begin() as connection:
        result = connection.execute(
            update(Message)
            .where(is_lost(machine))
            .values(state="unknown", lookup_at=machine, lookups=0, lease_token=None, lease_until=None, at=now)
        )
    return result.rowcount


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A message that perhaps left: what a look-up needs, and how many found nothing so far."""

    claimed: Claimed
    lookups: int


def is_doubtful(machine: datetime) -> ColumnElement[bool]:
    """Whether a message perhaps left, and the carrier is to be asked."""
    return and_(IN_DOUBT, Message.state == "unknown", Message.lookup_at <= machine)


def claim_doubtful(engine: Engine, most: int, token: str, machine: datetime) -> list[Doubtful]:
    """Claim messages whose look-up is due; a lease keeps two processes from asking and resending at once."""
    statement = (
        select(Message, Community.line)
        .join(Community, Community.id == Message.community_id)
        .where(is_doubtful(machine))
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

"""What the line has sent and what came of it: each message with its segments, and how much of each kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.segments import segments
from models import Message
from services.desk.listings import Scope

FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message without its words; `segments` are a text's, 0 of a call; `outcome` the carrier's last word."""

    id: int
    at: datetime
    kind: str
    channel: str
    to: str
    household_id: int | None
    state: str
    outcome: str
    error_code: int | None
    segments: int
    attempts: int


@dataclass(slots=True)
class KindCost:
    """How much was sent of a kind, and how much of it failed."""

    kind: str
    texts: int = 0
    segments: int = 0
    calls: int = 0
    failed: int = 0


def sent_messages(session: Session, scope: Scope) -> Sequence[SentMessage]:
    """What was written since the scope's day, the newest first."""
    query = select(Message).where(Message.community_id == scope.community_id, Message.created_at >= scope.since)
    return [
        SentMessage(
            one.id,
            one.created_at,
            one.kind,
            one.channel,
            one.to,
            one.household_id,
            one.state,
            one.carrier_status,
            one.error_code,
            segments(one.body) if one.channel == "sms" else 0,
            one.attempts,
        )
        for one in session.scalars(query.order_by(Message.id.desc()))
    ]


def costs(messages: Iterable[SentMessage]) -> list[KindCost]:
    """What of each kind has left, is leaving, or failed; the dearest first. What was left out costs nothing."""
    found: defaultdict[str, KindCost] = defaultdict(lambda: KindCost(""))
    for one in messages:
        if one.state == "dropped":
            continue
        cost = found[one.kind]
        cost.kind = one.kind
        cost.texts += one.channel == "sms"
        cost.segments += one.segments
        cost.calls += one.channel == "call"
        cost.failed += one.state == FAILED
    return sorted(found.values(), key=lambda cost: (-cost.segments - cost.calls, cost.kind))

"""What the day cost whom, counted from what the carrier took: texts a worker, segments, calls at once, minutes to a ringing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.segments import segments
from models import Alert, Message
from models.database import read_only
from tests.day.clockwork import RATES, Left
from tests.day.simulation import SimulatedDay


@dataclass(frozen=True, slots=True)
class Sent:
    """A text or a call that left, and what it was about."""

    left: Left
    kind: str
    purpose: str
    alert: int | None
    household: int | None
    of_alert: bool  # the alert itself, or that somebody else has taken it


def read_sent(day: SimulatedDay) -> list[Sent]:
    """Everything that left, in its order."""
    columns = (
        Message.id,
        Message.kind,
        Message.purpose,
        Message.alert_id,
        Message.household_id,
        Message.dedupe_key.startswith("alert:").label("of_alert"),
    )
    with Session(read_only(day.time.engine)) as session:
        rows = {row.id: row for row in session.execute(select(*columns))}
    about = [(left, rows[left.post.message_id]) for left in day.time.left]
    return [Sent(left, row.kind, row.purpose, row.alert_id, row.household_id, row.of_alert) for left, row in about]


def texts_per_worker(day: SimulatedDay, sent: Sequence[Sent]) -> dict[str, Counter[str]]:
    """By telephone of a grid worker: how much about alerts, in answer to what they asked, and unasked."""
    counts: dict[str, Counter[str]] = {worker.number: Counter() for worker in day.town.workers}
    for one in sent:
        if one.left.post.to in counts and one.left.post.channel == "sms":
            counts[one.left.post.to]["alerts" if one.of_alert else "answers" if one.kind == "reply" else "unasked"] += 1
    return counts


def to_residents(sent: Sequence[Sent]) -> list[Sent]:
    """The calls that take a line."""
    return [one for one in sent if one.left.post.channel == "call" and one.alert is None]


def most_at_once(day: SimulatedDay, calls: Sequence[Sent]) -> int:
    """Calls to residents that rang or were spoken at one time."""
    ends = sorted(day.exchange.ended.get(one.left.post.sid, day.time.now) for one in calls)
    most = ended = 0
    for begun, one in enumerate(calls, 1):
        while ended < len(ends) and ends[ended] <= one.left.at:
            ended += 1
        most = max(most, begun - ended)
    return most


def most_a_minute(calls: Sequence[Sent]) -> int:
    """Calls placed within any sixty seconds."""
    minute = timedelta(minutes=1)
    return max(
        (sum(one.left.at <= other.left.at < one.left.at + minute for other in calls) for one in calls), default=0
    )


def seconds_to_ringing(day: SimulatedDay, sent: Sequence[Sent]) -> list[float]:
    """From the first key that told an illness to the worker's telephone ringing, where nobody had answered the text."""
    rings: dict[int, Sent] = {}
    texts: dict[int, Sent] = {}
    for one in sent:
        if one.alert is not None:
            (rings if one.left.post.channel == "call" else texts).setdefault(one.alert, one)
    homes = _homes_of_alerts(day)
    return sorted(
        (one.left.at - told).total_seconds()
        for alert, one in rings.items()
        if (told := day.ledger.ill_at.get(homes.get(alert, 0)))
        and alert in texts
        and abs(texts[alert].left.at - told) < timedelta(minutes=1)
    )


def _homes_of_alerts(day: SimulatedDay) -> dict[int, int]:
    with Session(read_only(day.time.engine)) as session:
        query = select(Alert.id, Alert.household_id).where(Alert.klass == "health", Alert.household_id.is_not(None))
        return {alert: home or 0 for alert, home in session.execute(query)}


def table(day: SimulatedDay, fen_a_segment: int) -> Iterator[str]:
    """The figures as lines; the price of a segment in fen is the reader's own."""
    sent = read_sent(day)
    calls, texts = to_residents(sent), [one for one in sent if one.left.post.channel == "sms"]
    workers = texts_per_worker(day, sent)
    yield f"{len(day.town.homes)} households, {len(day.ledger.model.people)} people, {len(workers)} grid workers"
    for what, goal in (("unasked", "goal: at most 6"), ("alerts", ""), ("answers", "to what they asked")):
        numbers = sorted(count[what] for count in workers.values())
        yield f"texts a worker and day, {what:8} median {median(numbers):5.1f}  most {numbers[-1]:4}  {goal}"
    billed = sum(segments(one.left.post.body) for one in texts)
    yield f"texts {len(texts)}, segments {billed}, at {fen_a_segment} fen a segment {billed * fen_a_segment / 100:.2f} yuan"
    yield f"calls to residents {len(calls)}, most at once {most_at_once(day, calls)}, most a minute {most_a_minute(calls)} (the carrier takes {RATES.calls * 60:.0f} and a burst of 10)"
    rings = seconds_to_ringing(day, sent)
    if rings:
        yield f"first key to the worker's telephone ringing, s: median {median(rings):.0f}, most {rings[-1]:.0f}, of {len(rings)}"

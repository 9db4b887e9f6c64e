"""What became of a call, read from the database alone: readings, orders, items and alerts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Item, Order, OrderLine, Reading, SaleSet
from tests.elders.errands import Errand
from tests.elders.mind import FEVER
from tests.elders.phone import Conversation
from tests.elders.town import Home


@dataclass(frozen=True, slots=True)
class Called:
    """A call that was made: by which persona, for what, from which home."""

    persona: str
    errand: Errand
    home: Home
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call came out. `listed` None: nothing had to be on the worker's list."""

    done: bool
    wrong: bool  # something else than what was meant was confirmed
    fever_as_normal: bool
    listed: bool | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the database holds, by the call's sid; orders by household."""

    readings: dict[str, dict[int, int | None]]  # tenths by the resident's id, the newest
    every_reading: dict[str, list[tuple[int, int | None]]]
    orders: dict[int, dict[str, int]]  # pieces by the set's names
    listed: frozenset[str]  # calls that left an open item or an alert for a person
    alerted: frozenset[str]


def read_database(engine: Engine) -> Found:
    """Everything the calls left behind."""
    every: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    orders: dict[int, dict[str, int]] = defaultdict(dict)
    with Session(engine) as session:
        for sid, resident, tenths in session.execute(
            select(Reading.call_sid, Reading.resident_id, Reading.tenths).order_by(Reading.id)
        ):
            every[sid].append((resident, tenths))
        for household, zh, en, quantity in session.execute(
            select(Order.household_id, SaleSet.name_zh, SaleSet.name_en, OrderLine.quantity)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(SaleSet, SaleSet.id == OrderLine.set_id)
            .where(Order.state.in_(("placed", "closed")))
        ):
            orders[household].update({zh: quantity} if household % 2 == 0 else {en: quantity})
        items = set(session.scalars(select(Item.call_sid).where(Item.state == "open")))
        alerts: dict[str, set[str]] = {"person": set(), "health": set()}
        for sid, klass in session.execute(select(Alert.call_sid, Alert.klass)):
            alerts.setdefault(klass, set()).add(sid)
    newest = {sid: dict(rows) for sid, rows in every.items()}
    return Found(newest, every, orders, frozenset(items | alerts["person"]), frozenset(alerts["health"]))


def judge(called: Called, found: Found) -> Outcome:
    """One call against what its caller meant."""
    return _judge_order(called, found) if called.home.wish.set_name else _judge_report(called, found)


def _judge_report(called: Called, found: Found) -> Outcome:
    sid, people = called.conversation.sid, called.home.wish.people
    rows = found.every_reading.get(sid, [])
    meant = {called.home.id * 10 + place: person for place, person in enumerate(people)}
    wrong = any(
        resident not in meant
        or not (tenths == meant[resident].tenths or (tenths is None and not meant[resident].is_ill))
        for resident, tenths in rows
    )
    missed = any(
        resident in meant and meant[resident].is_ill and (tenths is None or tenths < FEVER) for resident, tenths in rows
    )
    done = not wrong and set(found.readings.get(sid, {})) == set(meant)
    return Outcome(done, wrong, missed, None if rows else sid in found.listed)


def _judge_order(called: Called, found: Found) -> Outcome:
    wish, conversation = called.home.wish, called.conversation
    order = found.orders.get(called.home.id, {})
    done = order == {wish.set_name: wish.quantity}
    tongue = conversation.caller.tongue
    something_open = conversation.heard(tongue.quantity) or conversation.heard(tongue.given_up)
    listed = conversation.sid in found.listed if not order and something_open else None
    return Outcome(done, bool(order) and not done, fever_as_normal=False, listed=listed)


def judge_all(calls: Sequence[Called], engine: Engine) -> list[Outcome]:
    """Every call, in the order given."""
    found = read_database(engine)
    return [judge(called, found) for called in calls]

"""Random callers over the real webhooks: whatever is keyed, repeated or cut short, the line keeps its promises.

Every walk is drawn from a fixed seed, so a failing one comes back. The checks know the call script, not the code:
they look at what was posted, what was said and what is stored.
"""

import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from ivr.state_url import from_query
from linli.app import create_app
from models import Alert, Item, Message, Order, OrderLine, Reading, SaleSet, Turn
from services.day.clock import Clock
from tests.web.conftest import MORNING
from tests.web.line import Answer, PhoneCall, Wire, wire_to
from tests.web.village import COUPLE, DIGITS, DOORS, ENGLISH, FAMILY, STRANGER, TWO_DOORS, WANG, Village
from webhooks.parts import Parts

WITHHELD = ""
CALLERS = (WANG, COUPLE, FAMILY, DIGITS, TWO_DOORS, ENGLISH, STRANGER, WITHHELD)
# The day goes on: before the cut-off, after it, before midnight in Wuhan and after it.
HOURS = (timedelta(), timedelta(minutes=70), timedelta(hours=15, minutes=29), timedelta(hours=15, minutes=31))
ONE_KEY = ("1",) * 8 + ("2",) * 5 + ("3",) * 2 + ("0", "9", "4", "8", "", "", "#", "*", "1#", "12")
NUMBERS = (
    *("365", "382", "379", "36", "38", "421", "349", "420", "350", "36*5", "0", "9", "", "#", "*", "00365"),
    *("3", "5", "1", "2", "1504", "1503", "301", "302", "77", "9" * 60),
)
OPENINGS = ((), (), ("3", "2", "1", "1", "1"), ("3", "2", "2", "2", "1", "1"), ("3", "1", "1504", "1", "1"))
MOST_TURNS = 40
LIMIT = 3  # of each set of the village's sale
CALLS = {"sqlite": 70, "postgresql": 25}
ILL_ASKED = ("发烧或者不舒服,请按二", "有人发烧、不舒服,请按二", "发烧或不舒服,请按二", "unwell, press 2")
FAILED = ("我请网格员打电话给您", "I will ask your grid worker")
ALERT_TEXT = re.compile(
    r"(\(重\))?(\d+栋(\d+单元)?\d*|门牌不明) (发热( \d\d\.\d)?|不舒服( \d\d\.\d)?|要人|急需药)( 气短| 咳嗽| 乏力)*( 未核实)? 回 \d{4}"
)
LONGEST_TEXT = 70  # UCS-2 characters of one segment


class RepeatingWire(Wire):
    """A carrier that now and then posts the same request again, also twice at once."""

    def __init__(self, apps: Sequence[Flask], chance: random.Random) -> None:
        super().__init__(apps[0].test_client())
        self._apps, self._chance, self.hour = apps, chance, 0

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Answer:
        """The first answer; every repeat must be the same byte for byte."""
        wire = wire_to(self._apps[self.hour])
        drawn = self._chance.random()
        if drawn < 0.05:
            with ThreadPoolExecutor(2) as pool:
                both = [pool.submit(wire_to(self._apps[self.hour]).post, url, form) for _ in range(2)]
            first, second = (one.result() for one in both)
        else:
            first = wire.post(url, form, signature=signature)
            second = wire.post(url, form) if drawn < 0.2 else first
        assert second == first
        return first


@dataclass
class Walk:
    """One random call and what must be true of it."""

    call: PhoneCall
    wire: RepeatingWire
    engine: Engine
    chance: random.Random
    opening: list[str] = field(default_factory=list)  # keys that lead somewhere, before chance takes over
    was_ill: bool = False
    confirmed: bool = False  # the last thing posted was a 1 at a question, not at a read-back

    def go(self) -> None:
        """To the end of the call, or until the caller hangs up."""
        self.call.dial()
        self._check()
        while not self.call.ended and self.chance.random() > 0.04:
            before = self._readings()
            self._step()
            self._check()
            assert self._readings() == before or self.confirmed, "a reading without a confirming 1"
        self.call.hang_up()
        if self.chance.random() < 0.3:
            self.call.hang_up()

    def _step(self) -> None:
        if self.chance.random() < 0.05 and self.wire.hour == 2:  # midnight comes during a call
            self.wire.hour = 3
        tags = {verb.tag for verb in self.call.verbs}
        self.confirmed = False
        if "Dial" in tags:
            self._ring()
        elif "Record" in tags:
            self.call.speak()
        else:
            self._key()

    def _ring(self) -> None:
        (dial,) = [verb for verb in self.call.verbs if verb.tag == "Dial"]
        if self.chance.random() < 0.4:
            (number,) = dial
            leg = self.wire.post(number.get("url") or "", {"CallSid": "CAleg", "CallStatus": "in-progress"})
            (gather,) = [verb for verb in etree.fromstring(leg.body.encode()) if verb.tag == "Gather"]
            self.wire.post(gather.get("action") or "", {"CallSid": "CAleg", "Digits": self.chance.choice("12")})
        self.call.after_dial(self.chance.choice(("no-answer", "busy", "failed", "completed")))

    def _key(self) -> None:
        listening, question = self._gathers()
        if listening is not None and self.chance.random() < 0.1:
            self.call.over_press(self.chance.choice("0123456789#*"))
            return
        drawn = self.chance.choice(ONE_KEY if question.get("numDigits") == "1" else NUMBERS)
        keys = self.opening.pop(0) if self.opening else drawn
        self.confirmed = keys.strip("#*") == "1"
        words = "".join(str(part) for part in question.itertext())
        self.was_ill |= keys == "2" and any(said in words for said in ILL_ASKED)
        self.was_ill |= question.get("numDigits") == "3" and keys in {"382", "379", "420", "38"}
        self.call.press(keys)

    def _gathers(self) -> tuple[etree._Element | None, etree._Element]:
        gathers = [verb for verb in self.call.verbs if verb.tag == "Gather"]
        listening = [verb for verb in gathers if verb.get("actionOnEmptyResult") == "false"]
        (question,) = [verb for verb in gathers if verb.get("actionOnEmptyResult") == "true"]
        return (listening[0] if listening else None), question

    def _readings(self) -> int:
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(Reading)) or 0

    def _check(self) -> None:
        with Session(self.engine) as session:
            numbers = session.scalars(
                select(Turn.number).where(Turn.call_sid == self.call.sid).order_by(Turn.number)
            ).all()
            assert list(numbers) == list(range(len(numbers)))
            assert len(numbers) <= MOST_TURNS
            alerts = session.scalars(select(Alert.id).where(Alert.call_sid == self.call.sid)).all()
            assert alerts or not self.was_ill, "no alert although a 2 or a fever was keyed"
            _check_alerts(session)
            _check_closed(session, self.call)
        own = {name for door in DOORS.values() if door[4] == self.call.caller for person in door[3] for name in person}
        others = {name for door in DOORS.values() for person in door[3] for name in person} - own
        assert not [name for name in others if name in self.call.heard], "a stranger heard a name"

    def check_left(self, *, hung_up: bool) -> None:
        """The items the script demands, and none when nothing was open."""
        with Session(self.engine) as session:
            items = session.scalars(select(Item).where(Item.call_sid == self.call.sid)).all()
            turns = session.scalars(select(Turn).where(Turn.call_sid == self.call.sid).order_by(Turn.number)).all()
        happened = [event["event"] for turn in turns for event in turn.events]
        kinds = [item.kind for item in items]
        failed = any(words in self.call.heard for words in FAILED)
        state = from_query(turns[-1].state)
        if failed:
            assert {"call_back", "unconfirmed_value"} & set(kinds)
        if hung_up and not {"Reported", "LeftMessage", "Ordered", "FiledItem"} & set(happened) and not state.reported:
            assert {"unfinished_call", "unconfirmed_value"} & set(kinds), (happened, turns[-1].position)
        if not hung_up and not failed and set(happened) <= {"Reported", "Ordered", "CancelledOrder"}:
            assert set(kinds) <= {"other"}, (kinds, happened)
        for item in items:
            assert item.tenths is None or 350 <= item.tenths <= 420


def _check_alerts(session: Session) -> None:
    """Somebody is told of each, in one segment, in the form people know, and nobody is named."""
    for alert in session.scalars(select(Alert)):
        bodies = session.scalars(select(Message.body).where(Message.alert_id == alert.id, Message.channel == "sms"))
        texts = bodies.all()
        assert texts
        for body in texts:
            assert ALERT_TEXT.fullmatch(body), body
            assert len(body) <= LONGEST_TEXT
    names = {name for door in DOORS.values() for person in door[3] for name in person}
    for body in session.scalars(select(Message.body)):
        assert not [name for name in names if name in body]


def _check_closed(session: Session, call: PhoneCall) -> None:
    """What was open about a report is done once the same report is confirmed; a call out of turns just then is called back.

    What another telephone, not on file there, has left at the door is still open.
    """
    last = session.scalars(select(Turn).where(Turn.call_sid == call.sid).order_by(Turn.number.desc()).limit(1)).one()
    happened = [event["event"] for event in last.events]
    if "Reported" not in happened or "FiledItem" in happened:
        return
    household = from_query(last.state).household
    if household:
        still = select(Item.kind).where(Item.household_id == household, Item.about == "report", Item.state != "done")
        left_here = or_(Item.phone.is_(None), Item.phone == call.caller)
        assert not session.scalars(still.where(left_here)).all()


def _check_stored(session: Session) -> None:
    """No value that cannot be, no order beyond the household's limit."""
    assert all(tenths is None or 350 <= tenths <= 420 for tenths in session.scalars(select(Reading.tenths)))
    ordered = (
        select(func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .join(SaleSet, SaleSet.id == OrderLine.set_id)
        .where(Order.state == "placed")
        .group_by(Order.household_id, Order.placed_from, SaleSet.number)
    )
    assert all(0 < quantity <= LIMIT for quantity in session.scalars(ordered))


@pytest.fixture
def apps(parts: Parts) -> list[Flask]:
    """The application at each hour of the walk."""
    return [
        create_app(replace(parts, clock=Clock(real=MORNING, simulated=MORNING + hour, speed=1e-9))) for hour in HOURS
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_callers_break_no_promise(
    apps: list[Flask],
    engine: Engine,
    village: Village,
    seed: int,
) -> None:
    chance = random.Random(seed)
    wire = RepeatingWire(apps, chance)
    calls = CALLS[engine.dialect.name]
    for number in range(calls):
        wire.hour = max(wire.hour, 0 if number < calls * 0.7 else 1 if number < calls * 0.8 else 2)
        call = PhoneCall(wire, chance.choice(CALLERS))
        walk = Walk(call, wire, engine, chance, list(chance.choice(OPENINGS)))
        walk.go()
        walk.check_left(hung_up=not call.ended)
    with Session(engine) as session:
        _check_stored(session)
        assert session.scalar(select(func.count()).select_from(Reading))
        assert session.scalar(select(func.count()).select_from(Alert))
        assert session.scalar(select(func.count()).select_from(Order))
        assert village.sale

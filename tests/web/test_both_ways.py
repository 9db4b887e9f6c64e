"""Everything a worker can do by SMS can be done by keys, and the reverse: each intent, over the real webhooks."""

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.announcements import By as How
from ivr.dialogues import SCRIPT
from ivr.facts import Facts, ListedDoor, Matter, NextWave
from ivr.script import OTHERS, Menu
from linli.app import create_app
from models import AlertCode, Item, Message
from models.database import open_engine
from services.goods import waves
from services.goods.waves import WavePlan
from services.sending.doorbell import Doorbell
from services.staff import pins
from services.staff.pins import set_pin
from tests.integration.outgoing import MORNING, HandClock
from tests.integration.shop import Shop
from tests.unit.caller import DIGITS_ONE, FRUIT, GRAIN, GREENS, ONE, TWO, TWO_GREENS, Caller, known
from tests.web.both_ways import DIGITS, KEYS_ALONE, SPEAK, TEXTS_ALONE, WANG, WAYS, Way, intents, world
from tests.web.line import BASE, LINE, TOKEN, PhoneCall, wire_to
from tests.web.village import DOORS, WORKER, settle
from webhooks.parts import Parts

KINDS = ("sqlite_databases", "postgres_databases")  # the second for what undoes and adds to something; it takes longer
EVERY_WAY = [
    pytest.param(kind, way, id=f"{intent} {number} {kind}")
    for intent, ways in WAYS.items()
    for number, way in enumerate(ways)
    for kind in (KINDS if way.text_before else KINDS[:1])
]
_sids = itertools.count(1)


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pins.COST, "n", 2)


class Day:
    """A worker's day at the line of a new village, and what came of it."""

    def __init__(self, address: str) -> None:
        self.engine, self.clock = open_engine(address, hurried=True), HandClock()
        self.plain = open_engine(address, hurried=True, autocommit=True)
        parts = Parts(self.engine, self.plain, self.clock, Doorbell(""), (TOKEN,), (BASE,))
        self.wire = wire_to(create_app(parts, keeps_watch=False))
        with Session(self.engine) as session, session.begin():
            self.village = settle(session, MORNING)
            self.pin = set_pin(session, self.village.community, "孙丽")

    def ends(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
        self.plain.dispose()

    def begins(self, way: Way) -> None:
        """What residents press first, and the goods that have come."""
        for door, *keys in way.before:
            PhoneCall(self.wire, DOORS[door][4]).dial().press(*keys).hang_up()
        if way.wave:
            self._plans_wave()

    def _plans_wave(self) -> None:
        shop = Shop(self.engine, self.village, self.clock)
        shop.orders("wang", s2=2)
        shop.closes()
        shop.counts(s2=2)
        shop.settles()
        with Session(self.engine) as session, session.begin():
            plan = WavePlan(5, "东门", How.BOTH, self.clock.now())
            waves.plan_waves(session, shop.sale(session), plan, self.clock.now())

    def texts(self, words: str) -> str:
        """The worker's text, and what it is answered."""
        self.clock.move(seconds=1)
        sid = f"SM{next(_sids):032x}"
        form = {"MessageSid": sid, "AccountSid": "AC1", "From": WORKER, "To": LINE}
        answer = self.wire.post("/webhooks/sms/incoming", {**form, "Body": words.format(**self._numbers())})
        assert answer.status == 200
        with Session(self.engine) as session:
            answers = select(Message.body).where(Message.to == WORKER, Message.kind == "reply")
            return "".join(session.scalars(answers.order_by(Message.id.desc()).limit(1)))

    def _numbers(self) -> dict[str, object]:
        hers = AlertCode.worker_id == self.village.workers["worker"]
        with Session(self.engine) as session:
            code = session.scalar(select(AlertCode.code).where(hers))
            return {"code": code, "item": session.scalar(select(Item.id).order_by(Item.id.desc()))}

    def presses(self, *keys: str) -> str:
        """The worker's call, let in, and all that is heard."""
        self.clock.move(seconds=1)
        call = PhoneCall(self.wire, WORKER).dial().press(self.pin)
        for key in keys:
            call.speak() if key == SPEAK else call.press(key)
        call.hang_up()
        return call.heard

    def counts(self) -> list[tuple[str, ...]]:
        """All that counts now."""
        with Session(self.engine) as session:
            return world(session)


@pytest.fixture
def days(request: pytest.FixtureRequest, kind: str) -> Iterator[tuple[Day, Day]]:
    """Two villages alike: one of texts, one of keys."""
    databases = request.getfixturevalue(kind)
    with databases.fresh() as one, databases.fresh() as other:
        both = Day(one), Day(other)
        yield both
        for day in both:
            day.ends()


def test_every_intent_of_a_workers_text_has_its_keys() -> None:
    assert intents() == {*WAYS, *TEXTS_ALONE}


@pytest.mark.parametrize(("kind", "way"), EVERY_WAY)
def test_the_keys_do_what_the_text_does(days: tuple[Day, Day], kind: str, way: Way) -> None:
    of_texts, of_keys = days
    for day in days:
        day.begins(way)
    if way.text_before:
        of_texts.texts(way.text_before)
        of_keys.presses(*way.keys_before)
    before = of_texts.counts()
    assert of_keys.counts() == before
    answered, heard = of_texts.texts(way.text), of_keys.presses(*way.keys)
    assert of_keys.counts() == sorted([*of_texts.counts(), *way.besides])
    for words, told in zip(way.tells, (answered, heard), strict=True):
        assert words in told
    assert (of_texts.counts() == before) == any(way.tells)


def test_every_key_of_a_workers_menus_has_its_text() -> None:
    pressed = {press for ways in WAYS.values() for way in ways for press in presses(way)}
    offered = {
        (position, key)
        for position, step in SCRIPT.steps.items()
        if isinstance(step, Menu) and position.startswith(("worker.", "at_door."))
        for key in (*step.choices, *((OTHERS,) if step.others else ()))
    }
    assert offered - pressed == set(KEYS_ALONE)


def presses(way: Way) -> Iterator[tuple[str, str]]:
    """Each key of the way with the step at which it is pressed."""
    for keys in filter(None, (way.keys_before, way.keys)):
        call = Caller(known_of(way), worker=5).press("123456")
        for key in keys:
            yield call.at, key
            call.speak() if key == SPEAK else call.press(key)


def known_of(way: Way) -> Facts:
    """What the line knows at this way's keys."""
    door = ONE if way.keys[:5] == WANG else DIGITS_ONE if way.keys[:5] == DIGITS else TWO
    card = "mine" if way.keys_before else "home"
    gas = Matter(item=1, kind="gas", building="3", room="1504", card=card, card_fen=10_000)
    return known(
        has_pin=True,
        is_pin_right=True,
        household_telephone="+8610000000009",
        found=door,
        sets=(GRAIN, GREENS, FRUIT),
        order=(TWO_GREENS,) if way.text_before else (),
        entered="well" if way.keys_before else "",
        matters=(
            gas if way.text.startswith(("收卡", "充值")) else Matter(alert=1, kind="fever", building="3", room="1504"),
        ),
        listed=(ListedDoor("3", "", "301"), ListedDoor("5", "", "301")),
        set_totals=(("蔬菜", 2),),
        wave=NextWave(1, 1, clock="12:55"),
    )

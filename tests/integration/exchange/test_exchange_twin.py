"""The exchange and an independent reading of TwiML agree on calls drawn by chance; a wrong reading is caught by the same.

Seeds are fixed; `LINLI_CALLS=5000 LINLI_SEED=7` draws so many others. A call that differs is made once more at a fifth
of the pace, for a stalled machine can be late with a key: a real difference stays.
"""

import os
import random
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest
import urllib3
from werkzeug import Request as Asked
from werkzeug import Response

from exchange.app import Exchange
from exchange.clock import Clock
from exchange.parts import Account, Parts
from exchange.studio import Pace
from tests.integration.exchange.town import ACCOUNT, TOKEN
from tests.twin.calls import Made, Street
from tests.twin.carrier import Carrier, Request
from tests.twin.drawing import Draughtsman, Drawn
from tests.twin.ear import Ear
from tests.twin.people import Act, Callee

HOW_MANY = int(os.environ.get("LINLI_CALLS", "120"))
SEED = int(os.environ.get("LINLI_SEED", "0"))
AT_ONCE = 12  # calls made beside each other


@dataclass
class Stage:
    """An exchange whose lines each lead to the first of their own documents."""

    pace: Pace
    documents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ear = Ear(Asked.application(self._answer))
        self.exchange = Exchange(Parts(Account(ACCOUNT, (TOKEN,), "SK1", "secret"), Clock(speed=100), self.pace, 0, 0))
        self.exchange.start()

    def stop(self) -> None:
        """Ends everything."""
        self.exchange.stop()
        self.ear.stop()

    def play(self, number: int, drawn: Drawn) -> Made:
        """One drawn call, with telephones and a line of its own."""
        self.documents |= drawn.documents
        line = f"+1500555{70000 + number}"
        addresses = {"voice_url": self.ear.url + drawn.first, "status_url": f"{self.ear.url}/status"}
        urllib3.request("PUT", f"{self.exchange.url}/exchange/numbers/{line}", json=addresses)
        street = Street(self.exchange.url, self.ear, line)
        return street.make_call(f"+1500555{60000 + number}", drawn.acts, drawn.callees, drawn.first)

    def _answer(self, asked: Asked) -> Response:
        if asked.path == "/sound.wav":
            return Response(b"a sound", content_type="audio/mpeg")
        return Response(self.documents.get(asked.path, "<Response/>"), content_type="text/xml")


def draw(number: int) -> Drawn:
    """A call that is the same whenever this number of this seed is drawn."""
    telephones = (f"+1500555{80000 + number}", f"+1500555{90000 + number}")
    return Draughtsman(random.Random(f"{SEED} {number}")).call(f"call{number}", telephones)


def read(document: str) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 - our own


def make(numbers: range, pace: Pace) -> dict[int, Made]:
    """These calls as an exchange of this pace carries them out."""
    stage = Stage(pace)
    try:
        with ThreadPoolExecutor(AT_ONCE) as callers:
            return dict(
                zip(numbers, callers.map(lambda number: stage.play(number, draw(number)), numbers), strict=True)
            )
    finally:
        stage.stop()


@pytest.fixture(scope="module")
def made() -> Mapping[int, Made]:
    """The drawn calls."""
    calls = make(range(HOW_MANY), Pace(divisor=10))
    for number in [number for number, call in calls.items() if call.disagreement()]:
        calls |= make(range(number, number + 1), Pace(divisor=2))
    return calls


def test_the_exchange_does_what_the_documentation_says(made: Mapping[int, Made]) -> None:
    for number, call in made.items():
        assert not call.disagreement(), (draw(number).documents, call.acts, call.callees)
    assert len(made) == HOW_MANY


def test_every_verb_and_every_outcome_is_drawn(made: Mapping[int, Made]) -> None:
    verbs = {verb.tag for number in made for text in draw(number).documents.values() for verb in read(text)}
    assert verbs == {"Say", "Play", "Gather", "Record", "Dial", "Redirect", "Hangup", "Reject"}
    told = [asked.told for call in made.values() for asked in call.asked]
    assert {"completed", "busy", "no-answer", "failed"} == {
        one["DialCallStatus"] for one in told if "DialCallStatus" in one
    }
    assert {"true", "false"} == {one["DialBridged"] for one in told if "DialBridged" in one}
    assert {"", "hangup", "1"} <= {one["Digits"] for one in told if "RecordingUrl" in one}
    assert {"completed", "busy", "no-answer"} == {call.heard[-1][1] for call in made.values()}


class KeyByKey(Carrier):
    """A wrong reading: a key is as good as all of numDigits."""

    def _expected(self, verb: ET.Element) -> int:
        return min(1, super()._expected(verb))


class Endless(Carrier):
    """A wrong reading: numDigits is no reason to stop."""

    def _expected(self, verb: ET.Element) -> int:
        return super()._expected(verb) + 1000


class Greedy(Carrier):
    """A wrong reading: the finishing key is a digit too."""

    def _keys(self, verb: ET.Element, act: Act) -> tuple[str, str]:
        digits, finished = super()._keys(verb, act)
        return digits + finished, finished


class Talkative(Carrier):
    """A wrong reading: silence is always posted."""

    def _gather(self, verb: ET.Element, url: str) -> Request | None:
        verb.set("actionOnEmptyResult", "true")
        return super()._gather(verb, url)


class Lost(Carrier):
    """A wrong reading: a relative address counts from the first document's."""

    def _to_action(self, verb: ET.Element, url: str, told: Mapping[str, str]) -> Request:
        return super()._to_action(verb, self.posted[0].url if verb.get("action") is None else url, told)


class Stubborn(Carrier):
    """A wrong reading: what follows a Dial with an action is reached."""

    def _after_dial(self, verb: ET.Element, url: str, status: str, *, bridged: bool) -> Request | None:
        super()._after_dial(verb, url, status, bridged=bridged)
        return None


class Credulous(Carrier):
    """A wrong reading: whoever was screened is connected."""

    def _screen(self, noun: ET.Element, url: str, callee: Callee) -> bool:
        super()._screen(noun, url, callee)
        return True


class Deaf(Carrier):
    """A wrong reading: an empty message is posted too."""

    def _record(self, verb: ET.Element, url: str) -> Request | None:
        return super()._record(verb, url) or self._to_action(verb, url, {"Digits": ""})


class Polite(Carrier):
    """A wrong reading: a refused call is answered first."""

    def _obey(self, document: ET.Element, url: str) -> Request | None:
        self.answered = True
        return super()._obey(document, url)


@pytest.mark.parametrize(
    "wrong",
    [KeyByKey, Endless, Greedy, Talkative, Lost, Stubborn, Credulous, Deaf, Polite],
    ids=lambda one: one.__name__,
)
def test_a_wrong_reading_is_caught(made: Mapping[int, Made], wrong: type[Carrier]) -> None:
    assert any(call.disagreement(wrong) for call in made.values())


def test_keys_that_were_not_pressed_are_missed(made: Mapping[int, Made]) -> None:
    silent = [replace(call, acts=[replace(act, keys="") for act in call.acts]) for call in made.values()]
    assert any(call.disagreement() for call in silent)

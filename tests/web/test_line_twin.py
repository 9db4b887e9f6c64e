"""Random callers of the line hear on the exchange what an independent reading of the line's TwiML would have them hear.

Seeds are fixed; `LINLI_CALLS=2000 LINLI_SEED=7` makes so many others. What the line says is its own affair here: the
twin is given the line's answers and foretells everything between them. A call that differs is made once more at a
fifth of the pace, for a stalled machine can be late with a key: a real difference stays.
"""

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest
import urllib3

from exchange.app import Exchange
from exchange.clock import Clock
from exchange.parts import Account
from exchange.parts import Parts as Exchanges
from exchange.studio import Pace
from linli.app import create_app
from tests.integration.exchange.town import ACCOUNT
from tests.twin.calls import Made, Street
from tests.twin.ear import Ear
from tests.twin.people import GOODBYE, SILENCE, Act, Callee
from tests.web.line import LINE, TOKEN
from tests.web.test_walks import NUMBERS, ONE_KEY, OPENINGS
from tests.web.village import (
    CADRE,
    COUPLE,
    DIGITS,
    DUTY,
    ENGLISH,
    FAMILY,
    STRANGER,
    TWO_DOORS,
    VOLUNTEER,
    WANG,
    WORKER,
    Village,
)
from webhooks.parts import Parts

HOW_MANY = int(os.environ.get("LINLI_CALLS", "24"))
SEED = int(os.environ.get("LINLI_SEED", "0"))
CALLERS = (WANG, COUPLE, FAMILY, DIGITS, TWO_DOORS, ENGLISH, STRANGER, WORKER)
STAFF = (WORKER, CADRE, VOLUNTEER, DUTY)
BUSY = Callee("busy")  # of no concern to calls made beside each other
INCOMING = "/webhooks/voice/incoming"
FEVER, A_PERSON = ("2", "1", "1", "1", "1"), ("0",)
MESSAGES = (
    (Act(keys="0"), Act("please come", "#")),
    (Act(keys="0"), SILENCE),
    (Act(keys="0"), Act("come", hangs_up=True)),
)
SCREENED = (
    Callee(acts=(Act(keys="1"),)),
    Callee(acts=(Act(keys="1"),), ends_the_talk=False),
    Callee(acts=(Act(keys="2"),)),
)


def draw(number: int) -> tuple[Act, ...]:
    """The acts of one caller: keys that lead somewhere, then whatever comes."""
    chance = random.Random(f"{SEED} {number}")
    opening = [Act(keys=keys) for keys in chance.choice((*OPENINGS, FEVER, A_PERSON)) if keys]
    return (*opening, *(_act(chance) for _ in range(chance.randint(2, 12))))


def _act(chance: random.Random) -> Act:
    drawn = chance.random()
    if drawn < 0.05:
        return GOODBYE
    if drawn < 0.12:
        return SILENCE
    if drawn < 0.2:
        return Act(words="please come", hangs_up=chance.random() < 0.3)
    return Act(keys=chance.choice(chance.choice((ONE_KEY, NUMBERS))), patient=chance.random() < 0.3)


@dataclass
class LineOnExchange:
    """The line behind an exchange of its own."""

    parts: Parts
    pace: Pace

    def __post_init__(self) -> None:
        self.ear = Ear()
        self.ear.application = create_app(replace(self.parts, base_urls=(self.ear.url,)))
        self.exchange = Exchange(
            Exchanges(Account(ACCOUNT, (TOKEN,), "SK1", "secret"), Clock(speed=100), self.pace, 0, 0)
        )
        self.exchange.start()
        addresses = {"voice_url": self.ear.url + INCOMING, "status_url": f"{self.ear.url}/webhooks/status/call"}
        urllib3.request("PUT", f"{self.exchange.url}/exchange/numbers/{LINE}", json=addresses)

    def stop(self) -> None:
        """Ends everything."""
        self.exchange.stop()
        self.ear.stop()

    def make_call(self, caller: str, acts: tuple[Act, ...], staff: Callee = BUSY) -> Made:
        """A call to the line, all of whose staff do the same."""
        street = Street(self.exchange.url, self.ear, LINE)
        return street.make_call(caller, acts, dict.fromkeys(STAFF, staff), INCOMING)


@pytest.fixture
def slow_and_fast(parts: Parts, village: Village) -> Iterator[tuple[LineOnExchange, LineOnExchange]]:
    """The same line behind an exchange whose timeouts pass four, and twenty times, as fast as real ones."""
    assert village.community
    both = LineOnExchange(parts, Pace(divisor=4)), LineOnExchange(parts, Pace(divisor=20))
    yield both
    for line in both:
        line.stop()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what is heard does not depend on it
def test_callers_hear_what_the_documentation_says(slow_and_fast: tuple[LineOnExchange, LineOnExchange]) -> None:
    slow, fast = slow_and_fast

    def make_calls(place: int) -> list[Made]:
        return [fast.make_call(CALLERS[place], draw(number)) for number in range(place, HOW_MANY, len(CALLERS))]

    with ThreadPoolExecutor(len(CALLERS)) as callers:
        made = [call for calls in callers.map(make_calls, range(len(CALLERS))) for call in calls]
    made += [fast.make_call(WANG, acts) for acts in MESSAGES]
    made += [fast.make_call(WANG, (Act(keys="0"), SILENCE), staff) for staff in SCREENED]
    for call in made:
        staff = call.callees[DUTY]
        again = slow.make_call(STRANGER, tuple(call.acts), staff) if call.disagreement() else call
        assert not again.disagreement(), call.acts
    _assert_much_happened(made)


def _assert_much_happened(made: list[Made]) -> None:
    asked = [one for call in made for one in call.asked]
    assert {"busy", "completed"} == {one.told["DialCallStatus"] for one in asked if "DialCallStatus" in one.told}
    assert {"true", "false"} == {one.told["DialBridged"] for one in asked if "DialBridged" in one.told}
    assert {"#", "hangup"} <= {one.told["Digits"] for one in asked if "RecordingUrl" in one.told}
    assert any("over-press" in one.path for one in asked)
    assert any(one.told.get("Digits") == "" for one in asked)
    assert len(asked) > 5 * len(made)

"""What the exchange sends is named as in webhooks that were captured from the carrier."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.exchange.town import LINE, Asked, Town

FIXTURES = json.loads((Path(__file__).parents[2] / "data" / "twilio_fixtures.json").read_text("utf-8"))["fixtures"]
NEIGHBOUR = "+15005550102"

# Told by the carrier of things that do not happen here: forwarding, caller's names, SIP, and who answered.
ELSEWHERE = {"CalledVia", "ForwardedFrom", "CallerName", "SipResponseCode", "AnsweredBy", "CallToken", "StirVerstat"}
# Documented and not in the captures, which are older or of other kinds of numbers.
DOCUMENTED = {
    "gather_digits": {"FinishedOnKey", "msg"},
    "dial_action": {"DialBridged"},
}


def captured(kind: str) -> list[set[str]]:
    """The names of each captured webhook of a kind."""
    named = [set(one["params"]) for one in FIXTURES if one["kind"] == kind and one["quality"].startswith("captured")]
    assert named
    return named


def call(town: Town, inside: str, *, keys: str = "", words: str = "") -> None:
    """A call to the line with this document, keys pressed or words said when they are waited for."""
    town.says("/voice", inside)
    town.says("/next", "<Hangup/>")
    phone = town.phone()
    phone.dial(LINE)
    if keys or words:
        phone.awaits()
    if words:
        phone.say(words)
    if keys:
        phone.press(keys)
    phone.ends()


def incoming(town: Town) -> Asked:
    call(town, "<Say>hello</Say>")
    return town.application.of("/voice")[0]


def gathered(town: Town) -> Asked:
    call(town, '<Gather numDigits="1" action="/next"/>', keys="1")
    return town.application.of("/next")[0]


def recorded(town: Town) -> Asked:
    call(town, '<Record action="/next" timeout="30"/>', words="come quickly", keys="*")
    return town.application.of("/next")[0]


def kept(town: Town) -> Asked:
    call(town, '<Record action="/next" timeout="30" recordingStatusCallback="/told"/>', words="come", keys="*")
    return town.application.was_asked("/told")[0]


def dialled(town: Town) -> Asked:
    town.phone(NEIGHBOUR, answers="mailbox")
    call(town, f'<Dial action="/next" timeLimit="3">{NEIGHBOUR}</Dial>')
    return town.application.of("/next")[0]


def leg(town: Town) -> Asked:
    town.phone(NEIGHBOUR, answers="at_once")
    number = f'<Number statusCallback="/told" statusCallbackEvent="answered">{NEIGHBOUR}</Number>'
    call(town, f'<Dial timeLimit="3">{number}</Dial>')
    return town.application.was_asked("/told")[0]


def over(town: Town) -> Asked:
    call(town, "<Say>hello</Say>")
    return town.application.was_asked("/status")[0]


def texted(town: Town) -> Asked:
    town.phone().text(LINE, "36.5")
    return town.application.was_asked("/sms")[0]


@pytest.mark.parametrize(
    ("kind", "happen"),
    [
        ("voice_inbound", incoming),
        ("gather_digits", gathered),
        ("record_action", recorded),
        ("recording_status", kept),
        ("dial_action", dialled),
        ("dial_leg_status", leg),
        ("call_status", over),
        ("sms_inbound", texted),
    ],
)
def test_a_webhook_is_named_as_the_carriers(town: Town, kind: str, happen: Callable[[Town], Asked]) -> None:
    sent, seen = set(happen(town).form), captured(kind)
    ever, always = set.union(*seen), set.intersection(*seen)
    assert sent <= ever | DOCUMENTED.get(kind, set())
    assert always - ELSEWHERE <= sent

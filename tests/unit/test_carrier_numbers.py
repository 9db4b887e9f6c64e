"""Who calls or texts: telephones, and those who hide."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrier import numbers

FIXTURES = json.loads((Path(__file__).parents[1] / "data" / "twilio_fixtures.json").read_text("utf-8"))["fixtures"]
INBOUND = [f for f in FIXTURES if f["kind"] in {"voice_inbound", "sms_inbound", "gather_digits", "record_action"}]


@pytest.mark.parametrize("stand_in", ["+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696"])
def test_a_stand_in_for_a_withheld_number_is_no_telephone(stand_in: str) -> None:
    assert numbers.caller({"From": stand_in, "Caller": stand_in}) is None
    assert numbers.withheld(stand_in)


@pytest.mark.parametrize(
    "raw",
    [
        *("", "  ", "anonymous", "Anonymous", "RESTRICTED", "unavailable", "BLOCKED", "unknown"),
        *("client:888", "sip:1504@line.example", "whatsapp:+15005550160", "whatsapp:US.1234", "rcs:agent"),
        *("10086", "+10086", "LINLI", "15005550100", "+05005550100", "+1500555010٠", "+1 500 555 0100", "+" + "1" * 16),
    ],
)
def test_what_cannot_be_called_back_is_no_telephone(raw: str) -> None:
    assert numbers.caller({"From": raw}) is None
    assert numbers.withheld(raw)


@pytest.mark.parametrize("number", ["+15005550100", "+8610000001234", "+445550000101", "+862824522531"])
def test_a_telephone_is_kept_as_it_is(number: str) -> None:
    assert numbers.caller({"From": number}) == number
    assert not numbers.withheld(number)


def test_a_plus_that_was_lost_in_the_form_is_put_back() -> None:
    assert numbers.caller({"From": " 8610000001234"}) == "+8610000001234"
    assert numbers.caller({"From": " 86282452253"}) is None  # withheld all the same


def test_it_asks_caller_where_from_is_missing() -> None:
    assert numbers.caller({"Caller": "+15005550112"}) == "+15005550112"
    assert numbers.caller({"From": "", "Caller": "+15005550112"}) == "+15005550112"
    assert numbers.caller({}) is None


def test_a_withheld_from_is_not_looked_for_elsewhere() -> None:
    assert numbers.caller({"From": "anonymous", "Caller": "+15005550112"}) is None


def test_it_asks_called_where_to_is_missing() -> None:
    assert numbers.called({"To": "+15005550100"}) == "+15005550100"
    assert numbers.called({"Called": "+15005550100"}) == "+15005550100"
    assert numbers.called({"To": "client:888"}) is None


@pytest.mark.parametrize("fixture", INBOUND, ids=[f["id"] for f in INBOUND])
def test_every_captured_caller_is_understood(fixture: dict[str, dict[str, str]]) -> None:
    form = fixture["params"]
    assert numbers.caller(form) == (form.get("From") or form["Caller"])
    assert numbers.called(form) == form["To"]


@pytest.mark.parametrize(
    "fixture", [f for f in FIXTURES if f["kind"] == "whatsapp_inbound"], ids=lambda fixture: str(fixture["id"])
)
def test_a_captured_whatsapp_address_is_no_telephone(fixture: dict[str, dict[str, str]]) -> None:
    assert numbers.caller(fixture["params"]) is None


@given(st.text())
def test_it_never_raises(raw: str) -> None:
    number = numbers.telephone(raw)
    assert number is None or (number[1:] == raw.strip().lstrip("+") and number.isascii())

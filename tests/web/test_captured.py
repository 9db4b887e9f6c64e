"""Webhooks as carriers have really sent them: every shape is answered, and what is not ours changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import InboundEvent, Item, Message
from tests.tables import counts
from tests.web.line import PhoneCall, Wire
from tests.web.village import Village
from webhooks.parts import Parts

FIXTURES = json.loads((Path(__file__).parents[1] / "data" / "twilio_fixtures.json").read_text())["fixtures"]
PATHS = {
    "voice_inbound": "/webhooks/voice/incoming",
    "sms_inbound": "/webhooks/sms/incoming",
    "sms_optout": "/webhooks/sms/incoming",
    "whatsapp_inbound": "/webhooks/sms/incoming",
    "call_status": "/webhooks/status/call",
    "dial_leg_status": "/webhooks/status/call",
    "message_status": "/webhooks/status/message",
    "recording_status": "/webhooks/status/recording",
    "amd": "/webhooks/status/call",
    "transcription": "/webhooks/status/recording",
}
TURNS = ("gather_digits", "gather_speech", "record_action", "dial_action")


def test_every_captured_webhook_is_tried_here() -> None:
    assert {one["kind"] for one in FIXTURES} == {*PATHS, *TURNS}


def of_kind(*kinds: str) -> list[Any]:
    return [pytest.param(one, id=one["id"]) for one in FIXTURES if one["kind"] in kinds]


@pytest.mark.parametrize("fixture", of_kind("voice_inbound"))
def test_a_call_of_any_shape_is_answered(wire: Wire, village: Village, fixture: dict[str, Any]) -> None:
    answer = wire.post(PATHS[fixture["kind"]], fixture["params"])
    assert (answer.status, "<Gather" in answer.body) == (200, True)


@pytest.mark.parametrize("fixture", of_kind(*TURNS))
def test_an_answer_of_any_shape_takes_the_call_on(wire: Wire, village: Village, fixture: dict[str, Any]) -> None:
    call = PhoneCall(wire, fixture["params"].get("From", ""), sid=fixture["params"]["CallSid"]).dial()
    action = next(verb.get("action") for verb in call.verbs if verb.get("actionOnEmptyResult") == "true") or ""
    first, again = (wire.post(action, fixture["params"]) for _ in range(2))
    assert (first.status, first.body.startswith("<?xml")) == (200, True)
    assert again == first


@pytest.mark.parametrize("fixture", of_kind("sms_inbound", "whatsapp_inbound"))
def test_a_text_of_any_shape_is_acted_on_once(
    wire: Wire, engine: Engine, village: Village, fixture: dict[str, Any]
) -> None:
    for _ in range(3):
        assert wire.post(PATHS[fixture["kind"]], fixture["params"]).status == 200
    with Session(engine) as session:
        (kept,) = session.scalars(select(InboundEvent.payload)).all()
        done = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Message, Item)]
    assert kept["body"] == fixture["params"].get("Body", "")
    is_for_us = "verification code" not in kept["body"]
    assert sum(done) == int(is_for_us)  # a question back, or an item where nobody can be asked


@pytest.mark.parametrize("fixture", of_kind("sms_optout"))
def test_an_opt_out_is_kept_and_not_answered(
    wire: Wire, engine: Engine, village: Village, fixture: dict[str, Any]
) -> None:
    assert wire.post(PATHS[fixture["kind"]], fixture["params"]).status == 200
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(InboundEvent)) == 1
        assert session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize(
    "fixture", of_kind("call_status", "dial_leg_status", "message_status", "recording_status", "amd", "transcription")
)
def test_a_callback_about_nothing_of_ours_is_counted_and_changes_nothing(
    wire: Wire, engine: Engine, parts: Parts, village: Village, fixture: dict[str, Any]
) -> None:
    before = counts(engine)
    assert wire.post(PATHS[fixture["kind"]], fixture["params"]).status == 204
    assert counts(engine) == before
    assert sum(parts.counts.values()) == 1


@pytest.mark.parametrize("fixture", of_kind("voice_inbound", "sms_inbound", "call_status", "message_status"))
@pytest.mark.parametrize("signature", ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
def test_without_a_right_signature_nothing_is_touched_but_a_counter(
    wire: Wire, engine: Engine, parts: Parts, village: Village, fixture: dict[str, Any], signature: str
) -> None:
    before = counts(engine)
    assert wire.post(PATHS[fixture["kind"]], fixture["params"], signature=signature).status == 403
    assert counts(engine) == before
    assert parts.counts["refused"] == 1


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/webhooks/voice/incoming", {"From": "+8610000000001"}),
        ("/webhooks/sms/incoming", {"Body": "36.5"}),
        ("/webhooks/status/call", {"CallSid": "CA1"}),
        ("/webhooks/status/message", {"MessageStatus": "sent"}),
        ("/webhooks/voice/turn/1?position=report.today", {"Digits": "1"}),
        ("/webhooks/voice/turn/1?community=many", {"CallSid": "CA1"}),
    ],
)
def test_a_missing_or_broken_parameter_is_a_400(wire: Wire, village: Village, path: str, form: dict[str, str]) -> None:
    assert wire.post(path, form).status == 400


@pytest.mark.parametrize(
    "body",
    [
        "36.5\x00",
        "\x00",
        "热" * 1600,
        "\u202e36.5",
        "'; DROP TABLE item; --",
        "\U0001f600",
    ],
)
def test_a_hostile_text_is_kept_word_for_word(wire: Wire, engine: Engine, village: Village, body: str) -> None:
    form = {"MessageSid": "SM1", "From": "+8610000000001", "To": "+862755500100", "Body": body}
    assert wire.post("/webhooks/sms/incoming", form).status == 200
    with Session(engine) as session:
        assert session.scalars(select(InboundEvent.payload)).one()["body"] == body.replace("\x00", "")


@pytest.mark.parametrize("digits", ["1\x00", "\x00", "1" * 10_000, "ABCD", "1", "一"])
def test_hostile_keys_are_answered(wire: Wire, village: Village, digits: str) -> None:
    form = {"CallSid": "CA1", "From": "+8610000000001", "To": "+862755500100", "Digits": digits}
    address = f"/webhooks/voice/turn/1?position=report.today&community={village.community}&household={village.doors['wang']}&verified=1&people=1"
    assert wire.post(address, form).status == 200

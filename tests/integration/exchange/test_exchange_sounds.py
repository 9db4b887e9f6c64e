"""<Play>: fetched as the carrier fetches it, heard by the telephone, said so where there is nothing to hear."""

import threading
from datetime import UTC, datetime

import pytest
import urllib3
from flask import Response

from exchange.recordings import Kept
from exchange.sound import wave_of
from tests.integration.exchange.town import LINE, Town

NOW = datetime(2020, 2, 29, 7, tzinfo=UTC)
SOUND = wave_of(Kept("RE1", "AC1", "CA1", "good morning", 2, NOW, NOW))


def heard(town: Town) -> dict[str, str]:
    phone = town.phone()
    phone.dial(LINE)
    return phone.meets("a sound", lambda event: event["type"] == "says" and "play" in event)


def test_a_sound_is_fetched_by_get_and_heard(town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" timeout="30"><Play>/welcome.wav?a=1</Play></Gather>')
    town.says("/welcome.wav", Response(SOUND, content_type="audio/wav"))
    event = heard(town)
    assert event["play"] == "/welcome.wav?a=1"
    (asked,) = town.application.of("/welcome.wav")
    assert (asked.method, asked.query) == ("GET", "a=1")
    found = urllib3.request("GET", town.exchange.url + event["sound"])
    assert (found.status, found.data, found.headers["Content-Type"]) == (200, SOUND, "audio/wav")
    (noted,) = town.ledger("sound")
    assert (noted["status"], noted["bytes"], noted["failure"]) == (200, len(SOUND), None)


@pytest.mark.parametrize(
    "reply", [Response("gone", 404), Response(SOUND, content_type="text/html"), Response(b"", content_type="audio/wav")]
)
def test_what_cannot_be_heard_is_written_down_and_the_call_goes_on(town: Town, reply: Response) -> None:
    town.says("/voice", "<Play>/welcome.wav</Play><Say>good morning</Say>")
    town.says("/welcome.wav", reply)
    phone = town.phone()
    phone.dial(LINE)
    assert phone.meets("no sound", lambda event: event["type"] == "says")["sound"] == ""
    phone.hears("good morning")
    assert [entry["code"] for entry in town.ledger("error")] == [11200]


def test_a_key_that_comes_while_a_sound_is_fetched_keeps_it_from_being_heard(town: Town) -> None:
    pressed = threading.Event()

    def fetched(_: dict[str, str]) -> Response:
        pressed.wait(10)
        return Response(SOUND, content_type="audio/wav")

    town.says("/voice", '<Gather numDigits="1" action="/chosen"><Play>/welcome.wav</Play></Gather>')
    town.says("/welcome.wav", fetched)
    town.says("/chosen", "<Say>good morning</Say>")
    phone = town.phone()
    phone.dial(LINE)
    town.application.was_asked("/welcome.wav")
    assert phone.press("1") == "1"
    pressed.set()
    assert phone.meets("words", lambda event: event["type"] == "says")["text"] == "good morning"


def test_a_message_is_played_from_the_exchange_itself(town: Town) -> None:
    town.says("/voice", '<Record action="/kept" timeout="30" finishOnKey="#"/>')
    town.says("/kept", lambda form: f"<Play>{form['RecordingUrl']}.wav</Play>")
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.say("two boxes")
    phone.press("#")
    event = phone.meets("the message", lambda one: one["type"] == "says" and "play" in one)
    assert urllib3.request("GET", town.exchange.url + event["sound"]).data[:4] == b"RIFF"
    assert town.ledger("sound") == []


def test_a_sound_that_was_never_heard_is_not_found(town: Town) -> None:
    assert urllib3.request("GET", f"{town.exchange.url}/exchange/sounds/{'0' * 32}").status == 404

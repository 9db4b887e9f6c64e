"""Calls to the line: what is asked of the application, what the caller hears, what becomes of keys."""

import threading
import time
from collections.abc import Iterator

import pytest
from flask import Response

from linli.phone import PhoneError
from tests.integration.exchange.town import LINE, Town, twiml

MENU = '<Gather numDigits="1" action="/chosen?step=menu" actionOnEmptyResult="true"><Say>Press one</Say></Gather>'


def test_it_asks_the_voice_url_as_the_carrier_does(town: Town) -> None:
    town.says("/voice", "<Say>hello</Say>")
    phone = town.phone()
    sid = phone.dial(LINE)
    phone.ends()
    (asked,) = town.application.of("/voice")
    assert asked.method == "POST"
    assert asked.signed
    assert asked.token
    expected = {
        "CallSid": sid,
        "AccountSid": town.parts.account.sid,
        "ApiVersion": "2010-04-01",
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": phone.number,
        "Caller": phone.number,
        "To": LINE,
        "Called": LINE,
    }
    assert expected.items() <= asked.form.items()


def test_it_posts_the_key_to_the_action_with_its_query(town: Town) -> None:
    town.says("/voice", MENU)
    town.says("/chosen", lambda form: f"<Say>you pressed {form['Digits']}</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("Press one")
    assert phone.press("5") == "5"
    phone.hears("you pressed 5")
    (asked,) = town.application.of("/chosen")
    assert asked.signed
    assert asked.query == "step=menu"
    assert {
        "Digits": "5",
        "FinishedOnKey": "",
        "msg": "Gather End",
        "CallStatus": "in-progress",
    }.items() <= asked.form.items()


def test_it_signs_an_action_with_chinese_in_its_query(town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" action="/chosen?n=你好&amp;p=a%2Fb"/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.press("1")
    (asked,) = town.application.was_asked("/chosen")
    assert asked.signed
    assert asked.query == "n=%E4%BD%A0%E5%A5%BD&p=a%2Fb"


def test_it_tells_which_key_finished(town: Town) -> None:
    town.says("/voice", '<Gather action="/chosen"/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.press("12#")
    (asked,) = town.application.was_asked("/chosen")
    assert (asked.form["Digits"], asked.form["FinishedOnKey"]) == ("12", "#")


def test_it_posts_silence_where_that_is_wanted(town: Town) -> None:
    town.says("/voice", MENU)
    town.phone().dial(LINE)
    (asked,) = town.application.was_asked("/chosen")
    assert asked.form["Digits"] == ""


def test_it_falls_through_a_gather_without_keys_by_default(town: Town) -> None:
    town.says("/voice", '<Gather action="/chosen" timeout="1"/><Say>nothing heard</Say>')
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("nothing heard")
    phone.ends()
    assert town.application.of("/chosen") == []


def test_it_gathers_for_the_documents_own_address_without_an_action(town: Town) -> None:
    town.says(
        "/voice", lambda form: f"<Say>got {form['Digits']}</Say>" if "Digits" in form else "<Gather numDigits='2'/>"
    )
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.press("42")
    phone.hears("got 42")


def test_it_begins_the_wait_anew_with_each_key(town: Town) -> None:
    town.says("/voice", '<Gather action="/chosen" timeout="8" finishOnKey=""/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    assert phone.press("1234", gap=0.5) == "1234"
    (asked,) = town.application.was_asked("/chosen")
    assert asked.form["Digits"] == "1234"


def test_it_loses_a_key_that_nobody_listens_for(town: Town) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(_form: dict[str, str]) -> str:
        asked.set()
        go_on.wait(10)
        return '<Gather numDigits="1" action="/again"/>'

    town.says("/voice", MENU)
    town.says("/chosen", slow)
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    assert phone.press("1") == "1"
    assert asked.wait(10)
    assert phone.press("2") == ""
    go_on.set()
    phone.awaits()
    assert phone.press("3") == "3"
    assert town.application.was_asked("/again")[0].form["Digits"] == "3"


def test_it_hears_a_patient_key_as_the_first_of_the_next_gather(town: Town) -> None:
    town.says("/voice", MENU)
    town.says("/chosen", '<Gather numDigits="1" action="/again"/>')
    phone = town.phone()
    phone.dial(LINE)
    assert phone.press("12", patience=5) == "12"
    assert town.application.was_asked("/again")[0].form["Digits"] == "2"


def test_it_lets_a_key_interrupt_what_is_said(town: Town) -> None:
    object.__setattr__(town.parts.pace, "speech", 60)
    town.says(
        "/voice", '<Gather numDigits="1" action="/chosen"><Say>a sentence of a minute</Say><Say>never</Say></Gather>'
    )
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("a sentence")
    phone.press("1")
    town.application.was_asked("/chosen")
    phone.ends()
    assert "never" not in str(town.ask("GET", f"/exchange/handsets/{phone.number}/events"))


def test_it_asks_no_action_when_the_caller_hangs_up(town: Town) -> None:
    town.says("/voice", '<Gather action="/chosen" actionOnEmptyResult="true" timeout="60"/>')
    phone = town.phone()
    sid = phone.dial(LINE)
    phone.awaits()
    phone.press("12")
    phone.hangup()
    assert phone.ends()["reason"] == "handset"
    (status,) = town.application.was_asked("/status")
    assert status.signed
    expected = {"CallSid": sid, "CallStatus": "completed", "SequenceNumber": "0", "Direction": "inbound"}
    assert expected.items() <= status.form.items()
    assert int(status.form["CallDuration"]) >= 1
    assert town.application.of("/chosen") == []


def test_it_follows_redirects_between_documents(town: Town) -> None:
    town.says("/voice", "<Say>one</Say><Redirect>/deep/second?x=1</Redirect><Say>never</Say>")
    town.says("/deep/second", "<Redirect>third</Redirect>")
    town.says("/deep/third", "<Say>three</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("one")
    phone.hears("three")
    phone.ends()


@pytest.mark.parametrize("status", [301, 302, 303])
def test_it_asks_a_moved_address_by_get_and_drops_what_was_posted(town: Town, status: int) -> None:
    town.says("/voice", Response(status=status, headers={"Location": "/elsewhere?x=1"}))
    town.says("/elsewhere", "<Say>moved</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("moved")
    (asked,) = town.application.of("/elsewhere")
    assert (asked.method, asked.query, asked.form, asked.signed) == ("GET", "x=1", {}, True)


def test_it_posts_the_same_once_more_where_an_address_has_moved_for_now(town: Town) -> None:
    town.says("/voice", Response(status=307, headers={"Location": "/elsewhere?x=1"}))
    town.says("/elsewhere", "<Say>moved</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("moved")
    (first,), (asked,) = town.application.of("/voice"), town.application.of("/elsewhere")
    assert (asked.method, asked.query, asked.form, asked.signed) == ("POST", "x=1", first.form, True)


def test_it_gets_what_has_moved_for_now_as_it_was_told_to_get_it(town: Town) -> None:
    town.ask("PUT", f"/exchange/numbers/{LINE}", json={"voice_url": town.at("/voice"), "voice_method": "GET"})
    town.says("/voice", Response(status=307, headers={"Location": "/elsewhere?x=1"}))
    town.says("/elsewhere", "<Say>moved</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("moved")
    (asked,) = town.application.of("/elsewhere")
    assert (asked.method, asked.query, asked.signed) == ("GET", "x=1", True)


def test_it_refuses_a_call_without_answering_it(town: Town) -> None:
    town.says("/voice", "<Reject reason='busy'/>")
    phone = town.phone()
    phone.dial(LINE)
    assert phone.ends()["status"] == "busy"
    assert "connected" not in str(town.ask("GET", f"/exchange/handsets/{phone.number}/events"))


def test_a_pause_takes_its_time(town: Town) -> None:
    town.says("/voice", '<Say>one moment</Say><Pause length="600"/><Say>never</Say>')
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("one moment")
    phone.hangup()
    assert phone.ends()["reason"] == "handset"


def test_a_pause_before_all_else_delays_picking_up(town: Town) -> None:
    town.says("/voice", '<Pause length="5"/><Say>hello</Say>')
    phone = town.phone()
    dialled = time.monotonic()
    phone.dial(LINE)
    phone.meets("the connection", lambda event: event["type"] == "connected")
    assert time.monotonic() - dialled >= 5 / town.parts.pace.divisor
    phone.hears("hello")


def test_a_caller_may_leave_before_anybody_picks_up(town: Town) -> None:
    town.says("/voice", '<Pause length="600"/><Say>hello</Say>')
    phone = town.phone()
    phone.dial(LINE)
    town.application.was_asked("/voice")
    phone.hangup()
    assert phone.ends()["status"] == "canceled"


def test_it_shows_another_number_where_the_caller_withholds_theirs(town: Town) -> None:
    town.says("/voice", "<Say>hello</Say>")
    town.phone().dial(LINE, show="anonymous")
    (asked,) = town.application.was_asked("/voice")
    assert (asked.form["From"], asked.form["Caller"], asked.form["FromCountry"]) == ("anonymous", "anonymous", "")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Response("oops", status=500), 11200),
        (Response(status=307, headers={"Location": "/voice"}), 11215),
        (Response("moved", status=308, headers={"Location": "/chosen"}), 11216),
        (Response("moved", status=302), 11216),
        (Response("{}", content_type="application/json"), 12300),
        (Response("<Response><Say>", content_type="text/xml"), 12100),
        (twiml("<Sing/>"), 12200),
    ],
    ids=[
        "failed",
        "moved in a circle",
        "moved as it does not follow",
        "moved nowhere",
        "wrong type",
        "malformed",
        "unknown verb",
    ],
)
def test_it_apologizes_where_there_is_no_fallback(town: Town, reply: Response, code: int) -> None:
    town.says("/voice", reply)
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("application error")
    assert phone.ends()["status"] == "completed"
    assert [entry["code"] for entry in town.ledger("error")] == [code]


@pytest.mark.parametrize(
    "reply",
    [
        Response("<Response><Say>good morning</Say></Response>", content_type="text/html; charset=utf-8"),
        Response("good\n morning", content_type="text/plain"),
    ],
    ids=["as a page", "plain text"],
)
def test_words_of_other_types_are_said_as_at_the_carrier(town: Town, reply: Response) -> None:
    town.says("/voice", reply)
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("good morning")
    assert phone.ends()["status"] == "completed"
    assert town.ledger("error") == []


def test_a_sound_in_place_of_a_document_is_played(town: Town) -> None:
    town.says("/voice", Response(b"RIFF", content_type="audio/wav"))
    phone = town.phone()
    phone.dial(LINE)
    assert phone.ends()["status"] == "completed"
    assert [entry["url"] for entry in town.ledger("sound")] == [town.at("/voice")]


def test_cookies_come_back_within_a_call_and_not_in_the_next(town: Town) -> None:
    def first(_: dict[str, str]) -> Response:
        return Response(
            "<Response><Redirect>/chosen</Redirect></Response>",
            content_type="text/xml",
            headers={"Set-Cookie": "session=7; Path=/; HttpOnly"},
        )

    town.says("/voice", first)
    town.says("/chosen", "<Say>good morning</Say>")
    phone = town.phone()
    for _ in range(2):
        phone.dial(LINE)
        phone.ends()
    assert [asked.cookie for asked in town.application.of("/voice")] == ["", ""]
    assert [asked.cookie for asked in town.application.of("/chosen")] == ["session=7", "session=7"]
    assert {asked.cookie for asked in town.application.of("/status")} <= {""}


def test_it_asks_the_fallback_with_the_reason(town: Town) -> None:
    town.own(voice_url="/voice#rc=1", fallback_url="/fallback")
    town.says("/voice", Response("<Response>", content_type="text/xml"))
    town.says("/fallback", "<Say>please dial the duty phone</Say>")
    phone = town.phone()
    sid = phone.dial(LINE)
    phone.hears("duty phone")
    (asked,) = town.application.of("/fallback")
    assert asked.signed
    assert {"CallSid": sid, "ErrorCode": "12100", "ErrorUrl": town.at("/voice")}.items() <= asked.form.items()


def test_it_asks_the_fallback_in_the_middle_of_a_call_too(town: Town) -> None:
    town.own(fallback_url="/fallback")
    town.says("/voice", MENU)
    town.says("/chosen", Response(status=503))
    town.says("/fallback", "<Say>one moment</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.press("1")
    phone.hears("one moment")


def test_it_asks_a_failing_address_again_only_where_the_fragment_says_so(town: Town) -> None:
    town.own(voice_url="/voice#rc=2&rp=5xx")
    replies = iter([Response(status=503), Response(status=503), twiml("<Say>third time</Say>")])
    town.says("/voice", lambda _form: next(replies))
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("third time")
    asked = town.application.of("/voice")
    assert len(asked) == 3
    assert len({one.token for one in asked}) == 1
    assert all(one.signed for one in asked)


def test_it_gives_up_on_an_answer_that_takes_too_long(town: Town) -> None:
    waiting = threading.Event()
    town.own(voice_url="/voice#rt=200&rc=0", fallback_url="/fallback")
    town.says("/voice", lambda _form: "<Say>late</Say>" if waiting.wait(5) else "<Say>later</Say>")
    town.says("/fallback", "<Say>in time</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("in time", within=3)
    waiting.set()


def test_it_gives_up_on_an_answer_that_trickles(town: Town) -> None:
    go_on = threading.Event()

    def trickle() -> Iterator[bytes]:
        for letter in "<Response><Say>slow</Say></Response>":
            yield letter.encode()
            go_on.wait(0.05)

    town.own(voice_url="/voice#rt=300&rc=0", fallback_url="/fallback")
    town.says("/voice", lambda _form: Response(trickle(), content_type="text/xml"))
    town.says("/fallback", "<Say>in time</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("in time", within=3)
    go_on.set()


def test_it_takes_words_for_an_answer_where_they_are_asked_for(town: Town) -> None:
    town.says("/voice", '<Gather input="speech dtmf" action="/chosen" timeout="60"><Say>who are you?</Say></Gather>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.say("the grid worker")
    (asked,) = town.application.was_asked("/chosen")
    assert (asked.form["SpeechResult"], asked.form["Confidence"]) == ("the grid worker", "1.0")
    assert "Digits" not in asked.form


def test_it_lets_a_telephone_be_in_one_call_only(town: Town) -> None:
    town.says("/voice", '<Gather timeout="60"/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    with pytest.raises(PhoneError, match="is in a call"):
        phone.dial(LINE)


def test_it_knows_no_number_that_nobody_owns(town: Town) -> None:
    with pytest.raises(PhoneError, match="no number of this exchange"):
        town.phone().dial("+15005550199")


def test_it_refuses_keys_no_telephone_has(town: Town) -> None:
    with pytest.raises(PhoneError, match="keys are"):
        town.phone().press("x")


def test_a_telephone_says_what_it_heard_in_place_of_what_was_hoped_for(town: Town) -> None:
    town.says("/voice", "<Say>good night</Say>")
    phone = town.phone()
    phone.dial(LINE)
    with pytest.raises(PhoneError, match="good night"):
        phone.hears("good morning", within=0.3)

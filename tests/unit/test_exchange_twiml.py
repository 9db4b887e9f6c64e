"""Reading TwiML: verbs, defaults, and what is refused."""

import pytest

from exchange.twiml import TwimlError, parse
from exchange.verbs import (
    Dial,
    Gather,
    Hangup,
    Message,
    Number,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)
from exchange.voice import Clause


def _verbs(inside: str) -> tuple[Verb, ...]:
    return parse(f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<Say>hello</Say>", Say("hello")),
        ('<Say language="cmn-CN" voice="Polly.Zhiyu">你好</Say>', Say("你好", "cmn-CN", "Polly.Zhiyu")),
        (
            '<Say><prosody rate="80%">三十六<break time="400ms"/>度<say-as interpret-as="digits">五</say-as></prosody></Say>',
            Say("三十六度五", rate=0.8, clauses=(Clause("三十六", 0.4), Clause("度五"))),
        ),
        ("<Say>\n  one\n  two\n</Say>", Say("one two")),
        ("<Play loop='2'>https://a.example/x.wav</Play>", Play("https://a.example/x.wav", 2)),
        ("<Pause/>", Pause(1)),
        ("<Redirect>/next</Redirect>", Redirect("/next")),
        ("<Hangup/>", Hangup()),
        ("<Reject reason='busy'/>", Reject("busy")),
        ("<Dial>+15005550101</Dial>", Dial((Number("+15005550101"),))),
        ("<Message>got it</Message>", Message("got it")),
        ("<Message to='+15005550101'><Body>got it</Body></Message>", Message("got it", "+15005550101")),
        ("<Sms from='+15005550100'>got it</Sms>", Message("got it", from_="+15005550100")),
        (
            "<Message action='/next' method='GET' statusCallback='/told'>got it</Message>",
            Message("got it", status_callback="/told", action="/next", method="GET"),
        ),
        ("<Gather input='speech dtmf'/>", Gather(hears=frozenset({"dtmf", "speech"}))),
        (
            "<Record recordingStatusCallbackEvent='in-progress absent'/>",
            Record(status_callback_events=("in-progress", "absent")),
        ),
    ],
)
def test_it_reads_a_verb(written: str, meant: Verb) -> None:
    assert _verbs(written) == (meant,)


def test_it_gives_gather_the_carriers_defaults() -> None:
    (gather,) = _verbs("<Gather/>")
    assert gather == Gather(
        action=None,
        method="POST",
        timeout=5,
        finish_on_key="#",
        num_digits=None,
        action_on_empty_result=False,
        barge_in=True,
        prompts=(),
    )


def test_it_reads_a_gathers_attributes_and_what_is_said_in_it() -> None:
    (gather,) = _verbs(
        '<Gather action="/a?x=1&amp;y=2" numDigits="1" timeout="10" finishOnKey="" actionOnEmptyResult="true">'
        "<Say>one</Say><Pause/><Play>/two.wav</Play></Gather>",
    )
    assert gather == Gather(
        action="/a?x=1&y=2",
        timeout=10,
        finish_on_key="",
        num_digits=1,
        action_on_empty_result=True,
        prompts=(Say("one"), Pause(1), Play("/two.wav")),
    )


def test_it_reads_whom_to_dial_and_what_they_hear_first() -> None:
    (dial,) = _verbs(
        '<Dial action="/after" timeout="20" timeLimit="300" callerId="+15005550100">'
        '<Number url="/screen" statusCallback="/leg" statusCallbackEvent="ringing answered">+15005550101</Number></Dial>',
    )
    number = Number("+15005550101", "/screen", "POST", "/leg", "POST", ("ringing", "answered"))
    assert dial == Dial((number,), "/after", "POST", 20, 300, "+15005550100")


def test_it_reads_a_recordings_attributes() -> None:
    (record,) = _verbs('<Record action="/kept" maxLength="60" timeout="3" recordingStatusCallback="/ready"/>')
    assert record == Record("/kept", "POST", 3, 60, "1234567890*#", "/ready", "POST")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", 12100),
        (b"hello", 12100),
        (b"<Response><Say></Response>", 12100),
        (b"<Answer/>", 12100),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>', 12100),
        (b"<Response>hello</Response>", 12200),
        (b"<Response><Sing/></Response>", 12200),
        (b"<Response><say>hello</say></Response>", 12200),
        (b"<Response><Gather><Hangup/></Gather></Response>", 12200),
        (b'<Response><Gather timeout="soon"/></Response>', 12200),
        (b'<Response><Gather method="PUT"/></Response>', 12200),
        (b'<Response><Gather input="thought"/></Response>', 12200),
        (b'<Response><Gather finishOnKey="x"/></Response>', 12200),
        (b'<Response><Gather finishOnKey="#*"/></Response>', 12200),
        (b'<Response><Gather numDigits="0"/></Response>', 12200),
        (b'<Response><Gather actionOnEmptyResult="yes"/></Response>', 12200),
        (b'<Response><Record finishOnKey="hash"/></Response>', 12200),
        (b"<Response><Dial/></Response>", 12200),
        (b"<Response><Dial><Sip>sip:a@b.example</Sip></Dial></Response>", 12200),
    ],
)
def test_it_refuses_what_it_cannot_carry_out(document: bytes, code: int) -> None:
    with pytest.raises(TwimlError) as refusal:
        parse(document)
    assert refusal.value.code == code


def test_it_takes_five_hundred_chinese_characters_in_one_say_and_no_more() -> None:
    assert _verbs(f"<Say>{'好' * 500}</Say>") == (Say("好" * 500),)
    with pytest.raises(TwimlError) as refusal:
        _verbs(f"<Say>{'好' * 501}</Say>")
    assert refusal.value.code == 13521

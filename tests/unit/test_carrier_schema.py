"""Every document of every dialogue, and the short ones beside them, is TwiML as its schema has it."""

import inspect
import re

import pytest
from lxml import etree
from twilio.twiml.voice_response import Dial, Say, VoiceResponse  # type: ignore[import-untyped]

import prompts
from carrier import twiml
from carrier.twiml import Urls
from tests.twiml_schema import XSD, fault_of
from tests.unit.test_ivr_walks import CALLERS, opened, walked

LANGUAGES = ("zh-CN", "en")
OURS = "+862755500100"
XS = {"xs": "http://www.w3.org/2001/XMLSchema"}


URLS = Urls(
    turn=lambda _: "/webhooks/voice/turn/7?a=1&b=2",
    over_press=lambda _: "/webhooks/voice/over-press/7?a=1&b=2",
    leg=lambda _: "/webhooks/voice/leg?o=1&p=2",
    recording="/webhooks/status/recording",
)


@pytest.mark.parametrize("caller", CALLERS)
def test_every_turn_of_a_dialogue_is_as_the_schema_has_it(caller: str) -> None:
    first, _ = opened(caller)
    turns = (first, *(answered.after for answered in walked(caller)))
    apart = {(turn.says, turn.awaits, turn.state.language): turn for turn in turns}  # URLS leave the state out
    documents = {twiml.render(turn, URLS, OURS) for turn in apart.values()}
    assert {fault_of(document) for document in documents} == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_documents_are_as_the_schema_has_them(language: str) -> None:
    documents = (
        twiml.screen(language, prompts.text(language, "kind.trouble"), "/webhooks/voice/leg?o=1"),
        twiml.say_and_hang_up(language, "kind.trouble"),
        twiml.fallback(language, "+8610000000001"),
        twiml.fallback(language),
        twiml.hang_up(),
        twiml.empty(),
    )
    assert {fault_of(document) for document in documents} == {None}


WHOLE = (
    '<Response><Say voice="Polly.Zhiyu" language="cmn-CN"><prosody rate="90%">你好<break time="450ms"/></prosody></Say>'
    '<Gather input="dtmf" numDigits="1" timeout="5" finishOnKey="#" actionOnEmptyResult="true" action="/turn" method="POST"/>'
    '<Dial timeout="20" timeLimit="300" callerId="+862755500100" action="/turn" method="POST">'
    '<Number url="/leg" method="POST">+8610000000001</Number></Dial>'
    '<Record maxLength="60" timeout="10" action="/turn" method="POST" recordingStatusCallback="/recording"/>'
    '<Redirect method="POST">/turn</Redirect></Response>'
)


def test_the_schema_takes_what_is_right() -> None:
    assert fault_of(WHOLE) is None
    assert fault_of("<Response/>") is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<Response><Say", "<Response>hello<Say"),
        ("Say", "Speak"),
        ("Response", "response"),
        (' language="cmn-CN"', ""),
        ("cmn-CN", "Chinese"),
        ("Polly.Zhiyu", "somebody"),
        ("90%", "slowly"),
        ("450ms", "soon"),
        ("numDigits", "numdigits"),
        ('numDigits="1"', 'numDigits="0"'),
        ('timeout="5"', 'timeout="soon"'),
        ('finishOnKey="#"', 'finishOnKey="##"'),
        ('actionOnEmptyResult="true"', 'actionOnEmptyResult="yes"'),
        ("POST", "PUT"),
        ('action="/turn"', 'action=""'),
        ("callerId", "callerID"),
        ("+862755500100", "anonymous"),
        ("+8610000000001", "1001"),
        ('timeLimit="300"', 'timeLimit="14401"'),
        ('maxLength="60"', ""),
        (' recordingStatusCallback="/recording"', ""),
        (">/turn</Redirect>", "></Redirect>"),
        ("</Redirect>", "</Redirect><Hangup/>"),
        ("<Dial", "<Hangup/><Dial"),
    ],
)
def test_the_schema_refuses_what_is_wrong(right: str, wrong: str) -> None:
    changed = WHOLE.replace(right, wrong)
    assert changed != WHOLE
    assert fault_of(changed)


VERBS = {
    name: getattr(VoiceResponse, name.lower()) for name in ("Say", "Gather", "Dial", "Record", "Redirect", "Hangup")
}
BUILDERS = {**VERBS, "Number": Dial.number, "break": Say.break_}


@pytest.mark.parametrize("name", BUILDERS)
def test_the_schema_knows_no_attribute_that_the_carriers_library_does_not(name: str) -> None:
    schema = etree.parse(XSD)
    (noun,) = schema.iterfind(f".//xs:element[@name='{name}']", XS)
    # An element's attributes are its own, not those of the elements declared inside it.
    inside = {one for part in noun.iterfind(".//xs:element", XS) for one in part.iterfind(".//xs:attribute", XS)}
    own = {str(one.get("name")) for one in noun.iterfind(".//xs:attribute", XS) if one not in inside}
    known = set(inspect.signature(BUILDERS[name]).parameters)
    assert {re.sub("[A-Z]", lambda found: "_" + found[0].lower(), attribute) for attribute in own} <= known

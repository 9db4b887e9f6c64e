"""TwiML: what the carrier is told to say, ask, ring and record, equal to what its own SDK builds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import Dial, Gather, Say, VoiceResponse  # type: ignore[import-untyped]

import prompts
from carrier import twiml
from carrier.twiml import Urls
from ivr.facts import CallState
from ivr.turn import Keys, Message, Ring, Spoken, Turn

STATE = CallState(position="report.today")
NUMBER = "+15005550100"


def turn_url(state: CallState) -> str:
    return f"/webhooks/voice/turn?at={quote(state.position)}&l={state.language}&turn={state.turns}"


URLS = Urls(
    turn=turn_url,
    over_press=lambda state: turn_url(state) + "&over=1",
    leg=lambda state: f"/webhooks/voice/leg?at={quote(state.position)}&leg={state.leg}",
    recording="/webhooks/status/recording",
)


def spoken(*texts: str) -> tuple[Spoken, ...]:
    return tuple(Spoken("report.today", text) for text in texts)


def parsed(document: str) -> ET.Element:
    root = ET.fromstring(document)  # noqa: S314 - our own document
    assert root.tag == "Response"
    return root


def verbs(document: str) -> list[str]:
    return [element.tag for element in parsed(document)]


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


class Sdk:
    """The same turn through the SDK's builders, read from the rules of the call script."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.state = turn.state
        self.response = VoiceResponse()

    def document(self) -> str:
        """The whole document."""
        self.say(self.response, self.turn.says)
        match self.turn.awaits:
            case Keys() as keys:
                self.keys(keys)
            case Ring() as ring:
                self.ring(ring)
            case Message() as message:
                self.record(message)
            case None:
                self.response.hangup()
        return str(self.response)

    def say(self, parent: Any, texts: Sequence[Spoken]) -> None:
        """One Say a text, with a pause after each comma."""
        voice = prompts.voice(self.state.language)
        for text in texts:
            said = Say(voice=voice.voice, language=voice.language)
            prosody = said.prosody(rate=voice.slow_rate if self.state.hard_of_hearing else voice.rate)
            for number, clause in enumerate(re.findall("[^,、;\uff0c\uff1b]+[,、;\uff0c\uff1b]?", text.text)):
                if number:
                    prosody.break_(time="450ms")
                prosody.append(clause)
            parent.append(said)

    def keys(self, keys: Keys) -> None:
        """Comfort and read-back listened to, the question, the way on for the silent."""
        action = URLS.turn(self.state)
        if keys.comfort:
            self.listen(action, keys.comfort)
        if keys.read_back:
            self.listen(URLS.over_press(self.state), keys.read_back * (2 if self.state.hard_of_hearing else 1))
        question = Gather(
            input="dtmf",
            num_digits=keys.num_digits,
            timeout=keys.wait,
            finish_on_key=keys.finish_on_key,
            action_on_empty_result=True,
            action=action,
            method="POST",
        )
        self.say(question, keys.question)
        self.response.append(question)
        self.response.redirect(action, method="POST")

    def listen(self, action: str, texts: Sequence[Spoken]) -> None:
        """A key while this is said is posted; silence falls through."""
        listening = Gather(
            input="dtmf",
            num_digits=1,
            timeout=1,
            finish_on_key="",
            action_on_empty_result=False,
            action=action,
            method="POST",
        )
        self.say(listening, texts)
        self.response.append(listening)

    def ring(self, ring: Ring) -> None:
        """A person rung, screened or not."""
        dial = Dial(timeout=ring.seconds, time_limit=300, action=URLS.turn(self.state), method="POST")
        if ring.screened:
            dial.number(ring.number, url=URLS.leg(self.state), method="POST")
        else:
            dial.number(ring.number)
        self.response.append(dial)

    def record(self, message: Message) -> None:
        """A message after the tone."""
        self.response.record(
            max_length=message.max_seconds,
            timeout=10,
            play_beep=True,
            action=URLS.turn(self.state),
            method="POST",
            recording_status_callback=URLS.recording,
            recording_status_callback_method="POST",
        )
        self.response.redirect(URLS.turn(self.state), method="POST")


CLAUSE = st.text("温度三十六度五abZ&<>'\"。?! ", min_size=1, max_size=20).filter(lambda text: text.strip() != "")
TEXTS = st.lists(CLAUSE, min_size=1, max_size=4).map(",".join)
SPOKEN = st.lists(TEXTS.map(lambda text: Spoken("report.today", text)), max_size=3).map(tuple)
STATES = st.builds(
    CallState,
    position=st.sampled_from(["report.today", "order.which&<\"'>"]),
    language=st.sampled_from(["zh-CN", "en"]),
    hard_of_hearing=st.booleans(),
    turns=st.integers(0, 40),
)
AWAITED = st.one_of(
    st.none(),
    st.builds(
        Keys,
        question=SPOKEN,
        read_back=SPOKEN,
        num_digits=st.sampled_from([None, 1, 3]),
        finish_on_key=st.sampled_from(["", "#"]),
        wait=st.sampled_from([5, 10]),
    ),
    st.builds(Ring, number=st.just(NUMBER), seconds=st.integers(1, 60), leg=st.integers(0, 2), screened=st.booleans()),
    st.builds(Message, max_seconds=st.integers(1, 120)),
)


@given(st.builds(Turn, state=STATES, says=SPOKEN, awaits=AWAITED))
def test_it_says_what_the_sdk_would_say(turn: Turn) -> None:
    ours = twiml.render(turn, URLS)
    assert ET.canonicalize(ours) == ET.canonicalize(Sdk(turn).document())
    assert ours.startswith('<?xml version="1.0" encoding="UTF-8"?>')


@given(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.text(st.characters(exclude_categories=()), max_size=9),
)
def test_whatever_the_words_it_is_xml_the_carrier_can_read(text: str, position: str) -> None:
    keys = Keys(question=spoken(text), read_back=spoken(text), finish_on_key="#")
    state = replace(STATE, building=position)
    urls = replace(URLS, turn=lambda state: f"/turn?b={state.building}")
    for awaits in (keys, Ring(text, 20, 0), Message(60), None):
        document = twiml.render(Turn(state, spoken(text), awaits), urls, caller_id=text)
        assert parsed(document.encode().decode()) is not None


def test_a_question_can_be_interrupted_and_silence_goes_on() -> None:
    root = parsed(twiml.render(Turn(STATE, awaits=Keys(spoken("体温正常,请按一。"))), URLS))
    gather, redirect = root
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "10",
        "finishOnKey": "#",
        "actionOnEmptyResult": "true",
        "action": URLS.turn(STATE),
        "method": "POST",
    }
    assert words(gather) == "体温正常,请按一。"
    assert (redirect.tag, redirect.text, redirect.attrib) == ("Redirect", URLS.turn(STATE), {"method": "POST"})


def test_what_is_only_said_stands_outside_and_before() -> None:
    document = twiml.render(Turn(STATE, spoken("您好。"), Keys(spoken("请按一。"))), URLS)
    assert verbs(document) == ["Say", "Gather", "Redirect"]


def test_an_open_length_is_ended_by_the_caller() -> None:
    gather = parsed(twiml.render(Turn(STATE, awaits=Keys(spoken("几栋?"), num_digits=None, wait=5)), URLS))[0]
    assert "numDigits" not in gather.attrib
    assert (gather.get("timeout"), gather.get("finishOnKey")) == ("5", "#")


def test_a_read_back_listens_for_a_key_pressed_too_often() -> None:
    keys = Keys(spoken("对,请按一。"), read_back=spoken("三十六度五。"))
    listening, question, redirect = parsed(twiml.render(Turn(STATE, awaits=keys), URLS))
    assert listening.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "1",
        "finishOnKey": "",
        "actionOnEmptyResult": "false",
        "action": URLS.over_press(STATE),
        "method": "POST",
    }
    assert words(listening) == "三十六度五。"
    assert question.get("action") == redirect.text == URLS.turn(STATE)


def test_the_hard_of_hearing_hear_it_slower_and_the_read_back_twice() -> None:
    keys = Keys(spoken("对,请按一。"), read_back=spoken("三十六度五。"))
    usual = parsed(twiml.render(Turn(STATE, awaits=keys), URLS))
    slow = parsed(twiml.render(Turn(replace(STATE, hard_of_hearing=True), awaits=keys), URLS))
    assert words(slow[0]) == "三十六度五。三十六度五。"
    assert words(slow[1]) == words(usual[1])
    assert {element.get("rate") for element in slow.iter("prosody")} == {"80%"}
    assert {element.get("rate") for element in usual.iter("prosody")} == {"88%"}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_language_has_its_voice(language: str) -> None:
    said = parsed(twiml.render(Turn(replace(STATE, language=language), spoken("36.5")), URLS))[0]
    voice = prompts.voice(language)
    assert said.attrib == {"voice": voice.voice, "language": voice.language}


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("体温正常,请按一;发烧,请按二。", 3),
        ("买药、送饭、煤气", 2),
        ("青菜\uff0c萝卜\uff1b土豆", 2),
        ("To order, press 1; or wait.", 2),
        ("1,504 yuan", 0),
        ("按,1", 1),
        ("没有停顿。", 0),
        ("好的,", 0),
        (",,,", 2),
    ],
)
def test_it_pauses_at_commas_but_not_inside_a_number(text: str, pauses: int) -> None:
    root = parsed(twiml.render(Turn(STATE, spoken(text)), URLS))
    breaks = [element.get("time") for element in root.iter("break")]
    assert breaks == ["450ms"] * pauses
    assert words(root) == text


def test_it_strips_what_xml_does_not_allow_and_escapes_the_rest() -> None:
    root = parsed(twiml.render(Turn(STATE, spoken("a\x00\x0b\x1b\ud800\ufffeb & <Hangup/> \"c\" 'd'\ne")), URLS))
    assert words(root) == "ab & <Hangup/> \"c\" 'd' e"
    assert [element.tag for element in root] == ["Say", "Hangup"]


def test_nothing_to_say_is_no_say() -> None:
    assert verbs(twiml.render(Turn(STATE, spoken("", "\x00", " ")), URLS)) == ["Hangup"]


LONG = st.text("温度三,、;a \U0001f600", min_size=300, max_size=3000) | st.just("温" * 3000) | st.just("温," * 1500)


@given(LONG)
def test_no_say_is_longer_than_the_carrier_takes(text: str) -> None:
    document = twiml.render(Turn(STATE, spoken(text)), URLS)
    says = parsed(document).findall("Say")
    for said in says:
        markup = ET.tostring(said[0], encoding="unicode").replace(" />", "/>")
        assert len(quote(markup)) <= 4500
        assert len(words(said)) <= 500
    assert "".join(words(said) for said in says).replace(" ", "") == text.replace(" ", "")


def test_a_person_is_rung_and_screened() -> None:
    state = replace(STATE, leg=1)
    [dial] = parsed(twiml.render(Turn(state, awaits=Ring(NUMBER, 20, 1)), URLS, caller_id="+15005550199"))
    assert dial.attrib == {
        "timeout": "20",
        "timeLimit": "300",
        "callerId": "+15005550199",
        "action": URLS.turn(state),
        "method": "POST",
    }
    [number] = dial
    assert (number.text, number.attrib) == (NUMBER, {"url": URLS.leg(state), "method": "POST"})


def test_a_household_is_connected_without_screening() -> None:
    [dial] = parsed(twiml.render(Turn(STATE, awaits=Ring(NUMBER, 20, 0, screened=False)), URLS))
    assert dial[0].attrib == {}
    assert dial.get("timeLimit") == "300"
    assert "callerId" not in dial.attrib


def test_a_message_is_recorded_and_silence_goes_on() -> None:
    said, record, redirect = parsed(twiml.render(Turn(STATE, spoken("请说。"), Message(60)), URLS))
    assert said.tag == "Say"
    assert record.attrib == {
        "maxLength": "60",
        "timeout": "10",
        "playBeep": "true",
        "action": URLS.turn(STATE),
        "method": "POST",
        "recordingStatusCallback": "/webhooks/status/recording",
        "recordingStatusCallbackMethod": "POST",
    }
    assert redirect.text == URLS.turn(STATE)


def test_a_screened_leg_that_stays_silent_is_hung_up() -> None:
    gather, end = parsed(twiml.screen("zh-CN", "邻里热线,请按一接通。", "/webhooks/voice/leg/answer?leg=1"))
    assert (gather.get("numDigits"), gather.get("actionOnEmptyResult")) == ("1", "false")
    assert gather.get("action") == "/webhooks/voice/leg/answer?leg=1"
    assert words(gather) == "邻里热线,请按一接通。"
    assert end.tag == "Hangup"


def test_it_says_a_prompt_and_hangs_up() -> None:
    document = twiml.say_and_hang_up("en", "kind.trouble")
    assert verbs(document) == ["Say", "Hangup"]
    assert words(parsed(document)) == prompts.text("en", "kind.trouble")
    with pytest.raises(KeyError):
        twiml.say_and_hang_up("en", "kind.no_such_prompt")


def test_the_short_documents_are_what_they_say() -> None:
    assert verbs(twiml.hang_up()) == ["Hangup"]
    assert verbs(twiml.empty()) == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_fallback_dials_the_duty_phone(language: str) -> None:
    said, dial = parsed(twiml.fallback(language, "+15005550110"))
    assert "120" in words(said) or "一二零" in words(said)
    assert dial[0].text == "+15005550110"
    assert dial.get("timeLimit") == "300"
    assert verbs(twiml.fallback(language)) == ["Say", "Hangup"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_spoken_prompt_fits_one_say(language: str) -> None:
    texts = [prompt.words for name, prompt in prompts.book(language).items() if not name.startswith("sms.")]
    assert texts
    for text in texts:
        assert (
            len(parsed(twiml.render(Turn(replace(STATE, language=language), spoken(text)), URLS)).findall("Say")) <= 1
        )


def test_a_repeated_rendering_is_the_same_byte_for_byte() -> None:
    turn = Turn(STATE, spoken("您好,王阿姨。"), Keys(spoken("请按一。"), read_back=spoken("三十六度五。")))
    assert all(first == second for first, second in pairwise(twiml.render(turn, URLS) for _ in range(3)))


SOUND = "https://line.example.org/sound/abc?a=1&b=2"


def played_for(prompt: str) -> Urls:
    return replace(URLS, sound=lambda _, spoken: SOUND if spoken.prompt == prompt else "")


def test_a_recording_is_played_in_place_of_its_prompt_alone() -> None:
    turn = Turn(STATE, (Spoken("call.hello", "您好"), Spoken("report.noted", "好")), None)
    document = parsed(twiml.render(turn, played_for("report.noted")))
    assert [element.tag for element in document] == ["Say", "Play", "Hangup"]
    assert document[1].text == SOUND


def test_a_recorded_question_is_interrupted_by_a_key_as_a_spoken_one() -> None:
    keys = Keys((Spoken("kind.right_or_wrong", "对吗"),), (Spoken("report.read_back_normal", "您报的是"),))
    listening, question, _ = parsed(twiml.render(Turn(STATE, (), keys), played_for("kind.right_or_wrong")))
    assert [verb.tag for verb in listening] == ["Say"]
    assert [verb.tag for verb in question] == ["Play"]


def test_whoever_is_rung_hears_the_recorded_whisper() -> None:
    gather, _ = parsed(twiml.screen("zh-CN", "请按一接通。", "/leg", SOUND))
    assert [(verb.tag, verb.text) for verb in gather] == [("Play", SOUND)]

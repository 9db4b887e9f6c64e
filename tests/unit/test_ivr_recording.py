"""A member of the staff records a prompt by telephone."""

import pytest

import prompts
from ivr.dialogues import RECORD_PROMPT
from ivr.events import RecordedPrompt, ReturnedToSynthetic
from prompts.numbers import NUMBERS
from tests.unit.caller import Caller, known

SID = "RE" + "1" * 32
TODAY = str(NUMBERS["report.today"])


def staff() -> Caller:
    return Caller(known(), RECORD_PROMPT)


def test_the_number_brings_the_sentence_as_it_is_and_then_the_tone() -> None:
    call = staff().press(TODAY)
    assert call.prompts == ["recording.now", "report.today", "recording.speak"]
    assert prompts.text("zh-CN", "report.today") in call.heard
    assert call.recording.max_seconds == 30


def test_what_was_spoken_is_heard_back_and_kept_with_one_key() -> None:
    call = staff().press(TODAY).speak(SID)
    assert [spoken.recording_sid for spoken in call.keys.question] == ["", SID, ""]
    assert call.events == []
    call.press("1")
    assert call.events == [RecordedPrompt("report.today", SID)]
    assert call.prompts == ["recording.accepted", "recording.which"]


def test_two_records_it_again() -> None:
    call = staff().press(TODAY).speak(SID).press("2")
    assert call.at == "recording.speak"
    call.speak("RE" + "2" * 32).press("1")
    assert call.events == [RecordedPrompt("report.today", "RE" + "2" * 32)]


def test_three_gives_the_sentence_back_to_the_synthetic_voice() -> None:
    call = staff().press(TODAY).speak(SID).press("3")
    assert call.events == [ReturnedToSynthetic("report.today")]


def test_nothing_said_after_the_tone_keeps_nothing() -> None:
    call = staff().press(TODAY).speak("", 0)
    assert call.prompts == ["recording.nothing", "recording.which"]
    assert call.events == []


@pytest.mark.parametrize("sid", ["a" * 61, "../RE1", "RE1?x", "录"])
def test_a_sid_that_is_none_keeps_nothing(sid: str) -> None:
    assert staff().press(TODAY).speak(sid).prompts == ["recording.nothing", "recording.which"]


def test_a_sentence_with_something_to_fill_in_is_refused() -> None:
    call = staff().press(str(NUMBERS["call.hello_name"]))
    assert call.prompts == ["recording.cannot", "recording.which"]


def test_a_number_that_is_none_is_asked_again_and_leads_back_to_the_menu_at_the_third() -> None:
    call = staff().press("999")
    assert call.prompts == ["recording.no_such", "recording.which"]
    call.press("", "99")
    assert call.prompts == ["worker.menu"]
    assert call.events == []


def test_hanging_up_leaves_nothing_to_do() -> None:
    assert staff().press(TODAY).left_by_hanging_up() == ()

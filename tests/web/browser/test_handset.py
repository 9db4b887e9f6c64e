"""A telephone in the browser looks and works like one: ringing, keys, waits, tones, voice, what went wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Response
from playwright.sync_api import Browser, expect

from exchange.studio import Pace
from tests.integration.exchange.test_exchange_sounds import SOUND
from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN, Town
from tests.web.browser.desk import Room

MINE, OTHER = "+15005550101", "+15005550102"
CLAUSES = '<Say language="cmn-CN"><prosody rate="88%">您好,<break time="100ms"/>王阿姨。</prosody></Say>'

# A browser that speaks Chinese and makes tones, and remembers both.
EARS = """
globalThis.spoken = [];
globalThis.tones = [];
globalThis.OscillatorNode = class extends OscillatorNode {
  constructor(context, options) {
    super(context, options);
    tones.push(options.frequency);
  }
};
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "zh-CN" }],
  cancel: () => {},
  speak: (utterance) => {
    spoken.push([utterance.text, utterance.lang, utterance.rate]);
    setTimeout(utterance.onend);
  },
} });
"""
BOTH_SPOKEN = """new Promise((done) => {
  const looking = setInterval(() => spoken.length === 2 && (clearInterval(looking), done(spoken)), 20);
})"""


@contextmanager
def exchange(port: int = 0) -> Iterator[str]:
    """An exchange that can be lost: a process of its own; its address."""
    account = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
    command = [sys.executable, "-m", "exchange", "--die-with-parent", "--number", LINE, "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | account, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield json.loads(program.stdout.readline())["exchange"]
        finally:
            program.kill()


def test_a_ringing_telephone_is_seen_and_answered(hall: Room, town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say><Pause length='30'/>")
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    town.call(MINE)
    expect(phone.card.locator(".state")).to_have_text(f"{LINE} is calling")
    expect(phone.hint).to_be_visible()
    phone.lifts()
    phone.hears("good morning")
    expect(phone.hint).to_be_hidden()


def test_a_ringing_telephone_can_be_refused(hall: Room, town: Town) -> None:
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    _, call = town.call(MINE)
    phone.hangs_up()
    expect(phone.card.locator(".state")).to_have_text("On the hook")
    assert town.get(f"Calls/{call['sid']}.json")[1]["status"] == "busy"
    expect(phone.hint).to_be_visible()  # what to try first is still to be tried


def test_a_telephone_left_ringing_stops_when_the_caller_gives_up(hall: Room, town: Town) -> None:
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    _, call = town.call(MINE, Timeout="2")
    expect(phone.card.locator(".state")).to_have_text(f"{LINE} is calling")
    expect(phone.card.locator(".state")).to_have_text("On the hook")
    assert town.get(f"Calls/{call['sid']}.json")[1]["status"] == "no-answer"


@pytest.mark.parametrize(
    ("gather", "awaited"),
    [
        ('numDigits="1"', "1 key"),
        ('numDigits="3" finishOnKey=""', "3 digits"),
        ('numDigits="3"', "3 digits, or # to end"),
        ('finishOnKey="#"', "Digits, then #"),
        ('finishOnKey=""', "Digits"),
        ('input="speech"', "Speak now"),
    ],
)
def test_it_shows_which_keys_are_expected(hall: Room, town: Town, gather: str, awaited: str) -> None:
    town.says("/voice", f'<Gather {gather} timeout="60"/>')
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.awaited).to_have_text(awaited)


def test_the_time_that_is_left_is_a_bar_that_runs_out_and_begins_anew_with_each_key(hall: Room, town: Town) -> None:
    town.says("/voice", '<Gather numDigits="3" timeout="8" action="/chosen"/>')
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    left = "(bar) => bar.getBoundingClientRect().width / bar.parentElement.clientWidth"
    phone.lifts()
    expect(phone.awaited).not_to_be_empty()
    phone.page.wait_for_timeout(3000)
    ran = phone.card.locator(".bar").evaluate(left)
    assert ran < 0.75
    phone.keys("3")
    expect(phone.keyed).to_have_text("3")
    assert phone.card.locator(".bar").evaluate(left) > ran


def test_a_pause_to_listen_in_is_no_question(hall: Room, town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" timeout="1"><Say>three five</Say></Gather><Pause length="1"/>')
    object.__setattr__(town.parts.pace, "divisor", 0.2)
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.awaited).to_have_text("Listen")


def test_a_key_nobody_listens_for_is_shown_as_lost(hall: Room, town: Town) -> None:
    town.says("/voice", f"<Dial timeout='30'><Number>{OTHER}</Number></Dial>")
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.call).to_contain_text("Connected")
    phone.keys("7")
    expect(phone.call).to_contain_text("nobody listened")


def test_keys_before_the_call_say_to_lift_first(hall: Room, town: Town) -> None:
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.keys("1")
    expect(phone.card.get_by_role("alert")).to_have_text("Lift first.")


def test_a_click_too_many_does_not_hang_up(hall: Room, town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" timeout="60"><Say>Press one</Say></Gather>')
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.card.get_by_role("button", name="Lift and call").dblclick()
    expect(phone.awaited).to_have_text("1 key")
    expect(phone.card.locator(".ended")).to_have_count(0)


def test_words_turn_dark_as_they_are_spoken_and_stop_when_a_key_interrupts(hall: Room, town: Town) -> None:
    object.__setattr__(town.parts, "pace", Pace(speech=120))
    town.says(
        "/voice", '<Gather numDigits="1" action="/chosen"><Say>one two three four five six seven eight</Say></Gather>'
    )
    town.says("/chosen", "<Pause length='60'/>")
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.call.locator(".said").filter(has_text="two")).to_be_visible()
    assert phone.call.locator(".said").count() < 15
    phone.keys("1")
    expect(phone.call.locator(".unsaid").last).to_have_text("eight")


def test_keys_sound_with_their_two_tones_unless_the_sound_is_off(hall: Room, town: Town) -> None:
    desk = hall.desk(MINE, locale="en-US", script=EARS)
    phone = desk.telephone(MINE)
    phone.keys("5")
    assert desk.page.evaluate("tones") == [770, 1336]
    desk.page.get_by_role("button", name="Sound").click()
    phone.keys("5")
    assert desk.page.evaluate("tones.length") == 2


def test_it_speaks_in_the_prompts_language_and_rate_unless_the_sound_is_off(hall: Room, town: Town) -> None:
    town.says("/voice", f'{CLAUSES}<Gather timeout="60"/>')
    desk = hall.desk(MINE, locale="en-US", script=EARS)
    phone = desk.telephone(MINE)
    phone.lifts()
    assert desk.page.evaluate(BOTH_SPOKEN) == [["您好,", "zh-CN", 0.88], ["王阿姨。", "zh-CN", 0.88]]
    phone.hangs_up()
    desk.page.get_by_role("button", name="Sound").click()
    phone.lifts()
    expect(phone.card.locator(".says")).to_have_count(2)
    assert desk.page.evaluate("spoken.length") == 2


def test_a_recording_is_heard(hall: Room, town: Town) -> None:
    town.says("/voice", '<Play>/welcome.wav</Play><Gather timeout="60"/>')
    town.says("/welcome.wav", Response(SOUND, content_type="audio/wav"))
    desk = hall.desk(MINE, locale="en-US")
    phone = desk.telephone(MINE)
    with desk.page.expect_request("**/exchange/sounds/*"):
        phone.lifts()
    expect(phone.call).to_contain_text("/welcome.wav")
    phone.hangs_up()


def test_a_message_is_spoken_after_the_tone(hall: Room, town: Town) -> None:
    town.says("/voice", '<Record action="/left" timeout="60"/>')
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.awaited).to_have_text("Speak after the tone, then #")
    phone.card.get_by_role("textbox", name="What you say").fill("I need metformin")
    phone.page.keyboard.press("Enter")
    expect(phone.call).to_contain_text("I need metformin")
    phone.keys("#")
    assert town.application.was_asked("/left")[0].form["Digits"] == "#"


def test_two_telephones_speak_with_each_other(hall: Room, town: Town) -> None:
    town.says("/voice", f"<Dial><Number>{OTHER}</Number></Dial>")
    desk = hall.desk(MINE, OTHER, locale="en-US")
    mine, other = desk.telephone(MINE), desk.telephone(OTHER)
    mine.lifts()
    expect(other.card).to_have_attribute("data-state", "ringing")
    other.lifts()
    expect(mine.card.locator(".state")).to_have_text(f"Speaking with {OTHER}")
    mine.card.get_by_role("textbox", name="What you say").fill("good morning")
    desk.page.keyboard.press("Enter")
    expect(other.call.locator(".voice")).to_contain_text("good morning")


def test_what_the_application_does_wrong_is_told_plainly(hall: Room, town: Town) -> None:
    town.says("/voice", "<Dance/>")
    phone = hall.desk(MINE, locale="en-US").telephone(MINE)
    phone.lifts()
    expect(phone.call).to_contain_text(re.compile("The line failed: .*<Dance>"))


def test_an_exchange_that_is_gone_is_told_and_one_that_is_back_is_heard(browser: Browser) -> None:
    with exchange() as address:
        room = Room(browser, address)
        desk = room.desk(MINE, locale="en-US")
        trouble, phone = desk.page.locator("#trouble"), desk.telephone(MINE)
        expect(phone.card).to_be_visible()
    expect(trouble).to_contain_text("does not answer")
    phone.lifts()
    expect(phone.card.get_by_role("alert")).to_contain_text("does not answer")
    with exchange(int(address.rpartition(":")[2])):
        expect(trouble).to_be_hidden()
        phone.lifts()
        phone.hears("application error")
        room.close()


def test_the_keypad_is_one_stop_of_the_tabulator_and_arrows_lead_through_it(hall: Room) -> None:
    desk = hall.desk(MINE, OTHER, locale="en-US")
    mine = desk.telephone(MINE)
    key = {name: mine.card.get_by_role("button", name=name, exact=True) for name in "125"}
    key["1"].focus()
    for arrow, reached in (("ArrowUp", "1"), ("ArrowRight", "2"), ("ArrowDown", "5")):
        desk.page.keyboard.press(arrow)
        expect(key[reached]).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(mine.inbox).to_be_focused()
    desk.page.keyboard.press("Shift+Tab")
    expect(key["5"]).to_be_focused()


def test_page_down_goes_round_the_telephones_and_leaves_a_log_to_scroll(hall: Room) -> None:
    desk = hall.desk(MINE, OTHER, locale="en-US")
    mine, other = desk.telephone(MINE), desk.telephone(OTHER)
    expect(mine.card).to_be_focused()
    for key, reached in (("PageDown", other), ("PageDown", mine), ("PageUp", other)):
        desk.page.keyboard.press(key)
        expect(reached.card).to_be_focused()
    other.call.focus()
    desk.page.keyboard.press("PageDown")
    expect(other.call).to_be_focused()

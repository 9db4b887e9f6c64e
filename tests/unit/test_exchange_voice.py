"""How the words of a <Say> are spoken: clauses, silences, rate, and the time they take."""

import pytest

from exchange.player import Heard
from exchange.studio import Pace
from exchange.twiml import parse
from exchange.verbs import Play, Say
from exchange.voice import Clause, length


def say(inside: str) -> Say:
    (verb,) = parse(f"<Response><Say>{inside}</Say></Response>".encode())
    assert isinstance(verb, Say)
    return verb


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("one, two", ()),
        ('one,<break time="450ms"/> two', (Clause("one,", 0.45), Clause(" two"))),
        ('<prosody rate="88%">one<break time="2s"/>two<break/></prosody>', (Clause("one", 2), Clause("two", 0.5))),
        ('<s>one</s>\n <break time="soon"/>two', (Clause("one ", 0.5), Clause("two"))),
    ],
)
def test_it_parts_words_at_their_silences(written: str, spoken: tuple[Clause, ...]) -> None:
    assert say(written).clauses == spoken


@pytest.mark.parametrize(
    ("written", "normal"),
    [("one", 1), ('<prosody rate="88%">one</prosody>', 0.88), ('<prosody rate="slow">one</prosody>', 1)],
)
def test_it_reads_the_rate(written: str, normal: float) -> None:
    assert say(written).rate == normal


def test_a_chinese_character_takes_as_long_as_several_letters() -> None:
    assert length("体温") == length("letters")


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [
        (Say("a minute of it", rate=1), 14),
        (Say("a minute of it", rate=0.5), 28),
        (Say("one,two", clauses=(Clause("one,", 0.5), Clause("two", 1))), 8.5),
    ],
)
def test_hearing_takes_its_letters_and_its_silences(prompt: Say | Play, seconds: float) -> None:
    assert Pace(speech=60).spoken(prompt) == seconds


def test_a_recording_takes_as_long_as_it_is() -> None:
    recording = Play("https://a.example/x.wav")
    assert Pace(speech=60).spoken(recording, Heard("/sounds/1", 2.5)) == 2.5
    assert Pace(speech=60).spoken(recording) == 0
    assert Pace().spoken(recording, Heard("/sounds/1", 2.5)) == 0


def test_without_a_pace_hearing_takes_no_time() -> None:
    assert Pace().spoken(Say("one,two", clauses=(Clause("one,", 0.5), Clause("two")))) == 0

"""A voice message as a file that a player plays: its format, its length, and that something is to be heard."""

import io
import wave
from array import array
from datetime import UTC, datetime

import pytest

from exchange.recordings import Kept
from exchange.sound import RATE, wave_of

NOW = datetime(2020, 2, 29, 7, tzinfo=UTC)


def frames(words: str, seconds: int) -> "array[int]":
    kept = Kept("RE1", "AC1", "CA1", words, seconds, NOW, NOW)
    with wave.open(io.BytesIO(wave_of(kept))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        return array("h", file.readframes(file.getnframes()))


@pytest.mark.parametrize(("words", "seconds"), [("", 3), ("one", 1), ("one two three four five six seven eight", 2)])
def test_it_is_as_long_as_the_message(words: str, seconds: int) -> None:
    assert len(frames(words, seconds)) == RATE * seconds


def test_a_word_is_heard_and_silence_is_silent() -> None:
    spoken, silent = frames("metformin", 2), frames("", 2)
    assert max(spoken) > 7000
    assert not any(spoken[RATE:])
    assert not any(silent)


def test_two_words_sound_different() -> None:
    heard = frames("one two", 1)
    tone, pause = RATE // 4, RATE // 8
    assert heard[:tone] != heard[tone + pause : 2 * tone + pause]

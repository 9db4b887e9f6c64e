"""What may stand for a sentence of the line: a sound, neither empty nor longer than anybody listens."""

import pytest

from domain.sentence_sounds import LengthError, read_sentence, seconds_of
from domain.sounds import MOST_BYTES, NoSoundError, Sound, read_sound
from tests.sounds import wav

FRAME = b"\xff\xfb\x90\x64".ljust(417, b"\x00")  # MPEG-1, 128 kbit/s, 44,100 frames a second: 26 milliseconds
SLOW = b"\xff\xe3\x18\xc4".ljust(72, b"\x00")  # MPEG-2.5, 8 kbit/s, 8,000 frames a second: 72 milliseconds
TAG = b"ID3\x04\x00\x00\x00\x00\x01\x00".ljust(10 + 128, b"\xff")


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (wav(2), 2.0),
        (wav(0.5), 0.5),
        (wav(2)[:12] + b"LIST\x03\x00\x00\x00abc\x00" + wav(2)[12:], 2.0),
        (wav(2)[:40] + b"\xff\xff\xff\xff" + wav(2)[44:], 2.0),  # written while it was not known how long it gets
        (FRAME * 100, 2.61),
        (TAG + FRAME * 100, 2.61),
        (FRAME * 100 + b"TAG".ljust(128, b" "), 2.61),
        (SLOW * 10, 0.72),
        (FRAME * 10 + SLOW * 10, 0.98),
    ],
)
def test_a_sounds_length_is_read_from_its_bytes(content: bytes, seconds: float) -> None:
    assert seconds_of(read_sound(content)) == pytest.approx(seconds, abs=0.01)
    assert read_sentence(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        wav(0),
        wav(0.2),
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b"RIFF\x10\x00\x00\x00WAVEgood-morning",
        wav(2)[:28] + b"\x00" * 4 + wav(2)[32:],  # no bytes a second
        b"ID3\x04rest",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + FRAME * 100,  # a tag as long as the file
        b"\xff\xfb\x90\x64",
        b"\xff\xff" * 5000,
        b"",
    ],
)
def test_what_nobody_would_hear_is_refused(content: bytes) -> None:
    with pytest.raises(NoSoundError):
        read_sentence(content)


@pytest.mark.parametrize("content", [wav(32), FRAME * 1300])
def test_what_nobody_would_listen_to_is_refused(content: bytes) -> None:
    with pytest.raises(LengthError, match="seconds long"):
        read_sentence(content)
    with pytest.raises(NoSoundError, match="KiB"):
        read_sentence(content.ljust(MOST_BYTES + 1, b"\x00"))


def test_half_a_minute_is_taken_with_what_a_recorder_adds() -> None:
    assert read_sentence(wav(30.6)) == Sound(wav(30.6), "audio/wav")

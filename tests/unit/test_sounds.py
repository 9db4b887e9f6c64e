"""What counts as a sound."""

import pytest

from domain.sounds import MOST_BYTES, NoSoundError, read_sound

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(WAV, "audio/wav"), (b"ID3\x04rest", "audio/mpeg"), (b"\xff\xfb\x90\x64", "audio/mpeg")],
)
def test_a_sound_is_known_by_its_bytes(content: bytes, content_type: str) -> None:
    assert read_sound(content).content_type == content_type


@pytest.mark.parametrize("content", [b"", b"RIFF", b"<html>", b"\xff\x00", b"RIFF\x00\x00\x00\x00AVI "])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(NoSoundError, match="no WAV and no MP3"):
        read_sound(content)


def test_too_much_is_refused() -> None:
    assert len(read_sound(WAV.ljust(MOST_BYTES, b"\x00")).content) == MOST_BYTES
    with pytest.raises(NoSoundError, match="more than 2048 KiB"):
        read_sound(WAV.ljust(MOST_BYTES + 1, b"\x00"))

"""What a sound must be to be played to callers."""

from dataclasses import dataclass

MOST_BYTES = 2 * 1024 * 1024  # half a minute at the carrier's 8,000 frames of 16 bits is a quarter of it

_MPEG_FRAME = 0xE0  # the upper bits of an MP3 frame's second byte


class NoSoundError(ValueError):
    """What was given is no WAV and no MP3, or too much of it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound as it is stored and served: `content_type` is audio/wav or audio/mpeg."""

    content: bytes
    content_type: str


def read_sound(content: bytes) -> Sound:
    """The sound in these bytes, judged by themselves and never by what a sender calls them; NoSoundError says why not."""
    if len(content) > MOST_BYTES:
        raise NoSoundError(f"the sound has more than {MOST_BYTES // 1024} KiB")
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return Sound(content, "audio/wav")
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] >= bytes([_MPEG_FRAME])):
        return Sound(content, "audio/mpeg")
    raise NoSoundError("this is no WAV and no MP3 file")

"""How long a sound is, and whether it can stand for a sentence of the line: every caller hears it to its end."""

from domain.sounds import NoSoundError, Sound, read_sound

SHORTEST = 0.3  # seconds; a question that nobody hears is answered by nobody
LONGEST = 31.0  # seconds: half a minute, and what a recorder takes to stop

_WAV_HEAD = 12  # bytes before the first part of a WAV
_PART_HEAD = 8  # a part's name and its size
_TAG_HEAD = 10  # of what stands before an MP3's sound
_FRAME_HEAD = 4
# Bits a second and frames a second by their number in an MP3 frame's head; of the first version and of the later ones.
_KBITS = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SAMPLES = (1152, 576)  # of a frame


class LengthError(NoSoundError):
    """It is a sound, and too long for a sentence."""


def read_sentence(content: bytes) -> Sound:
    """The sound in these bytes, to be played in place of a sentence; NoSoundError, LengthError say why not."""
    sound = read_sound(content)
    seconds = seconds_of(sound)
    if seconds < SHORTEST:
        raise NoSoundError("there is no sound in it")
    if seconds > LONGEST:
        raise LengthError(f"it is {seconds:.0f} seconds long; a sentence has at most 30")
    return sound


def seconds_of(sound: Sound) -> float:
    """How long it is played; 0 where nothing can be."""
    return _of_wav(sound.content) if sound.content_type == "audio/wav" else _of_mpeg(sound.content)


def _of_wav(content: bytes) -> float:
    a_second, at = 0, _WAV_HEAD
    while at + _PART_HEAD <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        at += _PART_HEAD
        if name == b"fmt ":
            a_second = int.from_bytes(content[at + 8 : at + 12], "little")
        if name == b"data":
            return min(size, len(content) - at) / a_second if a_second else 0.0
        at += size + size % 2
    return 0.0


def _of_mpeg(content: bytes) -> float:
    """Frame by frame, for their sizes may differ."""
    seconds, at = 0.0, _after_tag(content)
    while at + _FRAME_HEAD <= len(content):
        size, lasts = _frame(content[at : at + _FRAME_HEAD])
        seconds += lasts
        at += size or 1
    return seconds


def _after_tag(content: bytes) -> int:
    if content[:3] != b"ID3":
        return 0
    size = 0
    for seven_bits in content[6:_TAG_HEAD]:
        size = size << 7 | seven_bits & 0x7F
    return _TAG_HEAD + size


def _frame(head: bytes) -> tuple[int, float]:
    """The bytes and the seconds of the frame that begins so; (0, 0) where none does."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kbits, rate = head[2] >> 4, head[2] >> 2 & 3
    is_frame = head[0] == 0xFF and head[1] >= 0xE0 and version in _RATES and layer == 1  # noqa: PLR2004 - eleven bits
    if not is_frame or kbits in {0, 15} or rate == 3:  # noqa: PLR2004 - free and forbidden
        return 0, 0.0
    later = version != 3  # noqa: PLR2004 - MPEG-1
    samples, rate = _SAMPLES[later], _RATES[version][rate]
    return samples * _KBITS[later][kbits] * 125 // rate + (head[2] >> 1 & 1), samples / rate

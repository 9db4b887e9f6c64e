"""Voice messages as sound: a tone for every word, as long as the message; 16-bit PCM, mono, 8,000 Hz.

What was said is known only as words; the tones make a player show that there is something to hear.
"""

import io
import math
import wave
from array import array
from itertools import cycle

from exchange.recordings import Kept

RATE = 8000
_TONE = RATE // 4  # frames of a word's tone
_PAUSE = RATE // 8
_LOUD = 8000  # of 32,767
_PITCHES = (220, 262, 294, 330, 392)  # hertz


def wave_of(kept: Kept) -> bytes:
    """A WAV file of a message's whole length; seconds without a word are silent."""
    frames = array("h")
    wanted = RATE * kept.seconds
    for pitch, _ in zip(cycle(_PITCHES), kept.words.split(), strict=False):
        frames.extend(_tone(pitch))
        frames.extend(array("h", bytes(2 * _PAUSE)))
    del frames[wanted:]
    return _file(frames.tobytes() + bytes(2 * (wanted - len(frames))))


def _tone(pitch: int) -> "array[int]":
    return array("h", (round(_LOUD * math.sin(2 * math.pi * pitch * frame / RATE)) for frame in range(_TONE)))


def _file(frames: bytes) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames)
    return written.getvalue()

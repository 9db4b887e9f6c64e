"""Sounds of a length, made by the standard library."""

import io
import wave

RATE = 8000  # frames a second, as telephones have them


def wav(seconds: float, *, sample: int = 1000) -> bytes:
    """A WAV of one channel and 16 bits."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(sample.to_bytes(2, "little") * int(seconds * RATE))
    return written.getvalue()

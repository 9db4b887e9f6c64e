"""Voice messages left on calls: their words, length and a file of silence that long."""

import io
import threading
import wave
from dataclasses import dataclass

from exchange.calls import Call, new_sid
from exchange.listening import Recording

_RATE = 8000


@dataclass(frozen=True)
class Kept:
    """One voice message; `seconds` is its length."""

    sid: str
    call_sid: str
    words: str
    seconds: int


class Recordings:
    """All voice messages; addresses are under `base_url`, the exchange's own."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def keep(self, call: Call, recording: Recording, seconds: int) -> dict[str, str]:
        """Keeps a message and returns what the application is told of it."""
        kept = Kept(new_sid("RE"), call.sid, " ".join(recording.words), seconds)
        with self._lock:
            self._kept[kept.sid] = kept
        url = f"{self.base_url}/2010-04-01/Accounts/{call.account_sid}/Recordings/{kept.sid}"
        return {"RecordingSid": kept.sid, "RecordingUrl": url, "RecordingDuration": str(seconds)}

    def get(self, sid: str) -> Kept | None:
        """One message."""
        with self._lock:
            return self._kept.get(sid)


def as_wave(kept: Kept) -> bytes:
    """A WAV file as long as the message: what was said is known only as words."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(_RATE)
        file.writeframes(b"\x80" * _RATE * kept.seconds)
    return written.getvalue()

"""<Play>: what is to be heard is fetched by GET, as the carrier does, and kept for the telephone that hears it."""

import io
import threading
import wave
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from exchange import sound
from exchange.delivery import FETCH_FAILED
from exchange.ledger import Ledger
from exchange.recordings import Recordings
from exchange.web import Web

PATH = "/exchange/sounds"
_MOST_KEPT = 100
_SOUNDS = ("audio/wav", "audio/x-wav", "audio/wave", "audio/mpeg")


@dataclass(frozen=True)
class Heard:
    """A sound as a telephone hears it: a path of the exchange, and its length in seconds; 0 where that is not known."""

    path: str
    seconds: float


class Player:
    """Fetches sounds; the newest are kept."""

    def __init__(self, web: Web, ledger: Ledger) -> None:
        self._web, self._ledger = web, ledger
        self._kept: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._lock = threading.Lock()

    def fetch(self, url: str, about: str, recordings: Recordings) -> Heard | None:
        """The sound at an address, or one of our own messages; None, and an error in the ledger, where there is none."""
        content, media_type = self._own(url, recordings) or self._of_others(url, about)
        if not content:
            return None
        key = sha256(content).hexdigest()[:32]
        with self._lock:
            self._kept[key] = (content, media_type)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return Heard(f"{PATH}/{key}", _length(content))

    def kept(self, key: str) -> tuple[bytes, str] | None:
        """A sound that was fetched, and its media type."""
        with self._lock:
            return self._kept.get(key)

    def _own(self, url: str, recordings: Recordings) -> tuple[bytes, str] | None:
        if not url.startswith(f"{recordings.base_url}/"):
            return None
        message = recordings.get(url.rpartition("/")[2].removesuffix(".wav"))
        return (sound.wave_of(message), "audio/wav") if message else None

    def _of_others(self, url: str, about: str) -> tuple[bytes, str]:
        answer = self._web.fetch(url, about)
        media_type = answer.content_type.partition(";")[0].strip().lower()
        if answer.failure is None and answer.body and media_type in _SOUNDS:
            return answer.body, media_type
        reason = f"no sound: {answer.failure}, status {answer.status}, content type {answer.content_type!r}"
        self._ledger.write("error", about=about, code=FETCH_FAILED, url=url, reason=reason)
        return b"", ""


def _length(content: bytes) -> float:
    try:
        with wave.open(io.BytesIO(content)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError):
        return 0

"""Voice messages left on calls: their words, length and where they are fetched."""

import threading
from dataclasses import dataclass
from datetime import datetime

from exchange.calls import Call
from exchange.clock import Clock
from exchange.ledger import Ledger
from exchange.params import API_VERSION


@dataclass(frozen=True)
class Kept:
    """One voice message; `seconds` is its length, `started` and `created` are simulated, aware, UTC."""

    sid: str
    account_sid: str
    call_sid: str
    words: str
    seconds: int
    started: datetime
    created: datetime


class Recordings:
    """All voice messages; addresses are under `base_url`, the exchange's own."""

    def __init__(self, clock: Clock, ledger: Ledger, base_url: str = "") -> None:
        self.base_url = base_url
        self._clock = clock
        self._ledger = ledger
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def keep(self, sid: str, call: Call, words: str, seconds: int, started: datetime) -> Kept:
        """Keeps a message."""
        kept = Kept(sid, call.account_sid, call.sid, words, seconds, started, self._clock.now())
        with self._lock:
            self._kept[kept.sid] = kept
        self._ledger.write("recording", sid=kept.sid, call=call.sid, words=words, seconds=seconds)
        return kept

    def url(self, kept: Kept) -> str:
        """Where a message is fetched; without an ending it is the sound."""
        return f"{self.base_url}/{API_VERSION}/Accounts/{kept.account_sid}/Recordings/{kept.sid}"

    def all(self) -> list[Kept]:
        """All messages, the newest first."""
        with self._lock:
            return list(reversed(self._kept.values()))

    def get(self, sid: str) -> Kept | None:
        """One message."""
        with self._lock:
            return self._kept.get(sid)

    def delete(self, kept: Kept) -> None:
        """Forgets a message."""
        with self._lock:
            self._kept.pop(kept.sid, None)

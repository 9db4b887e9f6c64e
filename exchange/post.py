"""A text message as the carrier's REST API knows it."""

from dataclasses import dataclass, field
from datetime import datetime

from exchange.calls import new_sid

_FINAL = frozenset({"received", "delivered", "undelivered", "failed"})
LONGEST_VALIDITY = 36_000  # seconds


@dataclass
class Text:
    """One text; `direction` inbound, outbound-api or outbound-reply; times simulated, aware, UTC."""

    account_sid: str
    from_: str
    to: str
    body: str
    direction: str
    created: datetime
    status: str
    error_code: int | None = None
    updated: datetime | None = None
    sent: datetime | None = None
    sid: str = field(default_factory=lambda: new_sid("SM"))

    @property
    def is_final(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.status in _FINAL


@dataclass(frozen=True)
class Draft:
    """A text to be sent, and the address told of what becomes of it; `validity` is how long it may wait, in seconds."""

    from_: str
    to: str
    body: str
    callback: str | None = None
    direction: str = "outbound-api"
    validity: int = LONGEST_VALIDITY

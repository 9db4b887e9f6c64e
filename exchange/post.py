"""A text message as the carrier's REST API knows it."""

from dataclasses import dataclass, field
from datetime import datetime

from exchange.calls import new_sid


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


@dataclass(frozen=True)
class Draft:
    """A text to be sent, and the address told of what becomes of it."""

    from_: str
    to: str
    body: str
    callback: str | None = None
    direction: str = "outbound-api"

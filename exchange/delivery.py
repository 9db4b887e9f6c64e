"""How the carrier delivers a webhook: signature, address as sent, connection overrides; pure.

Sources: Twilio, usage/security, usage/webhooks/webhooks-connection-overrides and api/errors/11100, 11200, 11205, 11215
and 11216.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from urllib3.util import parse_url

MOVED = frozenset({301, 302, 303, 307})  # what the carrier follows; 308 is none of them
FETCH_FAILED = 11200
CODES = {"url": 11100, "ct": 11205, "rt": 11205, "loop": 11215, "3xx": 11216, "4xx": FETCH_FAILED, "5xx": FETCH_FAILED}
_POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})


@dataclass(frozen=True)
class Overrides:
    """Timeouts in seconds, retries, and the failures that are tried again."""

    connect: float = 5
    read: float = 15
    total: float = 15
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    def tries_again(self, failure: str) -> bool:
        """Whether a failure (`ct`, `rt`, `4xx`, `5xx`) is worth another try."""
        return failure in self.policy or "all" in self.policy


def overrides(url: str) -> Overrides:
    """The overrides in an address's fragment (`#rc=3&rp=5xx,ct`); what is out of range counts as not given."""
    given = dict(part.partition("=")[::2] for part in url.partition("#")[2].split("&"))
    policy = frozenset(given.get("rp", "ct").split(",")) & _POLICIES
    return Overrides(
        connect=_within(given, "ct", 100, 10000, 5000) / 1000,
        read=_within(given, "rt", 100, 15000, 15000) / 1000,
        total=_within(given, "tt", 100, 15000, 15000) / 1000,
        retries=_within(given, "rc", 0, 5, 1),
        policy=policy or frozenset({"ct"}),
    )


def _within(given: Mapping[str, str], name: str, low: int, high: int, default: int) -> int:
    written = given.get(name, "")
    return int(written) if written.isdecimal() and low <= int(written) <= high else default


def address(url: str, query: Mapping[str, str] | None = None) -> str:
    """The address exactly as it is sent and signed: no fragment, never an empty path; `query` is added to it."""
    parts = parse_url(url.partition("#")[0])
    written = "&".join(part for part in (parts.query, urlencode(query or {})) if part)
    return parts._replace(path=parts.path or "/", query=written or None).url


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """X-Twilio-Signature: base64 of HMAC-SHA1 over the address and the form's sorted names and values."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def failure_of(status: int) -> str | None:
    """The retry class of an HTTP status that leads nowhere else; None for success."""
    return None if status < 300 else f"{status // 100}xx"  # noqa: PLR2004


def method_after(status: int, method: str) -> str:
    """How what has moved is asked for again: after a 307 as it was, otherwise by GET, and what was posted is gone."""
    return method if status == 307 else "GET"  # noqa: PLR2004


def code_of(failure: str) -> int:
    """The carrier's error code for a failure."""
    return CODES.get(failure, FETCH_FAILED)

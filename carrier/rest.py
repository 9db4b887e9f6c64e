"""The carrier's REST API as the workers use it: create a message or a call, and look up what was accepted.

The SDK costs most of a second to import, so only making a client imports it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar, cast

from carrier.errors import Ambiguous, CarrierError, LineStopped, LookupFailed
from carrier.recordings import recording_path
from carrier.transport import Patience, Transport

_Result = TypeVar("_Result")

# How the SDK fails on an answer it cannot read.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)

# The carrier's clock and ours differ a little, and its date_created has whole seconds.
_CLOCK_TOLERANCE = timedelta(seconds=5)

# The newest first, in one page: a number is never sent more texts than this in an hour.
_LOOKED_THROUGH = 200


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account, and how to reach it. With an API key the token stays for signatures alone."""

    sid: str
    auth_token: str = field(repr=False)
    api_key: str = ""
    api_secret: str = field(default="", repr=False)
    api_base: str = "https://api.twilio.com"
    patience: Patience = field(default=Patience())


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier's word for a message or a call: its sid and first status."""

    sid: str
    status: str


@dataclass(frozen=True, slots=True)
class Found:
    """A message or a call the carrier knows: its sid and status now."""

    sid: str
    status: str


class _Record(Protocol):
    """What messages and calls have in common in the SDK."""

    sid: str | None
    status: str | None
    direction: str | None
    date_created: datetime | None


class RestClient:
    """One account's API over pooled connections; any number of threads may share it."""

    def __init__(self, account: Account) -> None:
        from twilio.rest import Client  # type: ignore[import-untyped]  # noqa: PLC0415 - see the module's sentence

        self._transport = Transport(account.api_base, account.patience)
        self._account_sid = account.sid
        self._auth = (account.api_key or account.sid, account.api_secret if account.api_key else account.auth_token)
        api = Client(
            *self._auth,
            account_sid=account.sid,
            http_client=self._transport,
            environment={"TWILIO_REGION": ""},  # else it would read the process's own
        )
        # Resolved here, once, for the SDK builds these on first use and not for threads.
        self._messages = api.messages
        self._calls = api.calls

    def create_message(
        self, *, to: str, from_: str, body: str, status_callback: str, validity_seconds: int | None = None
    ) -> Accepted:
        """Send a text. `validity_seconds`: dropped by the carrier if still in its queue then (1 to 36,000).

        Raises NotSent, Refused, LineStopped or Ambiguous.
        """
        optional = {} if validity_seconds is None else {"validity_period": validity_seconds}
        return _accepted(
            lambda: self._messages.create(to=to, from_=from_, body=body, status_callback=status_callback, **optional)
        )

    def create_call(
        self, *, to: str, from_: str, url: str, status_callback: str, timeout_seconds: int, time_limit_seconds: int
    ) -> Accepted:
        """Place a call that asks `url` what to say: rings `timeout_seconds`, lasts `time_limit_seconds` at most.

        `status_callback` is told once, when it is over. Raises NotSent, Refused, LineStopped or Ambiguous.
        """
        return _accepted(
            lambda: self._calls.create(
                to=to,
                from_=from_,
                url=url,
                status_callback=status_callback,
                timeout=timeout_seconds,
                time_limit=time_limit_seconds,
            )
        )

    def find_message(self, *, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Found | None:
        """The text to this number with exactly this body, created at `since` (UTC) or later; the first if several.

        `known`: sids that belong to other rows. Without a date filter, for a queued text has no date sent.
        Raises LookupFailed or LineStopped.
        """
        records = _looked_up(lambda: self._messages.list(to=to, limit=_LOOKED_THROUGH))
        return _first((record for record in records if record.body == body), since, known)

    def find_call(self, *, to: str, from_: str, since: datetime, known: Collection[str] = ()) -> Found | None:
        """The call placed from our number to this one, created at `since` (UTC) or later; the first if several.

        `known`: sids that belong to other rows. Raises LookupFailed or LineStopped.
        """
        return _first(_looked_up(lambda: self._calls.list(to=to, from_=from_, limit=_LOOKED_THROUGH)), since, known)

    def fetch_recording(self, sid: str, most: int) -> bytes:
        """The sound of a recording; `most` bytes, and one more where it is longer.

        Raises ValueError for what is no recording's sid, else NotSent, Refused, LineStopped or Ambiguous.
        """
        return self._transport.fetch(recording_path(self._account_sid, sid), self._auth, most)

    def close(self) -> None:
        """End all idle connections."""
        self._transport.close()


def _accepted(create: Callable[[], object]) -> Accepted:
    """What a create answered; one answered with 2xx and nothing readable may well have been accepted."""
    try:
        made = cast("_Record", create())
    except CarrierError:
        raise
    except _UNREADABLE as error:
        raise Ambiguous("unreadable answer") from error
    if not isinstance(made.sid, str) or not made.sid:
        raise Ambiguous("answer without a sid")
    return Accepted(made.sid, str(made.status or ""))


def _looked_up(ask: Callable[[], _Result]) -> _Result:
    from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]  # noqa: PLC0415 - see the module's sentence

    try:
        return ask()
    except LineStopped:
        raise
    except (CarrierError, TwilioException, *_UNREADABLE) as error:
        raise LookupFailed(type(error).__name__) from error


def _first(records: Iterable[object], since: datetime, known: Collection[str]) -> Found | None:
    """The first of ours created at `since` or later."""
    earliest = since - _CLOCK_TOLERANCE
    ours = [
        (record.date_created, record.sid, record.status or "")
        for record in cast("Iterable[_Record]", records)
        if record.sid and record.sid not in known and record.date_created and record.direction != "inbound"
    ]
    created = sorted(candidate for candidate in ours if candidate[0] >= earliest)
    return Found(created[0][1], created[0][2]) if created else None

"""HTTP to the carrier's API over few pooled connections; every failure tells whether it can have been accepted.

Stands in for the SDK's HTTP client, whose default may hang for ever and costs more CPU than the rest of a message.
It imports nothing of the SDK.
"""

import http.client
import io
import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import EmptyPoolError, HTTPError

from carrier.errors import Ambiguous, CarrierError, NotSent, refusal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# A whole answer must be in within this many times the read timeout, however it trickles: 12 s of 10, so that
# with 3 s for the connection a request ends before its row's lease of 20 s does.
_WHOLE_ANSWER = 1.2

# A connection idle for longer may have been forgotten on the way; a text sent into it would be ambiguous.
_IDLE_SECONDS = 20.0

_REQUEST_TIMEOUT = 408  # of a proxy that may have passed the request on


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer, as the SDK reads it."""

    status_code: int
    text: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection (and for a free one), and for each read; `connections` at most at a time."""

    connect_seconds: float = 3.0
    read_seconds: float = 10.0
    connections: int = 10


class Transport:
    """One pool of connections to `api_base` (scheme, host, port and perhaps a path), shared by all threads."""

    def __init__(self, api_base: str, patience: Patience) -> None:
        base = urlsplit(api_base)
        self._prefix = base.path.rstrip("/")
        self._pool = _pool(base.scheme, base.hostname or "", base.port, patience.connections)
        self._timeout = Timeout(connect=patience.connect_seconds, read=patience.read_seconds)
        self._patience = patience

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,  # the SDK's own timeout and allow_redirects: both are settled here
    ) -> Answer:
        """One request, with the URL's scheme and host swapped for ours.

        Returns a 2xx answer; raises NotSent, Refused, LineStopped or Ambiguous for everything else.
        """
        path = self._prefix + urlsplit(url).path + (f"?{_form(params)}" if params else "")
        body = _form(data).encode() if data else None
        sent = {**(headers or {}), **({"Authorization": _basic(auth)} if auth else {})}
        answer = self._exchange(method, path, body, sent)
        if not 200 <= answer.status_code < 300:  # noqa: PLR2004
            raise _failure(answer)
        return answer

    def fetch(self, path: str, auth: tuple[str, str], most: int) -> bytes:
        """What is at a path of the API: `most` bytes and one more where there are more. Follows no redirect.

        Raises NotSent, Refused, LineStopped or Ambiguous.
        """
        response = self._open("GET", self._prefix + path, None, {"Authorization": _basic(auth)}, whole=False)
        try:
            body = response.read(most + 1, decode_content=False)
        except HTTPError as error:
            raise Ambiguous(type(error).__name__) from error
        finally:
            response.close()
            response.release_conn()
        if response.status != 200:  # noqa: PLR2004
            raise _failure(Answer(response.status, body.decode(errors="replace"), response.headers))
        return body

    def close(self) -> None:
        """End all idle connections; a request after this fails."""
        self._pool.close()

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        response = self._open(method, path, body, headers, whole=True)
        return Answer(response.status, response.data.decode(errors="replace"), response.headers)

    def _open(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], *, whole: bool
    ) -> BaseHTTPResponse:
        """The answer, its body read already where `whole`."""
        try:
            return self._pool.urlopen(
                method,
                path,
                body=body,
                headers=dict(headers),
                retries=False,
                redirect=False,
                timeout=self._timeout,
                preload_content=whole,
                pool_timeout=self._patience.connect_seconds,  # type: ignore[arg-type]  # any number of seconds
            )
        except EmptyPoolError as error:
            raise NotSent("no free connection") from error
        except HTTPError as error:
            raise Ambiguous(type(error).__name__) from error


def _pool(scheme: str, host: str, port: int | None, connections: int) -> HTTPConnectionPool:
    if scheme == "http":
        return _PlainPool(host, port, maxsize=connections, block=True)
    # One context for all connections: reading the certificates costs more than a message does.
    return _TlsPool(host, port, maxsize=connections, block=True, ssl_context=ssl.create_default_context())


def _form(pairs: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in pairs.items() if value is not None}, doseq=True)


def _basic(auth: tuple[str, str]) -> str:
    return f"Basic {b64encode(':'.join(auth).encode()).decode()}"


def _failure(answer: Answer) -> CarrierError:
    """A 4xx certainly changed nothing; after a 5xx, a 408 or a redirect nobody knows."""
    status = answer.status_code
    if status == _REQUEST_TIMEOUT or not 400 <= status < 500:  # noqa: PLR2004
        return Ambiguous(f"status {status}", status=status)
    return refusal(_code(answer.text), status, _retry_after(answer.headers))


def _code(text: str) -> int | None:
    """The error's code in an answer; None when it is not the carrier's JSON."""
    try:
        code = json.loads(text)["code"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return code if isinstance(code, int) else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After` as seconds or as a date (counted from the answer's own `Date`)."""
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        wait = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())


class _Hurried(io.RawIOBase):
    """A socket that hands out an answer only until its time is up: a byte a second does not hold a thread for ever."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase) -> None:
        self._sock = sock
        self._raw = raw
        self._patience = sock.gettimeout() or 0.0
        self._deadline = monotonic() + self._patience * _WHOLE_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError("the answer takes too long")
        self._sock.settimeout(min(self._patience, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _HurriedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Hurried(sock, self.fp.detach()))


class _CarefulConnection(HTTPConnection):
    """A connection that says when nothing was sent at all, and is not used again after a long rest."""

    response_class = _HurriedResponse
    _answered = 0.0

    def connect(self) -> None:
        try:
            super().connect()
        except (OSError, HTTPError) as error:  # refused, unknown host, too slow, no TLS
            raise NotSent(type(error).__name__) from error
        self._answered = monotonic()

    @property
    def is_connected(self) -> bool:
        return monotonic() - self._answered < _IDLE_SECONDS and super().is_connected

    def getresponse(self) -> Any:
        response = super().getresponse()
        self._answered = monotonic()
        return response


class _CarefulTlsConnection(_CarefulConnection, HTTPSConnection):
    """The same over TLS."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _CarefulConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _CarefulTlsConnection

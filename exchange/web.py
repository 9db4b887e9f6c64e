"""Asks a TwiML application: signed requests, timeouts, retries, redirects, each written to the ledger."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode, urljoin

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationParseError, NewConnectionError, SSLError

from exchange import delivery
from exchange.cookies import Cookies
from exchange.faults import Fault, Faults
from exchange.ledger import Ledger

NOT_XML = 12300
_MOST_REDIRECTS = 5
_MOST_BYTES = 1 << 20

Limits = tuple[delivery.Overrides, float]  # and when, by the monotonic clock, all of it must be over


@dataclass(frozen=True)
class Hook:
    """One request to make: where, how, with which parameters, about which call or message.

    `conversation` names whose cookies go with it: a call, or two numbers; none without.
    """

    url: str
    method: str
    params: Mapping[str, str]
    about: str
    conversation: str = ""
    token: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Answer:
    """What came back; `failure` is `url` (no address), `ct`, `rt`, `3xx` (moved nowhere), `loop`, `4xx`, `5xx`, or None.

    `moved_to` is where it is to be asked for instead.
    """

    url: str
    status: int | None
    content_type: str
    body: bytes
    failure: str | None
    moved_to: str = ""

    @property
    def code(self) -> int:
        """The carrier's code for its failure."""
        return delivery.code_of(self.failure or "")

    @property
    def is_twiml(self) -> bool:
        """Whether the answer is one of the types that are read as TwiML; a page is one of them, as at the carrier."""
        return self._media_type in {"text/xml", "application/xml", "text/html"}

    @property
    def is_sound(self) -> bool:
        """Whether the answer calls itself a sound."""
        return self._media_type.startswith("audio/")

    @property
    def is_plain(self) -> bool:
        """Whether the answer calls itself plain text."""
        return self._media_type == "text/plain"

    @property
    def _media_type(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()


class Web:
    """The exchange's way out to applications; `token` signs, `faults` happen on the way."""

    def __init__(self, token: str, ledger: Ledger, faults: Faults, cookies: Cookies) -> None:
        self._token = token
        self._cookies = cookies
        self._ledger = ledger
        self._faults = faults
        self._pool = urllib3.PoolManager(num_pools=20, maxsize=32)

    def ask(self, hook: Hook) -> Answer:
        """Makes the request, again where the overrides in its address say so; never raises for what a server does."""
        rules = delivery.overrides(hook.url)
        deadline = time.monotonic() + rules.total
        for attempt in range(rules.retries + 1):
            answer = self._follow(hook, rules, deadline, attempt)
            if answer.failure is None or not rules.tries_again(answer.failure) or time.monotonic() >= deadline:
                break
        return answer

    def fetch(self, url: str, about: str) -> Answer:
        """What is at an address, by GET, for a call: a sound. Once, and without following where it has moved."""
        hook, rules = Hook(url, "GET", {}, about), delivery.overrides(url)
        answer = self._send(hook, (rules, time.monotonic() + rules.total))
        told = {"url": url, "status": answer.status, "failure": answer.failure, "bytes": len(answer.body)}
        self._ledger.write("sound", about=about, **told)
        return answer

    def _follow(self, hook: Hook, rules: delivery.Overrides, deadline: float, attempt: int) -> Answer:
        answer = self._once(hook, rules, deadline, attempt)
        for _ in range(_MOST_REDIRECTS):
            if not answer.moved_to:
                return answer
            method = delivery.method_after(answer.status or 0, hook.method)
            params = hook.params if method == "POST" else {}
            hook = replace(hook, url=answer.moved_to, method=method, params=params)
            answer = self._once(hook, rules, deadline, attempt)
        return replace(answer, failure="loop") if answer.moved_to else answer

    def _once(self, hook: Hook, rules: delivery.Overrides, deadline: float, attempt: int) -> Answer:
        """One try, over a network that loses, repeats and delays as it is told."""
        fault = self._faults.due("webhooks")
        if fault and fault.do == "duplicate":
            self._noted(hook, (rules, deadline), attempt, None)
        return self._noted(hook, (rules, deadline), attempt, fault)

    def _noted(self, hook: Hook, limits: Limits, attempt: int, fault: Fault | None) -> Answer:
        began = time.monotonic()
        answer = self._travel(hook, limits, fault)
        self._ledger.write(
            "webhook",
            about=hook.about,
            method=hook.method,
            url=answer.url,
            params=dict(hook.params),
            token=hook.token,
            attempt=attempt,
            status=answer.status,
            failure=answer.failure,
            body=answer.body.decode("utf-8", "replace"),
            milliseconds=round((time.monotonic() - began) * 1000, 1),
        )
        return answer

    def _travel(self, hook: Hook, limits: Limits, fault: Fault | None) -> Answer:
        match fault.do if fault else "":
            case "lose":
                return Answer(_address(hook), None, "", b"", "ct")
            case "lose_answer":
                return Answer(self._send(hook, limits).url, None, "", b"", "rt")
            case "delay" if fault:
                time.sleep(fault.seconds)
        return self._send(hook, limits)

    def _send(self, hook: Hook, limits: Limits) -> Answer:
        rules, deadline = limits
        url, form = _address(hook), dict(hook.params) if hook.method == "POST" else {}
        if not url.startswith(("http://", "https://")):
            return Answer(url, None, "", b"", "url")
        left = max(0.01, deadline - time.monotonic())
        timeout = urllib3.Timeout(connect=min(rules.connect, left), read=min(rules.read, left))
        try:
            response = self._pool.request(
                hook.method,
                url,
                body=urlencode(form) if form else None,
                headers=self._headers(hook, url, form),
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            if hook.conversation:
                self._cookies.keep(hook.conversation, url, response.headers.getlist("Set-Cookie"))
            return _answer(response, url, min(deadline, time.monotonic() + rules.read))
        except (ConnectTimeoutError, NewConnectionError, SSLError):
            return Answer(url, None, "", b"", "ct")
        except (HTTPError, TimeoutError):
            return Answer(url, None, "", b"", "rt")

    def _headers(self, hook: Hook, url: str, form: Mapping[str, str]) -> dict[str, str]:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "Connection": "close",
            "X-Twilio-Signature": delivery.signature(self._token, url, form),
            "I-Twilio-Idempotency-Token": hook.token,
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return headers | (self._cookies.of(hook.conversation, url) if hook.conversation else {})


def _address(hook: Hook) -> str:
    """Where a request goes; nothing for what is no address: it fails and is written down."""
    try:
        return delivery.address(hook.url, None if hook.method == "POST" else hook.params)
    except LocationParseError:
        return ""


def _answer(response: urllib3.BaseHTTPResponse, url: str, deadline: float) -> Answer:
    """Reads a response before the deadline, so that one that trickles in is a read timeout too."""
    body = b""
    try:
        while chunk := response.read1(4096):
            body += chunk
            if time.monotonic() > deadline or len(body) > _MOST_BYTES:
                raise TimeoutError
    finally:
        response.close()
    kind, location = response.headers.get("Content-Type", ""), response.headers.get("Location", "")
    if location and response.status in delivery.MOVED:
        return Answer(url, response.status, kind, body, None, urljoin(url, location))
    return Answer(url, response.status, kind, body, delivery.failure_of(response.status))

"""Cookies of applications: kept for one call, or between two numbers that text, and forgotten after four hours unused.

Twilio, "How do Twilio cookies work?": what was set in answer to one webhook comes back with the next.
"""

import threading
from datetime import datetime, timedelta
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.request import Request

from exchange.clock import Clock

KEPT = timedelta(hours=4)


class Cookies:
    """A jar for each conversation, by a name of it that never recurs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._jars: dict[str, tuple[CookieJar, datetime]] = {}

    def of(self, conversation: str, url: str) -> dict[str, str]:
        """The header that carries this conversation's cookies to an address; none where there are none."""
        with self._lock:
            jar, used = self._jars.get(conversation, (None, self._clock.now()))
            if jar is None or self._clock.now() - used > KEPT:
                self._jars.pop(conversation, None)
                return {}
            self._jars[conversation] = jar, self._clock.now()
            request = Request(url)  # noqa: S310 - never opened: it only carries the header
            jar.add_cookie_header(request)
        return {"Cookie": value} if (value := request.get_header("Cookie")) else {}

    def keep(self, conversation: str, url: str, written: list[str]) -> None:
        """Takes what an answer has set."""
        if not written:
            return
        with self._lock:
            jar, _ = self._jars.get(conversation, (CookieJar(), None))
            self._jars[conversation] = jar, self._clock.now()
            jar.extract_cookies(cast("Any", _Headers(written)), Request(url))  # noqa: S310


class _Headers:
    """An answer as a jar reads it: by its headers alone."""

    def __init__(self, written: list[str]) -> None:
        self._message = Message()
        for one in written:
            self._message["Set-Cookie"] = one

    def info(self) -> Message:
        """The headers."""
        return self._message

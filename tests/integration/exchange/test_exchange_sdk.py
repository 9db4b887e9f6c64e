"""The exchange's REST API as the carrier's own client library sees it."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN, Town

RESIDENT = "+15005550101"


class _Detour(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """Sends every request to the exchange in place of the carrier."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=10)
        self._base = base

    def request(self, method: str, url: str, *more: Any, **named: Any) -> Any:
        parts = urlsplit(url)
        return super().request(method, f"{self._base}{parts.path}?{parts.query}", *more, **named)


@pytest.fixture
def client(town: Town) -> Any:
    """The library's client on the exchange."""
    return Client(ACCOUNT, TOKEN, http_client=_Detour(town.exchange.url))


def test_the_library_sends_a_text_and_finds_it_again(client: Any) -> None:
    sent = client.messages.create(to=RESIDENT, from_=LINE, body="体温正常")
    assert (sent.status, sent.direction, sent.error_code) == ("queued", "outbound-api", None)
    assert sent.date_created is not None
    (found,) = client.messages.list(to=RESIDENT)
    assert (found.sid, found.body, found.date_created) == (sent.sid, sent.body, sent.date_created)
    assert client.messages(sent.sid).fetch().sid == sent.sid


def test_the_library_pages_through_a_list(client: Any) -> None:
    sids = {client.messages.create(to=RESIDENT, from_=LINE, body=f"text {place}").sid for place in range(5)}
    assert {text.sid for text in client.messages.list(to=RESIDENT, page_size=2)} == sids


def test_the_library_places_a_call_and_ends_it(town: Town, client: Any) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    phone = town.phone(RESIDENT, answers="at_once")
    placed = client.calls.create(
        to=RESIDENT,
        from_=LINE,
        url=town.at("/outgoing"),
        status_callback=town.at("/progress"),
        status_callback_event=["initiated", "answered", "completed"],
    )
    assert (placed.status, placed.direction, placed.start_time) == ("queued", "outbound-api", None)
    phone.awaits()
    assert client.calls(placed.sid).update(status="completed").sid == placed.sid
    phone.ends()
    told = town.application.was_asked("/progress", 3)
    assert [asked.form["CallStatus"] for asked in told] == ["initiated", "in-progress", "completed"]
    ended = client.calls(placed.sid).fetch()
    assert (ended.status, int(ended.duration) >= 1) == ("completed", True)


def test_the_library_understands_a_refusal(client: Any) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to="12345", from_=LINE, body="hello")
    assert (refusal.value.code, refusal.value.status) == (21211, 400)

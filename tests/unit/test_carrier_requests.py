"""What the workers' client asks of the carrier is what the carrier's published description allows."""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.rest.api.v2010.account.call import CallList  # type: ignore[import-untyped]
from twilio.rest.api.v2010.account.message import MessageList  # type: ignore[import-untyped]

from carrier.rest import Account, RestClient
from tests.carrier_requests import faults_of, parameters

SID = "AC00000000000000000000000000000001"
TO, LINE = "+8610000000001", "+862755500100"
STATUS = "https://line.example/webhooks/status/message?o=7"
MESSAGES, CALLS = (f"/2010-04-01/Accounts/{SID}/{name}.json" for name in ("Messages", "Calls"))
Asked = tuple[str, str, dict[str, Any]]


class Listener(BaseHTTPRequestHandler):
    """A carrier that takes everything and writes it down."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    asked: list[Asked]

    def do_GET(self) -> None:
        """Writes the request down and answers something with a sid."""
        form = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        parts = urlsplit(self.path)
        fields = parse_qs(form if self.command == "POST" else parts.query, keep_blank_values=True)
        self.asked.append((self.command, parts.path, {n: v if len(v) > 1 else v[0] for n, v in fields.items()}))
        listed = parts.path.rpartition("/")[2].partition(".")[0].lower()
        body = json.dumps({"sid": "SM1"} if self.command == "POST" else {listed: []}).encode()
        self.send_response(201 if self.command == "POST" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  the name http.server calls

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[Callable[[RestClient], object]], Asked]]:
    """Has the workers' client do something, and gives what it asked."""
    Listener.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        account = Account(SID, "a token", api_base=f"http://127.0.0.1:{server.server_port}")
        with closing(RestClient(account)) as client:

            def asked(act: Callable[[RestClient], object]) -> Asked:
                act(client)
                return Listener.asked.pop()

            yield asked
        server.shutdown()


@settings(max_examples=60, deadline=None)
@given(
    body=st.text(st.characters(codec="utf-8"), min_size=1, max_size=1600),
    validity=st.none() | st.integers(1, 36_000),
)
def test_a_text_is_asked_for_as_described(ask: Callable[..., Asked], body: str, validity: int | None) -> None:
    request = ask(
        lambda line: line.create_message(
            to=TO, from_=LINE, body=body, status_callback=STATUS, validity_seconds=validity
        )
    )
    assert faults_of(*request) == []
    assert request[2]["Body"] == body


@pytest.mark.parametrize(("ringing", "limit"), [(1, 1), (20, 300), (600, 14_400)])
def test_a_call_is_asked_for_as_described(ask: Callable[..., Asked], ringing: int, limit: int) -> None:
    request = ask(
        lambda line: line.create_call(
            to=TO,
            from_=LINE,
            url="https://line.example/webhooks/voice/outgoing?a=7&b=1",
            status_callback="https://line.example/webhooks/status/call?o=7",
            timeout_seconds=ringing,
            time_limit_seconds=limit,
        )
    )
    assert faults_of(*request) == []


@pytest.mark.parametrize(
    "look_up",
    [
        lambda line: line.find_message(to=TO, body="体温 38.2", since=datetime(2020, 2, 29, tzinfo=UTC)),
        lambda line: line.find_call(to=TO, from_=LINE, since=datetime(2020, 2, 29, tzinfo=UTC)),
    ],
    ids=["text", "call"],
)
def test_what_was_sent_is_looked_up_as_described(
    ask: Callable[..., Asked], look_up: Callable[[RestClient], object]
) -> None:
    assert faults_of(*ask(look_up)) == []


TEXT = {"To": TO, "From": LINE, "Body": "hello", "StatusCallback": STATUS}
CALL = {"To": TO, "From": LINE, "Url": "https://line.example/x", "Timeout": "20"}


@pytest.mark.parametrize(
    ("method", "path", "fields"),
    [
        ("POST", MESSAGES, TEXT),
        ("POST", CALLS, CALL),
        ("GET", MESSAGES, {"To": TO}),
        ("GET", CALLS, {"Status": "busy"}),
    ],
)
def test_the_description_allows_what_is_right(method: str, path: str, fields: dict[str, str]) -> None:
    assert faults_of(method, path, fields) == []


@pytest.mark.parametrize(
    ("method", "path", "fields"),
    [
        ("POST", MESSAGES, {**TEXT, "body": "hello"}),
        ("POST", MESSAGES, {**TEXT, "Message": "hello"}),
        ("POST", MESSAGES, {**TEXT, "Body": ""}),
        ("POST", MESSAGES, {**TEXT, "Body": "好" * 1601}),
        ("POST", MESSAGES, {**TEXT, "To": "13800000000"}),
        ("POST", MESSAGES, {**TEXT, "StatusCallback": "/webhooks/status"}),
        ("POST", MESSAGES, {**TEXT, "StatusCallback": "https://my_line.example/status"}),
        ("POST", MESSAGES, {**TEXT, "ValidityPeriod": "0"}),
        ("POST", MESSAGES, {**TEXT, "ValidityPeriod": "36001"}),
        ("POST", MESSAGES, {"To": TO, "Body": "hello"}),
        ("POST", MESSAGES, {"From": LINE, "Body": "hello"}),
        ("POST", MESSAGES, {"To": TO, "From": LINE}),
        ("POST", CALLS, {"To": TO, "From": LINE}),
        ("POST", CALLS, {**CALL, "Timeout": "601"}),
        ("POST", CALLS, {**CALL, "Timeout": "20.0"}),
        ("POST", CALLS, {**CALL, "StatusCallbackEvent": ["completed", "ended"]}),
        ("POST", CALLS, {**CALL, "Body": "hello"}),
        ("GET", MESSAGES, {"Body": "hello"}),
        ("GET", MESSAGES, {"DateSent>": "yesterday"}),
        ("GET", CALLS, {"Status": "ended"}),
        ("GET", CALLS, {"PageSize": "1001"}),
        ("PUT", MESSAGES, TEXT),
        ("POST", "/2010-04-01/Accounts/AC1/Messages.json", TEXT),
        ("POST", f"/2010-04-01/Accounts/{SID}/Texts.json", TEXT),
    ],
)
def test_the_description_forbids_what_is_wrong(method: str, path: str, fields: dict[str, Any]) -> None:
    assert faults_of(method, path, fields)


@pytest.mark.parametrize(
    ("operation", "theirs"),
    [
        ("CreateMessage", MessageList.create),
        ("CreateCall", CallList.create),
        ("ListMessage", MessageList.page),
        ("ListCall", CallList.page),
    ],
)
def test_the_restated_parameters_are_those_the_carriers_library_knows(
    operation: str, theirs: Callable[..., object]
) -> None:
    words = {"before": "<", "after": ">"}
    known = {
        re.sub("_(before|after)$", lambda found: words[found[1]], name).rstrip("_").title().replace("_", "")
        for name in inspect.signature(theirs).parameters
    }
    restated = parameters(operation)
    assert restated <= known | {"Page", "PageToken"}
    assert {name for name in known - restated if not name.startswith("Page")} <= NEWER


# What the library knows beyond the description of that day.
NEWER = {
    *("Self", "TrafficType", "MessageIntent", "FallbackFrom"),
    *("RecordingConfigurationId", "Passports", "ClientNotificationUrl"),
}

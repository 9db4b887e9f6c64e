"""The REST client, against a real server on the loopback that answers, refuses, hangs, resets and trickles."""

import json
import os
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from carrier import transport
from carrier.errors import Ambiguous, CarrierError, Consequence, LineStopped, LookupFailed, NotSent, Refused
from carrier.rest import Accepted, Account, Found, RestClient
from carrier.transport import Patience

SID = "AC00000000000000000000000000000001"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXT = "3栋1504 发热 38.2 回 4821"
MESSAGE: dict[str, Any] = {
    "to": "+15005550100",
    "from_": "+15005550101",
    "body": TEXT,
    "status_callback": "https://line.example/webhooks/status/message?o=7",
}
CALL: dict[str, Any] = {
    "to": "+15005550100",
    "from_": "+15005550101",
    "url": "https://line.example/webhooks/voice/outgoing?a=7&b=1",
    "status_callback": "https://line.example/webhooks/status/call",
    "timeout_seconds": 20,
    "time_limit_seconds": 300,
}

Reply = Callable[["Door"], None]


class Door(BaseHTTPRequestHandler):
    """One request to the scripted carrier: written down, then answered as the script says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "ScriptedCarrier"

    def do_POST(self) -> None:
        """Write the request down and answer it."""
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length).decode()
        self.server.seen.append((self.command, self.path, body, dict(self.headers.items())))
        self.server.ports.add(self.client_address[1])
        self.server.reply(self)

    do_GET = do_POST  # noqa: N815 - the name http.server calls

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class ScriptedCarrier(ThreadingHTTPServer):
    """A carrier that does as it is told; `seen` is its own ledger."""

    daemon_threads = True

    request_queue_size = 64  # eight threads knock at once; with the usual five, a slow machine turns one away

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.reply: Reply = answers(201, {"sid": "SM1", "status": "queued"})
        self.seen: list[tuple[str, str, str, dict[str, str]]] = []
        self.ports: set[int] = set()
        self.closing = Event()

    @property
    def address(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A client that gave up is no error here."""


def answers(status: int, payload: object, headers: dict[str, str] | None = None) -> Reply:
    return lambda door: door.answer(status, json.dumps(payload).encode(), headers)


def answers_raw(status: int, body: bytes, headers: dict[str, str] | None = None) -> Reply:
    return lambda door: door.answer(status, body, headers)


def hangs(door: Door) -> None:
    door.server.closing.wait(20)
    door.close_connection = True


def resets(door: Door) -> None:
    door.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(door.connection.detach())
    door.close_connection = True


def trickles(door: Door) -> None:
    for byte in b"HTTP/1.1 201 Created\r\nX: " + b"x" * 4000:
        door.wfile.write(bytes([byte]))
        if door.server.closing.wait(0.02):
            return


def breaks_off(door: Door) -> None:
    door.answer(201, b'{"sid": "SM1"', {"Content-Length": "500"})
    door.close_connection = True


@pytest.fixture
def carrier() -> Iterator[ScriptedCarrier]:
    with ScriptedCarrier() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


def client_of(base: str, **account: Any) -> "closing[RestClient]":
    patience = Patience(connect_seconds=0.3, read_seconds=0.4, connections=8)
    return closing(
        RestClient(Account(**{"sid": SID, "auth_token": "t", "api_base": base, "patience": patience, **account}))
    )


@pytest.fixture
def line(carrier: ScriptedCarrier) -> Iterator[RestClient]:
    with client_of(carrier.address) as client:
        yield client


def test_it_sends_a_text(carrier: ScriptedCarrier, line: RestClient) -> None:
    assert line.create_message(**MESSAGE, validity_seconds=180) == Accepted("SM1", "queued")
    [(method, path, body, _)] = carrier.seen
    assert (method, path) == ("POST", f"/2010-04-01/Accounts/{SID}/Messages.json")
    assert parse_qs(body) == {
        "To": ["+15005550100"],
        "From": ["+15005550101"],
        "Body": [TEXT],
        "StatusCallback": ["https://line.example/webhooks/status/message?o=7"],
        "ValidityPeriod": ["180"],
    }


def test_it_places_a_call(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = answers(201, {"sid": "CA1", "status": "queued"})
    assert line.create_call(**CALL) == Accepted("CA1", "queued")
    [(method, path, body, _)] = carrier.seen
    assert (method, path) == ("POST", f"/2010-04-01/Accounts/{SID}/Calls.json")
    assert parse_qs(body) == {
        "To": ["+15005550100"],
        "From": ["+15005550101"],
        "Url": ["https://line.example/webhooks/voice/outgoing?a=7&b=1"],
        "StatusCallback": ["https://line.example/webhooks/status/call"],
        "Timeout": ["20"],
        "TimeLimit": ["300"],
    }


class SdksOwn(TwilioHttpClient):  # type: ignore[misc]
    """The SDK's default HTTP client, pointed at the loopback."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=5)
        self.base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """The same request to another host."""
        return super().request(method, self.base + urlsplit(url).path, *args, **kwargs)


def test_its_requests_are_those_of_the_sdks_own_client(carrier: ScriptedCarrier, line: RestClient) -> None:
    http = SdksOwn(carrier.address)
    theirs = Client(SID, "t", http_client=http)
    with closing(http.session):
        line.create_message(**MESSAGE, validity_seconds=180)
        theirs.messages.create(**MESSAGE, validity_period=180)
        line.create_call(**CALL)
        theirs.calls.create(
            **{k: v for k, v in CALL.items() if "_s" not in k or k == "status_callback"}, timeout=20, time_limit=300
        )
        carrier.reply = answers(200, {"messages": []})
        line.find_message(to="+15005550100", body=TEXT, since=NOW)
        theirs.messages.list(to="+15005550100", limit=200)
    same = ("Authorization", "Content-Type", "Accept", "User-Agent", "X-Twilio-Client", "Accept-Charset", "Host")
    sent = [(method, path, body, [headers.get(name) for name in same]) for method, path, body, headers in carrier.seen]
    assert len(sent) == 6
    assert sent[::2] == sent[1::2]


def test_with_an_api_key_the_token_stays_at_home(carrier: ScriptedCarrier) -> None:
    with client_of(carrier.address, api_key="SK1", api_secret="s") as line:
        line.create_message(**MESSAGE)
    [(_, path, _, headers)] = carrier.seen
    assert SID in path
    assert headers["Authorization"] == "Basic U0sxOnM="


def test_a_path_in_the_base_address_stays_in_front(carrier: ScriptedCarrier) -> None:
    with client_of(f"{carrier.address}/switch/") as line:
        line.create_message(**MESSAGE)
    assert carrier.seen[0][1].startswith("/switch/2010-04-01/")


def test_it_keeps_its_connection(carrier: ScriptedCarrier, line: RestClient) -> None:
    for _ in range(5):
        line.create_message(**MESSAGE)
    assert len(carrier.ports) == 1


def test_it_does_not_trust_a_connection_after_a_long_rest(
    carrier: ScriptedCarrier, line: RestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_IDLE_SECONDS", 0.0)
    line.create_message(**MESSAGE)
    line.create_message(**MESSAGE)
    assert len(carrier.ports) == 2


def test_threads_share_it(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = lambda door: door.answer(201, json.dumps({"sid": f"SM{door.client_address[1]}"}).encode())
    bodies = [f"text {number}" for number in range(80)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda body: line.create_message(**{**MESSAGE, "body": body}), bodies))
    assert sorted(parse_qs(body)["Body"][0] for _, _, body, _ in carrier.seen) == sorted(bodies)
    assert len(carrier.ports) <= 8


def refused_base() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_nobody_listening_is_not_sent() -> None:
    with client_of(refused_base()) as line, pytest.raises(NotSent):
        line.create_message(**MESSAGE)


def test_an_unknown_host_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with client_of("http://carrier.invalid") as line, pytest.raises(NotSent):
        line.create_message(**MESSAGE)


def test_a_connection_too_slow_to_open_is_not_sent() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):  # the queue is full now, and a third knock is not answered
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with client_of(f"http://127.0.0.1:{full.getsockname()[1]}") as line, pytest.raises(NotSent):
            line.create_message(**MESSAGE)


def test_no_tls_is_not_sent(carrier: ScriptedCarrier) -> None:
    with client_of(carrier.address.replace("http:", "https:")) as line, pytest.raises(NotSent):
        line.create_message(**MESSAGE)
    assert carrier.seen == []


def test_a_tls_greeting_nobody_answers_is_not_sent() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        client_of(f"https://127.0.0.1:{mute.getsockname()[1]}") as line,
        pytest.raises(NotSent),
    ):
        line.create_message(**MESSAGE)


def test_no_free_connection_is_not_sent(carrier: ScriptedCarrier) -> None:
    reached = Event()

    def waits(door: Door) -> None:
        reached.set()
        hangs(door)

    carrier.reply = waits
    patience = Patience(connect_seconds=0.1, read_seconds=2, connections=1)
    with client_of(carrier.address, patience=patience) as line, ThreadPoolExecutor(1) as threads:
        first = threads.submit(line.create_message, **MESSAGE)
        assert reached.wait(5)
        with pytest.raises(NotSent):
            line.create_message(**MESSAGE)
        carrier.closing.set()
        with pytest.raises(Ambiguous):
            first.result()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, None), ({"Retry-After": "7"}, 7.0), ({"Retry-After": "soon"}, None), ({"Retry-After": "-5"}, None)],
)
def test_too_many_requests_is_not_sent(
    carrier: ScriptedCarrier, line: RestClient, headers: dict[str, str], seconds: float | None
) -> None:
    carrier.reply = answers(429, {"code": 20429, "message": "Too Many Requests"}, headers)
    with pytest.raises(NotSent) as caught:
        line.create_message(**MESSAGE)
    assert (caught.value.code, caught.value.retry_after) == (20429, seconds)


@pytest.mark.parametrize(("until", "seconds"), [(30, 30.0), (0, 0.0), (-30, 0.0)])
def test_a_wait_given_as_a_date_counts_from_the_answers_own(until: int, seconds: float) -> None:
    headers = {
        "Date": format_datetime(NOW, usegmt=True),
        "Retry-After": format_datetime(NOW + timedelta(seconds=until), usegmt=True),
    }
    assert transport._retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (21211, Consequence.BAD_NUMBER),
        (21610, Consequence.BAD_NUMBER),
        (21617, Consequence.BAD_TEXT),
        (1, Consequence.UNKNOWN),
    ],
)
def test_a_refusal_says_what_to_do_next_and_names_nobody(
    carrier: ScriptedCarrier, line: RestClient, code: int, meaning: Consequence
) -> None:
    carrier.reply = answers(400, {"code": code, "message": "The 'To' number +15005550100 is not valid", "status": 400})
    with pytest.raises(Refused) as caught:
        line.create_message(**MESSAGE)
    assert (caught.value.code, caught.value.status, caught.value.consequence) == (code, 400, meaning)
    assert "5005550100" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"code": null}', b'{"code": {}}', b"[" * 100_000, b"\xff"])
def test_a_refusal_it_cannot_read_is_a_refusal(carrier: ScriptedCarrier, line: RestClient, body: bytes) -> None:
    carrier.reply = answers_raw(400, body)
    with pytest.raises(Refused) as caught:
        line.create_message(**MESSAGE)
    assert (caught.value.code, caught.value.consequence) == (None, Consequence.UNKNOWN)


@pytest.mark.parametrize(
    ("status", "code"), [(401, 20003), (403, 20005), (400, 30002), (401, None), (403, None), (404, 20404)]
)
def test_a_closed_account_stops_the_line(
    carrier: ScriptedCarrier, line: RestClient, status: int, code: int | None
) -> None:
    carrier.reply = answers(status, {"code": code})
    with pytest.raises(LineStopped):
        line.create_message(**MESSAGE)
    with pytest.raises(LineStopped):
        line.find_message(to="+15005550100", body=TEXT, since=NOW)


def test_our_full_queue_is_not_sent(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = answers(400, {"code": 21611})
    with pytest.raises(NotSent):
        line.create_message(**MESSAGE)


@pytest.mark.parametrize("status", [302, 307, 408, 500, 502, 503, 504])
def test_an_answer_that_is_neither_yes_nor_no_is_ambiguous(
    carrier: ScriptedCarrier, line: RestClient, status: int
) -> None:
    carrier.reply = answers(status, {"code": 20500}, {"Location": "/elsewhere"})
    with pytest.raises(Ambiguous) as caught:
        line.create_message(**MESSAGE)
    assert caught.value.status == status
    assert len(carrier.seen) == 1


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (hangs, "ReadTimeoutError"),
        (trickles, "ReadTimeoutError"),
        (resets, "ProtocolError"),
        (breaks_off, "ProtocolError"),
    ],
)
def test_an_answer_that_does_not_come_whole_is_ambiguous(
    carrier: ScriptedCarrier, line: RestClient, reply: Reply, reason: str
) -> None:
    carrier.reply = reply
    with pytest.raises(Ambiguous) as text:
        line.create_message(**MESSAGE)
    with pytest.raises(Ambiguous) as call:
        line.create_call(**CALL)
    assert (text.value.reason, call.value.reason) == (reason, reason)
    assert len(carrier.seen) == 2


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"OK", b"<html>", b"[]", b"{}", b"null", b'"SM1"', b"\xff", b'{"sid": 5}', b'{"sid": ""}'),
        *(b'{"sid": null}', b'{"sid": "SM1"', b'{"sid": "SM1", "date_created": 5}'),
    ],
)
def test_a_yes_it_cannot_read_is_ambiguous(carrier: ScriptedCarrier, line: RestClient, body: bytes) -> None:
    carrier.reply = answers_raw(201, body)
    with pytest.raises(Ambiguous):
        line.create_message(**MESSAGE)


def test_the_line_works_on_after_each_trouble(carrier: ScriptedCarrier, line: RestClient) -> None:
    for reply in (resets, hangs, answers(500, {}), answers(429, {}), breaks_off):
        carrier.reply = reply
        with pytest.raises(CarrierError):
            line.create_message(**MESSAGE)
        carrier.reply = answers(201, {"sid": "SM2", "status": "queued"})
        assert line.create_message(**MESSAGE).sid == "SM2"


def record(sid: str, *, body: str = TEXT, seconds: float = 1, direction: str = "outbound-api") -> dict[str, str]:
    created = format_datetime((NOW + timedelta(seconds=seconds)).replace(microsecond=0))
    return {"sid": sid, "body": body, "status": "sent", "direction": direction, "date_created": created}


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([], None),
        ([record("SM1")], "SM1"),
        ([record("SM1", seconds=0)], "SM1"),
        ([record("SM1", seconds=-2)], "SM1"),
        ([record("SM1", seconds=-60)], None),
        ([record("SM1", body=TEXT + " "), record("SM2", body="(重)" + TEXT)], None),
        ([record("SM1", direction="inbound")], None),
        ([record("SM3", seconds=9), record("SM2", seconds=2), record("SM1", seconds=-600)], "SM2"),
        ([record("SMknown"), record("SM2", seconds=5)], "SM2"),
        ([{**record("SM1"), "date_created": ""}], None),
    ],
)
def test_it_finds_the_text_it_sent(
    carrier: ScriptedCarrier, line: RestClient, records: list[dict[str, str]], found: str | None
) -> None:
    carrier.reply = answers(200, {"messages": records, "next_page_uri": None})
    expected = Found(found, "sent") if found else None
    since = NOW + timedelta(microseconds=900_000)
    assert line.find_message(to="+15005550100", body=TEXT, since=since, known={"SMknown"}) == expected
    [(method, path, _, _)] = carrier.seen
    assert method == "GET"
    assert parse_qs(urlsplit(path).query) == {"To": ["+15005550100"], "PageSize": ["200"]}


def test_it_finds_the_call_it_placed(carrier: ScriptedCarrier, line: RestClient) -> None:
    carrier.reply = answers(200, {"calls": [record("CA2", seconds=3), record("CA1", seconds=-90)]})
    assert line.find_call(to="+15005550100", from_="+15005550101", since=NOW) == Found("CA2", "sent")
    assert parse_qs(urlsplit(carrier.seen[0][1]).query) == {
        "To": ["+15005550100"],
        "From": ["+15005550101"],
        "PageSize": ["200"],
    }


@pytest.mark.parametrize(
    "reply",
    [
        *(hangs, resets, answers(500, {}), answers(429, {}), answers(400, {"code": 20001}), answers(302, {})),
        *(answers_raw(200, b"<html>"), answers(200, []), answers(200, {}), answers(200, {"messages": 5})),
        answers(200, {"messages": [5]}),
    ],
)
def test_a_look_up_that_fails_knows_nothing(carrier: ScriptedCarrier, line: RestClient, reply: Reply) -> None:
    carrier.reply = reply
    with pytest.raises(LookupFailed):
        line.find_message(to="+15005550100", body=TEXT, since=NOW)
    with pytest.raises(LookupFailed):
        line.find_call(to="+15005550100", from_="+15005550101", since=NOW)


def test_nothing_is_sent_by_the_processs_own_settings(
    carrier: ScriptedCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TWILIO_REGION": "au1", "TWILIO_EDGE": "sydney", "http_proxy": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    with client_of(carrier.address) as line:
        assert line.create_message(**MESSAGE).sid == "SM1"


def test_secrets_do_not_show_in_an_accounts_repr() -> None:
    shown = repr(Account(sid=SID, auth_token="hush-token", api_key="SK1", api_secret="hush-secret"))
    assert "hush" not in shown


def test_only_making_a_client_imports_the_sdk() -> None:
    program = "import sys, carrier.rest, carrier.signature, carrier.twiml; sys.exit('twilio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_carrier_itself_is_reached_over_tls_with_certificates_checked() -> None:
    pool = transport._pool("https", "api.twilio.com", None, 1)
    with closing(pool):
        context = pool.conn_kw.get("ssl_context") or getattr(pool, "ssl_context", None)
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname

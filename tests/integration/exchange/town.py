"""A town to try the exchange in: a real exchange and a small TwiML application that distrusts every request."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import urllib3
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.serving import make_server

from exchange.app import Exchange
from exchange.parts import Parts
from linli.phone import Handset

ACCOUNT = "AC" + "1" * 32
TOKEN, OLD_TOKEN = "a token", "an old token"
LINE = "+15005550100"
Reply = str | Response | Callable[[dict[str, str]], str | Response]


@dataclass(frozen=True)
class Asked:
    """One request the application got: its parameters, whether rightly signed, its headers."""

    method: str
    path: str
    query: str
    form: dict[str, str]
    signed: bool
    token: str
    cookie: str = ""


@dataclass
class Application:
    """Answers each path as told and remembers what it was asked."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._heard = threading.Condition()
        app = Flask(__name__)
        app.add_url_rule("/<path:path>", view_func=self._answer, methods=["GET", "POST"])
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Serves no more."""
        self._server.shutdown()
        self._server.server_close()

    def was_asked(self, path: str, count: int = 1, within: float = 10) -> list[Asked]:
        """Waits until a path was asked so many times and returns all that was asked of it."""
        with self._heard:
            self._heard.wait_for(lambda: len(self.of(path)) >= count, timeout=within)
            assert len(self.of(path)) >= count, f"{path} was asked {len(self.of(path))} times"
            return self.of(path)

    def of(self, path: str) -> list[Asked]:
        """What was asked of a path so far."""
        return [asked for asked in self.asked if asked.path == path]

    def _answer(self, path: str) -> Response:
        form = request.form.to_dict()
        url = f"{self.url}{request.environ['RAW_URI']}"
        signed = RequestValidator(TOKEN).validate(url, form, request.headers.get("X-Twilio-Signature", ""))
        token = request.headers.get("I-Twilio-Idempotency-Token", "")
        query, cookie = request.query_string.decode(), request.headers.get("Cookie", "")
        with self._heard:
            self.asked.append(Asked(request.method, f"/{path}", query, form, signed, token, cookie))
            self._heard.notify_all()
        reply = self.replies.get(f"/{path}", Response(status=204))
        answer = reply if isinstance(reply, str | Response) else reply({**request.args, **form})
        return twiml(answer) if isinstance(answer, str) else answer


def twiml(inside: str) -> Response:
    """A TwiML answer."""
    return Response(f"<Response>{inside}</Response>", content_type="text/xml; charset=utf-8")


def wait_until(happened: Callable[[], bool]) -> None:
    """Looks every few milliseconds, for what is known only by asking."""
    pause, end = threading.Event(), time.monotonic() + 10
    while not happened():
        assert time.monotonic() < end
        pause.wait(0.01)


class Town:
    """One exchange, one application that owns the line, any number of telephones."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.application = Application()
        self.exchange = Exchange(parts)
        self.exchange.start()
        self._pool = urllib3.PoolManager(retries=False, timeout=10)
        self.own()

    def own(self, **urls: str) -> None:
        """The application's addresses for the line."""
        usual = {"voice_url": "/voice", "sms_url": "/sms", "status_url": "/status"}
        addresses = {name: self.at(path) for name, path in {**usual, **urls}.items()}
        self.ask("PUT", f"/exchange/numbers/{LINE}", json=addresses)

    def stop(self) -> None:
        """Ends everything."""
        self.exchange.stop()
        self.application.stop()

    def at(self, path: str) -> str:
        """A path's address at the application; an address stays what it is."""
        return path if path.startswith("http") else self.application.url + path

    def says(self, path: str, reply: Reply) -> None:
        """What the application answers at a path: verbs, a response, or a function of the parameters."""
        self.application.replies[path] = reply

    def phone(self, number: str = "+15005550101", answers: str | None = None) -> Handset:
        """A telephone."""
        handset = Handset(self.exchange.url, number)
        if answers is not None:
            handset.answers(answers)
        return handset

    def ask(self, method: str, path: str, **what: Any) -> Any:
        """The exchange's own API."""
        response = self._pool.request(method, self.exchange.url + path, **what)
        assert response.status == 200, response.data
        return response.json()

    def ledger(self, kind: str) -> list[dict[str, Any]]:
        """The ledger's entries of a kind."""
        entries: list[dict[str, Any]] = self.ask("GET", f"/exchange/ledger?kind={kind}")
        return entries

    def writes(self, kind: str, count: int) -> None:
        """Waits until the ledger has so many entries of a kind."""
        wait_until(lambda: len(self.ledger(kind)) == count)

    def post(
        self, resource: str, fields: list[tuple[str, str]], user: str = ACCOUNT, password: str = TOKEN
    ) -> tuple[int, dict[str, Any]]:
        """A POST to the REST API: status and JSON."""
        response = self._pool.request_encode_body(
            "POST",
            self.rest(resource),
            fields=fields,
            encode_multipart=False,
            headers=urllib3.make_headers(basic_auth=f"{user}:{password}"),
        )
        return response.status, response.json()

    def get(self, resource: str) -> tuple[int, dict[str, Any]]:
        """A GET of the REST API: status and JSON."""
        headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
        response = self._pool.request("GET", self.rest(resource), headers=headers)
        return response.status, response.json()

    def delete(self, resource: str) -> tuple[int, bytes]:
        """A DELETE of the REST API: status and what was answered."""
        headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
        response = self._pool.request("DELETE", self.rest(resource), headers=headers)
        return response.status, response.data

    def rest(self, resource: str) -> str:
        """A resource's address."""
        return f"{self.exchange.url}/2010-04-01/Accounts/{ACCOUNT}/{resource}"

    def send(self, to: str, body: str = "good morning", **more: str) -> tuple[int, dict[str, Any]]:
        """A text from the line."""
        return self.post("Messages.json", [("To", to), ("From", LINE), ("Body", body), *more.items()])

    def call(self, to: str, *events: str, **more: str) -> tuple[int, dict[str, Any]]:
        """A call from the line, with /outgoing as its document and /progress as its status callback."""
        fields = {"To": to, "From": LINE, "Url": self.at("/outgoing"), "StatusCallback": self.at("/progress"), **more}
        return self.post("Calls.json", [*fields.items(), *(("StatusCallbackEvent", event) for event in events)])

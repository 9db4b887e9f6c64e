"""A telephone line for the tests: signed webhooks into the Flask application, TwiML read back as a caller hears it."""

import itertools
from dataclasses import dataclass, field
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from carrier.signature import sign
from tests.twiml_schema import fault_of

TOKEN = "12345678901234567890123456789012"
BASE = "https://line.example.org"
LINE = "+862755500100"
_numbers = itertools.count(1)


@dataclass
class Wire:
    """Posts signed forms as the carrier does; every document that comes back is as the schema of TwiML has it."""

    client: FlaskClient

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> "Answer":
        """The answer to a webhook at a path of ours."""
        full = urljoin(BASE, url)
        signed = sign(TOKEN, full, form.items()) if signature is None else signature
        path = full.removeprefix(BASE)
        response = self.client.post(
            path, data=form, headers={"X-Twilio-Signature": signed}, environ_overrides={"RAW_URI": path}
        )
        answer = Answer(response.status_code, response.get_data(as_text=True))
        assert not answer.body.startswith("<?xml") or fault_of(answer.body) is None
        return answer


@dataclass(frozen=True)
class Answer:
    """A response."""

    status: int
    body: str


@dataclass
class PhoneCall:
    """One call; `heard` is everything said so far, `waits` the verb whose action comes next."""

    wire: Wire
    caller: str
    called: str = LINE
    sid: str = field(default_factory=lambda: f"CA{next(_numbers):032x}")
    heard: str = ""
    ended: bool = False
    verbs: list[etree._Element] = field(default_factory=list)

    def dial(self) -> "PhoneCall":
        """Call the line."""
        return self._take(self.wire.post("/webhooks/voice/incoming", self.form(CallStatus="ringing")))

    def picks_up(self, message_id: int) -> "PhoneCall":
        """Answer a call that the line placed."""
        return self._take(self.wire.post(f"/webhooks/voice/outgoing?o={message_id}", self.form(outbound=True)))

    def form(self, *, outbound: bool = False, **more: str) -> dict[str, str]:
        """The parameters every request of the call carries."""
        ours, theirs = ("From", "To") if outbound else ("To", "From")
        direction = "outbound-api" if outbound else "inbound"
        return {
            "CallSid": self.sid,
            "AccountSid": "AC1",
            theirs: self.caller,
            ours: self.called,
            "Direction": direction,
            **more,
        }

    def press(self, *keys: str) -> "PhoneCall":
        """Wait through any read-back and press; each argument answers one question, "" is silence."""
        for one in keys:
            gather = self._question()
            self._post(gather.get("action") or "", Digits=one)
        return self

    def over_press(self, key: str) -> "PhoneCall":
        """Press during the read-back."""
        gather = next(
            verb for verb in self.verbs if verb.tag == "Gather" and "/over-press" in (verb.get("action") or "")
        )
        return self._post(gather.get("action") or "", Digits=key)

    def after_dial(self, status: str = "no-answer") -> "PhoneCall":
        """The ringing of a person has ended."""
        (dial,) = [verb for verb in self.verbs if verb.tag == "Dial"]
        return self._post(dial.get("action") or "", DialCallStatus=status)

    def speak(self, sid: str = "RE00000000000000000000000000000001", seconds: int = 4) -> "PhoneCall":
        """Leave a message after the tone."""
        (record,) = [verb for verb in self.verbs if verb.tag == "Record"]
        return self._post(record.get("action") or "", RecordingSid=sid, RecordingDuration=str(seconds))

    def hang_up(self) -> None:
        """The carrier tells that the call is over."""
        self.wire.post("/webhooks/status/call", self.form(CallStatus="completed"))

    def _question(self) -> etree._Element:
        return next(verb for verb in self.verbs if verb.tag == "Gather" and verb.get("actionOnEmptyResult") == "true")

    def _post(self, action: str, **form: str) -> "PhoneCall":
        return self._take(self.wire.post(action, self.form(outbound=False, CallStatus="in-progress", **form)))

    def _take(self, answer: Answer) -> "PhoneCall":
        assert answer.status == 200, answer
        root = etree.fromstring(answer.body.encode())
        self.verbs = list(root)
        self.heard += "".join(str(part) for part in root.itertext()) + "|"
        self.ended = any(verb.tag == "Hangup" for verb in self.verbs)
        return self


def wire_to(app: Flask) -> Wire:
    """A wire into the application."""
    return Wire(app.test_client())

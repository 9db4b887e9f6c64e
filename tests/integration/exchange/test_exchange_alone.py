"""The exchange as a program serves an application that is none of ours: a plain web server and a table of TwiML."""

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import urllib3

from linli.phone import Handset
from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN

CLINIC, DOCTOR, NUISANCE = LINE, "+15005550102", "+15005550103"
_callers = itertools.count()
ROOT = Path(__file__).parents[3]

PAGES = {
    "/voice": '<Redirect method="POST">/greeting?hour=8</Redirect>',
    "/greeting?hour=8": '<Gather input="dtmf" numDigits="1" timeout="30" action="choice"><Play>/welcome.wav</Play>'
    "<Pause length='1'/><Say>One for the doctor, two to leave a message</Say></Gather><Redirect>/greeting?hour=8</Redirect>",
    "/choice 1": f'<Dial timeout="20" timeLimit="600" callerId="{CLINIC}" action="/after">{DOCTOR}</Dial>',
    "/choice 2": '<Say>after the tone</Say><Record action="/thanks" maxLength="30" finishOnKey="#" timeout="30"/>',
    "/after": "<Say>Goodbye</Say><Hangup/>",
    "/thanks": "<Say>Thank you</Say>",
    "/sms": f'<Message to="{DOCTOR}">A patient wrote</Message><Message action="/more"><Body>We have it</Body></Message>',
    "/more": "<Message>and will call you</Message>",
}


class Clinic(BaseHTTPRequestHandler):
    """The whole application: a page for an address, or for an address and a key."""

    def do_POST(self) -> None:
        """Answers with the page."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        page = PAGES.get(" ".join([self.path, *form.get("Digits", [])]), PAGES.get(self.path, ""))
        page = "<Reject/>" if form["From"] == [NUISANCE] else page
        body = f"<Response>{page}</Response>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def exchange() -> Iterator[str]:
    """The address of an exchange whose only number is the clinic's."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Clinic) as clinic:
        threading.Thread(target=clinic.serve_forever, args=(0.02,), daemon=True).start()
        at = f"http://127.0.0.1:{clinic.server_port}"
        command = [sys.executable, "-m", "exchange", "--number", CLINIC, "--pace", "20", "--mps", "0"]
        command += ["--voice-url", f"{at}/voice", "--sms-url", f"{at}/sms"]
        environment = {**os.environ, "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
        with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            yield program.stdout.readline().split('"')[3]
            program.terminate()
        clinic.shutdown()


@pytest.fixture
def caller(exchange: str) -> Iterator[Handset]:
    """A telephone that has just called the clinic."""
    phone = Handset(exchange, f"+150055502{next(_callers):02d}")
    phone.dial(CLINIC)
    phone.hears("/welcome.wav")
    phone.awaits()
    yield phone
    phone.ends()


def test_a_caller_is_connected_with_the_doctor(exchange: str, caller: Handset) -> None:
    doctor = Handset(exchange, DOCTOR)
    caller.press("1", patience=5)
    assert doctor.rings()["from"] == CLINIC
    doctor.answer()
    caller.meets("the connection", lambda event: event["type"] == "bridged")
    doctor.hangup()
    caller.hears("Goodbye")


def test_a_caller_leaves_a_message_that_can_be_played(exchange: str, caller: Handset) -> None:
    caller.press("2", patience=5)
    caller.hears("after the tone")
    caller.awaits()
    caller.say("my knee hurts")
    caller.press("#")
    caller.hears("Thank you")
    (kept,) = urllib3.request("GET", f"{exchange}/exchange/ledger?kind=recording").json()
    headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
    sound = urllib3.request(
        "GET", f"{exchange}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{kept['sid']}", headers=headers
    )
    assert sound.data.startswith(b"RIFF")


def test_a_silent_caller_is_asked_again(caller: Handset) -> None:
    caller.hears("/welcome.wav")
    caller.hangup()


def test_a_nuisance_is_refused_without_an_answer(exchange: str) -> None:
    phone = Handset(exchange, NUISANCE)
    phone.dial(CLINIC)
    assert phone.ends()["reason"] == "rejected"


def test_a_text_is_answered_and_passed_on(exchange: str) -> None:
    phone, doctor = Handset(exchange, "+15005550101"), Handset(exchange, DOCTOR)
    phone.text(CLINIC, "my knee hurts")
    assert {phone.receives()["body"], phone.receives()["body"]} == {"We have it", "and will call you"}
    doctor.receives("A patient wrote")

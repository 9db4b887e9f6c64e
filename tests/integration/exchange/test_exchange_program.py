"""The exchange as a program of its own, and the telephone in the terminal."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import urllib3

from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN, Town

ENVIRONMENT = {**os.environ, "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
# Starts an exchange that is to end with it, passes its first line on, and waits to be killed.
PARENT = (
    "import subprocess, sys; "
    "child = subprocess.Popen([sys.executable, '-m', 'exchange', '--die-with-parent'], stdout=subprocess.PIPE); "
    "print(child.stdout.readline().decode().strip(), flush=True); sys.stdin.read()"
)


@contextmanager
def _running(*arguments: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program and its address, once it serves."""
    command = [sys.executable, "-m", "exchange", *arguments]
    with subprocess.Popen(command, env=ENVIRONMENT | variables, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield program, json.loads(program.stdout.readline())["exchange"]
        finally:
            program.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_serves_and_ends_when_asked(number: signal.Signals) -> None:
    with _running("--number", LINE, "--voice-url", "http://127.0.0.1:1/voice") as (program, url):
        lines = urllib3.request("GET", f"{url}/exchange/numbers").json()
        assert [(line["number"], line["voice_url"]) for line in lines] == [(LINE, "http://127.0.0.1:1/voice")]
        program.send_signal(number)
        assert program.wait(timeout=5) == 0


def test_it_ends_at_once_although_somebody_waits_for_events() -> None:
    with _running() as (program, url):
        waiting = http.client.HTTPConnection(url.removeprefix("http://"))
        waiting.request("GET", "/exchange/handsets/x/events?wait=60")
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=5) == 0
        waiting.close()


def test_it_says_when_it_ends_a_connection_and_keeps_it_otherwise() -> None:
    with _running() as (_, url):
        asking = http.client.HTTPConnection(url.removeprefix("http://"))
        said = []
        for asked in ("keep-alive", "close"):
            asking.request("GET", "/exchange/time", headers={"Connection": asked})
            answer = asking.getresponse()
            answer.read()
            said.append(answer.getheader("Connection"))
        assert said == [None, "close"]


def test_it_runs_on_the_simulated_clock() -> None:
    with _running(LINLI_CLOCK_START="2020-02-29T07:00:00+08:00", LINLI_CLOCK_SPEED="60") as (_, url):
        assert urllib3.request("GET", f"{url}/exchange/time").json()["now"].startswith("2020-02-28T23:")


def test_it_ends_with_the_process_that_started_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = json.loads(parent.stdout.readline())["exchange"]
        held = urllib3.PoolManager(retries=False)
        assert held.request("GET", f"{url}/exchange/time").status == 200
        parent.kill()
        assert parent.stdout.read() == ""
        refused, deadline = False, time.monotonic() + 10
        while not refused and time.monotonic() < deadline:  # the kernel's signal takes a moment to be obeyed
            try:
                urllib3.PoolManager(retries=False).request("GET", f"{url}/exchange/time")
            except urllib3.exceptions.HTTPError:
                refused = True
        assert refused


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        ((), {"TWILIO_ACCOUNT_SID": ""}, "TWILIO_ACCOUNT_SID is not set"),
        ((), {"TWILIO_AUTH_TOKEN": ","}, "TWILIO_AUTH_TOKEN is not set"),
        ((), {"LINLI_CLOCK_START": "2020-02-29T07:00:00"}, "needs an offset"),
        (("--pace", "0"), {}, "--pace"),
        (("--number", "12"), {}, "not a number"),
    ],
)
def test_it_says_in_one_line_why_it_cannot_start(
    arguments: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    command = [sys.executable, "-m", "exchange", *arguments]
    ended = subprocess.run(
        command, env=ENVIRONMENT | variables, capture_output=True, text=True, check=False, timeout=30
    )
    assert ended.returncode == 2
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_terminals_telephone_can_be_driven_by_a_script(town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" action="/chosen"><Say>Press one</Say></Gather>')
    town.says("/chosen", lambda form: f"<Say>you pressed {form['Digits']}</Say>")
    town.says("/sms", "<Message>noted</Message>")
    program = "import sys; from linli.phone import main; sys.exit(main(*sys.argv[1:]))"
    command = [sys.executable, "-c", program, town.exchange.url, "+15005550101", LINE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as phone:
        _read_until(phone, "t TEXT")
        _type(phone, "d")
        _read_until(phone, "“Press one”")
        _read_until(phone, "[1 key]")
        _type(phone, "7")
        _read_until(phone, "“you pressed 7”")
        _read_until(phone, "the call is over")
        _type(phone, "t 36.5")
        _read_until(phone, "noted")
        _type(phone, "h")
        _read_until(phone, "is in no call")
        _type(phone, "q")
        assert phone.wait(timeout=5) == 0


def _type(phone: "subprocess.Popen[str]", line: str) -> None:
    assert phone.stdin is not None
    phone.stdin.write(line + "\n")
    phone.stdin.flush()


def _read_until(phone: "subprocess.Popen[str]", words: str) -> None:
    assert phone.stdout is not None
    heard = ""
    for line in phone.stdout:
        heard += line
        if words in line:
            return
    raise AssertionError(f"no {words!r} in {heard!r}")

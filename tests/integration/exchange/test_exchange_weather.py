"""The README is enough: a weather line written with the carrier's own libraries runs on an exchange started as it says."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from werkzeug.serving import make_server

from linli.phone import Handset
from tests.integration.exchange.town import ACCOUNT, LINE, TOKEN, wait_until
from tests.integration.exchange.weather import FORECASTER, app, told

README = Path(__file__).parents[3] / "exchange" / "README.md"


def block(beginning: str) -> str:
    """The README's example that begins so, with an account and its token."""
    (found,) = [
        one for one in re.findall(r"(?:^ {4}.*\n|^\n)+", README.read_text("utf-8"), re.MULTILINE) if beginning in one
    ]
    filled = dedent(found).replace("AC…", ACCOUNT).replace('"…"', f'"{TOKEN}"')
    return filled.replace("AUTH_TOKEN=…", f"AUTH_TOKEN='{TOKEN}'").strip("\n")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an exchange started by the README's first lines in an empty directory."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    command = block("python -m exchange").replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "LINLI_"))}
    environment["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    where = tmp_path_factory.mktemp("fresh")
    line = command.replace("python", "exec python", 1)  # so that it is the exchange that is ended, not the shell
    with subprocess.Popen(["sh", "-c", line], env=environment, cwd=where, stdout=subprocess.PIPE, text=True) as program:  # noqa: S607
        assert program.stdout is not None
        yield program.stdout.readline().split('"')[3]
        program.terminate()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def client(exchange: str) -> Any:
    """The library's client, made and tried by the README's second example."""
    names: dict[str, Any] = {}
    exec(block("import TwilioHttpClient").replace("http://127.0.0.1:40123", exchange), names)  # noqa: S102  our README
    return names["client"]


def statuses(about: str, sid: str) -> list[str]:
    """What was told of a call or a text, in order."""
    return [
        form.get("MessageStatus", form.get("CallStatus", ""))
        for kind, form in told
        if kind == about and sid in form.values()
    ]


def test_a_caller_hears_the_weather_and_the_menu_again(exchange: str) -> None:
    phone = Handset(exchange, "+15005550141")
    sid = phone.dial(LINE)
    phone.awaits()
    assert phone.press("1") == "1"
    assert phone.meets("the jingle", lambda event: event.get("play") == "/jingle.wav")["sound"]
    phone.hears("Rain")
    phone.awaits()
    phone.hangup()
    wait_until(lambda: statuses("status", sid) == ["completed"])


def test_a_report_can_be_left_and_found(exchange: str, client: Any) -> None:
    phone = Handset(exchange, "+15005550142")
    sid = phone.dial(LINE)
    phone.awaits()
    phone.press("2")
    phone.awaits()
    phone.say("It hails at the harbour")
    phone.press("#")
    phone.hears("Thank you")
    phone.ends()
    (report,) = client.calls(sid).recordings.list()
    wait_until(lambda: any(form.get("RecordingSid") == report.sid for about, form in told if about == "recording"))
    assert (report.call_sid, report.source) == (sid, "RecordVerb")


def test_a_caller_speaks_with_the_forecaster_and_is_back_with_a_star(exchange: str, client: Any) -> None:
    forecaster = Handset(exchange, FORECASTER)
    forecaster.answers("at_once")
    phone = Handset(exchange, "+15005550143")
    sid = phone.dial(LINE)
    phone.awaits()
    phone.press("3")
    forecaster.hears("A caller")
    phone.meets("the connection", lambda event: event["type"] == "bridged")
    phone.press("*")
    phone.hears("The call was completed.")
    (leg,) = client.calls.list(parent_call_sid=sid)
    wait_until(lambda: statuses("leg", leg.sid) == ["in-progress", "completed"])


def test_a_text_is_answered_and_its_delivery_told(exchange: str, client: Any) -> None:
    phone = Handset(exchange, "+15005550144")
    phone.text(LINE, "Harbour")
    phone.receives("Harbour: rain")
    (answer,) = client.messages.list(to=phone.number)
    wait_until(lambda: "delivered" in statuses("sent", answer.sid))
    assert client.messages(answer.sid).fetch().direction == "outbound-reply"


def test_a_call_is_placed_led_elsewhere_and_ended(exchange: str, client: Any) -> None:
    phone = Handset(exchange, "+15005550145")
    twiml = '<Response><Say>Storm warning</Say><Pause length="60"/></Response>'
    placed = client.calls.create(to=phone.number, from_=LINE, twiml=twiml)
    phone.rings()
    phone.answer()
    phone.hears("Storm warning")
    assert client.calls(placed.sid).fetch().status == "in-progress"
    client.calls(placed.sid).update(twiml="<Response><Say>The storm is over</Say><Pause length='60'/></Response>")
    phone.hears("is over")
    client.calls(placed.sid).update(status="completed")
    assert phone.ends()["status"] == "completed"
    assert client.calls(placed.sid).fetch().status == "completed"


def test_the_readmes_text_is_listed_and_a_wrong_one_refused(client: Any) -> None:
    assert [text.to for text in client.messages.list() if text.body == "Good morning"] == ["+15005550101"]
    with pytest.raises(TwilioRestException, match="Invalid 'To' Phone Number"):
        client.messages.create(to="harbour", from_=LINE, body="rain")

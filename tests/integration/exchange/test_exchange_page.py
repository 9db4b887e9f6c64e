"""What the phone page needs of the exchange: its files, the suggested telephones, several telephones heard at once."""

import threading
from typing import Any

import pytest
import urllib3

from tests.integration.exchange.town import LINE, Town

NEIGHBOUR = "+15005550102"


def get(town: Town, path: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", town.exchange.url + path, retries=False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/phone", "text/html"), ("/phone/main.js", "text/javascript"), ("/phone/style/page.css", "text/css")],
)
def test_the_page_lets_nothing_in_but_its_own_files(town: Town, path: str, kind: str) -> None:
    answer = get(town, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/phone/none.js", "/phone/../page.py", "/phone/%2e%2e/page.py"])
def test_it_hands_out_nothing_else(town: Town, path: str) -> None:
    assert get(town, path).status == 404


def test_it_keeps_the_people_it_is_told_of(town: Town) -> None:
    told = [{"number": NEIGHBOUR, "name": "Mary", "hint": {"en": "Lift"}}]
    assert town.ask("PUT", "/exchange/people", json={"people": told, "timezone": "Asia/Shanghai"}) == {"people": 1}
    found = town.ask("GET", "/exchange/people?find=mary")
    assert (found["timezone"], found["people"][0]["hint"]) == ("Asia/Shanghai", {"en": "Lift"})
    assert town.ask("GET", "/exchange/people?number=%2B15005550109")["people"] == []


def test_it_refuses_people_it_cannot_read(town: Town) -> None:
    answer = urllib3.request("PUT", f"{town.exchange.url}/exchange/people", json={"people": 5}, retries=False)
    assert (answer.status, answer.json()) == (400, {"error": "people is a list of objects"})


def test_several_telephones_are_heard_at_once(town: Town) -> None:
    town.says("/voice", f"<Dial><Number>{NEIGHBOUR}</Number></Dial>")
    caller = town.phone()
    heard: list[dict[str, Any]] = []
    query = "after=%2B15005550101:0&after=%2B15005550102:0&wait=10"
    listening = threading.Thread(target=lambda: heard.append(town.ask("GET", f"/exchange/events?{query}")))
    listening.start()
    caller.dial(LINE)
    listening.join()
    assert heard[0][caller.number][0]["type"] == "dials"
    town.phone(NEIGHBOUR).rings()
    rung = town.ask("GET", "/exchange/events?after=%2B15005550102:0&wait=5")
    assert [event["type"] for event in rung[NEIGHBOUR]] == ["rings"]


def test_nothing_new_is_an_empty_answer(town: Town) -> None:
    assert town.ask("GET", "/exchange/events?after=%2B15005550101:0&wait=0.05") == {}


def test_a_telephone_remembers_what_was_done_with_it(town: Town) -> None:
    town.says("/voice", '<Gather numDigits="1" action="/chosen"><Say>Press one</Say></Gather>')
    town.says("/chosen", "<Say>thank you</Say>")
    phone = town.phone()
    phone.dial(LINE, show="anonymous")
    phone.awaits()
    phone.press("7")
    phone.text(LINE, "36.5")
    phone.ends()
    events = town.ask("GET", f"/exchange/handsets/{phone.number}/events")
    kept = {event["type"]: event for event in events}
    assert (kept["dials"]["to"], kept["dials"]["as"]) == (LINE, "anonymous")
    assert (kept["keyed"]["key"], kept["keyed"]["heard"]) == ("7", True)
    assert kept["writes"]["body"] == "36.5"
    types = [event["type"] for event in events if event["type"] != "writes"]
    assert types == ["dials", "connected", "says", "awaits", "keyed", "says", "ended"]


def test_a_key_nobody_listened_for_is_remembered_as_lost(town: Town) -> None:
    town.says("/voice", "<Dial timeout='2'><Number>+15005550109</Number></Dial>")
    phone = town.phone()
    phone.dial(LINE)
    phone.meets("the connection", lambda event: event["type"] == "connected")
    assert phone.press("5") == ""
    assert not phone.meets("the key", lambda event: event["type"] == "keyed")["heard"]


def test_a_telephone_hears_that_the_application_failed(town: Town) -> None:
    town.says("/voice", "<Dance/>")
    phone = town.phone()
    phone.dial(LINE)
    assert "<Dance>" in phone.meets("the trouble", lambda event: event["type"] == "trouble")["reason"]
    phone.hears("application error")


def test_a_prompt_tells_how_it_is_spoken(town: Town) -> None:
    town.says("/voice", '<Say language="cmn-CN"><prosody rate="88%">您好,<break time="450ms"/>王阿姨</prosody></Say>')
    phone = town.phone()
    phone.dial(LINE)
    said = phone.hears("王阿姨")
    assert (said["language"], said["rate"], said["seconds"]) == ("cmn-CN", 0.88, 0)
    assert said["clauses"] == [{"text": "您好,", "pause": 0.45}, {"text": "王阿姨", "pause": 0}]

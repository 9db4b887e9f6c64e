"""Misbehaviour on demand: of the REST API, of callbacks, of the network between exchange and application."""

import threading
import time
from collections.abc import Callable

import pytest
import urllib3
from flask import Response

from tests.integration.exchange.town import LINE, Town, wait_until

RESIDENT = "+15005550101"


@pytest.mark.parametrize(("do", "status", "code"), [("500", 500, 20500), ("429", 429, 20429)])
def test_it_fails_on_demand_and_takes_nothing(town: Town, do: str, status: int, code: int) -> None:
    town.ask("PUT", "/exchange/faults", json={"create_message": {"do": do, "times": 1}})
    answered, error = town.send(RESIDENT)
    assert (answered, error["code"]) == (status, code)
    assert town.ledger("message") == []
    assert town.send(RESIDENT)[0] == 201


def test_it_accepts_and_then_fails_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"create_message": {"do": "accept_then_500", "times": 1}})
    assert town.send(RESIDENT, "all the same")[0] == 500
    town.phone().receives("all the same")
    (noted,) = town.ledger("rest")
    assert noted["sid"] == town.ledger("message")[0]["sid"]
    assert noted["fault"] == "accept_then_500"


@pytest.mark.parametrize(("do", "arrives"), [("reset", False), ("accept_then_reset", True)])
def test_it_resets_the_connection_on_demand(town: Town, do: str, arrives: bool) -> None:
    town.ask("PUT", "/exchange/faults", json={"create_message": {"do": do, "times": 1}})
    with pytest.raises(urllib3.exceptions.ProtocolError, match="reset by peer"):
        town.send(RESIDENT)
    assert bool(town.ledger("message")) is arrives


@pytest.mark.parametrize(("do", "arrives"), [("hang", False), ("accept_then_hang", True)])
def test_it_hangs_on_demand(town: Town, do: str, arrives: bool) -> None:
    town.ask("PUT", "/exchange/faults", json={"create_message": {"do": do, "times": 1, "seconds": 0.3}})
    began = time.monotonic()
    with pytest.raises(urllib3.exceptions.ProtocolError):
        town.send(RESIDENT)
    assert time.monotonic() - began >= 0.3
    assert bool(town.ledger("message")) is arrives


def test_it_is_slow_on_demand_until_the_faults_are_cleared(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"list": {"do": "slow", "seconds": 0.3}})
    began = time.monotonic()
    assert town.get("Messages.json")[0] == 200
    assert time.monotonic() - began >= 0.3
    town.ask("DELETE", "/exchange/faults")
    began = time.monotonic()
    assert town.get("Messages.json")[0] == 200
    assert time.monotonic() - began < 0.3


@pytest.mark.parametrize(
    ("do", "statuses"),
    [
        ("duplicate", ["sending", "sending", "sent", "sent", "delivered", "delivered"]),
        ("reorder", ["delivered", "sent", "sending"]),
    ],
)
def test_it_doubles_and_swaps_callbacks_on_demand(town: Town, do: str, statuses: list[str]) -> None:
    town.ask("PUT", "/exchange/faults", json={"callbacks": {"do": do}})
    town.send(RESIDENT, StatusCallback=town.at("/told"))
    told = town.application.was_asked("/told", len(statuses))
    assert [asked.form["MessageStatus"] for asked in told] == statuses
    assert len({asked.token for asked in told}) == 3  # a repeat carries the token of what it repeats


def test_it_drops_callbacks_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"callbacks": {"do": "drop", "times": 3}})
    _, first = town.send(RESIDENT, "first", StatusCallback=town.at("/told"))
    town.phone().receives("first")
    wait_until(lambda: town.get(f"Messages/{first['sid']}.json")[1]["status"] == "delivered")
    _, second = town.send(RESIDENT, "second", StatusCallback=town.at("/told"))
    told = town.application.was_asked("/told", 3)
    assert {asked.form["MessageSid"] for asked in told} == {second["sid"]}


def test_it_calls_back_before_it_answers_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"callbacks": {"do": "before_response"}})
    _, taken = town.send(RESIDENT, StatusCallback=town.at("/told"))
    assert [asked.form["MessageSid"] for asked in town.application.of("/told")] == [taken["sid"]] * 3


@pytest.mark.parametrize("do", ["500", "429"])
def test_every_request_can_fail_on_demand(town: Town, do: str) -> None:
    _, taken = town.send(RESIDENT)
    wait_until(lambda: town.get(f"Messages/{taken['sid']}.json")[1]["status"] == "delivered")
    text = f"Messages/{taken['sid']}.json"
    requests: dict[str, Callable[[], tuple[int, object]]] = {
        "create_call": lambda: town.call(RESIDENT),
        "list": lambda: town.get("Calls.json"),
        "fetch": lambda: town.get(text),
        "update": lambda: town.post(text, [("Body", "")]),
        "delete": lambda: town.delete(text),
    }
    for operation, request in requests.items():
        town.ask("PUT", "/exchange/faults", json={operation: {"do": do, "times": 1}})
        assert request()[0] == int(do), operation
    assert town.ledger("call") == []
    assert town.get(text)[1]["body"] == "good morning"


def test_a_call_is_placed_and_the_answer_lost_on_demand(town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    town.ask("PUT", "/exchange/faults", json={"create_call": {"do": "accept_then_reset", "times": 1}})
    phone = town.phone(RESIDENT, answers="at_once")
    with pytest.raises(urllib3.exceptions.ProtocolError):
        town.call(RESIDENT)
    phone.hears("good morning")


def test_it_tells_late_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"callbacks": {"do": "delay", "seconds": 0.3, "times": 1}})
    began = time.monotonic()
    town.send(RESIDENT, StatusCallback=town.at("/told"))
    town.application.was_asked("/told", 3)
    assert time.monotonic() - began >= 0.3


def test_it_tells_a_calls_steps_backwards_on_demand(town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    town.ask("PUT", "/exchange/faults", json={"callbacks": {"do": "reorder"}})
    town.call(town.phone(answers="at_once").number, "initiated", "ringing", "answered", "completed")
    told = [asked.form["CallStatus"] for asked in town.application.was_asked("/progress", 4)]
    assert told == ["completed", "in-progress", "ringing", "initiated"]


def test_a_webhook_lost_on_its_way_is_tried_again_by_default(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"webhooks": {"do": "lose", "times": 1}})
    town.says("/voice", "<Say>good morning</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("good morning")
    first, second = town.ledger("webhook")[:2]
    assert (first["failure"], first["attempt"], second["failure"], second["attempt"]) == ("ct", 0, None, 1)
    assert first["token"] == second["token"] == town.application.of("/voice")[0].token


def test_a_webhook_lost_as_often_as_it_is_tried_goes_to_the_fallback(town: Town) -> None:
    town.own(fallback_url="/fallback")
    town.ask("PUT", "/exchange/faults", json={"webhooks": {"do": "lose", "times": 2}})
    town.says("/fallback", "<Say>please dial the duty phone</Say>")
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("duty phone")
    (asked,) = town.application.of("/fallback")
    assert (asked.form["ErrorCode"], asked.form["ErrorUrl"]) == ("11205", town.at("/voice"))
    assert asked.token not in {entry["token"] for entry in town.ledger("webhook")[:2]}


@pytest.mark.parametrize(("fragment", "times"), [("", 1), ("#rc=3&rp=ct", 1), ("#rc=2&rp=rt", 3), ("#rc=1&rp=all", 2)])
def test_an_answer_lost_on_its_way_is_asked_for_again_only_where_the_fragment_says_so(
    town: Town, fragment: str, times: int
) -> None:
    town.own(sms_url=f"/sms{fragment}")
    town.ask("PUT", "/exchange/faults", json={"webhooks": {"do": "lose_answer"}})
    town.phone().text(LINE, "36.5")
    wait_until(lambda: bool(town.ledger("error")))
    asked = town.application.of("/sms")
    assert len(asked) == times
    assert len({one.token for one in asked}) == 1


def test_no_more_tries_are_made_than_the_fragment_gives(town: Town) -> None:
    town.own(sms_url="/sms#rc=5&rp=4xx")
    town.says("/sms", Response(status=404))
    town.phone().text(LINE, "36.5")
    wait_until(lambda: bool(town.ledger("error")))
    assert [entry["attempt"] for entry in town.ledger("webhook")] == list(range(6))


def test_no_try_begins_after_the_total_time_of_the_fragment(town: Town) -> None:
    waiting = threading.Event()
    town.own(sms_url="/sms#rc=5&rp=all&tt=1000&rt=600")
    town.says("/sms", lambda _form: "late" if waiting.wait(5) else "later")
    town.phone().text(LINE, "36.5")
    wait_until(lambda: bool(town.ledger("error")))
    waiting.set()
    assert [entry["failure"] for entry in town.ledger("webhook")] == ["rt", "rt"]


def test_a_webhook_arrives_twice_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"webhooks": {"do": "duplicate", "times": 1}})
    town.says("/sms", "<Message>noted</Message>")
    phone = town.phone()
    phone.text(LINE, "36.5")
    phone.receives("noted")
    first, second = town.application.was_asked("/sms", 2)
    assert first == second
    assert [(one["token"], one["attempt"], one["status"]) for one in town.ledger("webhook")] == [
        (first.token, 0, 200)
    ] * 2


def test_a_webhook_is_late_on_demand(town: Town) -> None:
    town.ask("PUT", "/exchange/faults", json={"webhooks": {"do": "delay", "seconds": 0.3, "times": 1}})
    began = time.monotonic()
    town.phone().text(LINE, "36.5")
    town.application.was_asked("/sms")
    assert time.monotonic() - began >= 0.3

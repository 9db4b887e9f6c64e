"""Statuses of messages and calls, in whatever order the carrier reports them."""

import json
from functools import reduce
from itertools import permutations, product
from pathlib import Path

import pytest

from carrier import status

FIXTURES = json.loads((Path(__file__).parents[1] / "data" / "twilio_fixtures.json").read_text("utf-8"))["fixtures"]
ON_THE_WAY = ("accepted", "queued", "sending", "sent")


@pytest.mark.parametrize(
    ("reported", "end"),
    [
        ((*ON_THE_WAY, "delivered"), "delivered"),
        ((*ON_THE_WAY, "undelivered", "delivered"), "delivered"),
        ((*ON_THE_WAY, "delivered", "read"), "read"),
        ((*ON_THE_WAY, "undelivered"), "undelivered"),
        ((*ON_THE_WAY, "failed"), "failed"),
        (("scheduled", "queued", "canceled"), "canceled"),
        (ON_THE_WAY, "sent"),
        ((*ON_THE_WAY[1:], "undelivered", "delivered", "read"), "read"),
    ],
)
def test_every_order_of_a_messages_reports_ends_alike(reported: tuple[str, ...], end: str) -> None:
    assert {reduce(status.merge, order, "") for order in permutations(reported)} == {end}


@pytest.mark.parametrize("end", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_every_order_of_a_calls_reports_ends_alike(end: str) -> None:
    reported = ("queued", "initiated", "ringing", "in-progress", end)
    assert {reduce(status.merge_call, order, "") for order in permutations(reported)} == {end}


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(("delivered", "failed", "canceled", "undelivered"), repeat=2) if len(set(pair)) > 1],
)
def test_the_first_end_of_a_message_stays_but_for_a_late_delivery(old: str, new: str) -> None:
    expected = "delivered" if (old, new) == ("undelivered", "delivered") else old
    assert status.merge(old, new) == expected


def test_the_first_end_of_a_call_stays() -> None:
    assert status.merge_call("busy", "completed") == "busy"


def test_a_repeat_changes_nothing() -> None:
    assert all(status.merge(told, told) == told for told in (*ON_THE_WAY, "delivered", "read"))


@pytest.mark.parametrize("unknown", ["", "partially_delivered", "received", "DELIVERED", "x"])
def test_an_unknown_status_changes_nothing(unknown: str) -> None:
    assert status.merge("sent", unknown) == "sent"
    assert status.merge_call("ringing", unknown) == "ringing"


def test_it_knows_an_end_when_it_sees_one() -> None:
    assert [word for word in ("", "sent", "undelivered", "delivered", "read") if status.is_final(word)] == [
        "undelivered",
        "delivered",
        "read",
    ]
    assert [word for word in ("", "ringing", "busy", "completed") if status.is_final_call(word)] == [
        "busy",
        "completed",
    ]
    assert [word for word in ("sent", "undelivered", "delivered", "read") if status.arrived(word)] == [
        "delivered",
        "read",
    ]


def test_every_captured_status_is_known() -> None:
    messages = [f["params"] for f in FIXTURES if f["kind"] == "message_status"]
    calls = [f["params"]["CallStatus"] for f in FIXTURES if f["kind"] == "call_status"]
    assert messages
    assert calls
    assert all(status.merge("", status.posted_status(form)) for form in messages)
    assert all(status.merge_call("", word) == word for word in calls)


def test_an_older_post_has_its_status_under_another_name() -> None:
    assert status.posted_status({"SmsStatus": "sent"}) == "sent"
    assert status.posted_status({}) == ""

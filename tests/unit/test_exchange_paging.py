"""Lists of the exchange's REST API: filters, pages, and what was added between two of them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from exchange.paging import Kind, Query, page
from exchange.refusals import RefusedError

THINGS = Kind("things", equal={"To": "to"}, dates={"Sent": "sent"})
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)


def things(count: int) -> list[dict[str, Any]]:
    """The newest first, an hour apart; the newest is sent at noon, the oldest not at all."""
    made: list[dict[str, Any]] = [
        {"sid": f"TH{place}", "to": "ab"[place % 2], "sent": format_datetime(NOON - timedelta(hours=place))}
        for place in range(count - 1)
    ]
    return [*made, {"sid": f"TH{count - 1}", "to": "b", "sent": None}]


def ask(found: list[dict[str, Any]], arguments: dict[str, str]) -> dict[str, Any]:
    return page(THINGS, found, Query("/things.json", arguments))


def follow(found: list[dict[str, Any]], uri: str) -> dict[str, Any]:
    return ask(found, dict(parse_qsl(urlsplit(uri).query)))


def sids(shown: dict[str, Any]) -> list[str]:
    return [thing["sid"] for thing in shown["things"]]


def test_a_list_without_arguments_is_its_first_fifty() -> None:
    shown = ask(things(60), {})
    assert (len(shown["things"]), shown["page"], shown["page_size"], shown["start"], shown["end"]) == (50, 0, 50, 0, 49)
    assert shown["next_page_uri"] == "/things.json?PageSize=50&Page=1&PageToken=PATH49"
    assert shown["previous_page_uri"] is None


def test_the_addresses_lead_forward_and_back() -> None:
    found = things(5)
    first = ask(found, {"PageSize": "2"})
    second = follow(found, first["next_page_uri"])
    third = follow(found, second["next_page_uri"])
    assert [sids(shown) for shown in (first, second, third)] == [["TH0", "TH1"], ["TH2", "TH3"], ["TH4"]]
    assert third["next_page_uri"] is None
    assert follow(found, third["previous_page_uri"])["things"] == second["things"]
    assert follow(found, second["uri"]) == second
    assert follow(found, third["first_page_uri"])["things"] == first["things"]


def test_what_is_added_meanwhile_shifts_no_page() -> None:
    found = things(4)
    first = ask(found, {"PageSize": "2"})
    newer = {"sid": "THnew", "to": "a", "sent": None}
    assert sids(follow([newer, *found], first["next_page_uri"])) == ["TH2", "TH3"]


def test_a_page_that_begins_after_nothing_known_is_refused() -> None:
    with pytest.raises(RefusedError) as refusal:
        ask(things(3), {"PageToken": "PAnowhere"})
    assert refusal.value.code == 20006


@pytest.mark.parametrize(("written", "size"), [("0", 1), ("7", 7), ("1001", 1000), ("many", 50), ("-1", 50)])
def test_a_pages_size_stays_within_the_carriers_bounds(written: str, size: int) -> None:
    assert ask(things(2), {"PageSize": written})["page_size"] == size


def test_a_page_keeps_the_filters_in_its_addresses() -> None:
    shown = ask(things(7), {"To": "b", "PageSize": "2"})
    assert sids(shown) == ["TH1", "TH3"]
    assert shown["next_page_uri"] == "/things.json?To=b&PageSize=2&Page=1&PageToken=PATH3"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"Sent": "2020-02-29"}, ["TH0", "TH1", "TH2"]),
        ({"Sent": "2020-02-28"}, []),
        ({"Sent>": "2020-02-29T11:00:00Z"}, ["TH0", "TH1"]),
        ({"Sent>": "2020-02-29T19:00:00+08:00"}, ["TH0", "TH1"]),
        ({"Sent<": "2020-02-29T11:00:00Z"}, ["TH1", "TH2"]),
        ({"Sent<": "2020-02-29"}, ["TH0", "TH1", "TH2"]),
        ({"Sent<": "2020-02-28"}, []),
        ({"Sent>": "2020-02-29"}, ["TH0", "TH1", "TH2"]),
        ({"Sent>": "2020-02-29T10:30:00Z", "Sent<": "2020-02-29T11:30:00Z"}, ["TH1"]),
        ({"Sent": "06/11/2019 22:05:25 MST"}, []),
        ({"To": "b", "Sent": "2020-02-29"}, ["TH1"]),
        ({"Unknown": "x"}, ["TH0", "TH1", "TH2", "TH3"]),
    ],
)
def test_a_list_is_filtered(arguments: dict[str, str], wanted: list[str]) -> None:
    assert sids(ask(things(4), arguments)) == wanted


def test_an_empty_page_is_a_page() -> None:
    shown = ask([], {})
    assert (shown["things"], shown["next_page_uri"], shown["previous_page_uri"]) == ([], None, None)

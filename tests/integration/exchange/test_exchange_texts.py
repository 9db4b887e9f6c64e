"""Texts in and out, and what the REST API refuses."""

import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Response

from tests.integration.exchange.town import ACCOUNT, LINE, OLD_TOKEN, TOKEN, Town, wait_until

RESIDENT = "+15005550101"


def test_it_takes_a_text_and_delivers_it(town: Town) -> None:
    status, taken = town.send(RESIDENT, "体温正常", StatusCallback=town.at("/told?o=7"))
    assert status == 201
    expected = {"status": "queued", "body": "体温正常", "num_segments": "1", "error_code": None, "price": None}
    assert expected.items() <= taken.items()
    assert parsedate_to_datetime(taken["date_created"]).utcoffset() == timedelta(0)
    assert taken["uri"] == f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{taken['sid']}.json"
    assert town.phone().receives("体温正常")["from"] == LINE
    told = town.application.was_asked("/told", 3)
    assert [asked.form["MessageStatus"] for asked in told] == ["sending", "sent", "delivered"]
    assert all(asked.signed and asked.query == "o=7" and asked.form["MessageSid"] == taken["sid"] for asked in told)
    assert town.get(f"Messages/{taken['sid']}.json")[1]["status"] == "delivered"


def test_a_text_arrives_although_nobody_takes_its_callbacks(town: Town) -> None:
    waiting = threading.Event()
    town.says("/told", lambda _form: "late" if waiting.wait(10) else "later")
    town.send(RESIDENT, "good morning", StatusCallback=town.at("/told"))
    town.phone().receives("good morning", within=5)
    waiting.set()


@pytest.mark.parametrize(("answers", "code"), [("off", 30003), ("unassigned", 30005)])
def test_it_tells_why_a_text_did_not_arrive(town: Town, answers: str, code: int) -> None:
    phone = town.phone(answers=answers)
    _, taken = town.send(phone.number, StatusCallback=town.at("/told"))
    told = [asked.form for asked in town.application.was_asked("/told", 3)]
    assert [form["MessageStatus"] for form in told] == ["sending", "sent", "undelivered"]
    assert told[2]["ErrorCode"] == str(code)
    kept = town.get(f"Messages/{taken['sid']}.json")[1]
    assert (kept["error_code"], bool(kept["error_message"])) == (code, True)
    assert phone.events() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"To": "12345"}, 21211),
        ({"From": "+15005550190"}, 21606),
        ({"Body": "x" * 1601}, 21617),
        ({"ValidityPeriod": "36001"}, 90007),
        ({"StatusCallback": "no address"}, 21609),
        ({"To": LINE}, 21266),
    ],
)
def test_it_refuses_a_wrong_text(town: Town, change: dict[str, str], code: int) -> None:
    fields = {"To": RESIDENT, "From": LINE, "Body": "hello", **change}
    status, error = town.post("Messages.json", list(fields.items()))
    assert (status, error["code"], error["status"]) == (400, code, 400)
    assert error["message"]
    assert error["more_info"].endswith(str(code))
    assert town.ledger("message") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21201),
        ({"From": ""}, 21213),
        ({"To": "12345"}, 21217),
        ({"From": "+15005550190"}, 21210),
        ({"Url": ""}, 21205),
        ({"Url": "ftp://a.example/x"}, 21205),
        ({"Url": "", "Twiml": "x" * 4001}, 32018),
    ],
)
def test_it_refuses_a_wrong_call(town: Town, change: dict[str, str], code: int) -> None:
    fields = {"To": RESIDENT, "From": LINE, "Url": town.at("/outgoing"), **change}
    status, error = town.post("Calls.json", list(fields.items()))
    assert (status, error["code"]) == (400, code)
    assert town.ledger("call") == []


def test_it_refuses_a_text_to_a_landline(town: Town) -> None:
    town.phone(answers="landline")
    assert town.send(RESIDENT)[1]["code"] == 21614


@pytest.mark.parametrize(
    ("user", "password", "status"),
    [
        (ACCOUNT, TOKEN, 201),
        (ACCOUNT, OLD_TOKEN, 201),
        ("SK1", "a secret", 201),
        (ACCOUNT, "guessed", 401),
        ("SK1", TOKEN, 401),
        ("SK2", "a secret", 401),
        ("", "", 401),
    ],
)
def test_it_admits_the_account_and_nobody_else(town: Town, user: str, password: str, status: int) -> None:
    fields = [("To", RESIDENT), ("From", LINE), ("Body", "hello")]
    answered, shown = town.post("Messages.json", fields, user, password)
    assert answered == status
    assert shown.get("code") == (20003 if status == 401 else None)


@pytest.mark.parametrize("resource", ["Messages/SM1.json", "Calls/CA1.json", "Recordings/RE1.json", "Lunches.json"])
def test_it_knows_nothing_of_what_there_is_not(town: Town, resource: str) -> None:
    status, error = town.get(resource)
    assert (status, error["code"]) == (404, 20404)


def test_it_lists_texts_the_newest_first_page_by_page(town: Town) -> None:
    sids = [town.send(RESIDENT, f"text {place}")[1]["sid"] for place in range(3)]
    town.send("+15005550109", "to another")
    _, first = town.get(f"Messages.json?To=%2B{RESIDENT[1:]}&PageSize=2")
    assert [text["sid"] for text in first["messages"]] == [sids[2], sids[1]]
    _, second = town.get(first["next_page_uri"].partition(f"{ACCOUNT}/")[2])
    assert [text["sid"] for text in second["messages"]] == [sids[0]]
    assert second["next_page_uri"] is None


def test_it_asks_the_application_when_a_text_comes_in(town: Town) -> None:
    town.says("/sms", "<Message>noted, 36.5</Message>")
    phone = town.phone()
    sid = phone.text(LINE, "36.5 一切正常")
    assert phone.receives("noted")["from"] == LINE
    (asked,) = town.application.of("/sms")
    assert asked.signed
    expected = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "From": RESIDENT, "To": LINE, "NumMedia": "0"}
    assert (
        expected | {"Body": "36.5 一切正常", "NumSegments": "1", "SmsStatus": "received"}
    ).items() <= asked.form.items()


def test_it_expects_no_answer_to_a_text(town: Town) -> None:
    town.phone().text(LINE, "36.5")
    town.application.was_asked("/sms")
    town.phone().text(LINE, "36.6")
    town.application.was_asked("/sms", 2)
    assert town.ledger("error") == []


def test_it_asks_again_with_the_same_token_where_the_fragment_says_so(town: Town) -> None:
    town.own(sms_url="/sms#rc=1&rp=5xx")
    replies = iter([Response(status=503), Response(status=204)])
    town.says("/sms", lambda _form: next(replies))
    town.phone().text(LINE, "36.5")
    first, second = town.application.was_asked("/sms", 2)
    assert (first.token, first.form) == (second.token, second.form)


def test_it_sends_nothing_to_whom_opted_out_until_they_opt_in(town: Town) -> None:
    phone = town.phone()
    phone.text(LINE, " cancel ")
    assert town.send(RESIDENT)[1]["code"] == 21610
    assert town.send("+15005550109")[0] == 201
    town.application.was_asked("/sms")
    phone.text(LINE, "START")
    assert town.send(RESIDENT)[0] == 201


def test_it_writes_down_what_it_was_asked_and_what_it_asked(town: Town) -> None:
    town.send(RESIDENT, "hello", StatusCallback=town.at("/told"))
    town.application.was_asked("/told", 3)
    wait_until(lambda: len(town.ledger("webhook")) == 3)
    (asked,) = town.ledger("rest")
    assert (asked["form"]["To"], asked["form"]["Body"], asked["status"]) == (RESIDENT, "hello", 201)
    assert [entry["status"] for entry in town.ledger("message")] == ["queued", "sending", "sent", "delivered"]
    told = town.ledger("webhook")[0]
    assert (told["url"], told["status"], told["params"]["MessageStatus"]) == (town.at("/told"), 204, "sending")
    assert told["milliseconds"] > 0
    everything = town.ask("GET", "/exchange/ledger?after=0")
    assert [entry["n"] for entry in everything] == list(range(1, len(everything) + 1))
    assert town.ask("GET", "/exchange/ledger?after=1") == everything[1:]
    assert [text["body"] for text in town.ask("GET", "/exchange/messages?to=%2B15005550101")] == ["hello"]


def test_its_clock_can_be_set(town: Town) -> None:
    town.ask("PUT", "/exchange/time", json={"now": "2020-02-29T08:00:00+08:00"})
    assert town.send(RESIDENT)[1]["date_created"].startswith("Sat, 29 Feb 2020 00:0")

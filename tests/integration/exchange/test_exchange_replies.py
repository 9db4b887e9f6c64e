"""What applications answer to texts: messages, where they go, what is asked next, and what is tried when all fails."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from flask import Response

from tests.integration.exchange.town import LINE, Town, twiml, wait_until

RESIDENT, NEIGHBOUR, OTHER_LINE = "+15005550101", "+15005550102", "+15005550109"


@pytest.mark.parametrize(
    "reply",
    [
        twiml("<Message>noted</Message>"),
        twiml("<Message><Body>noted</Body></Message>"),
        twiml("<Sms>noted</Sms>"),
        twiml("<Message>noted<Media>https://a.example/map.png</Media></Message>"),
        Response("noted", content_type="text/plain; charset=utf-8"),
        Response("<Response><Message>noted</Message></Response>", content_type="text/html"),
    ],
    ids=["message", "body", "the older verb", "with a picture", "plain text", "as a page"],
)
def test_an_answer_in_any_form_arrives(town: Town, reply: Response) -> None:
    town.says("/sms", reply)
    phone = town.phone()
    phone.text(LINE, "36.5")
    assert phone.receives()["body"] == "noted"
    texts = town.ask("GET", "/exchange/messages")
    assert [text["direction"] for text in texts] == ["inbound", "outbound-reply"]


def test_an_answer_can_go_to_another_from_another_number(town: Town) -> None:
    town.ask("PUT", f"/exchange/numbers/{OTHER_LINE}", json={})
    town.says("/sms", f'<Message to="{NEIGHBOUR}" from="{OTHER_LINE}">he is ill</Message><Message>told</Message>')
    phone = town.phone()
    phone.text(LINE, "36.5")
    assert phone.receives()["body"] == "told"
    assert town.phone(NEIGHBOUR).receives("he is ill")["from"] == OTHER_LINE


def test_an_answers_status_is_told_where_asked(town: Town) -> None:
    town.says("/sms", '<Message statusCallback="/told?o=7">noted</Message>')
    town.phone().text(LINE, "36.5")
    told = town.application.was_asked("/told", 3)
    assert [asked.form["MessageStatus"] for asked in told] == ["sending", "sent", "delivered"]
    assert {asked.query for asked in told} == {"o=7"}


def test_an_answers_action_is_asked_what_comes_next(town: Town) -> None:
    town.says("/sms", '<Message action="/next?x=1" method="GET">first</Message><Message>never</Message>')
    town.says("/next", "<Message>second</Message>")
    phone = town.phone()
    sid = phone.text(LINE, "36.5")
    assert {phone.receives()["body"], phone.receives()["body"]} == {"first", "second"}
    (asked,) = town.application.of("/next")
    assert asked.method == "GET"
    assert asked.signed
    told = dict(parse_qsl(asked.query))
    assert (told["x"], told["MessageStatus"]) == ("1", "queued")
    assert told["MessageSid"] != sid


def test_an_answer_to_whom_opted_out_is_not_sent_and_its_action_told(town: Town) -> None:
    town.says("/sms", '<Message action="/next">are you sure?</Message>')
    phone = town.phone()
    phone.text(LINE, "STOP")
    (asked,) = town.application.was_asked("/next")
    assert (asked.form["MessageStatus"], asked.form["ErrorCode"]) == ("failed", "21610")
    assert [entry["code"] for entry in town.ledger("error")] == [21610]
    assert [text["direction"] for text in town.ask("GET", "/exchange/messages")] == ["inbound"]


def test_an_answer_to_a_landline_is_undelivered(town: Town) -> None:
    town.says("/sms", '<Message statusCallback="/told">noted</Message>')
    town.phone(answers="landline").text(LINE, "36.5")
    told = town.application.was_asked("/told", 3)
    assert (told[-1].form["MessageStatus"], told[-1].form["ErrorCode"]) == ("undelivered", "30006")


def test_an_answer_can_come_from_another_document(town: Town) -> None:
    town.says("/sms", "<Redirect>/deep/first</Redirect><Message>never</Message>")
    town.says("/deep/first", "<Redirect method='GET'>second</Redirect>")
    town.says("/deep/second", "<Message>from the second</Message>")
    phone = town.phone()
    phone.text(LINE, "36.5")
    assert phone.receives()["body"] == "from the second"


def test_documents_that_lead_in_a_circle_end(town: Town) -> None:
    town.says("/sms", "<Redirect>/sms</Redirect>")
    town.phone().text(LINE, "36.5")
    wait_until(lambda: bool(town.ledger("error")))
    (error,) = town.ledger("error")
    assert (error["code"], len(town.application.of("/sms"))) == (14106, 50)


@pytest.mark.parametrize(
    ("reply", "code"),
    [(Response("oops", status=500), "11200"), (Response("<Response><Mess", content_type="text/xml"), "12100")],
    ids=["failed", "malformed"],
)
def test_the_fallback_is_asked_with_the_reason(town: Town, reply: Response, code: str) -> None:
    town.own(sms_fallback_url="/fallback", sms_url="/sms#rc=0")
    town.says("/sms", reply)
    town.says("/fallback", "<Message>try again later</Message>")
    phone = town.phone()
    sid = phone.text(LINE, "36.5")
    phone.receives("try again later")
    (asked,) = town.application.of("/fallback")
    assert asked.signed
    expected = {"MessageSid": sid, "Body": "36.5", "ErrorCode": code, "ErrorUrl": town.at("/sms")}
    assert expected.items() <= asked.form.items()


def test_a_fallback_that_fails_too_is_the_end(town: Town) -> None:
    town.own(sms_fallback_url="/fallback")
    town.says("/sms", Response(status=500))
    town.says("/fallback", Response(status=500))
    town.phone().text(LINE, "36.5")
    wait_until(lambda: len(town.ledger("error")) == 2)
    assert len(town.application.asked) == 2


def test_a_verb_of_calls_is_no_answer_to_a_text(town: Town) -> None:
    town.says("/sms", "<Say>hello</Say><Message>noted</Message>")
    phone = town.phone()
    phone.text(LINE, "36.5")
    phone.receives("noted")
    assert [entry["code"] for entry in town.ledger("error")] == [12200]


def test_cookies_come_back_between_the_same_two_numbers_for_four_hours(town: Town) -> None:
    counted = Response("<Response/>", content_type="text/xml", headers={"Set-Cookie": "count=1"})
    town.says("/sms", counted)
    phone = town.phone()
    for answered, texting in enumerate((phone, phone, town.phone(NEIGHBOUR)), start=1):
        texting.text(LINE, "36.5")
        # Only when the answer is in the ledger has the exchange read it, and its cookies with it.
        town.writes("webhook", answered)
    town.parts.clock.set(town.parts.clock.now() + timedelta(hours=4, minutes=1))
    phone.text(LINE, "36.5")
    asked = town.application.was_asked("/sms", 4)
    assert [one.cookie for one in asked] == ["", "count=1", "", ""]

"""Calls the application places, and telephones it dials for a caller."""

import pytest

from tests.integration.exchange.town import LINE, Town

ALL = ("initiated", "ringing", "answered", "completed")
NEIGHBOUR, FRIEND = "+15005550102", "+15005550103"
SCREEN = '<Gather numDigits="1" action="/accepted" timeout="5"><Say>press 1 to take it</Say></Gather><Hangup/>'


def test_it_answers_a_placed_call_at_once_and_rings_the_telephone(town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    phone = town.phone()
    status, placed = town.call(phone.number, *ALL)
    assert status == 201
    expected = {"status": "queued", "to": phone.number, "from": LINE, "direction": "outbound-api", "price": None}
    assert expected.items() <= placed.items()
    assert placed["sid"].startswith("CA")
    assert phone.rings()["from"] == LINE
    phone.answer()
    phone.hears("good morning")
    phone.ends()
    (asked,) = town.application.of("/outgoing")
    assert asked.signed
    assert {
        "CallSid": placed["sid"],
        "CallStatus": "in-progress",
        "Direction": "outbound-api",
    }.items() <= asked.form.items()


def test_it_tells_each_step_that_was_asked_for_in_order(town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    town.call(town.phone(answers="at_once").number, *ALL)
    told = [asked.form for asked in town.application.was_asked("/progress", 4)]
    assert [form["CallStatus"] for form in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in told] == ["0", "1", "2", "3"]
    assert all("Timestamp" in form and form["CallbackSource"] == "call-progress-events" for form in told)
    assert ["CallDuration" in form for form in told] == [False, False, False, True]


def test_it_tells_only_the_end_by_default(town: Town) -> None:
    town.says("/outgoing", "<Say>good morning</Say>")
    phone = town.phone(answers="at_once")
    _, placed = town.call(phone.number)
    (told,) = town.application.was_asked("/progress")
    assert told.signed
    assert {"CallSid": placed["sid"], "CallStatus": "completed", "SequenceNumber": "0"}.items() <= told.form.items()


@pytest.mark.parametrize(
    ("answers", "status"),
    [("busy", "busy"), ("never", "no-answer"), ("off", "no-answer"), ("unassigned", "failed")],
)
def test_it_tells_why_nobody_answered(town: Town, answers: str, status: str) -> None:
    phone = town.phone(answers=answers)
    _, placed = town.call(phone.number, Timeout="20")
    (told,) = town.application.was_asked("/progress")
    assert (told.form["CallStatus"], told.form["CallDuration"]) == (status, "0")
    assert town.get(f"Calls/{placed['sid']}.json")[1]["status"] == status
    assert town.application.of("/outgoing") == []


def test_a_telephone_that_refuses_is_busy(town: Town) -> None:
    phone = town.phone()
    town.call(phone.number)
    phone.rings()
    phone.reject()
    assert phone.ends()["status"] == "busy"
    assert town.application.was_asked("/progress")[0].form["CallStatus"] == "busy"


def test_a_telephone_in_a_call_is_busy(town: Town) -> None:
    town.says("/voice", '<Gather timeout="60"/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    town.call(phone.number)
    assert town.application.was_asked("/progress")[0].form["CallStatus"] == "busy"


def test_a_mailbox_answers_and_presses_nothing(town: Town) -> None:
    town.says("/outgoing", '<Gather numDigits="1" timeout="2" action="/accepted"><Say>press 1</Say></Gather><Hangup/>')
    phone = town.phone(answers="mailbox")
    town.call(phone.number)
    phone.hears("press 1")
    phone.ends()
    assert town.application.of("/accepted") == []


def test_it_cancels_a_call_that_rings(town: Town) -> None:
    phone = town.phone()
    _, placed = town.call(phone.number)
    phone.rings()
    assert town.post(f"Calls/{placed['sid']}.json", [("Status", "canceled")])[0] == 200
    assert phone.ends()["status"] == "canceled"
    assert town.application.was_asked("/progress")[0].form["CallStatus"] == "canceled"


def test_it_ends_a_call_on_request(town: Town) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    phone = town.phone(answers="at_once")
    _, placed = town.call(phone.number)
    phone.awaits()
    assert town.post(f"Calls/{placed['sid']}.json", [("Status", "completed")])[0] == 200
    assert phone.ends()["status"] == "completed"


def test_it_gives_a_running_call_another_document(town: Town) -> None:
    town.says("/outgoing", '<Gather timeout="60"/>')
    phone = town.phone(answers="at_once")
    _, placed = town.call(phone.number)
    phone.awaits()
    twiml = "<Response><Say>it was taken by another</Say></Response>"
    assert town.post(f"Calls/{placed['sid']}.json", [("Twiml", twiml)])[0] == 200
    phone.hears("taken by another")
    phone.ends()
    assert town.post(f"Calls/{placed['sid']}.json", [("Twiml", twiml)])[1]["code"] == 21220


def test_it_speaks_twiml_that_came_with_the_request(town: Town) -> None:
    phone = town.phone(answers="at_once")
    twiml = "<Response><Say>good evening</Say></Response>"
    town.post("Calls.json", [("To", phone.number), ("From", LINE), ("Twiml", twiml)])
    phone.hears("good evening")


def test_it_connects_the_caller_with_whom_it_dials(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after" callerId="{LINE}"><Number>{NEIGHBOUR}</Number></Dial><Say>never</Say>')
    town.says("/after", "<Say>goodbye</Say>")
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR)
    sid = caller.dial(LINE)
    assert neighbour.rings()["from"] == LINE
    neighbour.answer()
    caller.meets("the connection", lambda event: event["type"] == "bridged" and event["with"] == NEIGHBOUR)
    neighbour.say("I am on my way")
    caller.meets("a voice", lambda event: event.get("text") == "I am on my way")
    neighbour.hangup()
    caller.hears("goodbye")
    (after,) = town.application.of("/after")
    assert {"CallSid": sid, "DialCallStatus": "completed", "DialBridged": "true"}.items() <= after.form.items()
    assert town.get(f"Calls/{after.form['DialCallSid']}.json")[1]["parent_call_sid"] == sid


def test_it_connects_only_after_the_screening_let_it(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after"><Number url="/screen">{NEIGHBOUR}</Number></Dial>')
    town.says("/screen", SCREEN)
    town.says("/accepted", "<Say>connecting</Say>")
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR, answers="at_once")
    sid = caller.dial(LINE)
    neighbour.hears("press 1")
    neighbour.press("1")
    caller.meets("the connection", lambda event: event["type"] == "bridged")
    (screened,) = town.application.of("/screen")
    assert {"ParentCallSid": sid, "Direction": "outbound-dial", "To": NEIGHBOUR}.items() <= screened.form.items()
    assert screened.signed
    assert screened.form["CallSid"] == town.application.of("/accepted")[0].form["CallSid"] != sid


def test_it_connects_nobody_when_the_screening_hangs_up(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after"><Number url="/screen">{NEIGHBOUR}</Number></Dial>')
    town.says("/screen", SCREEN)
    caller, _ = town.phone(), town.phone(NEIGHBOUR, answers="mailbox")
    caller.dial(LINE)
    (after,) = town.application.was_asked("/after")
    # The status says completed although nobody spoke with anybody: that is the carrier's trap, kept on purpose.
    assert (after.form["DialCallStatus"], after.form["DialBridged"]) == ("completed", "false")


@pytest.mark.parametrize(
    ("answers", "status"),
    [("busy", "busy"), ("never", "no-answer"), ("unassigned", "failed")],
)
def test_it_tells_how_dialling_failed(town: Town, answers: str, status: str) -> None:
    town.says("/voice", f'<Dial action="/after" timeout="20"><Number>{NEIGHBOUR}</Number></Dial>')
    town.phone(NEIGHBOUR, answers=answers)
    town.phone().dial(LINE)
    (after,) = town.application.was_asked("/after")
    assert (after.form["DialCallStatus"], after.form["DialBridged"]) == (status, "false")


def test_it_goes_on_with_the_next_verb_after_dialling_without_an_action(town: Town) -> None:
    town.says(
        "/voice", f"<Dial timeout='1'>{NEIGHBOUR}</Dial><Dial timeout='1'>{FRIEND}</Dial><Say>nobody is there</Say>"
    )
    caller = town.phone()
    town.phone(NEIGHBOUR, answers="busy")
    friend = town.phone(FRIEND, answers="never")
    caller.dial(LINE)
    friend.rings()
    caller.hears("nobody is there")


def test_it_connects_the_first_of_several_that_answers(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after"><Number>{NEIGHBOUR}</Number><Number>{FRIEND}</Number></Dial>')
    caller, neighbour, friend = town.phone(), town.phone(NEIGHBOUR), town.phone(FRIEND)
    caller.dial(LINE)
    neighbour.rings()
    friend.rings()
    friend.answer()
    caller.meets("the connection", lambda event: event.get("with") == FRIEND)
    assert neighbour.ends()["status"] == "canceled"


def test_it_stops_ringing_when_the_caller_hangs_up_and_tells_so(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after" timeout="600"><Number>{NEIGHBOUR}</Number></Dial>')
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR)
    caller.dial(LINE)
    neighbour.rings()
    caller.hangup()
    assert neighbour.ends()["status"] == "canceled"
    (after,) = town.application.was_asked("/after")
    assert (after.form["DialCallStatus"], after.form["CallStatus"]) == ("canceled", "completed")


def test_it_ends_the_connection_at_its_time_limit(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after" timeLimit="3"><Number>{NEIGHBOUR}</Number></Dial>')
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR, answers="at_once")
    caller.dial(LINE)
    neighbour.ends()
    (after,) = town.application.was_asked("/after")
    assert (after.form["DialCallStatus"], after.form["DialBridged"]) == ("completed", "true")
    assert after.form["DialCallDuration"] == town.get(f"Calls/{after.form['DialCallSid']}.json")[1]["duration"]
    assert int(after.form["DialCallDuration"]) >= 3


def test_a_callers_star_ends_the_connection_where_it_may(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after" hangupOnStar="true"><Number>{NEIGHBOUR}</Number></Dial>')
    town.says("/after", "<Say>what else?</Say>")
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR, answers="at_once")
    caller.dial(LINE)
    caller.meets("the connection", lambda event: event["type"] == "bridged")
    assert caller.press("5*") == "5*"
    caller.hears("what else?")
    neighbour.ends()
    (after,) = town.application.of("/after")
    assert (after.form["DialCallStatus"], after.form["DialBridged"]) == ("completed", "true")


def test_a_callers_star_is_nothing_else(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after"><Number>{NEIGHBOUR}</Number></Dial>')
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR, answers="at_once")
    caller.dial(LINE)
    caller.meets("the connection", lambda event: event["type"] == "bridged")
    assert caller.press("*") == ""
    neighbour.hangup()
    caller.ends()


def test_it_dials_for_nobody_who_shows_a_number_of_others(town: Town) -> None:
    town.says("/voice", f'<Dial action="/after" callerId="+15005550190"><Number>{NEIGHBOUR}</Number></Dial>')
    town.phone().dial(LINE)
    (after,) = town.application.was_asked("/after")
    assert after.form["DialCallStatus"] == "failed"
    assert town.phone(NEIGHBOUR).events() == []
    assert [error["code"] for error in town.ledger("error")] == [13214]


def test_it_tells_the_dialled_legs_steps_where_asked(town: Town) -> None:
    town.says(
        "/voice",
        '<Dial><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">'
        f"{NEIGHBOUR}</Number></Dial>",
    )
    caller, neighbour = town.phone(), town.phone(NEIGHBOUR, answers="at_once")
    sid = caller.dial(LINE)
    caller.meets("the connection", lambda event: event["type"] == "bridged")
    neighbour.hangup()
    told = [asked.form for asked in town.application.was_asked("/leg", 4)]
    assert [form["CallStatus"] for form in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert {form["ParentCallSid"] for form in told} == {sid}

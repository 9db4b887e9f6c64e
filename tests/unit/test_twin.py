"""The independent reading of TwiML does what the carrier's documentation says in so many words."""

from collections.abc import Mapping

import pytest

from tests.twin.carrier import Carrier, Request
from tests.twin.people import GOODBYE, SILENCE, Act, Callee, Hands

FRIEND = "+15005550102"
FIRST = "http://example.com/deep/first?x=1"


def call(inside: str, *acts: Act, callees: Mapping[str, Callee] | None = None, **others: str) -> Carrier:
    """A call whose first document says this; the others by the last part of their address, <Say>next</Say> by default."""

    def answer(request: Request) -> str:
        name = request.url.partition("?")[0].rpartition("/")[2]
        return f"<Response>{inside if name == 'first' else others.get(name, '<Say>next</Say>')}</Response>"

    return Carrier(answer, Hands(acts), callees or {}).call(FIRST)


def posted(call: Carrier) -> list[str]:
    """What followed the first request."""
    return [f"{one.method} {one.url.removeprefix('http://example.com')}" for one in call.posted[1:]]


def heard(call: Carrier) -> list[str]:
    return [entry[1] for entry in call.heard if entry[0] == "says"]


@pytest.mark.parametrize(
    ("attributes", "keys", "told"),
    [
        ("", "1234#", {"Digits": "1234", "FinishedOnKey": "#", "msg": "Gather End"}),
        ('numDigits="2"', "1234", {"Digits": "12", "FinishedOnKey": "", "msg": "Gather End"}),
        ('finishOnKey=""', "1#*", {"Digits": "1#*", "FinishedOnKey": "", "msg": "Gather End"}),
        ('finishOnKey="*"', "12*3", {"Digits": "12", "FinishedOnKey": "*", "msg": "Gather End"}),
        ('actionOnEmptyResult="true"', "", {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"}),
        ('actionOnEmptyResult="true"', "#", {"Digits": "", "FinishedOnKey": "#", "msg": "Gather End"}),
    ],
)
def test_keys_end_a_gather(attributes: str, keys: str, told: dict[str, str]) -> None:
    made = call(f'<Gather {attributes} action="next"/><Say>too late</Say>', Act(keys=keys))
    assert told.items() <= made.posted[1].told.items()
    assert heard(made) == ["next"]


@pytest.mark.parametrize("act", [SILENCE, Act(keys="#"), Act(words="hello")])
def test_nothing_keyed_leads_to_the_next_verb(act: Act) -> None:
    made = call('<Gather action="next"/><Say>nothing heard</Say>', act)
    assert (posted(made), heard(made)) == ([], ["nothing heard"])


def test_a_patient_hand_keys_into_the_next_gather() -> None:
    made = call('<Gather numDigits="1" action="a"/>', Act(keys="12", patient=True), a='<Gather action="b"/>')
    assert [one.told.get("Digits") for one in made.posted] == [None, "1", "2"]


def test_addresses_count_from_their_own_document() -> None:
    made = call(
        "<Redirect>/other/a?y=2</Redirect>", a='<Redirect method="GET">b</Redirect>', b="<Hangup/><Say>no</Say>"
    )
    assert posted(made) == ["POST /other/a?y=2", "GET /other/b"]
    assert heard(made) == []


def test_without_an_action_a_documents_own_address_is_asked_again() -> None:
    assert posted(call('<Gather numDigits="1"/>', Act(keys="1"), GOODBYE)) == ["POST /deep/first?x=1"]


@pytest.mark.parametrize(
    ("act", "digits"), [(Act("hello"), ""), (Act("hello", "*"), "*"), (Act("hello", hangs_up=True), "hangup")]
)
def test_a_message_is_told_with_the_key_that_ended_it(act: Act, digits: str) -> None:
    made = call('<Record action="next"/><Say>unreachable</Say>', act)
    assert (made.posted[1].told["Digits"], made.messages) == (digits, ["hello"])
    assert heard(made) == ([] if digits == "hangup" else ["next"])


@pytest.mark.parametrize("act", [SILENCE, Act(keys="#")])
def test_an_empty_message_leads_to_the_next_verb(act: Act) -> None:
    made = call('<Record action="next"/><Say>no message</Say>', act)
    assert (posted(made), heard(made), made.messages) == ([], ["no message"], [])


@pytest.mark.parametrize(
    ("callee", "status", "bridged"),
    [
        (Callee("busy"), "busy", "false"),
        (Callee("never"), "no-answer", "false"),
        (Callee("unassigned"), "failed", "false"),
        (Callee(), "completed", "true"),
    ],
)
def test_a_dial_tells_its_action_how_it_went(callee: Callee, status: str, bridged: str) -> None:
    made = call(f'<Dial action="next">{FRIEND}</Dial><Say>unreachable</Say>', callees={FRIEND: callee})
    assert {"DialCallStatus": status, "DialBridged": bridged}.items() <= made.posted[1].told.items()
    assert heard(made) == ["next"]


@pytest.mark.parametrize(("acts", "bridged"), [((Act(keys="1"),), "true"), ((SILENCE,), "false"), ((), "false")])
def test_who_is_dialled_may_decline(acts: tuple[Act, ...], bridged: str) -> None:
    made = call(
        f'<Dial action="next"><Number url="screen">{FRIEND}</Number></Dial>',
        callees={FRIEND: Callee(acts=acts)},
        screen='<Gather numDigits="1" action="taken"/><Hangup/>',
        taken="<Say>connecting</Say>",
    )
    assert made.posted[-1].told["DialBridged"] == bridged


def test_a_dial_without_an_action_leads_to_the_next_verb() -> None:
    made = call(f"<Dial>{FRIEND}</Dial><Say>nobody is there</Say>", callees={FRIEND: Callee("busy")})
    assert (posted(made), heard(made)) == ([], ["nobody is there"])


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ("<Reject/>", "no-answer"),
        ('<Reject reason="busy"/>', "busy"),
        ("<Say>hello</Say><Reject/>", "completed"),
        ("<Redirect>next</Redirect>", "completed"),
    ],
)
def test_only_a_first_reject_refuses_the_call(inside: str, status: str) -> None:
    assert call(inside, next="<Reject/>").heard[-1] == ("ended", status)

"""A caller who wants a person: who is rung, and what happens when nobody answers."""

import pytest
from lxml import etree
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Item, Message
from tests.web.line import PhoneCall, Wire
from tests.web.village import CADRE, DUTY, ENGLISH, STRANGER, WANG, WORKER, Village

SPOKEN = "RE" + "7" * 32


def rung(call: PhoneCall) -> str:
    """The number that is being rung."""
    (dial,) = [verb for verb in call.verbs if verb.tag == "Dial"]
    return "".join(str(part) for part in dial.itertext())


def press_on_leg(wire: Wire, call: PhoneCall, keys: str) -> str:
    """The person who is rung hears the whisper and presses; the reply to that."""
    (number,) = [verb for verb in call.verbs[-1] if verb.tag == "Number"]
    leg = {"CallSid": "CA" + "f" * 32, "ParentCallSid": call.sid, "To": rung(call), "From": call.caller}
    whisper = etree.fromstring(wire.post(number.get("url") or "", leg).body.encode())
    assert "居民来电" in "".join(str(part) for part in whisper.itertext())
    return wire.post(whisper[0].get("action") or "", {**leg, "Digits": keys}).body


def alerts(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Alert.kind)))


def items(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Item.kind).where(Item.state != "done").order_by(Item.id)))


def test_grid_worker_cadre_and_duty_phone_are_rung_and_then_a_message_is_taken(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press("0")
    numbers = [rung(call)]
    for _ in range(2):
        call.after_dial("completed")  # a voice mailbox picked up: nobody pressed 1
        numbers.append(rung(call))
    assert numbers == [WORKER, CADRE, DUTY]
    assert alerts(engine) == []
    call.after_dial("no-answer")
    assert alerts(engine) == ["person"]  # before a word of the message is spoken
    call.speak().hang_up()
    assert "person" in items(engine)
    with Session(engine) as session:
        assert (
            session.scalars(select(Message.body).where(Message.kind == "alert"))
            .one()
            .startswith("3栋1单元1504 要人 回 ")
        )


def test_a_person_who_presses_1_is_connected_and_nothing_is_left_over(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press("0")
    assert "Hangup" not in press_on_leg(wire, call, "1")
    call.after_dial("completed")
    assert call.ended
    call.hang_up()
    assert (alerts(engine), items(engine)) == ([], [])


def test_a_caller_who_hangs_up_after_the_talk_leaves_nothing_over(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press("0")
    press_on_leg(wire, call, "1")
    call.hang_up()  # the carrier tells only of the end, no key follows
    assert (alerts(engine), items(engine)) == ([], [])


def test_a_caller_who_hangs_up_while_it_rings_is_on_the_list(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press("0").hang_up()
    assert items(engine) == ["unfinished_call"]


def test_any_other_key_connects_nobody(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press("0")
    assert "Hangup" in press_on_leg(wire, call, "3")
    assert rung(call.after_dial("completed")) == CADRE


def test_an_unknown_caller_reaches_a_person_too(wire: Wire, engine: Engine, village: Village) -> None:
    assert rung(PhoneCall(wire, STRANGER).dial().press("0")) == DUTY


def test_who_is_rung_hears_the_own_language_and_not_the_callers(wire: Wire, village: Village) -> None:
    call = PhoneCall(wire, ENGLISH).dial().press("0")
    assert "Connecting you" in call.heard
    assert press_on_leg(wire, call, "1")  # its whisper is Chinese


@pytest.mark.parametrize(
    "posted",
    [
        {"RecordingUrl": f"https://api.example.org/Accounts/AC1/Recordings/{SPOKEN}", "RecordingDuration": "7"},
        {"RecordingUrl": f"https://api.example.org/Recordings/{SPOKEN}.wav?x=1", "RecordingDuration": "7"},
        {"RecordingSid": SPOKEN, "RecordingUrl": "https://api.example.org/elsewhere", "RecordingDuration": "7"},
    ],
)
def test_a_message_is_kept_however_the_switch_names_its_recording(
    wire: Wire, engine: Engine, village: Village, posted: dict[str, str]
) -> None:
    call = PhoneCall(wire, WANG).dial().press("0").after_dial().after_dial().after_dial()
    (record,) = [verb for verb in call.verbs if verb.tag == "Record"]
    form = call.form(CallStatus="completed", Digits="hangup")
    wire.post(record.get("action") or "", form | posted)
    with Session(engine) as session:
        assert session.scalars(select(Item.note).where(Item.kind == "person")).all() == [f"recording {SPOKEN} 7s"]

"""A second call of a household about the person who is ill already: one illness stays one alert, and every code is answered."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, AlertCode, Message
from tests.web.line import LINE, PhoneCall, Wire
from tests.web.village import COUPLE, STRANGER, WORKER, Village


def answer(wire: Wire, sid: str, body: str) -> None:
    wire.post("/webhooks/sms/incoming", {"MessageSid": sid, "From": WORKER, "To": LINE, "Body": body})


def call_twice_about_the_same_person(wire: Wire) -> None:
    PhoneCall(wire, COUPLE).dial().press("2", "1").hang_up()
    PhoneCall(wire, COUPLE).dial().press("2", "1").hang_up()


def last_code(engine: Engine) -> str:
    with Session(engine) as session:
        return session.scalars(select(AlertCode.code).order_by(AlertCode.id.desc())).first() or ""


@pytest.mark.usefixtures("village")
def test_the_code_of_a_merged_alert_takes_the_one_that_stands(wire: Wire, engine: Engine) -> None:
    call_twice_about_the_same_person(wire)
    answer(wire, "SM1", last_code(engine))
    with Session(engine) as session:
        alerts = session.scalars(select(Alert).order_by(Alert.id)).all()
        reply = session.scalars(select(Message.body).where(Message.kind == "reply")).one()
    assert [alert.state for alert in alerts] == ["taken", "done"]
    assert "归您了" in reply


@pytest.mark.usefixtures("village")
def test_the_code_of_a_merged_alert_and_1_closes_the_one_that_stands(wire: Wire, engine: Engine) -> None:
    call_twice_about_the_same_person(wire)
    answer(wire, "SM1", last_code(engine) + " 1 送医院")
    with Session(engine) as session:
        alerts = session.scalars(select(Alert).order_by(Alert.id)).all()
    assert [(alert.state, alert.note) for alert in alerts] == [("done", "送医院"), ("done", "merged")]


@pytest.mark.usefixtures("village")
def test_what_a_stranger_said_of_the_door_stays_known_when_its_alert_is_merged(wire: Wire, engine: Engine) -> None:
    PhoneCall(wire, COUPLE).dial().press("2", "1").hang_up()
    PhoneCall(wire, STRANGER).dial().press("3", "1", "1503", "1", "1", "1", "2", "385", "1", "2", "1", "2").hang_up()
    PhoneCall(wire, COUPLE).dial().press("2", "1").hang_up()
    with Session(engine) as session:
        (alert,) = session.scalars(select(Alert).where(Alert.state != "done")).all()
        assert (alert.kind, alert.tenths, alert.symptoms) == ("fever", 385, "cough")


def test_a_caller_who_wants_a_person_before_naming_a_door_is_told_of_as_such(
    wire: Wire, engine: Engine, village: Village
) -> None:
    assert village.workers["duty"]
    call = PhoneCall(wire, STRANGER).dial().press("0")
    while any(verb.tag == "Dial" for verb in call.verbs):
        call.after_dial()
    call.hang_up()
    with Session(engine) as session:
        bodies = session.scalars(select(Message.body).where(Message.channel == "sms")).all()
    assert [body[:-4] for body in bodies] == ["门牌不明 要人 未核实 回 "]

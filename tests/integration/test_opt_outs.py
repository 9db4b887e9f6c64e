"""A worker's telephone that refuses texts is an alarm, once, and every step of the ladder calls it instead."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from carrier.errors import Refused
from carrier.status import merge
from domain.alerts import AlertKind
from models import Alert, Message, MessageAttempt, TextThread, Worker
from services.alerting import alert_answers, ladder
from services.sending import delivery
from services.sending.delivery import Report
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.integration.outgoing import MORNING, FakeCarrier, owe
from tests.integration.test_ladder import climb, raise_for, take, told
from tests.web.line import LINE
from tests.web.village import CADRE, DUTY, VOLUNTEER, WANG, WORKER, Village
from workers.sending import Sender

SIDS = (f"SM{number:032x}" for number in count(8_000_000))


def text(engine: Engine, sender: str, body: str) -> None:
    with Session(engine) as session, session.begin():
        receive_text(session, IncomingText(next(SIDS), LINE, sender, body), MORNING)


def alarms(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.scalars(select(Alert.id).where(Alert.kind == AlertKind.SYSTEM)).all())


def settle_alarms(engine: Engine) -> None:
    """The office has seen to it; what it was told is out of the way."""
    with Session(engine) as session, session.begin():
        for alert in session.scalars(select(Alert).where(Alert.kind == AlertKind.SYSTEM)).all():
            alert_answers.close_alert(session, alert, None, "", MORNING)
        session.execute(delete(MessageAttempt))
        session.execute(delete(Message))


def test_the_alarm_is_the_lines_own_and_of_no_door(engine: Engine, village: Village) -> None:
    text(engine, WORKER, "STOP")
    with Session(engine) as session:
        words = session.scalars(select(Message.body).where(Message.to == DUTY, Message.channel == "sms")).one()
    assert words.startswith("热线 系统提醒 ")
    assert "收不到短信" in words


@pytest.mark.parametrize("word", ["STOP", "退订"])
def test_whoever_refuses_texts_is_called_at_the_texts_step_and_after(
    engine: Engine, village: Village, word: str
) -> None:
    text(engine, WORKER, word)
    settle_alarms(engine)
    raise_for(engine, village)
    climb(engine, 3)
    assert told(engine) == [(0, "call", WORKER), (3, "call", WORKER)]


def test_of_the_building_and_the_duty_telephone_too(engine: Engine, village: Village) -> None:
    for number in (CADRE, VOLUNTEER, DUTY):
        text(engine, number, "STOP")
    settle_alarms(engine)
    raise_for(engine, village)
    for minute in (3, 6, 7, 10):
        climb(engine, minute)
    assert told(engine)[2:] == [(6, "call", CADRE), (7, "call", VOLUNTEER), (10, "call", DUTY)]


def test_start_brings_the_texts_back(engine: Engine, village: Village) -> None:
    text(engine, WORKER, "STOP")
    text(engine, WORKER, "START")
    settle_alarms(engine)
    raise_for(engine, village)
    assert told(engine) == [(0, "sms", WORKER)]


def test_what_a_call_added_is_a_call_too(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    text(engine, WORKER, "STOP")
    settle_alarms(engine)
    with Session(engine) as session, session.begin():
        alert = session.scalars(select(Alert).where(Alert.kind == AlertKind.UNWELL)).one()
        ladder.tell(session, alert, session.get_one(Worker, village.workers["worker"]), MORNING)
    assert told(engine) == [(0, "call", WORKER)]


def test_that_somebody_else_took_it_is_not_texted_there(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    text(engine, WORKER, "STOP")
    take(engine, alert, village.workers["cadre"])
    assert told(engine, "notice") == []


def test_refusing_twice_alarms_once(engine: Engine, village: Village) -> None:
    text(engine, WORKER, "STOP")
    settle_alarms(engine)
    text(engine, WORKER, "STOP")
    assert alarms(engine) == 1


def test_refusing_again_after_coming_back_is_a_new_alarm(engine: Engine, village: Village) -> None:
    text(engine, WORKER, "STOP")
    settle_alarms(engine)
    text(engine, WORKER, "START")
    text(engine, WORKER, "STOP")
    assert alarms(engine) == 2


def test_the_carriers_refusal_says_it_as_well(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    owe(engine, village.community, ["one", "two"])
    carrier.will(Refused(21610, 400), Refused(21610, 400))
    sender.drain()
    assert alarms(engine) == 1
    settle_alarms(engine)
    raise_for(engine, village)
    assert told(engine) == [(0, "call", WORKER)]


def test_another_refusal_is_no_opt_out(engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier) -> None:
    owe(engine, village.community, ["one"])
    carrier.will(Refused(21614, 400))
    sender.drain()
    assert alarms(engine) == 0


def test_the_carrier_may_say_it_later(engine: Engine, village: Village, sender: Sender) -> None:
    raise_for(engine, village)
    sender.drain()
    with Session(engine) as session, session.begin():
        row = session.scalars(select(Message)).one()
        report = Report(row.id, row.sid or "", "undelivered", 21610, is_permanent=True, is_opt_out=True)
        assert delivery.record_status(session, report, MORNING + timedelta(seconds=9), merge)
    assert alarms(engine) == 1
    climb(engine, 1)
    assert told(engine)[-1] == (1, "call", WORKER)


def test_a_resident_is_remembered_and_alarms_nobody(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    (owed,) = owe(engine, village.community, ["one"])
    with Session(engine) as session, session.begin():
        session.get_one(Message, owed).to = WANG
    carrier.will(Refused(21610, 400))
    sender.drain()
    with Session(engine) as session:
        assert session.scalars(select(TextThread)).one().opted_out_at is not None
    assert alarms(engine) == 0

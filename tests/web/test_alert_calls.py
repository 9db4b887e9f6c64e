"""The line calls a worker about an alert: what is heard, and what pressing 1 does."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Call, Grid, Household, Message, Worker
from services.alerting.alert_answers import take_alert
from services.alerting.handovers import hand_over
from services.alerting.ladder import climb_alert
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.village import CADRE, WANG, WORKER, Village


def raise_and_call(wire: Wire, engine: Engine) -> int:
    """An alert that nobody answered by text; the id of the call that the line owes the worker."""
    PhoneCall(wire, WANG).dial().press("2").hang_up()
    with Session(engine) as session, session.begin():
        climb_alert(session, session.scalars(select(Alert)).one(), MORNING)
    with Session(engine) as session:
        return session.scalars(select(Message.id).where(Message.channel == "call")).one()


def state_of_alert(engine: Engine) -> tuple[str, int | None]:
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        return alert.state, alert.worker_id


def test_a_worker_takes_the_alert_with_one_key_and_is_connected_with_another(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WORKER).picks_up(raise_and_call(wire, engine)).press("1")
    assert "三栋一单元幺五零四" in call.heard.replace(",", "")
    assert "不舒服" in call.heard
    assert state_of_alert(engine) == ("taken", village.workers["worker"])
    call.press("1")
    (dial,) = [verb for verb in call.verbs if verb.tag == "Dial"]
    assert "".join(str(part) for part in dial.itertext()) == WANG
    call.after_dial("completed").hang_up()
    with Session(engine) as session:
        assert session.scalars(select(Call).where(Call.direction == "outbound")).one().status == "completed"


def test_an_alert_behind_a_door_with_letters_is_taken_as_any_other(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Household, village.doors["wang"]).room = "1504甲"
    PhoneCall(wire, WORKER).picks_up(raise_and_call(wire, engine)).press("1")
    assert state_of_alert(engine) == ("taken", village.workers["worker"])


def test_silence_takes_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WORKER).picks_up(raise_and_call(wire, engine)).press("", "")
    assert call.ended
    assert state_of_alert(engine) == ("open", None)


def test_who_comes_late_hears_that_it_is_taken(wire: Wire, engine: Engine, village: Village) -> None:
    owed = raise_and_call(wire, engine)
    PhoneCall(wire, WORKER).picks_up(owed).press("1")
    with Session(engine) as session, session.begin():
        alert = session.scalars(select(Alert)).one()
        alert.worker_id = village.workers["cadre"]
    call = PhoneCall(wire, CADRE).picks_up(owed)
    assert call.ended
    assert "处理" in call.heard or "有人" in call.heard


def test_of_two_who_take_it_in_the_same_moment_the_second_hears_that_it_is_taken(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WORKER).picks_up(raise_and_call(wire, engine))
    with ThreadPoolExecutor(1) as pool:
        with Session(engine) as session, session.begin():
            alert = session.scalars(select(Alert)).one()
            take_alert(session, alert.id, village.workers["cadre"], MORNING)
            pressed = pool.submit(call.press, "1")
            wait([pressed], timeout=0.3)  # it has read the alert as open, and waits for this transaction
        pressed.result()
    assert call.ended
    assert "已经有人处理了" in call.heard
    assert state_of_alert(engine) == ("taken", village.workers["cadre"])


@pytest.mark.parametrize("message_id", [4711, 10**30])
def test_a_call_about_nothing_of_ours_hears_a_kind_sentence(
    wire: Wire, engine: Engine, village: Village, message_id: int
) -> None:
    call = PhoneCall(wire, WORKER).picks_up(message_id)
    assert call.ended
    assert "线路忙" in call.heard


def test_whose_grid_was_handed_over_meanwhile_takes_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WORKER).picks_up(raise_and_call(wire, engine))
    with Session(engine) as session, session.begin():
        grid, duty = session.scalars(select(Grid.id)).one(), session.get_one(Worker, village.workers["duty"])
        hand_over(session, grid, duty, MORNING)
    call.press("1")
    assert call.ended
    assert "已经有人处理了" in call.heard
    assert state_of_alert(engine) == ("open", None)


def test_the_carriers_word_that_a_worker_opted_out_alarms_the_duty_telephone(
    wire: Wire, engine: Engine, village: Village
) -> None:
    raise_and_call(wire, engine)
    with Session(engine) as session, session.begin():
        text = session.scalars(select(Message).where(Message.channel == "sms", Message.to == WORKER)).one()
        text.state, text.sid, path = "accepted", "SM1", f"/webhooks/status/message?o={text.id}"
    wire.post(path, {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "21610"})
    with Session(engine) as session:
        assert session.scalars(select(Alert.kind).order_by(Alert.id)).all() == ["unwell", "system"]

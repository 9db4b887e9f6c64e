"""The calls about a health file: asked again whatever was reported, put off by half an hour, and nobody in hospital."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.pauses import PauseReason
from ivr.state_url import from_query
from ivr.turn import KeyPress
from ivr.turn import Turn as Heard
from models import Household, Message, Resident, Turn
from services import calls
from services.calls import Pressed
from services.health_calls import call_about_files
from services.letters import IncomingText
from services.pauses import PauseOrder, pause_resident
from services.texts import receive_text
from tests.integration.outgoing import MORNING
from tests.web.line import LINE
from tests.web.village import WANG, Village

HALF_AN_HOUR = timedelta(minutes=30)
SID = f"CA{7:032x}"


@pytest.fixture
def ill(engine: Engine, village: Village) -> int:
    """Wang has a fever at half past eight; her id."""
    with Session(engine) as session, session.begin():
        receive_text(session, IncomingText(f"SM{8:032x}", LINE, WANG, "38.2"), MORNING)
        home = select(Resident.id).join(Household).where(Household.id == village.doors["wang"])
        return session.scalars(home).one()


def _due_calls(engine: Engine, minutes: int) -> list[int]:
    with Session(engine) as session, session.begin():
        call_about_files(session, MORNING + timedelta(minutes=minutes))
        return list(session.scalars(select(Message.id).where(Message.purpose == "re_measure").order_by(Message.id)))


def _unwritten(_turn: Heard, _number: int) -> str:
    """What is heard does not matter here."""
    return "<Response/>"


def _press(engine: Engine, keys: str) -> str:
    """The next key of the call; where it stands then."""
    with Session(engine) as session:
        last = session.scalars(select(Turn).where(Turn.call_sid == SID).order_by(Turn.number.desc())).first()
    assert last is not None
    press = Pressed(SID, last.number + 1, KeyPress(from_query(last.state), keys=keys), WANG)
    calls.answer_call(engine, engine, press, MORNING + HALF_AN_HOUR, _unwritten)
    with Session(engine) as session:
        return (
            session.scalars(select(Turn.position).where(Turn.call_sid == SID).order_by(Turn.number.desc())).first()
            or ""
        )


def test_who_has_reported_a_fever_is_asked_again_and_may_put_it_off(engine: Engine, ill: int) -> None:
    (message,) = _due_calls(engine, 30)
    now = MORNING + HALF_AN_HOUR
    calls.answer_outgoing(engine, SID, message, now, _unwritten)
    with Session(engine) as session:
        assert session.scalars(select(Turn.position)).one() == "roll_call.today"
    assert _press(engine, "3") == "roll_call.call_again"
    assert len(_due_calls(engine, 59)) == 1
    assert len(_due_calls(engine, 60)) == 2


def test_nobody_in_hospital_is_called_about_a_file(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        pause_resident(session, PauseOrder(ill, PauseReason.HOSPITAL, date(2020, 2, 29), date(2020, 3, 5)), MORNING)
    assert _due_calls(engine, 30) == []

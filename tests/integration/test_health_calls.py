"""The calls about a health file: asked again whatever was reported, put off by half an hour, and nobody in hospital."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.call_by_person import Why
from domain.pauses import PauseReason
from ivr.state_url import from_query
from ivr.turn import KeyPress, Keys
from ivr.turn import Turn as Heard
from models import Community, HealthNote, Household, Item, Message, Resident, Turn
from services.board.call_by_person import put_on_list, take_off_list
from services.board.pauses import PauseOrder, pause_resident
from services.calling import calls
from services.calling.calls import Pressed
from services.calling.endings import end_call
from services.health.calls import call_about_files
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.integration.outgoing import MORNING
from tests.web.line import LINE
from tests.web.village import COUPLE, WANG, Village

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
    with Session(engine) as session, session.begin():
        end_call(session, SID, "completed", now)
        session.get_one(Message, message).state = "delivered"
    assert len(_due_calls(engine, 59)) == 1
    assert len(_due_calls(engine, 60)) == 2


def _is_over(engine: Engine) -> None:
    """Every call so far has ended."""
    with Session(engine) as session, session.begin():
        session.execute(update(Message).values(state="delivered"))


def _calls_and_asks(engine: Engine) -> dict[int, tuple[int, int]]:
    """By minutes since the fever: how many calls there were, and how often a worker is asked to call."""
    seen = {}
    for minutes in (30, 49, 50, 69, 70, 130):
        called = len(_due_calls(engine, minutes))
        _is_over(engine)
        seen[minutes] = (called, len(_call_backs(engine)))
    return seen


def test_who_does_not_answer_is_called_once_more_and_then_a_person_asks(engine: Engine, ill: int) -> None:
    assert _calls_and_asks(engine) == {30: (1, 0), 49: (1, 0), 50: (2, 0), 69: (2, 0), 70: (2, 1), 130: (2, 1)}
    assert [one.note for one in _call_backs(engine)] == ["请打电话或上门问体温"]


def test_who_writes_after_the_call_is_not_called_again(engine: Engine, ill: int) -> None:
    _due_calls(engine, 30)
    _is_over(engine)
    with Session(engine) as session, session.begin():
        receive_text(session, IncomingText(f"SM{9:032x}", LINE, WANG, "38.0"), MORNING + timedelta(minutes=33))
    assert set(_calls_and_asks(engine).values()) == {(1, 0)}


def test_a_pressed_key_is_an_answer_whatever_it_said(engine: Engine, ill: int) -> None:
    (message,) = _due_calls(engine, 30)
    calls.answer_outgoing(engine, SID, message, MORNING + HALF_AN_HOUR, _unwritten)
    assert _press(engine, "2") != "roll_call.today"  # unwell, and hangs up
    with Session(engine) as session, session.begin():
        end_call(session, SID, "completed", MORNING + HALF_AN_HOUR)
    _is_over(engine)
    assert [called for called, _ in _calls_and_asks(engine).values()] == [1] * 6


def test_at_night_a_person_asks_without_a_second_call(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Community).values(settings={"quiet_from": "09:10"}))
    assert _calls_and_asks(engine) == {30: (1, 0), 49: (1, 0), 50: (1, 1), 69: (1, 1), 70: (1, 1), 130: (1, 1)}


def _hears(engine: Engine, purpose: str) -> str:
    """What somebody of Wang's door hears first when they pick up a call of this purpose."""
    said: list[str] = []

    def kept(turn: Heard, _number: int) -> str:
        assert isinstance(turn.awaits, Keys)
        said.extend(spoken.text for spoken in (*turn.says, *turn.awaits.question))
        return "<Response/>"

    with Session(engine) as session, session.begin():
        session.execute(update(Message).values(purpose=purpose))
        message = session.scalars(select(Message.id).where(Message.channel == "call", Message.to == WANG)).one()
    calls.answer_outgoing(engine, SID, message, MORNING + HALF_AN_HOUR, kept)
    return "".join(said)


def test_the_call_after_half_an_hour_says_what_was_told(engine: Engine, ill: int) -> None:
    _due_calls(engine, 30)
    assert "刚才您家报的体温是三十八度二,请现在再量一次。" in _hears(engine, "re_measure")


def test_the_calls_of_the_following_days_do_not(engine: Engine, ill: int) -> None:
    _due_calls(engine, 30)
    assert "三十八度二" not in _hears(engine, "follow_up")


def test_what_a_stranger_told_of_the_door_is_not_read_out_to_it(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(HealthNote).values(verified=False))
    _due_calls(engine, 30)
    assert "三十八度二" not in _hears(engine, "re_measure")


def test_nobody_in_hospital_is_called_about_a_file(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        pause_resident(session, PauseOrder(ill, PauseReason.HOSPITAL, date(2020, 2, 29), date(2020, 3, 5)), MORNING)
    assert _due_calls(engine, 30) == []


def _call_backs(engine: Engine) -> list[Item]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Item).where(Item.kind == "call_back").order_by(Item.id)))


def test_whom_a_person_calls_is_on_the_workers_list_at_the_due_time_and_not_called(
    engine: Engine, village: Village, ill: int
) -> None:
    with Session(engine) as session, session.begin():
        put_on_list(session, ill, Why.ASKED, MORNING)
    assert (_due_calls(engine, 29), _call_backs(engine)) == ([], [])
    assert _due_calls(engine, 30) == []
    (item,) = _call_backs(engine)
    assert (item.resident_id, item.room, item.worker_id) == (ill, "1504", village.workers["worker"])
    with Session(engine) as session:
        notes = session.scalars(select(HealthNote.words).where(HealthNote.kind == "call")).all()
    assert notes == ["re_measure: by a person"]


def test_it_stands_there_once_until_it_is_done(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        put_on_list(session, ill, Why.ASKED, MORNING)
    for hours in (0.5, 8, 25, 32):
        assert _due_calls(engine, int(hours * 60)) == []
    (item,) = _call_backs(engine)
    with Session(engine) as session, session.begin():
        session.get_one(Item, item.id).state = "done"
    _due_calls(engine, 49 * 60)
    assert len(_call_backs(engine)) == 2


def test_nobody_else_of_the_door_is_rung_by_the_machine_either(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        people = session.scalars(select(Resident.id).where(Resident.household_id == village.doors["couple"])).all()
        receive_text(session, IncomingText(f"SM{9:032x}", LINE, COUPLE, "我38.2老伴36.5"), MORNING)
        put_on_list(session, people[1], Why.ASKED, MORNING)
    assert _due_calls(engine, 30) == []
    assert [item.resident_id for item in _call_backs(engine)] == [people[0]]


def test_who_is_off_the_list_is_called_again(engine: Engine, ill: int) -> None:
    with Session(engine) as session, session.begin():
        put_on_list(session, ill, Why.ASKED, MORNING)
        take_off_list(session, ill, MORNING)
    assert len(_due_calls(engine, 30)) == 1
    assert _call_backs(engine) == []

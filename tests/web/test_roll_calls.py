"""The line calls a household it has not heard of: for whose door, and what a machine leaves."""

from datetime import date

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from models import Call, Item, Phone, Postponement, Reading
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.village import TWO_DOORS, WANG, Village


def owe_call(engine: Engine, village: Village, door: str, to: str, purpose: str = "roll_call", number: int = 0) -> int:
    """A call that the line owes this door; its id."""
    draft = Draft(
        village.community,
        f"test:{door}:{number}",
        "reminder",
        "call",
        Priority.REMINDER,
        to,
        "zh-CN",
        household_id=village.doors[door],
        purpose=purpose,
    )
    with Session(engine) as session, session.begin():
        put = outbox.put(session, draft, MORNING)
    assert put is not None
    return put


def test_a_household_reports_in_two_keys(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).picks_up(owe_call(engine, village, "wang", WANG)).press("1", "1")
    assert call.heard.startswith("王阿姨,您好,青和居社区。")
    call.hang_up()
    with Session(engine) as session:
        reading = session.scalars(select(Reading)).one()
        row = session.scalars(select(Call)).one()
    assert (reading.household_id, reading.verified, reading.channel) == (village.doors["wang"], True, "keypad")
    assert (row.direction, row.number, row.status) == ("outbound", WANG, "completed")


def test_a_telephone_of_two_doors_is_asked_about_the_one_that_is_called(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, TWO_DOORS).picks_up(owe_call(engine, village, "second", TWO_DOORS)).press("1", "1")
    assert "吴阿姨" in call.heard
    with Session(engine) as session:
        assert session.scalars(select(Reading.household_id)).all() == [village.doors["second"]]


def test_silence_leaves_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).picks_up(owe_call(engine, village, "wang", WANG)).press("", "")
    assert call.ended
    call.hang_up()
    with Session(engine) as session:
        assert session.scalars(select(Item)).all() == []


def test_not_measured_yet_is_remembered_and_not_texted(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).picks_up(owe_call(engine, village, "wang", WANG)).press("3")
    with Session(engine) as session:
        postponed = session.scalars(select(Postponement)).one()
    assert (postponed.household_id, postponed.day, postponed.to) == (village.doors["wang"], date(2020, 2, 29), "")


@pytest.mark.parametrize("purpose", ["roll_call", "re_measure"])
def test_the_fifth_call_of_a_day_promises_no_other(wire: Wire, engine: Engine, village: Village, purpose: str) -> None:
    owed = [owe_call(engine, village, "wang", WANG, purpose, number) for number in range(5)]
    heard = PhoneCall(wire, WANG).picks_up(owed[-1]).press("3").heard
    assert "量好了打这个电话告诉我们" in heard
    assert "再打给您" not in heard


def test_a_telephone_that_has_left_the_door_hears_nothing_of_it(wire: Wire, engine: Engine, village: Village) -> None:
    owed = owe_call(engine, village, "wang", WANG)
    with Session(engine) as session, session.begin():
        session.execute(delete(Phone).where(Phone.number == WANG))
    call = PhoneCall(wire, WANG).picks_up(owed)
    assert call.ended
    assert "王阿姨" not in call.heard


def test_a_call_of_a_purpose_that_nobody_knows_ends_kindly(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).picks_up(owe_call(engine, village, "wang", WANG, purpose="no_such"))
    assert call.ended
    assert "线路忙" in call.heard

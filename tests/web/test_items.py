"""What a call leaves on the worker's list: everything that was said, once, at its door, until it is settled."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ivr.events import ItemKind
from models import Duty, Household, Item, Worker
from services.alerting.items import Left, file_item
from services.desk import order_desk
from services.roster.places import household_place
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.web.conftest import MORNING
from tests.web.line import LINE, PhoneCall, Wire
from tests.web.village import COUPLE, STRANGER, TWO_DOORS, WANG, WORKER, Village


def items(engine: Engine) -> list[Item]:
    with Session(engine) as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def states(engine: Engine) -> list[tuple[str, str]]:
    return [(item.kind, item.state) for item in items(engine)]


def test_two_values_of_people_who_are_not_named_are_two_items(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "1503", "1", "1", "2", "2", "3", "382", "382")
    call.hang_up()
    assert [(item.tenths, item.note) for item in items(engine)] == [
        (382, "第一位,没有确认"),
        (382, "第二位,没有确认"),
    ]


def test_a_value_stays_with_its_door_when_the_caller_turns_to_another(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Household, village.doors["couple"]).keys_digits = True
    PhoneCall(wire, COUPLE).dial().press("365", "0", "2", "1", "2")
    (item,) = items(engine)
    assert (item.kind, item.tenths, item.household_id) == ("unconfirmed_value", 365, village.doors["couple"])
    assert (item.resident_id is not None, item.phone) == (True, None)


def test_an_order_that_failed_waits_for_an_order_and_not_for_a_report(
    wire: Wire, engine: Engine, village: Village
) -> None:
    PhoneCall(wire, WANG).dial().press("3", "2", "2", "", "", "")
    PhoneCall(wire, WANG).dial().press("1", "1")
    assert states(engine) == [("call_back", "open")]
    PhoneCall(wire, WANG).dial().press("2", "2", "1", "1", "2")
    assert states(engine) == [("call_back", "done")]


def test_a_temperature_left_while_ordering_waits_for_a_report_and_not_for_an_order(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Household, village.doors["couple"]).keys_digits = True
    PhoneCall(wire, COUPLE).dial().press("365", "0", "2", "2").hang_up()
    PhoneCall(wire, COUPLE).dial().press("0", "2", "2", "2", "1", "1", "2")
    assert states(engine) == [("unconfirmed_value", "open")]
    PhoneCall(wire, COUPLE).dial().press("365", "366", "1")
    assert states(engine) == [("unconfirmed_value", "done")]


def test_a_spoken_message_waits_to_be_heard(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press("0").after_dial().after_dial().after_dial().speak().hang_up()
    PhoneCall(wire, WANG).dial().press("1", "1")
    assert states(engine) == [("unfinished_call", "done"), ("person", "open")]


@pytest.mark.parametrize("reported", [True, False])
def test_two_doors_on_one_telephone_leave_nothing_when_both_have_reported(
    wire: Wire, engine: Engine, village: Village, reported: bool
) -> None:
    PhoneCall(wire, TWO_DOORS).dial().press("1", "1", "1")
    if reported:
        PhoneCall(wire, TWO_DOORS).dial().press("2", "1", "1")
    PhoneCall(wire, TWO_DOORS).dial().hang_up()
    assert len(items(engine)) == (0 if reported else 1)


def test_who_keyed_anothers_door_is_called_back_though_that_door_reports(
    wire: Wire, engine: Engine, village: Village
) -> None:
    """The caller mistook the room; the people who live there know nothing of it."""
    PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "", "", "")
    PhoneCall(wire, WANG).dial().press("1", "1")
    assert states(engine) == [("call_back", "open")]
    PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1", "1", "1")
    assert states(engine) == [("call_back", "done")]


def test_the_staff_settle_what_an_unknown_telephone_left(wire: Wire, engine: Engine, village: Village) -> None:
    """By a worker's text for a report, at the console for an order; a resident's own order settles neither."""
    PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "", "", "")
    with Session(engine) as session, session.begin():
        home = session.get_one(Household, village.doors["wang"])
        left = Left(ItemKind.CALL_BACK, household_place(session, home.id), "order", phone=STRANGER)
        file_item(session, left, MORNING)
    PhoneCall(wire, WANG).dial().press("3", "2", "1", "1", "2")
    assert states(engine) == [("call_back", "open"), ("call_back", "open")]
    with Session(engine) as session, session.begin():
        order_desk.place(session, session.get_one(Household, village.doors["wang"]), {"2": 1}, MORNING)
        receive_text(session, IncomingText(f"SM{9:032x}", LINE, WORKER, "代报 3-1-1504 36.5"), MORNING)
    assert states(engine) == [("call_back", "done"), ("call_back", "done")]


@pytest.mark.parametrize(("keys", "keeper"), [(("3", "1"), "worker"), (("77", "1"), "office"), ((), "office")])
def test_what_no_grid_worker_can_be_asked_about_is_on_the_offices_list(
    wire: Wire, engine: Engine, village: Village, keys: tuple[str, ...], keeper: str
) -> None:
    with Session(engine) as session, session.begin():
        office = Worker(community_id=village.community, name="办公室", phone="+8610000000104")
        session.add(office)
        session.flush()
        session.add(Duty(community_id=village.community, worker_id=office.id, role="office", position=9))
        keepers = {"worker": village.workers["worker"], "office": office.id}
    PhoneCall(wire, STRANGER).dial().press(*keys).hang_up()
    assert [item.worker_id for item in items(engine)] == [keepers[keeper]]

"""Who speaks for which door: several doors on a telephone, other people's doors, doors the roster does not know."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Item, Reading, Turn
from tests.web.line import PhoneCall, Wire
from tests.web.village import ENGLISH, FAMILY, STRANGER, TWO_DOORS, WANG, Village


def reported(engine: Engine) -> list[tuple[int, str, bool]]:
    with Session(engine) as session:
        return [
            (row.household_id, row.reporter, row.verified)
            for row in session.scalars(select(Reading).order_by(Reading.id))
        ]


def test_a_telephone_of_two_doors_asks_which(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, TWO_DOORS).dial()
    assert "三零二" in call.heard.replace(",", "")
    call.press("2", "1", "1")
    assert reported(engine) == [(village.doors["second"], "household", True)]


def test_a_neighbour_reports_for_another_door(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press("3", "1", "2", "3", "1", "1503", "1", "2", "1", "1", "1")
    assert reported(engine) == [(village.doors["couple"], "family", False)]


def test_a_door_not_in_the_roster_is_asked_again_and_then_taken_as_an_item(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("9", "", "")
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "9999", "1")
    assert "没有找到" in call.heard
    call.press("3", "1", "9999", "1", "1", "1", "1", "1").hang_up()
    assert reported(engine) == []
    with Session(engine) as session:
        item = session.scalars(select(Item).where(Item.kind == "other")).one()
        assert (item.building, item.unit, item.room, item.phone, item.worker_id) == (
            "3",
            "1",
            "9999",
            STRANGER,
            village.workers["worker"],
        )


def test_a_key_pressed_twice_counts_once_in_a_door_that_is_read_back(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, WANG).dial().press("3", "1", "2", "33", "11", "15503")
    assert "三栋,一单元,幺五零三" in call.heard
    call.press("1", "2", "1", "1", "1")
    assert reported(engine) == [(village.doors["couple"], "family", False)]


def test_a_fever_behind_an_unknown_door_is_an_alert_all_the_same(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, STRANGER).dial().press("3", "1", "9999", "1", "3", "1", "9999", "1", "1", "1", "2")
    with Session(engine) as session:
        alert = session.scalars(select(Alert)).one()
        assert (alert.subject, alert.unverified, alert.telephone) == ("d:3/1/9999", True, STRANGER)


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "+86282452253", ""])
def test_a_withheld_number_is_asked_for_its_door(wire: Wire, engine: Engine, village: Village, caller: str) -> None:
    assert "没有登记" in PhoneCall(wire, caller).dial().heard


def test_a_family_of_three_is_asked_one_by_one(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, FAMILY).dial().press("1", "1", "1", "1")
    assert ["陈阿姨" in call.heard, "刘叔叔" in call.heard, "小刘" in call.heard] == [True] * 3
    assert len(reported(engine)) == 3


def test_an_english_resident_hears_english_only(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, ENGLISH).dial().press("2", "382", "1", "2", "2", "2")
    assert "thirty-eight point two" in call.heard
    assert call.heard.isascii()


def test_a_call_of_silence_ends_kindly_and_is_on_the_list(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, WANG).dial().press("", "", "")
    assert call.ended
    call.hang_up()
    with Session(engine) as session:
        assert [item.kind for item in session.scalars(select(Item))] == ["call_back"]
        assert session.scalars(select(Turn.number).order_by(Turn.number.desc()).limit(1)).one() == 3


def test_a_later_report_closes_what_an_earlier_call_left_open(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().hang_up()
    with Session(engine) as session:
        assert session.scalars(select(Item)).one().kind == "unfinished_call"
    PhoneCall(wire, WANG).dial().press("1", "1").hang_up()
    with Session(engine) as session:
        assert session.scalars(select(Item)).one().state == "done"

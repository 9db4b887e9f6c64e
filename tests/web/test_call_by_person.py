"""Whom a person calls and the line never by machine: who doubts their own fever, and who presses into every read-back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from domain.call_by_person import Why
from models import Item, Resident
from services.board.board import read_board
from services.board.call_by_person import called_by_person, put_on_list, take_off_list
from services.day.clock import real_clock
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.web.line import LINE, PhoneCall, Wire
from tests.web.village import COUPLE, STRANGER, WANG, Village

NOW = real_clock().now()
HOUR = timedelta(hours=1)
Says = Callable[..., None]


@pytest.fixture
def says(engine: Engine, village: Village) -> Says:
    """A resident's text, so many hours from now."""

    def text(sender: str, body: str, hours: float = 0) -> None:
        sid = f"SM{sender[-2:]}{hours}{len(body)}"
        with Session(engine) as session, session.begin():
            receive_text(session, IncomingText(sid, LINE, sender, body), NOW + hours * HOUR)

    return text


def listed(engine: Engine, village: Village) -> list[str]:
    """The people on the list, as the board shows them."""
    with Session(engine) as session:
        return [one.name for one in read_board(session, village.community, NOW).people if one.by_person]


def items(engine: Engine) -> list[tuple[str, str]]:
    """What the worker's list says of it: person and note."""
    with Session(engine) as session:
        query = select(Resident.name, Item.note).join(Resident, Resident.id == Item.resident_id)
        return [(name, note) for name, note in session.execute(query.where(Item.kind == "person").order_by(Item.id))]


def settle_items(engine: Engine) -> None:
    """The worker has called and closes what was on the list."""
    with Session(engine) as session, session.begin():
        session.execute(update(Item).values(state="done"))


def lose_a_call(wire: Wire, caller: str = WANG) -> None:
    """A call in which a key is pressed into every read-back, until the line gives up."""
    call = PhoneCall(wire, caller).dial().press("1")
    for _ in range(3):
        call.over_press("1")
    assert call.ended
    call.hang_up()


def test_fever_then_normal_within_a_day_is_called_by_a_person(says: Says, engine: Engine, village: Village) -> None:
    says(WANG, "38.2")
    says(WANG, "36.5", 23)
    assert listed(engine, village) == ["王秀英"]
    assert items(engine) == [("王秀英", "先报发热后报正常,请打电话问清楚")]


def test_after_a_day_normal_is_believed(says: Says, engine: Engine, village: Village) -> None:
    says(WANG, "38.2")
    says(WANG, "36.5", 25)
    assert listed(engine, village) == []


def test_normal_then_fever_is_a_fever_and_no_doubt(says: Says, engine: Engine, village: Village) -> None:
    says(WANG, "36.5")
    says(WANG, "38.2", 1)
    says(COUPLE, "我36.4 老伴36.6")
    assert (listed(engine, village), items(engine)) == ([], [])


def test_it_is_who_had_the_fever_and_not_who_lives_there_too(says: Says, engine: Engine, village: Village) -> None:
    says(COUPLE, "我38.4 老伴36.6")
    says(COUPLE, "我36.4 老伴36.6", 2)
    assert listed(engine, village) == ["张桂兰"]


def test_a_fever_keyed_and_then_said_to_be_normal_is_a_doubt_too(wire: Wire, engine: Engine, village: Village) -> None:
    PhoneCall(wire, WANG).dial().press("2", "382").hang_up()
    PhoneCall(wire, WANG).dial().press("1", "1").hang_up()
    assert listed(engine, village) == ["王秀英"]


def test_who_doubts_twice_is_one_item_until_the_worker_has_called(says: Says, engine: Engine, village: Village) -> None:
    says(WANG, "38.2")
    says(WANG, "36.5", 1)
    says(WANG, "36.6", 2)
    assert len(items(engine)) == 1
    settle_items(engine)
    assert listed(engine, village) == []
    says(WANG, "36.55", 3)
    assert len(items(engine)) == 1
    says(WANG, "36.7", 4)
    assert (listed(engine, village), len(items(engine))) == (["王秀英"], 2)


def test_three_calls_over_pressed_at_every_read_back_put_the_caller_on_the_list(
    wire: Wire, engine: Engine, village: Village
) -> None:
    lose_a_call(wire)
    lose_a_call(wire)
    assert listed(engine, village) == []
    lose_a_call(wire)
    assert listed(engine, village) == ["王秀英"]
    assert items(engine) == [("王秀英", "三次电话都没听完复述,以后由人打电话")]


def test_one_read_back_heard_to_its_end_begins_the_count_again(wire: Wire, engine: Engine, village: Village) -> None:
    lose_a_call(wire)
    lose_a_call(wire)
    PhoneCall(wire, WANG).dial().press("1").over_press("1").hang_up()
    lose_a_call(wire)
    assert listed(engine, village) == []


def test_a_telephone_nobody_knows_puts_nobody_on_the_list(wire: Wire, engine: Engine, village: Village) -> None:
    for _ in range(3):
        call = PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1", "1")
        for _ in range(3):
            call.over_press("1")
        call.hang_up()
    assert listed(engine, village) == []


def test_who_cannot_use_the_machine_stays_listed_when_the_item_is_done(
    wire: Wire, engine: Engine, village: Village
) -> None:
    for _ in range(3):
        lose_a_call(wire)
    settle_items(engine)
    assert listed(engine, village) == ["王秀英"]


def test_the_office_puts_people_on_the_list_and_takes_them_off(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        wang = session.scalars(select(Resident).where(Resident.name == "王秀英")).one()
        put_on_list(session, wang.id, Why.ASKED, NOW)
        put_on_list(session, wang.id, Why.ASKED, NOW)
        assert called_by_person(session, village.community) == {wang.id: village.doors["wang"]}
        assert (take_off_list(session, wang.id, NOW), take_off_list(session, wang.id, NOW)) == (True, False)
        assert called_by_person(session, village.community) == {}
    assert len(items(engine)) == 1

"""Visits by text: on the board at once, echoed, taken back, and never in place of a resident's own report."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.segments import segments
from models import Alert, Visit
from services.board.board import State, read_board
from services.board.knock_lists import read_knock_list
from tests.integration.outgoing import MORNING
from tests.integration.test_worker_texts import Send, send
from tests.web.village import WANG, Village

__all__ = ["send"]


def states(engine: Engine, village: Village) -> dict[str, str]:
    with Session(engine) as session:
        return {one.name: one.state.value for one in read_board(session, village.community, MORNING).people}


def test_a_visit_is_echoed_and_on_the_board(send: Send, engine: Engine, village: Village) -> None:
    assert send("3-1-1503 1") == "3栋1单元1503 走访:平安。撤回请发:取消"
    assert (states(engine, village)["张桂兰"], states(engine, village)["李建国"]) == ("visited", "visited")


def test_seen_without_a_temperature_the_worker_hears_what_is_wanting_and_the_knock_list_says_so(
    send: Send, engine: Engine, village: Village
) -> None:
    send("没量", WANG)
    said = send("3-1-1504 1")
    assert said == "3栋1单元1504 走访:平安。体温还没报,量了请发:代报 3-1-1504 36.5。撤回请发:取消"
    assert segments(said) == 1
    with Session(engine) as session:
        doors = read_knock_list(session, village.community, MORNING).doors
        (door,) = [one for one in doors if one.room == "1504"]
    assert (door.people[0].state, len(door.seen), door.visits) == (State.NOT_MEASURED, 1, ())
    send("代报 3-1-1504 36.5")
    assert send("3-1-1504 1") == "3栋1单元1504 走访:平安。撤回请发:取消"


def test_nobody_home_leaves_the_door_silent_and_keeps_the_words(send: Send, engine: Engine, village: Village) -> None:
    assert send("走访 3-1-1504 没人,灯亮着").startswith("3栋1单元1504 走访:没人")
    assert states(engine, village)["王秀英"] == "silent"
    with Session(engine) as session:
        visit = session.scalars(select(Visit)).one()
    assert (visit.outcome, visit.note, visit.worker_id) == ("nobody_home", "灯亮着", village.workers["worker"])


def test_a_visit_is_taken_back(send: Send, engine: Engine, village: Village) -> None:
    send("3-1-1504 1")
    assert send("取消") == "撤回了"
    assert states(engine, village)["王秀英"] == "silent"
    assert send("取消") == "今天没有能撤回的"


def test_who_was_said_to_have_moved_is_due_again_when_that_is_taken_back(
    send: Send, engine: Engine, village: Village
) -> None:
    send("3-1-1504 4")
    send("取消")
    assert states(engine, village)["王秀英"] == "silent"


def test_somebody_ill_is_an_alert_that_stays(send: Send, engine: Engine, village: Village) -> None:
    assert send("3-1-1504 3").startswith("3栋1单元1504 走访:不适")
    assert send("取消").startswith("撤回了。")
    with Session(engine) as session:
        assert [alert.kind for alert in session.scalars(select(Alert))] == ["unwell"]


def test_a_residents_own_report_stays(send: Send, engine: Engine, village: Village) -> None:
    send("36.5", WANG)
    send("3-1-1504 2")
    assert states(engine, village)["王秀英"] == "reported"


def test_a_door_nobody_knows_is_said_so(send: Send) -> None:
    assert send("9-9-999 2") == "名册里没有9栋9单元999。请看一下再发,如:3-1504 2"


@pytest.mark.parametrize("text", ["3-1-1504 2", "走访 3-1-1504 没人"])
def test_a_resident_cannot_tell_a_visit(send: Send, engine: Engine, village: Village, text: str) -> None:
    send(text, WANG)
    with Session(engine) as session:
        assert list(session.scalars(select(Visit))) == []

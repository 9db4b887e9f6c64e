"""Meals by text, as by keys: a household that wants none, and a worker who hands them over at many doors."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from domain.understanding.meals import read_handed_over
from services.board.board import read_board
from services.day.clock import local_day
from services.needs.meal_deliveries import waiting_doors
from tests.web.conftest import MORNING
from tests.web.line import Wire
from tests.web.test_requests import bodies, items, requests, text
from tests.web.village import COUPLE, ENGLISH, STRANGER, WANG, WORKER, Village

TODAY, TOMORROW = (local_day(MORNING + timedelta(days=days), "Asia/Shanghai") for days in (0, 1))


def waiting(engine: Engine, village: Village) -> tuple[int, int]:
    """At how many doors a meal is waited for, today and tomorrow."""
    with Session(engine) as session:
        today, tomorrow = (len(waiting_doors(session, village.community, day)) for day in (TODAY, TOMORROW))
    return today, tomorrow


def visited(engine: Engine, village: Village) -> set[int]:
    with Session(engine) as session:
        board = read_board(session, village.community, MORNING)
    return {one.household_id for one in board.people if one.state == "visited"}


@pytest.mark.parametrize(
    ("sender", "wanted", "refused_echo"),
    [
        (WANG, "送饭", ("今天不要送饭", "好的,今天不送饭。还要送请发:送饭;以后都不要请发:不要送饭了")),
        (WANG, "送饭", ("今天不用送饭了", "好的,今天不送饭。还要送请发:送饭;以后都不要请发:不要送饭了")),
        (
            ENGLISH,
            "meal",
            (
                "No meal today",
                "All right, no meal today. If you want it after all, text: meal. To end them, text: no more meals",
            ),
        ),
    ],
)
def test_no_meal_today_is_echoed_with_how_to_undo_it_and_that_undoes_it(
    wire: Wire, engine: Engine, village: Village, sender: str, wanted: str, refused_echo: tuple[str, str]
) -> None:
    refused, echo = refused_echo
    text(wire, "SM1", wanted, sender)
    text(wire, "SM2", refused, sender)
    assert (waiting(engine, village), bodies(engine, sender)[-1]) == ((0, 1), echo)
    text(wire, "SM3", wanted, sender)
    assert (waiting(engine, village), [one.state for one in requests(engine)]) == ((1, 1), ["new"])


@pytest.mark.parametrize(
    ("sender", "wanted", "refused_echo"),
    [
        (WANG, "送饭", ("不要送饭了", "好的,以后不送饭了。又要送请发:送饭")),
        (ENGLISH, "meal", ("no more meals", "All right, no more meals. If you want them again, text: meal")),
    ],
)
def test_no_more_meals_ends_them_and_the_same_word_begins_them_anew(
    wire: Wire, engine: Engine, village: Village, sender: str, wanted: str, refused_echo: tuple[str, str]
) -> None:
    refused, echo = refused_echo
    text(wire, "SM1", wanted, sender)
    text(wire, "SM2", refused, sender)
    assert (waiting(engine, village), bodies(engine, sender)[-1]) == ((0, 0), echo)
    assert [one.state for one in requests(engine)] == ["withdrawn"]
    text(wire, "SM3", wanted, sender)
    assert (waiting(engine, village), [one.state for one in requests(engine)]) == ((1, 1), ["withdrawn", "new"])


@pytest.mark.parametrize(
    ("sender", "wanted", "refused_echo"),
    [
        (WANG, "送饭", ("明天不要送饭", "好的,明天不送饭。还要送请发:送饭")),
        (ENGLISH, "meal", ("No lunch tomorrow", "All right, no meal tomorrow. If you want it after all, text: meal")),
    ],
)
def test_no_meal_tomorrow_leaves_todays_and_the_days_after(
    wire: Wire, engine: Engine, village: Village, sender: str, wanted: str, refused_echo: tuple[str, str]
) -> None:
    refused, echo = refused_echo
    text(wire, "SM1", wanted, sender)
    text(wire, "SM2", refused, sender)
    assert (waiting(engine, village), bodies(engine, sender)[-1]) == ((1, 0), echo)
    text(wire, "SM3", wanted, sender)
    assert waiting(engine, village) == (1, 1)


def test_no_meal_never_undoes_a_temperature(wire: Wire, engine: Engine, village: Village) -> None:
    for sid, body in (("SM1", "36.5"), ("SM2", "今天不要送饭"), ("SM3", "取消")):
        text(wire, sid, body)
    assert bodies(engine, WANG)[-1] == "今天没有能撤回的"


def test_a_strangers_telephone_ends_nobodys_meals(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "送饭")
    text(wire, "SM2", "不要送饭了", STRANGER)
    text(wire, "SM3", "3-1-1504", STRANGER)
    assert (waiting(engine, village), items(engine)[-1].note) == ((1, 1), "不要送饭了")


def test_a_worker_hands_over_at_several_doors_in_one_text_and_each_is_a_visit(
    wire: Wire, engine: Engine, village: Village
) -> None:
    text(wire, "SM1", "饭到 3-1-1504、3-1-1503", WORKER)
    assert visited(engine, village) == {village.doors["wang"], village.doors["couple"]}
    assert bodies(engine, WORKER)[-1] == "饭送到了:3栋1单元1504、3栋1单元1503"
    text(wire, "SM2", "meal 3-1-1504 3-2-301", WORKER)
    assert bodies(engine, WORKER)[-1] == "饭送到了:3栋2单元301。早记过了:3栋1单元1504"


@pytest.mark.parametrize(
    ("body", "named"),
    [("饭到 3-1-1504 3-1-1599", "3栋1单元1599"), ("饭到 3-1-1504 9-9", "9-9"), ("饭到 1504", "1504")],
)
def test_one_wrong_door_and_none_is_taken(wire: Wire, engine: Engine, village: Village, body: str, named: str) -> None:
    text(wire, "SM1", body, WORKER)
    assert visited(engine, village) == set()
    assert bodies(engine, WORKER)[-1] == f"一家也没记。看不懂或名册里没有:{named}。请改好全部再发"


def test_a_resident_hands_over_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    text(wire, "SM1", "饭到 3-1-1504", COUPLE)
    assert visited(engine, village) == set()


@pytest.mark.parametrize("body", ["送饭 3-1-1504", "饭到了", "meal please", "3-1-1504 2"])
def test_other_texts_tell_of_no_meal(body: str) -> None:
    assert read_handed_over(body) is None

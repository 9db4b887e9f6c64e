"""The steps of the day: once each, however many look, however late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Community, DayStep, Item
from services.day.steps import Occasion, Step, take_due_steps
from tests.web.village import Village

ELEVEN = datetime(2020, 2, 29, 3, 0, tzinfo=UTC)  # in Wuhan


def _file(what: str) -> Callable[[Session, Occasion], None]:
    """A step that leaves an item, so that a test sees how often it was done."""

    def do(session: Session, occasion: Occasion) -> None:
        session.add(
            Item(
                community_id=occasion.community.id,
                kind="other",
                building="3",
                unit="",
                room="1",
                note=what,
                since=occasion.now,
                due=occasion.due_at,
            )
        )

    return do


CUT_OFF = Step("cut_off", lambda plan: plan.cut_off, None, _file("cut_off"))
MEALS = Step("meals", lambda plan: plan.meals, lambda plan: plan.cut_off, _file("meals"))


def _notes(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Item.note).order_by(Item.id)))


def _rows(engine: Engine) -> list[tuple[str, bool]]:
    with Session(engine) as session:
        return [(row.what, row.done) for row in session.scalars(select(DayStep).order_by(DayStep.id))]


def test_a_step_waits_for_its_time_and_is_then_done_once_a_day(engine: Engine, village: Village) -> None:
    assert take_due_steps(engine, ELEVEN - timedelta(seconds=1), [CUT_OFF]) == 0
    assert take_due_steps(engine, ELEVEN, [CUT_OFF]) == 1
    assert take_due_steps(engine, ELEVEN + timedelta(hours=3), [CUT_OFF]) == 0
    assert take_due_steps(engine, ELEVEN + timedelta(days=1), [CUT_OFF]) == 1
    assert _notes(engine) == ["cut_off", "cut_off"]


def test_two_processes_do_it_once(engine: Engine, village: Village) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: take_due_steps(engine, ELEVEN, [CUT_OFF]), range(8)))
    assert sum(taken) == 1
    assert _notes(engine) == ["cut_off"]


def test_after_a_pause_the_steps_come_in_their_order_and_one_whose_time_has_passed_is_left_out(
    engine: Engine, village: Village, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    take_due_steps(engine, ELEVEN + timedelta(hours=2), [CUT_OFF, MEALS])
    assert _notes(engine) == ["cut_off"]
    assert _rows(engine) == [("meals", False), ("cut_off", True)]
    said = capsys.readouterr().out + caplog.text
    assert said.count("step late") == 2


def test_a_step_that_fails_is_tried_again_and_holds_up_no_other(engine: Engine, village: Village) -> None:
    broken = [True]

    def fail(session: Session, occasion: Occasion) -> None:
        _file("first")(session, occasion)
        if broken:
            raise RuntimeError

    first = Step("first", lambda plan: plan.meals, None, fail)
    assert take_due_steps(engine, ELEVEN, [first, CUT_OFF]) == 1
    assert _notes(engine) == ["cut_off"]
    broken.clear()
    assert take_due_steps(engine, ELEVEN, [first, CUT_OFF]) == 1
    assert _notes(engine) == ["cut_off", "first"]


def test_a_community_may_have_its_own_time(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"cut_off": "12:00"}
    assert take_due_steps(engine, ELEVEN, [CUT_OFF]) == 0
    assert take_due_steps(engine, ELEVEN + timedelta(hours=1), [CUT_OFF]) == 1

"""Nobody on duty is an alarm before the day begins, and where nobody is left to be told, it is seen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Duty, Grid, Household, Worker
from services.alerting.duty_rounds import alarm_where_nobody_is
from services.alerting.stand_ins import Absence, stand_in
from services.day.clock import real_clock
from services.day.rounds import make_rounds
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.sending.readiness import look
from tests.integration.outgoing import HandClock
from tests.integration.test_ladder import off_duty, words
from tests.web.village import Village

SHEET = datetime(2020, 2, 28, 22, 30, tzinfo=UTC)  # 06:30 in Wuhan, on 29 February
STEP = next(step for step in STEPS if step.do is alarm_where_nobody_is)


def look_round(engine: Engine, at: datetime = SHEET) -> list[str]:
    """The step at its time; what is texted."""
    take_due_steps(engine, at, [STEP])
    return words(engine)


def states(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Alert.state).order_by(Alert.id)))


def test_with_somebody_everywhere_nothing_is_said(engine: Engine, village: Village) -> None:
    assert look_round(engine) == []


def test_nobody_for_a_building_is_told_to_the_duty_telephone_before_the_day_begins(
    engine: Engine, village: Village
) -> None:
    off_duty(engine, "0", "grid_worker")
    assert look_round(engine, SHEET - timedelta(minutes=1)) == []
    (told,) = look_round(engine)
    assert told.startswith("热线 系统提醒 今天没人值班:第二网格 5栋 回 ")  # Building 3 has a cadre


def test_with_no_team_either_the_whole_grid_is_named(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer")
    (told,) = look_round(engine)
    assert "今天没人值班:第二网格 3栋、5栋 回 " in told


@pytest.mark.parametrize(("hours", "is_alarm"), [("08:00-20:00", False), ("18:00-22:00", False), ("20:00-06:00", True)])
def test_it_is_todays_hours_that_count(engine: Engine, village: Village, hours: str, is_alarm: bool) -> None:
    off_duty(engine, hours, "grid_worker")
    assert bool(look_round(engine)) is is_alarm


def test_a_stand_in_is_somebody(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        away, by = (session.get_one(Worker, village.workers[one]) for one in ("worker", "cadre"))
        stand_in(session, Absence(away, by, SHEET - timedelta(days=1), None), SHEET - timedelta(days=1))
    assert "没人值班" not in "".join(look_round(engine))


def test_the_list_of_a_big_community_is_one_segment(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        homes = session.scalars(select(Household).order_by(Household.id)).all()
        for number, home in enumerate(homes):
            grid = Grid(community_id=village.community, name=f"长江社区青和居第{number + 10}网格")
            session.add(grid)
            session.flush()
            home.grid_id = grid.id
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer")
    (told,) = look_round(engine)
    assert len(told) <= 70
    assert "处 回 " in told


def test_it_is_said_once_a_day_and_yesterdays_list_is_closed(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker")
    look_round(engine)
    assert len(look_round(engine, SHEET + timedelta(hours=1))) == 1
    assert len(look_round(engine, SHEET + timedelta(days=1))) == 2
    assert states(engine) == ["done", "open"]


def test_with_nobody_left_to_be_told_it_is_seen(
    engine: Engine, village: Village, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer", "duty")
    assert look_round(engine) == []
    assert look(engine, real_clock())["alerts_with_nobody_on_duty"] == 1
    assert "nobody on duty" in capsys.readouterr().out + caplog.text


def test_the_office_is_told_where_there_is_no_duty_telephone(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker")
    with Session(engine) as session, session.begin():
        session.scalars(select(Duty).where(Duty.role == "duty")).one().role = "office"
    assert len(look_round(engine)) == 1


def test_a_round_of_any_process_looks(engine: Engine, village: Village, clock: HandClock) -> None:
    off_duty(engine, "0", "grid_worker")
    make_rounds(engine, clock, "clock")
    assert len(words(engine)) == 1

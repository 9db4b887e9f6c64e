"""Nobody on duty is said the evening before and an alarm before the day begins; where nobody is left to be told, it is seen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.segments import segments
from models import Alert, Community, Duty, Grid, Household, Message, Worker
from services.alerting.alerts import Cause, raise_alert
from services.alerting.duty_gaps import Gap, gaps_of
from services.alerting.duty_rounds import alarm_where_nobody_is, tell_of_tomorrow
from services.alerting.stand_ins import Absence, stand_in
from services.day.clock import real_clock
from services.day.rounds import make_rounds
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.roster.places import Place, household_place
from services.sending.readiness import look
from services.texting.threads import opt_out
from tests.integration.outgoing import HandClock
from tests.integration.test_ladder import off_duty, words
from tests.web.village import DUTY, OFFICE, Village, open_office

SHEET = datetime(2020, 2, 28, 22, 30, tzinfo=UTC)  # 06:30 in Wuhan, on 29 February
STEP = next(step for step in STEPS if step.do is alarm_where_nobody_is)
EVENING = datetime(2020, 2, 29, 12, 0, tzinfo=UTC)  # 20:00 in Wuhan, on 29 February
CHECK = next(step for step in STEPS if step.do is tell_of_tomorrow)


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


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("14:00-12:00", "值班电话 12:00-14:00"),
        ("19:00-18:00", "值班电话 18:00-19:00"),
        ("06:00-20:00", ""),
        ("08:00-18:00", ""),
        ("08:00-24:00", ""),
        ("09:00-18:00", "值班电话 18:00-09:00"),
        ("22:00-23:00", "值班电话 23:00-22:00"),
        ("20:00-07:10", "值班电话 07:10-20:00"),
        ("0", "值班电话"),
    ],
)
def test_the_alarm_names_the_duty_telephones_hours_of_the_day_and_not_of_the_night(
    engine: Engine, village: Village, hours: str, told: str
) -> None:
    off_duty(engine, hours, "duty")
    look_round(engine)
    with Session(engine) as session:
        assert list(session.scalars(select(Alert.note))) == ([f"今天没人值班:{told}"] if told else [])


def test_of_more_hours_than_the_alarm_holds_it_names_the_duty_telephone_alone(engine: Engine, village: Village) -> None:
    hours = ("07:00-08:00", "09:00-10:00", "11:00-12:00", "13:00-14:00", "15:00-19:00")
    with Session(engine) as session, session.begin():
        session.execute(delete(Duty).where(Duty.role == "duty"))
        for place, one in enumerate(hours):
            worker = Worker(community_id=village.community, name=f"值班{place}", phone=f"+861000000015{place}")
            session.add(worker)
            session.flush()
            post = {"role": "duty", "on_duty": one, "position": 90 + place}
            session.add(Duty(community_id=village.community, worker_id=worker.id, **post))
    look_round(engine)
    with Session(engine) as session:
        assert session.scalars(select(Alert.note)).one() == "今天没人值班:值班电话"


def test_it_is_said_once_a_day_and_yesterdays_list_is_closed(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker")
    look_round(engine)
    assert len(look_round(engine, SHEET + timedelta(hours=1))) == 1
    assert len(look_round(engine, SHEET + timedelta(days=1))) == 2
    assert states(engine) == ["done", "open"]


@pytest.mark.parametrize(
    ("note", "state"),
    [("今天没人值班:第二网格 5栋", "done"), ("nobody on duty today: Grid 2", "done"), ("孙丽收不到短信了", "open")],
)
def test_of_what_was_raised_at_no_door_before_an_upgrade_the_list_alone_is_closed(
    engine: Engine, village: Village, note: str, state: str
) -> None:
    with Session(engine) as session, session.begin():
        cause = Cause(AlertKind.SYSTEM, Place(village.community, "", "", ""), note=note)
        raise_alert(session, cause, SHEET - timedelta(days=1))
    look_round(engine)
    assert states(engine) == [state]


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


def test_another_trouble_of_the_line_hides_it_not(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        place = Place(village.community, "", "", "")
        raise_alert(session, Cause(AlertKind.SYSTEM, place, note="别的事"), SHEET - timedelta(hours=3))
    off_duty(engine, "0", "grid_worker")
    assert "今天没人值班:第二网格 5栋" in look_round(engine)[-1]


def test_the_day_without_duty_telephone_and_office_is_a_gap_too(engine: Engine, village: Village) -> None:
    off_duty(engine, "20:00-06:00", "duty")
    assert gaps(engine) == [Gap("", "", ("06:00-20:00",))]
    open_office(engine, village)
    assert gaps(engine) == []


def test_where_nobody_lives_nobody_is_missed(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        other = Community(name="空社区", line="+8610000000190")
        session.add(other)
        session.flush()
        assert gaps_of(session, other) == []


def test_a_grid_that_is_a_number_is_called_a_grid(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Grid)).one().name = "2"
    off_duty(engine, "0", "grid_worker")
    assert "今天没人值班:2网格 5栋 回 " in look_round(engine)[0]


def evening(engine: Engine, at: datetime = EVENING) -> list[tuple[str, str]]:
    """The step of the evening at its time; who is texted what."""
    take_due_steps(engine, at, [CHECK])
    with Session(engine) as session:
        return [(one.to, one.body) for one in session.scalars(select(Message).order_by(Message.id))]


def gaps(engine: Engine) -> list[Gap]:
    with Session(engine) as session:
        return gaps_of(session, session.scalars(select(Community)).one())


def test_the_evening_before_whoever_is_on_duty_hears_once_where_nobody_will_be(
    engine: Engine, village: Village
) -> None:
    off_duty(engine, "0", "grid_worker")
    assert evening(engine, EVENING - timedelta(minutes=1)) == []
    told = [(DUTY, "明天没人值班:第二网格 5栋。请今晚找人,改好名单上的值班时间")]
    assert evening(engine) == told
    assert evening(engine, EVENING + timedelta(minutes=30)) == told
    assert states(engine) == []  # tomorrow it is an alarm, tonight a text


def test_with_somebody_everywhere_the_evening_is_quiet(engine: Engine, village: Village) -> None:
    assert evening(engine) == []


def test_where_the_desk_goes_home_before_the_evening_all_of_it_hears(engine: Engine, village: Village) -> None:
    open_office(engine, village)
    off_duty(engine, "08:00-18:00", "duty", "office")
    off_duty(engine, "0", "grid_worker")
    assert [to for to, _ in evening(engine)] == [DUTY, OFFICE]


def test_a_duty_telephone_that_takes_no_texts_is_passed_over(engine: Engine, village: Village) -> None:
    open_office(engine, village)
    off_duty(engine, "08:00-18:00", "office")
    off_duty(engine, "0", "grid_worker")
    with Session(engine) as session, session.begin():
        opt_out(session, village.community, DUTY, EVENING.date(), EVENING)
    assert [to for to, _ in evening(engine)] == [OFFICE]


@pytest.mark.parametrize(
    ("hours", "gap"), [("20:00-23:00", "23:00-20:00"), ("08:00-24:00", "00:00-08:00"), ("20:30-20:00", "20:00-20:30")]
)
def test_the_hours_without_a_duty_telephone_are_told_to_it_the_nights_too(
    engine: Engine, village: Village, hours: str, gap: str
) -> None:
    off_duty(engine, hours, "duty")
    assert evening(engine) == [(DUTY, f"明天没人值班:值班电话 {gap}。请今晚找人,改好名单上的值班时间")]


def test_every_gap_of_the_duty_telephone_is_in_the_one_text(engine: Engine, village: Village) -> None:
    open_office(engine, village)
    off_duty(engine, "20:00-12:00", "duty")
    off_duty(engine, "14:00-18:00", "office")
    off_duty(engine, "0", "grid_worker")
    assert [body for _, body in evening(engine)] == [
        "明天没人值班:值班电话 12:00-14:00、18:00-20:00、第二网格 5栋。请今晚找人,改好名单上的值班时间"
    ]


def test_a_stand_in_has_the_hours_of_the_duty(engine: Engine, village: Village) -> None:
    off_duty(engine, "14:00-12:00", "duty")
    with Session(engine) as session, session.begin():
        away, by = (session.get_one(Worker, village.workers[one]) for one in ("duty", "cadre"))
        stand_in(session, Absence(away, by, SHEET, None), SHEET)
    assert gaps(engine) == [Gap("", "", ("12:00-14:00",))]


def test_hours_of_a_building_without_its_own_people_are_the_duty_telephones(engine: Engine, village: Village) -> None:
    off_duty(engine, "08:00-12:00", "grid_worker", "cadre", "volunteer")
    assert gaps(engine) == []
    assert evening(engine) == []
    with Session(engine) as session, session.begin():
        cause = Cause(AlertKind.UNWELL, household_place(session, village.doors["wang"]))
        raise_alert(session, cause, EVENING - timedelta(hours=7))  # 13:00
    with Session(engine) as session:
        assert session.scalars(select(Message.to).where(Message.channel == "sms")).one() == DUTY  # at once


def test_a_late_evening_is_told_and_a_night_is_left_to_the_morning(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker")
    assert len(evening(engine, EVENING + timedelta(minutes=59))) == 1
    assert len(evening(engine, EVENING + timedelta(days=1, hours=1))) == 1
    assert len(evening(engine, EVENING + timedelta(days=2))) == 2


def test_on_a_day_the_clock_changes_it_is_said_at_the_evenings_own_hour(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).timezone = "Europe/Berlin"
    off_duty(engine, "03:30-01:30", "duty")
    for day in (datetime(2020, 3, 29, 18, 0, tzinfo=UTC), datetime(2020, 10, 25, 19, 0, tzinfo=UTC)):  # 20:00 there
        told = len(evening(engine, day - timedelta(minutes=1)))
        (*before, (_, body)) = evening(engine, day)
        assert (len(before), body.partition("。")[0]) == (
            told,
            "明天没人值班:值班电话 01:30-03:30",
        )  # as the clock shows


def test_a_community_may_look_at_another_hour(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"duty_check": "18:30"}
    off_duty(engine, "0", "grid_worker")
    assert len(evening(engine, EVENING - timedelta(minutes=90))) == 1


def test_many_gaps_are_two_segments_and_a_count(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        for number, home in enumerate(session.scalars(select(Household).order_by(Household.id)).all()):
            grid = Grid(community_id=village.community, name=f"长江社区青和居东边院子里第{number + 10}网格")
            session.add(grid)
            session.flush()
            home.grid_id = grid.id
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer")
    ((_, body),) = evening(engine)
    assert segments(body) == 2
    assert "处。请今晚找人" in body


def test_a_round_of_any_process_looks(engine: Engine, village: Village, clock: HandClock) -> None:
    off_duty(engine, "0", "grid_worker")
    make_rounds(engine, clock, "clock")
    assert len(words(engine)) == 1

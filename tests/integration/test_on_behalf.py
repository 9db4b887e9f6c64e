"""What the office types for others: the rules of a worker's 代报, done once, taken back, kept in the audit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, AuditEntry, Household, Reading, Worker
from services.desk.doubts import Doubt
from services.desk.on_behalf import Entered, Refusal, Typing, enter_line, enter_values, is_first_time, take_back
from services.staff.sessions import begin_session, find_session
from tests.integration.outgoing import MORNING
from tests.web.village import Village


def types(engine: Engine, village: Village, line: str, once: str, who: str = "worker") -> Entered | None:
    with Session(engine) as session, session.begin():
        typing = signed_in(session, village, once, who)
        return enter_line(typing, line) if is_first_time(typing) else None


def signed_in(session: Session, village: Village, once: str, who: str = "worker") -> Typing:
    token = begin_session(session, session.get_one(Worker, village.workers[who]), MORNING)
    found = find_session(session, token, MORNING)
    assert found is not None
    return Typing(session, found, once, MORNING)


def readings(engine: Engine) -> list[tuple[int, int | None, str, bool]]:
    with Session(engine) as session:
        rows = session.execute(
            select(Reading.household_id, Reading.tenths, Reading.reporter, Reading.withdrawn_at).order_by(Reading.id)
        )
        return [(home, tenths, reporter, withdrawn is None) for home, tenths, reporter, withdrawn in rows]


@pytest.mark.parametrize("line", ["3-1-1504 36.5", "3栋1单元1504 36.5", "３－１－１５０４　３６．５", "3-1504 365"])
def test_a_door_and_a_value_are_a_report_by_the_worker(engine: Engine, village: Village, line: str) -> None:
    entered = types(engine, village, line, "a")
    assert entered is not None
    assert entered.readings == (("王秀英", 365),)
    assert readings(engine) == [(village.doors["wang"], 365, "worker", True)]


def test_one_form_sent_many_times_at_once_is_one_report(engine: Engine, village: Village) -> None:
    with ThreadPoolExecutor(6) as pool:
        came = list(pool.map(lambda _: types(engine, village, "3-1-1504 36.5", "same"), range(6)))
    assert sum(one is not None for one in came) == 1
    assert len(readings(engine)) == 1


def test_two_workers_forms_with_the_same_word_are_two(engine: Engine, village: Village) -> None:
    types(engine, village, "3-1-1504 36.5", "same")
    assert types(engine, village, "5-301 36.6", "same", "duty") is not None
    assert len(readings(engine)) == 2


def test_a_residents_own_report_stays(engine: Engine, village: Village) -> None:
    types(engine, village, "3-1-1504 36.5", "a", "duty")
    entered = types(engine, village, "3-1-1504 36.9", "b")
    assert entered is not None
    assert (entered.is_stored, entered.doubt) == (False, Doubt.KEPT)
    assert [row[1] for row in readings(engine)] == [365]


def test_ones_own_is_corrected(engine: Engine, village: Village) -> None:
    types(engine, village, "3-1-1504 36.5", "a")
    types(engine, village, "3-1-1504 36.9", "b")
    assert [row[1] for row in readings(engine)] == [365, 369]


def test_a_fever_raises_an_alert_that_stays_when_the_value_is_taken_back(engine: Engine, village: Village) -> None:
    entered = types(engine, village, "3-1-1504 38.5", "a")
    assert entered is not None
    assert entered.is_ill
    with Session(engine) as session, session.begin():
        assert take_back(signed_in(session, village, "b"), entered.sid)
    assert [row[3] for row in readings(engine)] == [False]
    with Session(engine) as session:
        assert session.scalars(select(Alert.state)).all() == ["open"]


def test_an_illness_without_a_value_is_an_alert_too(engine: Engine, village: Village) -> None:
    entered = types(engine, village, "3-1-1504 发烧", "a")
    assert entered is not None
    assert entered.is_ill
    with Session(engine) as session:
        assert session.scalars(select(Alert.household_id)).all() == [village.doors["wang"]]


def test_nobody_takes_back_what_another_typed(engine: Engine, village: Village) -> None:
    entered = types(engine, village, "3-1-1504 36.5", "a")
    assert entered is not None
    with Session(engine) as session, session.begin():
        assert not take_back(signed_in(session, village, "b", "duty"), entered.sid)
    assert [row[3] for row in readings(engine)] == [True]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("你好", Refusal.NO_REPORT),
        ("3-1-1504", Refusal.NO_REPORT),
        ("36.5", Refusal.NO_DOOR),
        ("38.9", Refusal.NO_DOOR),
        ("8-8-808 38.9", Refusal.NO_DOOR),
        ("取消", Refusal.NO_REPORT),
        ("代订 3-1-1504 蔬菜1", Refusal.NO_REPORT),
    ],
)
def test_what_is_no_report_of_a_door_changes_nothing(
    engine: Engine, village: Village, line: str, refusal: Refusal
) -> None:
    entered = types(engine, village, line, "a")
    assert entered is not None
    assert entered.refused == refusal
    assert readings(engine) == []
    with Session(engine) as session:
        assert session.scalars(select(Alert.id)).all() == []


def test_a_building_team_enters_nothing_beyond_its_building(engine: Engine, village: Village) -> None:
    entered = types(engine, village, "5-301 36.5", "a", "cadre")
    assert entered is not None
    assert entered.refused == Refusal.NO_DOOR
    assert types(engine, village, "3-1-1504 36.5", "b", "cadre") is not None
    assert len(readings(engine)) == 1


def test_whose_it_is_is_asked_and_answered_by_its_number(engine: Engine, village: Village) -> None:
    asked = types(engine, village, "3-1-1503 36.6", "a")
    assert asked is not None
    assert asked.choices == ("张阿姨", "李叔叔")
    answered = types(engine, village, "2", "b")
    assert answered is not None
    assert answered.readings == (("李建国", 366),)


def test_values_of_several_people_go_to_whom_they_stand_beside(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        home = session.get_one(Household, village.doors["family"])
        entered = enter_values(signed_in(session, village, "a"), home, "3", {"刘强": 368, "刘洋": None})
    assert dict(entered.readings) == {"刘强": 368, "刘洋": None}


def test_each_report_is_in_the_audit_and_a_refused_line_is_not(engine: Engine, village: Village) -> None:
    types(engine, village, "3-1-1504 36.5", "a")
    types(engine, village, "你好", "b")
    with Session(engine) as session:
        entries = session.execute(select(AuditEntry.what, AuditEntry.about_id)).all()
    assert [tuple(one) for one in entries] == [("reported", village.doors["wang"])]

"""Health files: one fever opens one, what is heard is kept, the line calls, and three normal days close it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.doors import Door
from domain.health import CallFor, NoteKind
from domain.refusals import Refused
from models import (
    Alert,
    Community,
    Duty,
    HealthFile,
    HealthNote,
    HealthView,
    Item,
    Message,
    Phone,
    Resident,
    Visit,
    Worker,
)
from models.database import open_engine
from services.alerting import alert_answers
from services.alerting.stand_ins import Absence, stand_in
from services.board.visits import VisitResult, record_visit, take_back_visit
from services.day.rounds import make_rounds
from services.health import files as health_files
from services.health.calls import call_about_files
from services.health.endings import close_by_office
from services.health.views import Look, list_files, open_file_of, refuse_but_office, show_files
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from tests.integration.outgoing import MORNING, HandClock, carry_out
from tests.integration.test_ladder import raise_for
from tests.web.line import LINE
from tests.web.village import COUPLE, FAMILY, WANG, WORKER, Village

SIDS = (f"SM{number:032x}" for number in count(9_000_000))
WANGS = Door("3", "1", "1504")
Send = Callable[..., None]


@pytest.fixture
def send(engine: Engine, village: Village, clock: HandClock) -> Send:
    """Text the line at the hand clock's time."""

    def texted(body: str, sender: str = WANG) -> None:
        with Session(engine) as session, session.begin():
            receive_text(session, IncomingText(next(SIDS), LINE, sender, body), clock.now())

    return texted


def files(engine: Engine) -> list[HealthFile]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(HealthFile).order_by(HealthFile.id)))


def timeline(engine: Engine) -> list[tuple[Any, ...]]:
    """Kind, value and words of every line."""
    with Session(engine) as session:
        rows = session.execute(select(HealthNote.kind, HealthNote.tenths, HealthNote.words).order_by(HealthNote.id))
        return [tuple(row) for row in rows]


def calls(engine: Engine) -> list[tuple[str, str, str]]:
    """When, to whom and for which health file the line calls residents; in the community's time."""
    with Session(engine) as session:
        rows = session.scalars(select(Message).where(Message.purpose.in_(CallFor)).order_by(Message.id)).all()
        return [(f"{row.created_at + timedelta(hours=8):%d %H:%M}", row.to, row.purpose) for row in rows]


def pass_time(
    engine: Engine, clock: HandClock, hours: float, minutes_a_round: int = 30, processes: Sequence[str] = ("clock",)
) -> None:
    """Rounds of the line, each made by all of the processes."""
    for _ in range(round(hours * 60 / minutes_a_round)):
        clock.move(minutes=minutes_a_round)
        for process in processes:
            make_rounds(engine, clock, process)
        carry_out(engine)


def test_a_fever_opens_one_and_a_second_fever_none(engine: Engine, send: Send) -> None:
    send("38.2")
    send("38.4")
    (file,) = files(engine)
    assert (file.opened_at, file.closed_at) == (MORNING, None)
    assert timeline(engine) == [("reading", 382, ""), ("reading", 384, "")]


@pytest.mark.parametrize("body", ["36.5", "37.2", "不舒服", "咳嗽"])
def test_nothing_but_a_fever_opens_one(engine: Engine, send: Send, body: str) -> None:
    send(body)
    assert files(engine) == []


def test_a_fever_that_was_keyed_and_never_confirmed_opens_one(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    assert files(engine) == []
    raise_for(engine, village, AlertKind.FEVER, 1, tenths=382, resident_id=_resident(engine, village))
    assert [file.opened_at for file in files(engine)] == [MORNING + timedelta(minutes=1)]


def test_a_fever_without_its_value_is_kept_as_one(engine: Engine, village: Village) -> None:
    raise_for(engine, village, AlertKind.FEVER, resident_id=_resident(engine, village))
    assert timeline(engine) == [("symptom", None, "fever")]


def test_what_is_told_later_is_not_said_to_be_as_high_as_the_fever(engine: Engine, village: Village) -> None:
    person = _resident(engine, village)
    raise_for(engine, village, AlertKind.FEVER, tenths=382, resident_id=person)
    raise_for(engine, village, AlertKind.UNWELL, 600, resident_id=person)
    assert timeline(engine) == [("reading", 382, "")]


def test_the_word_normal_is_a_reading(engine: Engine, send: Send) -> None:
    send("38.2")
    send("正常")
    assert timeline(engine)[1:] == [("reading", None, "normal")]


def test_at_a_door_of_one_a_fever_of_nobody_named_is_theirs(engine: Engine, village: Village) -> None:
    raise_for(engine, village, AlertKind.FEVER, tenths=382, unverified=True)
    (file,) = files(engine)
    assert file.resident_id == _resident(engine, village)


def test_two_ill_people_of_a_door_have_a_file_each_and_one_call(engine: Engine, send: Send, clock: HandClock) -> None:
    send("38.2 38.4", COUPLE)
    assert len(files(engine)) == 2
    pass_time(engine, clock, 0.5)
    assert calls(engine) == [("29 09:00", COUPLE, "re_measure")]


@pytest.mark.parametrize("turn", range(3))
def test_of_many_fevers_at_once_one_opens_it(
    engine: Engine, database_address: str, village: Village, turn: int
) -> None:
    other = open_engine(database_address)
    resident, start = _resident(engine, village), Barrier(6)

    def open_it(one: Engine) -> int:
        start.wait()
        with Session(one) as session, session.begin():
            return health_files.open_file(session, village.community, resident, MORNING)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(open_it, [engine, other] * 3))) == 1
    other.dispose()
    assert len(files(engine)) == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_fever_while_the_office_closes_the_file_is_in_an_open_one(
    engine: Engine, village: Village, turn: int
) -> None:
    resident, start = _resident(engine, village), Barrier(2)
    with Session(engine) as session, session.begin():
        health_files.open_file(session, village.community, resident, MORNING)

    def open_it() -> int:
        start.wait()
        with Session(engine) as session, session.begin():
            return health_files.open_file(session, village.community, resident, MORNING)

    def close_it() -> None:
        start.wait()
        with Session(engine) as session, session.begin():
            worker = session.get_one(Worker, village.workers["duty"])
            file = open_file_of(session, worker, WANGS, "王秀英", MORNING)
            close_by_office(session, file, worker, "看错了", MORNING)

    with ThreadPoolExecutor(2) as pool:
        opened, closed = pool.submit(open_it), pool.submit(close_it)
        opened.result(), closed.result()
    last = files(engine)[-1]
    assert opened.result() == last.id
    assert len(files(engine)) == (1 if last.closed_at else 2)


def test_the_line_calls_after_half_an_hour_then_twice_a_day_and_each_time_once_more_where_nobody_answers(
    engine: Engine, send: Send, clock: HandClock
) -> None:
    send("38.2")
    pass_time(engine, clock, 32, processes=("worker", "clock"))
    assert calls(engine) == [
        *[(f"29 09:{minute}", WANG, "re_measure") for minute in ("00", "30")],
        *[(f"29 16:{minute}", WANG, "follow_up") for minute in ("00", "30")],
        *[(f"01 09:{minute}", WANG, "follow_up") for minute in ("00", "30")],
        ("01 16:00", WANG, "follow_up"),
        ("01 16:30", WANG, "follow_up"),
    ]
    assert [line for line in timeline(engine) if line[0] == "call"] == [
        *[("call", None, "re_measure")] * 2,
        *[("call", None, "follow_up")] * 6,
    ]


def test_two_clocks_call_once(engine: Engine, database_address: str, send: Send) -> None:
    send("38.2")
    other, start = open_engine(database_address), Barrier(4)

    def look(one: Engine) -> int:
        start.wait()
        with Session(one) as session, session.begin():
            return call_about_files(session, MORNING + timedelta(minutes=30))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, [engine, other] * 2)) == 1
    other.dispose()
    assert len(calls(engine)) == 1


def test_whoever_has_just_measured_again_is_not_called_for_it(engine: Engine, send: Send, clock: HandClock) -> None:
    send("38.2")
    clock.move(minutes=20)
    send("38.0")
    pass_time(engine, clock, 2, minutes_a_round=10)
    assert calls(engine) == []


def test_after_a_pause_of_hours_the_call_that_is_too_late_is_left_out(
    engine: Engine, send: Send, clock: HandClock
) -> None:
    send("38.2")
    clock.move(hours=6)
    pass_time(engine, clock, 2)
    assert calls(engine) == [("29 16:00", WANG, "follow_up"), ("29 16:30", WANG, "follow_up")]


def test_at_night_only_the_fever_itself_is_followed_by_a_call(engine: Engine, send: Send, clock: HandClock) -> None:
    clock.move(hours=14)  # half past ten in the evening
    send("38.2")
    pass_time(engine, clock, 10)
    assert calls(engine) == [("29 23:00", WANG, "re_measure")]


def test_without_a_telephone_somebody_goes_there(engine: Engine, send: Send, clock: HandClock) -> None:
    send("38.2")
    with Session(engine) as session, session.begin():
        session.execute(delete(Phone).where(Phone.number == WANG))
    pass_time(engine, clock, 0.5)
    with Session(engine) as session:
        item = session.scalars(select(Item)).one()
    assert (item.kind, item.room, item.note, calls(engine)) == ("call_back", "1504", "请打电话或上门问体温", [])


def test_a_community_has_its_own_times(engine: Engine, village: Village, send: Send, clock: HandClock) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"follow_up_again": "14:00"}
    send("38.2")
    pass_time(engine, clock, 8)
    assert [at for at, _, _ in calls(engine)] == ["29 09:00", "29 09:30", "29 14:00", "29 14:30"]


def test_the_file_says_how_many_normal_days_there_were_and_when_the_line_calls_next(
    engine: Engine, village: Village, send: Send, clock: HandClock
) -> None:
    send("38.2")
    seen = []
    for day in range(3):
        (shown,) = _look(engine, village, "duty", hour=24 * day)
        seen.append((shown.normal_days, f"{shown.next_at:%d %H:%M}"))
        pass_time(engine, clock, 24, minutes_a_round=90)
        send("36.6")
    assert seen == [(0, "29 01:00"), (0, "01 01:00"), (1, "02 01:00")]


def test_the_timeline_says_what_came_of_each_call(
    engine: Engine, village: Village, send: Send, clock: HandClock
) -> None:
    send("38.2")
    pass_time(engine, clock, 1)
    with Session(engine) as session, session.begin():
        first, second = session.scalars(select(Message).where(Message.purpose.in_(CallFor)).order_by(Message.id)).all()
        first.carrier_status, second.state = "no-answer", "dropped"
    (shown,) = _look(engine, village, "duty")
    assert [(line.words, line.outcome) for line in shown.timeline if line.kind == "call"] == [
        ("re_measure", "no-answer"),
        ("re_measure", "dropped"),
    ]


def test_five_days_from_the_fever_to_the_closed_file(engine: Engine, send: Send, clock: HandClock) -> None:
    send("38.2")
    for _ in range(4):
        pass_time(engine, clock, 24, minutes_a_round=90)
        send("36.6")
        assert files(engine)[0].closed_at is None or clock.now() >= MORNING + timedelta(days=4)
    (file,) = files(engine)
    assert (file.closed_at, file.closed_by, file.reason) == (
        MORNING + timedelta(days=3, hours=22.5),
        None,
        "three normal days",
    )
    assert len(calls(engine)) == 8
    pass_time(engine, clock, 24, minutes_a_round=90)
    assert len(calls(engine)) == 8


def test_a_day_without_a_word_or_with_another_fever_begins_the_count_again(
    engine: Engine, send: Send, clock: HandClock
) -> None:
    send("38.2")
    for bodies in (["36.6"], ["36.6"], [], ["36.6"], ["36.6"], ["36.5", "37.9"], ["36.6"], ["36.6"], ["36.6"]):
        pass_time(engine, clock, 24, minutes_a_round=720)
        for body in bodies:
            send(body)
        assert [file.closed_at for file in files(engine)] == [None]
    pass_time(engine, clock, 24, minutes_a_round=720)
    assert files(engine)[0].reason == "three normal days"


def test_a_fever_after_it_was_closed_opens_a_new_one(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    _close(engine, village, "duty")
    _finish_alerts(engine)
    send("38.5")
    assert [file.closed_at is None for file in files(engine)] == [False, True]


def test_the_file_keeps_normal_readings_symptoms_and_what_a_worker_did(
    engine: Engine, village: Village, send: Send
) -> None:
    send("38.2")
    send("咳嗽")
    send("36.9")
    with Session(engine) as session, session.begin():
        alert = session.scalars(select(Alert)).one()
        alert_answers.note_nobody_home(session, alert, village.workers["worker"], "门锁着", MORNING)
        alert_answers.close_alert(session, alert, village.workers["worker"], "送医院", MORNING)
    assert timeline(engine) == [
        ("reading", 382, ""),
        ("symptom", None, "cough"),
        ("reading", 369, ""),
        ("visit", None, "nobody home 门锁着"),
        ("note", None, "送医院"),
    ]


def visit(engine: Engine, village: Village, outcome: str, note: str = "", door: str = "wang") -> int:
    """The worker was there; the visit's id."""
    with Session(engine) as session, session.begin():
        found = VisitResult(village.community, village.doors[door], None, village.workers["worker"], outcome, note)
        record_visit(session, found, MORNING)
        return session.scalars(select(Visit.id).order_by(Visit.id.desc())).first() or 0


def test_what_a_visit_found_is_a_line_of_whoever_has_an_open_file(engine: Engine, village: Village, send: Send) -> None:
    visit(engine, village, "well")
    send("38.2")
    visit(engine, village, "nobody_home", "门锁着")
    visit(engine, village, "well")
    visit(engine, village, "well", door="couple")
    assert [line for line in timeline(engine) if line[0] == "visit"] == [
        ("visit", None, "nobody home 门锁着"),
        ("visit", None, "well"),
    ]


def test_a_visit_that_is_taken_back_is_said_so_on_the_timeline(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    number = visit(engine, village, "well")
    for _ in range(2):
        with Session(engine) as session, session.begin():
            take_back_visit(session, number, MORNING)
    assert [words for kind, _, words in timeline(engine) if kind == "visit"] == ["well", "taken back: well"]


def test_a_normal_reading_within_a_day_of_the_fever_is_for_a_person_to_ask_about(
    engine: Engine, send: Send, clock: HandClock
) -> None:
    send("38.2")
    clock.move(hours=23)
    send("36.5")
    send("36.6")
    with Session(engine) as session:
        items = session.execute(select(Item.kind, Item.room)).all()
    assert [tuple(item) for item in items] == [("person", "1504")]


def test_a_normal_reading_later_is_just_good_news(engine: Engine, send: Send, clock: HandClock) -> None:
    send("38.2")
    clock.move(hours=25)
    send("36.5")
    with Session(engine) as session:
        assert session.scalars(select(Item)).all() == []


def test_the_look_is_written_down_with_its_reason(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    (shown,) = _look(engine, village, "worker", "复查前看一眼")
    assert [(line.kind, line.tenths) for line in shown.timeline] == [("reading", 382)]
    assert [(view.by, view.why) for view in shown.views] == [("孙丽", "复查前看一眼")]


def test_a_list_counts_as_a_look_at_each_file_of_it(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    send("38.3 36.5 36.5", FAMILY)
    with Session(engine) as session, session.begin():
        worker = session.get_one(Worker, village.workers["duty"])
        assert [file.room for file in list_files(session, Look(worker, "晨会", MORNING))] == ["1504", "301"]
    assert _views(engine) == 2


def test_without_a_reason_nothing_is_shown(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    with pytest.raises(Refused):
        _look(engine, village, "worker", " ")
    assert _views(engine) == 0


def test_whoever_has_nothing_to_do_with_the_grid_sees_nothing(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    for who in ("cadre", "volunteer"):
        with pytest.raises(Refused):
            _look(engine, village, who)
        with Session(engine) as session, session.begin():
            worker = session.get_one(Worker, village.workers[who])
            assert list_files(session, Look(worker, "好奇", MORNING)) == []
    assert _views(engine) == 0


def test_a_stand_in_sees_the_files_of_the_grid_while_it_lasts(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    with Session(engine) as session, session.begin():
        away, by = (session.get_one(Worker, village.workers[one]) for one in ("worker", "cadre"))
        stand_in(session, Absence(away, by, MORNING, MORNING + timedelta(hours=2)), MORNING)
    assert len(_look(engine, village, "cadre")) == 1
    with pytest.raises(Refused):
        _look(engine, village, "cadre", hour=2)


def test_only_the_office_closes_a_file(engine: Engine, village: Village, send: Send) -> None:
    send("38.2")
    with pytest.raises(Refused):
        _close(engine, village, "worker")
    with Session(engine) as session, session.begin():
        session.scalars(select(Duty).where(Duty.role == "volunteer")).one().role = "office"
    _close(engine, village, "volunteer")
    (file,) = files(engine)
    assert (file.closed_by, file.reason) == (village.workers["volunteer"], "住院了")
    assert timeline(engine)[-1] == ("note", None, "住院了")


def test_nothing_of_it_is_in_a_text_or_a_log(
    engine: Engine, village: Village, send: Send, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    send("38.2")
    with Session(engine) as session, session.begin():
        worker = session.get_one(Worker, village.workers["worker"])
        file = open_file_of(session, worker, WANGS, "王秀英", MORNING)
        note = health_files.Note(NoteKind.ARRANGED, "发热门诊", worker_id=worker.id)
        health_files.add_note(session, file.id, note, MORNING)
    pass_time(engine, clock, 30, minutes_a_round=90)
    with Session(engine) as session:
        bodies = "".join(session.scalars(select(Message.body)))
        assert session.scalars(select(Message.to).where(Message.purpose != "")).first() == WANG
    written = bodies + capsys.readouterr().out
    assert "王秀英" not in written
    assert "发热门诊" not in written
    assert WORKER in _told(engine)


def _told(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(Message.to)))


def _resident(engine: Engine, village: Village) -> int:
    with Session(engine) as session:
        return session.scalars(select(Resident.id).where(Resident.household_id == village.doors["wang"])).one()


def _look(engine: Engine, village: Village, who: str, why: str = "复查", hour: float = 0) -> list[Any]:
    with Session(engine) as session, session.begin():
        worker = session.get_one(Worker, village.workers[who])
        return list(show_files(session, WANGS, None, Look(worker, why, MORNING + timedelta(hours=hour))))


def _views(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(HealthView)) or 0


def _close(engine: Engine, village: Village, who: str) -> None:
    with Session(engine) as session, session.begin():
        worker = session.get_one(Worker, village.workers[who])
        refuse_but_office(session, worker, MORNING)
        file = open_file_of(session, worker, WANGS, "王秀英", MORNING)
        close_by_office(session, file, worker, "住院了", MORNING)


def _finish_alerts(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for alert in session.scalars(select(Alert)).all():
            alert_answers.close_alert(session, alert, None, "", MORNING)

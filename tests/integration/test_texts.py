"""Texts that come in: a worker's code acts, once; everything else is kept for a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Alert, AlertCode, AlertStep, InboundEvent, Item, Message, TextThread
from services.alerting import alert_answers
from services.texting import texts
from services.texting.letters import IncomingText
from services.texting.texts import OPT_OUT_WORDS
from tests.integration.outgoing import MORNING, carry_out, the_alert
from tests.integration.test_ladder import climb, raise_for
from tests.web.line import LINE
from tests.web.village import CADRE, DUTY, STRANGER, WANG, WORKER, Village

SIDS = (f"SM{number:032x}" for number in count(1))


@pytest.fixture
def alert(engine: Engine, village: Village) -> Alert:
    """An open alert; the grid worker's text about it has arrived."""
    raised = raise_for(engine, village)
    carry_out(engine)
    return raised


def text(engine: Engine, sender: str, body: str, sid: str = "") -> str:
    """A text comes in; what it is answered, "" for nothing."""
    sid = sid or next(SIDS)
    with Session(engine) as session, session.begin():
        texts.receive_text(session, IncomingText(sid, LINE, sender, body), MORNING + timedelta(minutes=2))
    with Session(engine) as session:
        return session.scalar(select(Message.body).where(Message.dedupe_key == f"reply:{sid}")) or ""


def code_of(engine: Engine, worker: int) -> str:
    with Session(engine) as session:
        return session.scalars(select(AlertCode.code).where(AlertCode.worker_id == worker)).one()


def steps(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(AlertStep.what).order_by(AlertStep.id)))


@pytest.mark.parametrize("form", ["{}", " {} ", "OK {}", "ok{}", "收到 {}", "收到{}", "{}。", "full width"])
def test_the_code_takes_the_alert_and_brings_the_telephone(
    engine: Engine, village: Village, alert: Alert, form: str
) -> None:
    code = code_of(engine, village.workers["worker"])
    wide = code.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    answer = text(engine, WORKER, wide if form == "full width" else form.format(code))
    now = the_alert(engine)
    assert (now.state, now.worker_id) == ("taken", village.workers["worker"])
    assert answer.startswith("3栋1单元1504 归您了")
    assert WANG.removeprefix("+86") in answer


@pytest.mark.parametrize(
    "form", ["{} 1", "{}1", "完成 {}", "完成{}", "DONE {}", "done {}", "DONE{}", "{} 1 已送医", "１ wide"]
)
def test_the_code_and_1_is_done(engine: Engine, village: Village, alert: Alert, form: str) -> None:
    code = code_of(engine, village.workers["worker"])
    answer = text(engine, WORKER, f"{code}１" if "wide" in form else form.format(code))
    assert the_alert(engine).state == "done"
    assert "办完" in answer


@pytest.mark.parametrize("form", ["{} 2", "{}2"])
def test_the_code_and_2_is_nobody_home_and_the_alert_is_still_the_workers(
    engine: Engine, village: Village, alert: Alert, form: str
) -> None:
    answer = text(engine, WORKER, form.format(code_of(engine, village.workers["worker"])))
    assert the_alert(engine).state == "taken"
    assert steps(engine)[-1] == "nobody_home"
    assert "没人" in answer


@pytest.mark.parametrize(("form", "state"), [("{} 马上去", "taken"), ("{} 1 马上去", "done"), ("{} 2 马上去", "taken")])
def test_words_after_the_code_are_kept(engine: Engine, village: Village, alert: Alert, form: str, state: str) -> None:
    text(engine, WORKER, form.format(code_of(engine, village.workers["worker"])))
    now = the_alert(engine)
    assert (now.state, now.note) == (state, "马上去")


def test_taken_and_later_done(engine: Engine, village: Village, alert: Alert) -> None:
    code = code_of(engine, village.workers["worker"])
    text(engine, WORKER, code)
    text(engine, WORKER, f"{code} 1")
    assert the_alert(engine).state == "done"


def test_who_answers_late_hears_who_has_it(engine: Engine, village: Village, alert: Alert) -> None:
    climb(engine, 3)
    climb(engine, 6)
    text(engine, WORKER, code_of(engine, village.workers["worker"]))
    for form in ("{}", "{} 1", "{} 2"):
        answer = text(engine, CADRE, form.format(code_of(engine, village.workers["cadre"])))
        assert answer == "3栋1单元1504 已由孙丽处理"
    now = the_alert(engine)
    assert (now.state, now.worker_id) == ("taken", village.workers["worker"])


def test_a_code_of_a_closed_alert_changes_nothing(engine: Engine, village: Village, alert: Alert) -> None:
    code = code_of(engine, village.workers["worker"])
    with Session(engine) as session, session.begin():
        alert_answers.close_alert(session, session.get_one(Alert, alert.id), None, "", MORNING)
    before, seen = the_alert(engine), steps(engine)
    for form in ("{}", "{} 1", "{} 2"):
        assert text(engine, WORKER, form.format(code)) == "3栋1单元1504 已办完"
    after = the_alert(engine)
    assert (after.state, after.closed_at, after.worker_id) == (before.state, before.closed_at, before.worker_id)
    assert steps(engine) == seen


@pytest.mark.parametrize("form", ["{}", "{} 1", "{}2", "完成 {}"])
def test_a_wrong_code_changes_nothing(engine: Engine, village: Village, alert: Alert, form: str) -> None:
    wrong = "9999" if code_of(engine, village.workers["worker"]) != "9999" else "9998"
    assert wrong in text(engine, WORKER, form.format(wrong))
    assert (the_alert(engine).state, steps(engine)) == ("open", ["raised", "text"])


def test_a_machine_that_sends_our_answer_back_hears_it_once(engine: Engine, village: Village, alert: Alert) -> None:
    answer = text(engine, WORKER, "9999" if code_of(engine, village.workers["worker"]) != "9999" else "9998")
    assert [text(engine, WORKER, answer) for _ in range(3)] == [""] * 3


@pytest.mark.parametrize("sender", [CADRE, WANG, STRANGER, ""])
def test_a_code_from_anybody_else_changes_nothing(engine: Engine, village: Village, alert: Alert, sender: str) -> None:
    text(engine, sender, code_of(engine, village.workers["worker"]))
    with Session(engine) as session:  # what it may mean besides is another matter: 3085 could be 38.5
        assert session.get_one(Alert, alert.id).state == "open"
    assert not {"taken", "done"} & set(steps(engine))


def test_the_others_are_told_once_who_has_it(engine: Engine, village: Village, alert: Alert) -> None:
    for minute in (3, 6):
        climb(engine, minute)
        carry_out(engine)
    code = code_of(engine, village.workers["worker"])
    for form in ("{}", "{}", "{} 2"):
        text(engine, WORKER, form.format(code))
    with Session(engine) as session:
        notices = session.execute(select(Message.to, Message.body).where(Message.kind == "notice")).all()
    assert [tuple(row) for row in notices] == [(CADRE, "3栋1单元1504 已由孙丽处理")]


@pytest.mark.parametrize("word", sorted(OPT_OUT_WORDS))
def test_an_opt_out_word_gets_no_answer(engine: Engine, village: Village, word: str) -> None:
    for sender in (WORKER, WANG):
        assert text(engine, sender, f" {word.lower()} ") == ""
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "reply")) == 0


def test_a_worker_who_opts_out_is_an_alarm_for_the_duty_telephone(engine: Engine, village: Village) -> None:
    text(engine, WORKER, "STOP")
    raised = the_alert(engine)
    assert (raised.kind, raised.state) == ("system", "open")
    with Session(engine) as session:
        to, body = session.execute(select(Message.to, Message.body).where(Message.channel == "sms")).one()
        assert session.scalars(select(TextThread)).one().opted_out_at is not None
    assert to == DUTY
    assert "孙丽收不到短信了" in body


def test_a_resident_who_opts_out_alarms_nobody_and_may_come_back(engine: Engine, village: Village) -> None:
    text(engine, WANG, "STOP")
    text(engine, WANG, "START")
    with Session(engine) as session:
        assert session.scalars(select(TextThread)).one().opted_out_at is None
        assert session.scalar(select(func.count()).select_from(Alert)) == 0


def test_what_nobody_understands_twice_is_an_item_word_for_word(engine: Engine, village: Village) -> None:
    assert text(engine, WANG, "小王你吃了没").startswith("没看懂")
    assert "网格员" in text(engine, WANG, "我家的猫跑了")
    with Session(engine) as session:
        item = session.scalars(select(Item)).one()
    assert (item.building, item.unit, item.room, item.phone) == ("3", "1", "1504", None)
    assert item.note == "我家的猫跑了"


def test_the_same_answer_is_given_once_in_ten_minutes(engine: Engine, village: Village) -> None:
    answers = [text(engine, WANG, "怎么用") for _ in range(5)]
    assert [bool(answer) for answer in answers] == [True, False, False, False, False]


def test_two_machines_do_not_talk_all_night(engine: Engine, village: Village) -> None:
    answers = [text(engine, WANG, f"36.{number}") for number in range(10)]
    assert [bool(answer) for answer in answers] == [True] * 6 + [False] * 4


def test_an_illness_is_answered_whatever_was_said_before(engine: Engine, village: Village) -> None:
    for number in range(10):
        text(engine, WANG, f"36.{number}")
    assert "120" in text(engine, WANG, "38.2")


@pytest.mark.parametrize("body", ["请帮我买药", "code"])
def test_one_text_that_comes_fifty_times_at_once_is_one(
    engine: Engine, village: Village, alert: Alert, body: str
) -> None:
    words = code_of(engine, village.workers["worker"]) if body == "code" else body
    sender, start, sid = WORKER if body == "code" else WANG, Barrier(50), next(SIDS)

    def receive(_: int) -> str:
        start.wait()
        return text(engine, sender, words, sid)

    with ThreadPoolExecutor(50) as pool:
        assert len(set(pool.map(receive, range(50))) - {""}) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(InboundEvent)) == 1
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "reply")) == 1
        assert session.scalar(select(func.count()).select_from(Item)) == (0 if body == "code" else 1)

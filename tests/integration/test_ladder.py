"""The ladder: the right people at the right minute, each told once, until a person answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from carrier.errors import Ambiguous, Refused
from carrier.status import merge_call
from domain.alerts import AlertKind
from models import Alert, AlertCode, AlertStep, Duty, Message
from models.database import open_engine
from services.alerting import alert_answers, alerts, ladder
from services.alerting.alert_answers import Taking
from services.alerting.alerts import Cause
from services.alerting.duty import people_to_ring
from services.roster.places import household_place
from services.sending import delivery
from tests.integration.outgoing import MORNING, FakeCarrier, HandClock, Kept, carry_out, let_pass, states, the_alert
from tests.web.village import CADRE, DUTY, OFFICE, VOLUNTEER, WANG, WORKER, Village, open_office
from workers.sending import Sender

Told = tuple[int, str, str]  # minute, channel, to


def raise_for(
    engine: Engine, village: Village, kind: AlertKind = AlertKind.UNWELL, minute: float = 0, **more: object
) -> Alert:
    """An alert of Auntie Wang's household."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        place = household_place(session, village.doors["wang"])
        cause = Cause(kind, place, telephone=WANG, call_sid="CA1", **more)  # type: ignore[arg-type]
        return alerts.raise_alert(session, cause, MORNING + timedelta(minutes=minute))


def climb(engine: Engine, minute: float) -> int:
    with Session(engine) as session, session.begin():
        return ladder.climb_due_alerts(session, MORNING + timedelta(minutes=minute))


def take(engine: Engine, alert: Alert, worker: int, minute: float = 1) -> str:
    with Session(engine) as session, session.begin():
        return alert_answers.take_alert(session, alert.id, worker, MORNING + timedelta(minutes=minute))


def told(engine: Engine, kind: str = "alert") -> list[Told]:
    """Who is owed what, by the minute."""
    with Session(engine) as session:
        rows = session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).all()
        return [((row.created_at - MORNING) // timedelta(minutes=1), row.channel, row.to) for row in rows]


def words(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Message.body).where(Message.channel == "sms").order_by(Message.id)))


def off_duty(engine: Engine, hours: str, *roles: str) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Duty).where(Duty.role.in_(roles)).values(on_duty=hours))


def test_the_right_people_are_told_at_the_right_minute(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    for half_minute in range(62):
        climb(engine, half_minute / 2)
    assert told(engine) == [
        (0, "sms", WORKER),
        (3, "call", WORKER),
        (6, "sms", CADRE),
        (6, "call", CADRE),
        (7, "sms", VOLUNTEER),
        (7, "call", VOLUNTEER),
        (10, "sms", DUTY),
        (10, "call", DUTY),
        (20, "sms", DUTY),
        (20, "call", DUTY),
        (30, "sms", DUTY),
        (30, "call", DUTY),
    ]
    assert [body.startswith("(重)") for body in words(engine)] == [False, False, False, False, True, True]


def test_looks_that_come_a_little_late_do_not_add_up(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    for look in range(40):
        climb(engine, look * 0.49)
    assert [(minute, to) for minute, channel, to in told(engine) if channel == "sms"] == [
        (0, WORKER),
        (6, CADRE),
        (7, VOLUNTEER),
        (10, DUTY),
    ]


def test_after_a_long_outage_everybody_still_has_time_to_answer(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    for look in range(4):
        climb(engine, 30 + look / 60)
    assert told(engine) == [(0, "sms", WORKER), (30, "call", WORKER)]


def test_an_alert_that_cannot_climb_holds_up_no_other(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    with Session(engine) as session, session.begin():
        elsewhere = Cause(AlertKind.UNWELL, household_place(session, village.doors["digits"]))
        alerts.raise_alert(session, elsewhere, MORNING)
    off_duty(engine, "no hours at all", "cadre")  # of Auntie Wang's building
    climb(engine, 3)
    assert told(engine) == [(0, "sms", WORKER), (0, "sms", WORKER), (3, "call", WORKER)]


def test_everybody_has_a_code_of_their_own(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    for minute in range(11):
        climb(engine, minute)
    with Session(engine) as session:
        codes = session.execute(select(AlertCode.worker_id, AlertCode.code)).all()
    assert {worker for worker, _ in codes} == set(village.workers.values())
    assert all(1000 <= int(code) <= 9999 and not 3400 <= int(code) <= 4300 and code != "1504" for _, code in codes)


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        (("grid_worker",), [(0, "sms", CADRE), (0, "call", CADRE)]),
        (("grid_worker", "cadre"), [(0, "sms", VOLUNTEER), (0, "call", VOLUNTEER)]),
        (("grid_worker", "cadre", "volunteer"), [(0, "sms", DUTY), (0, "call", DUTY)]),
        ((), [(0, "sms", WORKER)]),
    ],
)
def test_whoever_is_off_duty_costs_no_time(
    engine: Engine, village: Village, away: tuple[str, ...], expected: list[Told]
) -> None:
    off_duty(engine, "20:00-08:00", *away)
    raise_for(engine, village)
    assert told(engine) == expected


def test_with_nobody_on_duty_it_says_so_and_tells_the_first_who_comes(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer", "duty")
    raise_for(engine, village)
    climb(engine, 1)
    assert told(engine) == []
    with Session(engine) as session:
        assert list(session.scalars(select(AlertStep.what).order_by(AlertStep.id))) == ["raised", "nobody"]
    off_duty(engine, "1", "duty")
    climb(engine, 2)
    assert told(engine) == [(2, "sms", DUTY), (2, "call", DUTY)]


def test_whoever_comes_to_duty_before_the_duty_telephone_does_is_told(engine: Engine, village: Village) -> None:
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer", "duty")
    raise_for(engine, village)
    off_duty(engine, "1", "grid_worker")
    for minute in range(1, 7):
        climb(engine, minute)
    assert told(engine) == [(1, "sms", WORKER), (4, "call", WORKER)]


def test_an_alert_nobody_of_the_grid_answers_while_the_duty_telephone_is_off_comes_round_again(
    engine: Engine, village: Village
) -> None:
    off_duty(engine, "0", "cadre", "volunteer", "duty")
    raise_for(engine, village)
    for minute in range(16):
        climb(engine, minute)
    assert told(engine) == [
        (0, "sms", WORKER),
        (3, "call", WORKER),
        (7, "sms", WORKER),
        (10, "call", WORKER),
        (14, "sms", WORKER),
    ]
    assert [body.startswith("(重)") for body in words(engine)] == [False, True, True]


@pytest.mark.parametrize(
    ("away", "rings"),
    [
        (("grid_worker",), (DUTY,)),
        (("grid_worker", "duty"), (CADRE,)),
        (("grid_worker", "cadre", "duty"), (VOLUNTEER,)),
        (("grid_worker", "cadre", "volunteer", "duty"), ()),
    ],
)
def test_a_caller_who_wants_a_person_is_put_through_to_whoever_is_there(
    engine: Engine, village: Village, away: tuple[str, ...], rings: tuple[str, ...]
) -> None:
    off_duty(engine, "20:00-08:00", *away)
    with Session(engine) as session:
        assert people_to_ring(session, household_place(session, village.doors["wang"]), MORNING) == rings


def test_two_clocks_that_climb_at_once_do_each_deed_once(
    engine: Engine, database_address: str, village: Village
) -> None:
    raise_for(engine, village)
    other = open_engine(database_address)
    with ThreadPoolExecutor(4) as pool:
        for minute in (3, 6, 7, 10, 20):
            start = Barrier(4)

            def climb_with(one: Engine, start: Barrier = start, minute: int = minute) -> int:
                start.wait()
                return climb(one, minute)

            assert sum(pool.map(climb_with, (engine, other, engine, other))) == 1
    other.dispose()
    assert [minute for minute, _, _ in told(engine)] == [0, 3, 6, 6, 7, 7, 10, 10, 20, 20]
    with Session(engine) as session:
        steps = session.scalar(select(func.count()).select_from(AlertStep).where(AlertStep.what.in_(("text", "call"))))
    assert steps == 10


@pytest.mark.parametrize("code", [21211, 21612, 21614, 30005, 30006])
def test_a_refused_text_skips_its_step_at_once(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, clock: HandClock, code: int
) -> None:
    raise_for(engine, village)
    carrier.will(Refused(code, 400))
    sender.drain()
    assert climb(engine, 0) == 1
    assert told(engine) == [(0, "sms", WORKER), (0, "call", WORKER)]


def at_duty(engine: Engine, village: Village) -> None:
    """An alert that has come to the duty telephone, with somebody in the office; nothing has left to either yet."""
    open_office(engine, village)
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer")
    raise_for(engine, village)


def test_where_the_duty_telephone_cannot_be_called_the_office_is_told_at_once_and_from_then_on(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    at_duty(engine, village)
    carrier.will(Refused(21211, 400), Refused(21211, 400))
    sender.drain()
    assert climb(engine, 0) == 1
    both = [("sms", DUTY), ("sms", OFFICE), ("call", DUTY), ("call", OFFICE)]
    assert [(channel, to) for _, channel, to in told(engine)[2:]] == both
    assert climb(engine, 9) == 0
    climb(engine, 10)
    assert told(engine)[6:] == [(10, *one) for one in both]


def test_a_call_that_the_carrier_could_not_put_through_to_the_duty_telephone_is_such_a_one(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    at_duty(engine, village)
    sender.drain()
    (call,) = (post for post in carrier.posts if post.channel == "call")
    with Session(engine) as session, session.begin():
        assert delivery.record_call_status(session, call.message_id, call.sid, "failed", MORNING, merge_call)
    climb(engine, 0)
    assert OFFICE in {to for _, _, to in told(engine)}


@pytest.mark.parametrize("status", ["no-answer", "busy", "completed"])
def test_a_duty_telephone_that_rang_keeps_its_ten_minutes(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, status: str
) -> None:
    at_duty(engine, village)
    sender.drain()
    (call,) = (post for post in carrier.posts if post.channel == "call")
    with Session(engine) as session, session.begin():
        delivery.record_call_status(session, call.message_id, call.sid, status, MORNING, merge_call)
    assert climb(engine, 9) == 0
    climb(engine, 10)
    assert {to for _, _, to in told(engine)} == {DUTY}


def test_a_duty_telephone_that_takes_no_texts_is_called_and_that_is_enough(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    at_duty(engine, village)
    with Session(engine) as session, session.begin():
        text = session.scalars(select(Message.id).where(Message.channel == "sms")).one()
        ladder.skip_steps_of(session, [text], MORNING)
    assert climb(engine, 0) == 0


def test_with_nobody_else_to_tell_a_dead_duty_telephone_is_tried_each_ten_minutes(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    off_duty(engine, "0", "grid_worker", "cadre", "volunteer")
    raise_for(engine, village)
    for _ in range(3):
        carrier.will(Refused(21211, 400), Refused(21211, 400))
        sender.drain()
        climb(engine, 0)
    assert len(told(engine)) == 4  # once more, for who comes on duty now
    assert climb(engine, 10) == 1


@pytest.mark.parametrize(("status", "climbed"), [("undelivered", 1), ("sent", 0)])
def test_a_doubtful_text_that_is_found_undelivered_skips_its_step_at_once(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier, status: str, climbed: int
) -> None:
    raise_for(engine, village)
    carrier.found_as = status
    carrier.will(Kept(Ambiguous("reset")))
    sender.drain()
    assert climb(engine, 0) == climbed


def test_a_doubtful_text_that_did_not_leave_is_not_sent_again_once_somebody_has_the_alert(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    alert = raise_for(engine, village)
    carrier.will(Ambiguous("reset"))
    sender.drain()
    take(engine, alert, village.workers["cadre"], minute=0)
    let_pass(engine, 6)
    sender.drain()
    assert [post.body for post in carrier.posts if "(重)" in post.body] == []
    assert states(engine)[0] == "dropped"


def test_what_the_call_added_reaches_a_worker_who_has_taken_it_meanwhile(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    carry_out(engine)
    raise_for(engine, village, AlertKind.SYMPTOM, symptoms=("cough",))
    with Session(engine) as session, session.begin():
        ladder.tell_more(session, "CA1", MORNING)
    take(engine, alert, village.workers["worker"])
    with Session(engine) as session:
        assert session.scalars(select(Message.state).where(Message.step < 0)).all() == ["pending"]


def test_an_accepted_text_skips_nothing(engine: Engine, village: Village, sender: Sender) -> None:
    raise_for(engine, village)
    sender.drain()
    assert climb(engine, 2.9) == 0


def test_taking_stops_the_ladder_and_tells_the_others_once(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    for minute in range(11):
        climb(engine, minute)
        carry_out(engine)
    assert take(engine, alert, village.workers["volunteer"], 11) == Taking.TAKEN
    assert take(engine, alert, village.workers["volunteer"], 11) == Taking.ALREADY_YOURS
    assert take(engine, alert, village.workers["worker"], 12) == Taking.ALREADY_TAKEN
    assert climb(engine, 40) == 0
    assert sorted(to for _, _, to in told(engine, "notice")) == [WORKER, CADRE, DUTY]


@pytest.mark.parametrize(("taken", "asleep"), [(1, 4 * 60), (10 * 60, 22.5 * 60 - 1)])
def test_a_medicine_that_was_taken_has_its_time_and_wakes_nobody(
    engine: Engine, village: Village, taken: float, asleep: float
) -> None:
    """Four hours from morning on; what is taken at half past six waits for seven in the morning."""
    alert = raise_for(engine, village, AlertKind.MEDICINE)
    take(engine, alert, village.workers["worker"], taken)
    assert climb(engine, asleep) == 0
    assert climb(engine, asleep + 2) == 1


def test_taken_and_nothing_told_for_half_an_hour_the_ladder_climbs_again(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    carry_out(engine)
    take(engine, alert, village.workers["worker"], 1)
    assert climb(engine, 30) == 0
    assert climb(engine, 31) == 1
    with Session(engine) as session:
        now = session.get_one(Alert, alert.id)
        assert (now.state, now.worker_id) == ("open", None)
        bodies = session.scalars(select(Message.body).where(Message.kind == "alert").order_by(Message.id)).all()
    assert bodies[-1].startswith("(重)")


def test_nobody_home_is_a_result_and_the_ladder_rests(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["worker"], 1)
    with Session(engine) as session, session.begin():
        alert_answers.note_nobody_home(
            session, session.get_one(Alert, alert.id), village.workers["worker"], "", MORNING
        )
    assert climb(engine, 90) == 0


def test_what_has_not_left_when_somebody_takes_it_stays_here(
    engine: Engine, village: Village, sender: Sender, carrier: FakeCarrier
) -> None:
    alert = raise_for(engine, village)
    sender.drain()
    climb(engine, 3)
    climb(engine, 6)
    take(engine, alert, village.workers["worker"], 6)
    sender.drain()
    assert [(post.channel, post.to) for post in carrier.posts] == [("sms", WORKER)]


def test_of_two_who_answer_at_once_one_has_it(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    start = Barrier(2)

    def answer(worker: int) -> str:
        start.wait()
        return take(engine, alert, worker)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(answer, (village.workers["worker"], village.workers["cadre"])))
    assert answers == [Taking.ALREADY_TAKEN, Taking.TAKEN]


def test_many_reports_at_once_are_one_alert_and_one_text(engine: Engine, village: Village) -> None:
    start = Barrier(8)

    def report(_: int) -> int:
        start.wait()
        return raise_for(engine, village).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(report, range(8)))) == 1
    assert told(engine) == [(0, "sms", WORKER)]


def test_graver_after_it_was_taken_opens_it_again_with_the_same_code(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    carry_out(engine)
    take(engine, alert, village.workers["cadre"], 2)
    raise_for(engine, village, AlertKind.FEVER, 5, tenths=382)
    now = the_alert(engine)
    assert (now.state, now.step, now.kind, now.tenths, now.worker_id) == ("open", 0, "fever", 382, None)
    first, again = (body for body in words(engine) if " 回 " in body)
    assert "发热 38.2" in again
    assert first[-4:] == again[-4:]
    assert climb(engine, 8) == 1


def test_the_same_again_after_it_was_taken_tells_nobody(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["worker"])
    raise_for(engine, village, minute=5)
    assert the_alert(engine).state == "taken"
    assert len(told(engine)) == 1


def test_after_it_is_done_the_next_report_is_a_new_alert(engine: Engine, village: Village) -> None:
    alert = raise_for(engine, village)
    with Session(engine) as session, session.begin():
        alert_answers.close_alert(session, session.get_one(Alert, alert.id), None, "", MORNING)
    assert raise_for(engine, village, minute=60).id != alert.id


def test_short_of_breath_is_text_and_call_at_once(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    raise_for(engine, village, AlertKind.SYMPTOM, 1, symptoms=("breathless",))
    with Session(engine) as session, session.begin():
        ladder.urge(session, session.scalars(select(Alert)).one(), MORNING + timedelta(minutes=1))
    assert told(engine) == [(0, "sms", WORKER), (1, "sms", WORKER), (1, "call", WORKER)]
    assert "气短" in words(engine)[-1]


def test_what_the_call_added_is_told_once(engine: Engine, village: Village) -> None:
    raise_for(engine, village)
    raise_for(engine, village, AlertKind.FEVER, 1, tenths=382)
    for _ in range(3):
        with Session(engine) as session, session.begin():
            ladder.tell_more(session, "CA1", MORNING + timedelta(minutes=2))
    first, more = words(engine)
    assert "发热 38.2" in more
    assert first[-4:] == more[-4:]


@pytest.mark.parametrize("tenths", [None, 372])
def test_a_call_that_added_nothing_grave_tells_nothing_more(
    engine: Engine, village: Village, tenths: int | None
) -> None:
    raise_for(engine, village)
    if tenths:
        raise_for(engine, village, minute=1, tenths=tenths)
    with Session(engine) as session, session.begin():
        ladder.tell_more(session, "CA1", MORNING + timedelta(minutes=2))
    assert len(words(engine)) == 1

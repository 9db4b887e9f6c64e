"""From eight to half past ten the line calls those it has not heard of: in their order, twice, and nobody who reported."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.understanding.meanings import Command, Verb
from domain.visits import VisitOutcome
from models import Alert, Community, Household, Message, Phone, Resident, RollCall, TextThread, Worker
from services.board.board import State, read_board
from services.board.knock_lists import read_knock_list
from services.board.visits import VisitResult, record_visit
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.roll_call.roll_calls import call_the_silent
from services.texting.worker_lists import answer_command
from tests.day.simulation import Part, settle_part
from tests.integration.mornings import Answer, Morning, Rung, machine, nobody, puts_off, reports
from tests.integration.outgoing import HandClock
from tests.web.village import COUPLE, DIGITS, ENGLISH, FAMILY, TWO_DOORS, WANG, Village

SEVEN = datetime(2020, 2, 28, 23, 59, tzinfo=UTC)  # a minute before eight in Wuhan
SECOND = "+8610000000011"
LANDLINE = "+862787654321"
MINUTES = timedelta(minutes=1)


@pytest.fixture
def morning(engine: Engine, village: Village, clock: HandClock) -> Iterator[Morning]:
    """The village just before the calls begin; only 王阿姨 lives alone."""
    clock.hand[0] = SEVEN
    with Session(engine) as session, session.begin():
        resident = session.scalars(select(Resident).where(Resident.name == "王秀英")).one()
        resident.lives_alone, resident.birth_year = True, 1940
    made = Morning(engine, village.community, clock)
    yield made
    made.sender.stop()


def settings(morning: Morning, **more: object) -> None:
    with Session(morning.engine) as session, session.begin():
        session.get_one(Community, morning.community).settings = more


def add_phone(morning: Morning, household: int, number: str, position: int = 2) -> None:
    with Session(morning.engine) as session, session.begin():
        resident = session.scalars(select(Resident.id).where(Resident.household_id == household)).first()
        assert resident is not None
        phone = Phone(
            community_id=morning.community,
            household_id=household,
            resident_id=resident,
            number=number,
            position=position,
        )
        session.add(phone)


def minutes(morning: Morning, household: int) -> list[int]:
    """When this door was called, in minutes after eight."""
    return [round((rung.at - SEVEN - MINUTES) / MINUTES) for rung in morning.calls_to(household)]


def test_nobody_is_called_before_eight(morning: Morning) -> None:
    morning.look()
    assert morning.rung == []


def test_every_household_is_tried_twice_twenty_minutes_apart(morning: Morning, village: Village) -> None:
    morning.until(10, 40)
    assert Counter(rung.household for rung in morning.rung) == dict.fromkeys(village.doors.values(), 2)
    assert minutes(morning, village.doors["wang"]) == [0, 20]
    assert {morning.state(door) for door in village.doors.values()} == {"listed"}


def test_who_lives_alone_comes_first_and_no_more_are_called_than_there_are_lines(
    morning: Morning, village: Village
) -> None:
    settings(morning, lines=1)
    morning.until(8, 10)
    assert morning.rung[0].to == WANG
    assert morning.most_at_once == 1


def test_a_household_is_called_at_its_preferred_hour(morning: Morning, village: Village) -> None:
    with Session(morning.engine) as session, session.begin():
        session.get_one(Household, village.doors["couple"]).call_at = time(9, 15)
    morning.until(10, 40)
    assert minutes(morning, village.doors["couple"]) == [75, 95]


def test_the_second_try_rings_the_second_number(morning: Morning, village: Village) -> None:
    add_phone(morning, village.doors["wang"], SECOND)
    morning.until(9, 0)
    assert [rung.to for rung in morning.calls_to(village.doors["wang"])] == [WANG, SECOND]


def test_a_telephone_of_two_doors_is_never_rung_for_both_at_once(morning: Morning) -> None:
    morning.until(10, 30)
    times = [rung.at for rung in morning.rung if rung.to == TWO_DOORS]
    assert len(times) == 4
    assert all(later - earlier >= timedelta(seconds=35) for earlier, later in pairwise(times))


def test_whoever_has_reported_is_not_called(morning: Morning, village: Village) -> None:
    morning.report(village.doors["wang"])
    morning.until(10, 40)
    assert morning.calls_to(village.doors["wang"]) == []
    assert morning.state(village.doors["wang"]) == "heard"
    assert WANG not in [post.to for post in morning.texts()]


def visit(morning: Morning, village: Village, outcome: VisitOutcome) -> None:
    with Session(morning.engine) as session, session.begin():
        found = VisitResult(village.community, village.doors["wang"], None, village.workers["worker"], outcome)
        record_visit(session, found, morning.clock.now())


def test_who_was_seen_at_the_door_is_not_called_and_is_no_silence(morning: Morning, village: Village) -> None:
    visit(morning, village, VisitOutcome.WELL)
    morning.until(10, 40)
    assert morning.calls_to(village.doors["wang"]) == []
    with Session(morning.engine) as session:
        assert session.scalars(select(Alert)).all() == []


def test_who_was_not_home_is_called(morning: Morning, village: Village) -> None:
    visit(morning, village, VisitOutcome.NOBODY_HOME)
    morning.until(8, 30)
    assert len(morning.calls_to(village.doors["wang"])) == 2


def test_who_is_seen_between_the_tries_is_called_no_more(morning: Morning, village: Village) -> None:
    morning.until(8, 10)
    visit(morning, village, VisitOutcome.WELL)
    morning.until(10, 40)
    assert len(morning.calls_to(village.doors["wang"])) == 1
    assert morning.state(village.doors["wang"]) == "heard"


def test_a_report_between_the_plan_and_the_sending_drops_the_call(morning: Morning, village: Village) -> None:
    now = morning.clock.move(minutes=2)
    take_due_steps(morning.engine, now, STEPS)
    assert call_the_silent(morning.engine, now) == 6
    morning.report(village.doors["wang"])
    morning.sender.drain()
    assert WANG not in [post.to for post in morning.carrier.posts]
    with Session(morning.engine) as session:
        assert session.scalars(select(Message.state).where(Message.to == WANG)).all() == ["dropped"]
    morning.until(8, 3)
    assert morning.state(village.doors["wang"]) == "heard"


def test_a_household_of_which_one_has_reported_is_called_at_the_others_number(
    morning: Morning, village: Village
) -> None:
    couple = village.doors["couple"]
    with Session(morning.engine) as session, session.begin():
        other = session.scalars(select(Resident).where(Resident.name == "李建国")).one()
        phone = Phone(
            community_id=morning.community, household_id=couple, resident_id=other.id, number=SECOND, position=1
        )
        session.add(phone)
    morning.report_one("张桂兰")
    morning.until(8, 5)
    assert [rung.to for rung in morning.calls_to(couple)] == [SECOND]


def test_who_reports_when_called_is_called_no_more(morning: Morning, village: Village) -> None:
    morning.answer = reports
    morning.until(10, 40)
    assert len(morning.rung) == len(village.doors)
    assert morning.texts() == []


def test_a_machine_that_picks_up_is_no_answer(morning: Morning, village: Village) -> None:
    morning.answer = machine
    morning.until(10, 40)
    assert len(morning.calls_to(village.doors["couple"])) == 2
    assert morning.state(village.doors["couple"]) == "listed"


def test_not_measured_yet_is_called_again_in_half_an_hour_and_uses_no_try(morning: Morning, village: Village) -> None:
    answers: list[Answer] = [puts_off]
    morning.answer = lambda now, rung: (answers.pop() if answers and rung.to == WANG else nobody)(now, rung)
    morning.until(10, 40)
    assert minutes(morning, village.doors["wang"]) == [0, 31, 51]


def test_a_promised_call_comes_also_a_little_after_the_calls_have_ended(morning: Morning, village: Village) -> None:
    settings(morning, calls_until="08:20")
    morning.answer = puts_off
    morning.until(9, 30)
    assert minutes(morning, village.doors["wang"])[1] == 31


def test_who_has_never_measured_yet_is_called_five_times_and_is_on_the_lists_at_the_cut_off(
    morning: Morning, village: Village
) -> None:
    morning.answer = lambda now, rung: (puts_off if rung.to == WANG else nobody)(now, rung)
    morning.until(11, 1)
    wang = village.doors["wang"]
    with Session(morning.engine) as session:
        knocked = read_knock_list(session, village.community, morning.clock.now()).doors
        worker = session.get_one(Worker, village.workers["worker"])
        missing = answer_command(session, worker, Command(Verb.MISSING), (), morning.clock.now()).body
    (door,) = [one for one in knocked if one.room == "1504"]
    assert ([one.state for one in door.people], len(door.calls)) == ([State.NOT_MEASURED], 5)
    assert "3-1-1504" in missing
    morning.until(20, 0)
    assert minutes(morning, wang) == [0, 31, 62, 93, 124]
    assert morning.state(wang) == "listed"
    with Session(morning.engine) as session:  # they pressed a key each time: that is no silence
        assert not session.scalars(select(Alert).where(Alert.household_id == wang)).all()


def test_after_the_tries_one_text_goes_where_a_text_can_arrive(morning: Morning, village: Village) -> None:
    add_phone(morning, village.doors["digits"], LANDLINE, position=3)
    with Session(morning.engine) as session, session.begin():
        thread = TextThread(community_id=morning.community, number=FAMILY, state={}, opted_out_at=SEVEN)
        session.add(thread)
        for phone in session.scalars(select(Phone).where(Phone.number == ENGLISH)):
            phone.number = LANDLINE
    morning.until(11, 30)
    texted = Counter(post.to for post in morning.texts() if "体温" in post.body or "temperature" in post.body)
    assert texted == {WANG: 1, COUPLE: 1, DIGITS: 1, TWO_DOORS: 2}


def test_an_elder_of_eighty_alone_and_silent_after_two_calls_is_an_alert_at_once(
    morning: Morning, village: Village
) -> None:
    morning.until(8, 20)
    with Session(morning.engine) as session:
        assert session.scalars(select(Alert)).all() == []
    morning.until(8, 22)
    with Session(morning.engine) as session:
        alert = session.scalars(select(Alert)).one()
    assert (alert.kind, alert.household_id, alert.telephone) == ("silent", village.doors["wang"], WANG)


def test_who_is_not_eighty_yet_or_not_alone_is_no_alert(morning: Morning) -> None:
    with Session(morning.engine) as session, session.begin():
        for resident in session.scalars(select(Resident)):
            resident.birth_year = 1941 if resident.lives_alone else 1930
    morning.until(10, 40)
    with Session(morning.engine) as session:
        assert session.scalars(select(Alert)).all() == []


def test_the_board_counts_the_calls_of_the_silent(morning: Morning, village: Village) -> None:
    morning.until(10, 40)
    with Session(morning.engine) as session:
        board = read_board(session, village.community, morning.clock.now())
    assert {(one.state, one.calls) for one in board.people} == {(State.SILENT, 2)}


def test_after_a_pause_of_hours_nobody_is_called_late_nor_texted_after_the_cut_off(
    morning: Morning, village: Village
) -> None:
    morning.until(8, 5)
    placed = len(morning.rung)
    morning.clock.move(hours=5)
    morning.look()
    morning.look()
    assert len(morning.rung) == placed
    assert morning.texts() == []
    assert {morning.state(door) for door in village.doors.values()} == {"listed"}


def test_a_line_that_starts_late_calls_at_once(morning: Morning, village: Village) -> None:
    morning.clock.move(hours=1)
    morning.look()
    assert WANG in [rung.to for rung in morning.rung]


def test_a_day_that_ended_while_nobody_looked_is_left_alone(morning: Morning, village: Village) -> None:
    morning.until(8, 5)
    morning.clock.move(hours=20)
    morning.look()
    assert {morning.state(door) for door in village.doors.values()} == {"listed"}
    assert morning.texts() == []


def test_a_call_whose_end_was_never_told_is_over_after_seven_minutes(morning: Morning, village: Village) -> None:
    settings(morning, lines=1)
    morning.until(8, 1)
    morning._ringing.clear()
    morning.until(8, 10)
    assert len(morning.rung) > 1


def test_eight_processes_that_look_at_once_place_each_call_once(morning: Morning, village: Village) -> None:
    now = morning.clock.move(minutes=2)
    take_due_steps(morning.engine, now, STEPS)
    with ThreadPoolExecutor(8) as threads:
        placed = list(threads.map(lambda _: call_the_silent(morning.engine, now), range(16)))
    assert sum(placed) == 6
    with Session(morning.engine) as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 6


PART = Part(grids=4)  # 1,240 households


@pytest.mark.timeout(400)
def test_a_whole_morning_of_a_quarter_of_the_demo_community(engine: Engine, clock: HandClock) -> None:
    clock.hand[0] = SEVEN
    with Session(engine) as session, session.begin():
        community = settle_part(session, PART)
        doors = list(session.scalars(select(Household.id).order_by(Household.id)))
    morning = Morning(engine, community, clock)
    chance, heard = Random(29), set[int]()

    def answer(now: Morning, rung: Rung) -> str:
        act: Answer = chance.choices((reports, puts_off, machine, nobody), (60, 5, 10, 25))[0]
        heard.update([rung.household] if act is reports else [])
        return act(now, rung)

    morning.answer = answer
    heard.update(chance.sample(doors, len(doors) * 3 // 4))
    morning.report(*heard)
    while clock.now() < SEVEN + timedelta(hours=2, minutes=50):
        clock.move(seconds=40 if morning.is_ringing else 170)
        some = set(chance.sample(doors, 2)) - heard
        morning.report(*some)
        heard |= some
        before = len(morning.rung)
        morning.look()
        assert not {rung.household for rung in morning.rung[before:]} & heard
    morning.sender.stop()
    with Session(engine) as session:
        rows = {row.household_id: row for row in session.scalars(select(RollCall))}
    called = Counter(rung.household for rung in morning.rung)
    assert morning.most_at_once == PART.lines
    assert max(row.tries for row in rows.values()) == 2
    assert {row.state for row in rows.values()} == {"heard", "listed"}
    assert {door for door, row in rows.items() if row.state == "heard"} <= heard
    assert set(doors) - heard - called.keys() == set(doors) - heard - rows.keys()  # but for those without a telephone

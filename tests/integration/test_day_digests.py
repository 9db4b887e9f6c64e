"""A day's digests, knock list and headcount from the board: who gets them, what they say, and how many there are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Community, Duty, Grid, Household, Item, Message, Reading, Resident, StandIn, Visit, Worker
from services.board.knock_lists import Knock, read_knock_list
from services.board.visits import VisitResult, record_visit, take_back_visit
from services.day.rounds import make_rounds
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.paper.sheets import knock_sheet
from tests.integration.outgoing import HandClock
from tests.web.village import CADRE, WANG, Village

ELEVEN = datetime(2020, 2, 29, 3, 0, tzinfo=UTC)  # in Wuhan
EVENING = datetime(2020, 2, 29, 11, 0, tzinfo=UTC)
KITCHEN = "+8610000000104"


def put(engine: Engine, *rows: Any) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(rows)


def digests(engine: Engine, what: str) -> list[tuple[str, str]]:
    """Who got this digest, and what it says."""
    with Session(engine) as session:
        query = select(Message.to, Message.body).where(Message.dedupe_key.startswith(f"digest:{what}:"))
        return [(to, body) for to, body in session.execute(query.order_by(Message.id))]


def everybody_reports(engine: Engine, village: Village, *but: str) -> None:
    with Session(engine) as session, session.begin():
        silent = {village.doors[door] for door in but}
        for one in session.scalars(select(Resident).where(Resident.household_id.not_in(silent))):
            session.add(reading(village, one))


def reading(village: Village, one: Resident) -> Reading:
    return Reading(
        community_id=village.community,
        household_id=one.household_id,
        resident_id=one.id,
        day=date(2020, 2, 29),
        tenths=365,
        channel="keypad",
        reporter="household",
        verified=True,
        at=ELEVEN - timedelta(hours=2),
    )


def item(village: Village, kind: str, building: str = "3", unit: str = "1", room: str = "1504", **more: Any) -> Item:
    door = {"building": building, "unit": unit, "room": room}
    return Item(community_id=village.community, kind=kind, since=ELEVEN, due=EVENING, **door, **more)


def knock_list(engine: Engine, village: Village) -> dict[str, Knock]:
    with Session(engine) as session:
        found = read_knock_list(session, village.community, ELEVEN)
    return {f"{one.building}-{one.unit}-{one.room}": one for one in found.doors}


def test_the_cut_off_brings_one_digest_with_the_doors_that_are_silent(engine: Engine, village: Village) -> None:
    everybody_reports(engine, village, "wang", "digits")
    for _ in range(2):
        take_due_steps(engine, ELEVEN, STEPS)
    (digest,) = digests(engine, "cut_off")
    assert digest == ("+8610000000100", "11:00 已报8/10人,发热0,不适0。没音讯2户:3-1-1504、5-301")


def test_nothing_to_say_is_no_digest(engine: Engine, village: Village) -> None:
    everybody_reports(engine, village)
    take_due_steps(engine, EVENING, STEPS)
    assert digests(engine, "") == []


def test_a_worker_of_two_grids_gets_one_digest(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        grid = Grid(community_id=village.community, name="第三网格")
        session.add(grid)
        session.flush()
        session.get_one(Household, village.doors["digits"]).grid_id = grid.id
        mine = {"community_id": village.community, "worker_id": village.workers["worker"], "position": 9}
        session.add(Duty(role="grid_worker", grid_id=grid.id, **mine))
    take_due_steps(engine, ELEVEN, STEPS)
    ((_, body),) = digests(engine, "cut_off")
    assert "没音讯7户" in body


def test_the_evening_tells_what_is_left(engine: Engine, village: Village) -> None:
    everybody_reports(engine, village, "wang")
    put(engine, item(village, "medicine", "5", "", "301", worker_id=village.workers["worker"]))
    take_due_steps(engine, EVENING, STEPS)
    ((_, body),) = digests(engine, "evening")
    assert body == "19:00 没音讯1户,没办完1件:1号5-301买药过时、3-1-1504"


def test_the_kitchen_hears_how_many_meals_each_building_gets(engine: Engine, village: Village) -> None:
    cook = Worker(community_id=village.community, name="食堂", phone=KITCHEN)
    put(
        engine,
        cook,
        item(village, "meal"),
        item(village, "meal", "5", "", "301"),
        item(village, "meal", "5", "", "302"),
    )
    with Session(engine) as session, session.begin():
        worker = session.scalar(select(Worker.id).where(Worker.phone == KITCHEN))
        session.add(Duty(community_id=village.community, worker_id=worker, role="kitchen", position=9))
    take_due_steps(engine, ELEVEN - timedelta(hours=1), STEPS)
    assert digests(engine, "meals") == [(KITCHEN, "10:00 今天送餐3户:3栋1、5栋2")]


@pytest.fixture
def kitchen(engine: Engine, village: Village) -> int:
    """The cook's id."""
    cook = Worker(community_id=village.community, name="食堂", phone=KITCHEN)
    with Session(engine) as session, session.begin():
        session.add(cook)
        session.flush()
        session.add(Duty(community_id=village.community, worker_id=cook.id, role="kitchen", position=9))
        return cook.id


def mark_for_meals(engine: Engine, village: Village, door: str) -> None:
    with Session(engine) as session, session.begin():
        people = select(Resident).where(Resident.household_id == village.doors[door])
        session.scalars(people.order_by(Resident.position.desc())).all()[0].meals = True


def test_where_the_roster_marks_who_may_have_meals_only_their_doors_count(
    engine: Engine, village: Village, kitchen: int
) -> None:
    mark_for_meals(engine, village, "couple")
    wishes = [
        item(village, "meal", "3", "1", "1503", household_id=village.doors["couple"]),
        item(village, "meal", "3", "1", "1504", household_id=village.doors["wang"]),
        item(village, "meal", "9", "", "901"),
    ]
    put(engine, *wishes)
    take_due_steps(engine, ELEVEN - timedelta(hours=1), STEPS)
    assert digests(engine, "meals") == [(KITCHEN, "10:00 今天送餐1户:3栋1")]


def test_a_mark_is_no_wish(engine: Engine, village: Village, kitchen: int) -> None:
    mark_for_meals(engine, village, "couple")
    take_due_steps(engine, ELEVEN - timedelta(hours=1), STEPS)
    assert digests(engine, "meals") == []


def test_who_stands_in_for_the_cook_hears_the_headcount(engine: Engine, village: Village, kitchen: int) -> None:
    put(engine, item(village, "meal"))
    begins = ELEVEN - timedelta(days=1)
    by = {"stand_in_id": village.workers["cadre"], "begins": begins}
    put(engine, StandIn(community_id=village.community, worker_id=kitchen, **by))
    take_due_steps(engine, ELEVEN - timedelta(hours=1), STEPS)
    assert [to for to, _ in digests(engine, "meals")] == [CADRE]


def test_nobody_who_waits_for_a_meal_is_no_headcount(engine: Engine, village: Village) -> None:
    put(engine, item(village, "meal", state="done"))
    take_due_steps(engine, ELEVEN - timedelta(hours=1), STEPS)
    assert digests(engine, "meals") == []


def reminder(village: Village, minutes: int, channel: str, **more: Any) -> Message:
    """A call or a text to 3-1-1504, so long after nine."""
    at = ELEVEN - timedelta(hours=2) + timedelta(minutes=minutes)
    times = {"created_at": at, "due_at": at, "at": at, "submitted_at": at}
    about = {"community_id": village.community, "household_id": village.doors["wang"], "to": WANG}
    how = {"dedupe_key": f"{channel}:{minutes}", "kind": "reminder", "channel": channel, "priority": 2}
    return Message(**times, **about, **how, **{"purpose": "roll_call", **more})


def test_the_knock_list_tells_marks_and_what_was_tried(engine: Engine, village: Village) -> None:
    put(
        engine,
        reminder(village, 0, "call", state="failed", sid="CA1"),
        reminder(village, 20, "call", state="delivered", sid="CA2"),
        reminder(village, 25, "sms", state="delivered", sid="SM1"),
        reminder(village, 30, "call", state="failed", sid="CA3", purpose="announcement"),
        item(village, "no_thermometer", household_id=village.doors["wang"]),
    )
    with Session(engine) as session, session.begin():
        home = Resident.household_id == village.doors["wang"]
        session.scalars(select(Resident).where(home)).one().lives_alone = True
    door = knock_list(engine, village)["3-1-1504"]
    nine = ELEVEN - timedelta(hours=2)
    assert (door.floor, door.marks, door.phones) == (15, ("alone",), (WANG,))
    assert (door.calls, door.texts) == ((nine, nine + timedelta(minutes=20)), (nine + timedelta(minutes=25),))
    assert door.items == ("no_thermometer",)


def test_a_visit_that_found_nobody_home_was_a_try_as_long_as_it_is_not_taken_back(
    engine: Engine, village: Village
) -> None:
    three = ELEVEN + timedelta(hours=4)
    about = (village.community, village.doors["wang"], None, village.workers["worker"])
    with Session(engine) as session, session.begin():
        record_visit(session, VisitResult(*about, "nobody_home"), three)
    door = knock_list(engine, village)["3-1-1504"]
    assert door.visits == (three,)
    with Session(engine) as session:
        community = session.get_one(Community, village.community)
        sheet = knock_sheet(session, community, None, three)
    assert {one.room: one.tried for one in sheet.doors}["1504"] == "上门没人 15:00"
    with Session(engine) as session, session.begin():
        take_back_visit(session, session.scalars(select(Visit.id)).one(), three)
    assert knock_list(engine, village)["3-1-1504"].visits == ()


def test_what_never_left_was_not_tried(engine: Engine, village: Village) -> None:
    put(engine, reminder(village, 0, "call", state="pending"), reminder(village, 5, "sms", state="dropped"))
    door = knock_list(engine, village)["3-1-1504"]
    assert (door.calls, door.texts) == ((), ())


@pytest.mark.parametrize("silent", [(), ("wang",)])
def test_a_whole_day_brings_a_worker_six_texts_at_most(
    engine: Engine, village: Village, clock: HandClock, silent: tuple[str, ...]
) -> None:
    everybody_reports(engine, village, *silent)
    put(engine, item(village, "meal", worker_id=village.workers["worker"]))
    clock.hand[0] = datetime(2020, 2, 28, 16, 0, tzinfo=UTC)  # midnight in Wuhan
    for _ in range(24 * 6):
        make_rounds(engine, clock, "clock")
        clock.move(minutes=10)
    with Session(engine) as session:
        query = select(Message.worker_id).where(Message.kind.not_in(("alert", "reply")), Message.channel == "sms")
        texts = list(session.scalars(query))
    assert texts
    assert max(texts.count(worker) for worker in set(texts)) <= 6


def test_doors_of_no_grid_are_the_offices(engine: Engine, village: Village) -> None:
    office = Worker(community_id=village.community, name="办公室", phone="+8610000000105")
    put(engine, office)
    with Session(engine) as session, session.begin():
        worker = session.scalar(select(Worker.id).where(Worker.name == "办公室"))
        session.add(Duty(community_id=village.community, worker_id=worker, role="office", position=9))
        session.get_one(Household, village.doors["wang"]).grid_id = None
    take_due_steps(engine, ELEVEN, STEPS)
    told = dict(digests(engine, "cut_off"))
    assert "没音讯1户:3-1-1504" in told["+8610000000105"]
    assert "3-1-1504" not in told["+8610000000100"]


def test_every_time_is_the_communitys_own(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"cut_off": "12:00"}
    take_due_steps(engine, ELEVEN, STEPS)
    assert digests(engine, "cut_off") == []
    take_due_steps(engine, ELEVEN + timedelta(hours=1), STEPS)
    assert len(digests(engine, "cut_off")) == 1


def test_a_kitchen_that_counts_after_the_cut_off_is_told_all_the_same(engine: Engine, village: Village) -> None:
    office = Worker(community_id=village.community, name="办公室", phone=KITCHEN)
    put(engine, office, item(village, "meal"))
    with Session(engine) as session, session.begin():
        session.get_one(Community, village.community).settings = {"meals": "12:00"}
        worker = session.scalar(select(Worker.id).where(Worker.phone == KITCHEN))
        session.add(Duty(community_id=village.community, worker_id=worker, role="office", position=9))
    take_due_steps(engine, ELEVEN + timedelta(hours=1), STEPS)
    assert digests(engine, "meals") == [(KITCHEN, "12:00 今天送餐1户:3栋1")]

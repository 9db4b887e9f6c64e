"""The counted board of the console: counted once for all who look at once, anew when something changed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from console.boards import Boards, Pace
from models import Reading
from services.roster.communities import add_community
from tests.integration.outgoing import MORNING, HandClock
from tests.web.village import Village


@pytest.fixture
def kept(engine: Engine) -> Boards:
    return Boards(engine, HandClock(), keeps_watch=False)


def report(engine: Engine, village: Village) -> None:
    row = {"community_id": village.community, "household_id": village.doors["wang"], "resident_id": 1}
    with Session(engine) as session, session.begin():
        session.add(
            Reading(**row, day=MORNING.date(), tenths=365, channel="keypad", reporter="self", verified=True, at=MORNING)
        )


def test_many_who_look_at_once_are_shown_one_count(engine: Engine, village: Village) -> None:
    kept = Boards(engine, HandClock(), keeps_watch=False, pace=Pace(fresh=60))
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: kept.read(village.community), range(8)))
    assert len({id(one) for one in seen}) == 1


def test_who_changes_something_sees_it_at_once(kept: Boards, engine: Engine, village: Village) -> None:
    assert kept.read(village.community).board.counts.heard == 0
    report(engine, village)
    assert kept.read(village.community).board.counts.heard == 0
    kept.forget(village.community)
    assert kept.read(village.community).board.counts.heard == 1


def test_while_somebody_looks_it_is_counted_again_by_itself_and_then_no_more(engine: Engine, village: Village) -> None:
    kept = Boards(engine, HandClock(), pace=Pace(fresh=0.05, watched=5))
    first = kept.read(village.community)
    report(engine, village)
    deadline = time.monotonic() + 60
    counted = first
    while counted.board.counts.heard == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
        counted = kept._slots[village.community].counted or first
    assert counted.board.counts.heard == 1
    while kept._slots[village.community].is_watched and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not kept._slots[village.community].is_watched


def test_of_several_communities_one_is_counted_at_a_time_and_each_again(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        others = [add_community(session, f"社区{number}", f"+8627555002{number:02}").id for number in range(3)]
    ours = [village.community, *others]
    kept = Boards(engine, HandClock(), pace=Pace(fresh=0.001, watched=3))
    counting: set[str] = set()
    most = [0]

    def begins(*_: object) -> None:
        if threading.current_thread().name == "console-board":
            counting.add(str(threading.get_ident()))
            most[0] = max(most[0], len(counting))

    event.listen(engine.pool, "checkout", begins)
    event.listen(engine.pool, "checkin", lambda *_: counting.discard(str(threading.get_ident())))
    first = [kept.read(one) for one in ours]
    deadline = time.monotonic() + 60
    while any(kept._slots[one].is_watched for one in ours) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert most == [1]
    assert all(kept._slots[one].counted is not shown for one, shown in zip(ours, first, strict=True))


def test_the_groups_are_those_of_the_board(kept: Boards, village: Village) -> None:
    counted = kept.read(village.community)
    assert {name: len(people) for name, people in counted.by_grid.items()} == {"第二网格": 10}
    assert sum(len(people) for people in counted.by_building.values()) == len(counted.board.people)

"""Stand-ins: from when until when somebody else does a worker's duties, everywhere a duty matters."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from domain.understanding.meanings import Command, Verb
from ivr.events import ItemKind
from models import Item, Message, Worker
from services.alerting.duty import grid_worker_of, people_to_ring, rooms_of, team_for
from services.alerting.items import Left, file_item
from services.alerting.stand_ins import Absence, come_back, stand_in
from services.roster.places import household_place
from services.texting.letters import IncomingText
from services.texting.texts import receive_text
from services.texting.worker_lists import answer_command
from tests.integration.outgoing import MORNING
from tests.integration.test_ladder import off_duty, raise_for, told
from tests.web.line import LINE
from tests.web.village import CADRE, DUTY, WORKER, Village

HOUR = timedelta(hours=1)


def away(engine: Engine, village: Village, who: str, by: str, begins: float = 0, ends: float | None = 2) -> None:
    """One of the village is away between these hours after half past eight, and another stands in."""
    with Session(engine) as session, session.begin():
        absent, there = (session.get_one(Worker, village.workers[one]) for one in (who, by))
        until = MORNING + HOUR * ends if ends is not None else None
        stand_in(session, Absence(absent, there, MORNING + HOUR * begins, until), MORNING)


def on_the_ladder(engine: Engine, village: Village, hour: float) -> int | None:
    with Session(engine) as session:
        return team_for(session, household_place(session, village.doors["wang"]), MORNING + HOUR * hour).grid_worker


def test_the_stand_in_is_told_while_it_lasts_and_no_longer(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre", begins=1, ends=2)
    hours = [on_the_ladder(engine, village, hour) for hour in (0.9, 1, 1.9, 2)]
    worker, cadre = village.workers["worker"], village.workers["cadre"]
    assert hours == [worker, cadre, cadre, worker]


def test_without_an_end_it_lasts_until_the_worker_is_back(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre", ends=None)
    assert on_the_ladder(engine, village, 1000) == village.workers["cadre"]
    with Session(engine) as session, session.begin():
        assert come_back(session, session.get_one(Worker, village.workers["worker"]), MORNING + HOUR)
    assert on_the_ladder(engine, village, 1) == village.workers["worker"]


def test_the_hours_of_the_duty_stay(engine: Engine, village: Village) -> None:
    off_duty(engine, "08:00-10:00", "grid_worker")
    away(engine, village, "worker", "cadre", ends=None)
    assert [on_the_ladder(engine, village, hour) for hour in (1, 2)] == [village.workers["cadre"], None]


def test_a_stand_in_who_is_away_too_is_replaced_in_turn(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre")
    away(engine, village, "cadre", "volunteer")
    assert on_the_ladder(engine, village, 1) == village.workers["volunteer"]


def test_a_ring_of_stand_ins_ends(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre")
    away(engine, village, "cadre", "worker")
    assert on_the_ladder(engine, village, 1) == village.workers["cadre"]


def test_a_later_word_about_the_same_time_replaces_the_first(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre", ends=None)
    away(engine, village, "worker", "volunteer", begins=1, ends=2)
    hours = [on_the_ladder(engine, village, hour) for hour in (0.5, 1, 2)]
    assert hours == [village.workers["cadre"], village.workers["volunteer"], village.workers["worker"]]


def test_the_first_text_of_an_alert_goes_to_the_stand_in(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "volunteer")
    raise_for(engine, village)
    assert told(engine) == [(0, "sms", "+8610000000102")]


def test_lists_and_calls_for_a_person_go_there_too(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "volunteer")
    with Session(engine) as session, session.begin():
        place = household_place(session, village.doors["wang"])
        file_item(session, Left(ItemKind.MEDICINE, place), MORNING)
        assert session.scalars(select(Item.worker_id)).one() == village.workers["volunteer"]
        assert grid_worker_of(session, place.grid_id, MORNING) == village.workers["volunteer"]
        assert people_to_ring(session, place, MORNING) == ("+8610000000102", CADRE, DUTY)
        assert "301" in rooms_of(session, village.workers["volunteer"])


def test_the_stand_in_sees_the_grid_by_text(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre", ends=2)
    with Session(engine) as session:
        cadre = session.get_one(Worker, village.workers["cadre"])
        seen = [
            "5-301" in answer_command(session, cadre, Command(Verb.MISSING), (), MORNING + HOUR * hour).body
            for hour in (1, 2)
        ]
    assert seen == [True, False]


def test_the_stand_in_closes_an_item_that_is_on_the_others_list(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        file_item(session, Left(ItemKind.MEDICINE, household_place(session, village.doors["wang"])), MORNING)
    away(engine, village, "worker", "cadre")
    with Session(engine) as session, session.begin():
        number = session.scalars(select(Item.id)).one()
        receive_text(session, IncomingText("SM1", LINE, CADRE, f"完成 {number}"), MORNING)
    with Session(engine) as session:
        assert session.scalars(select(Item.state)).one() == "done"


def test_the_stand_in_is_told_once(engine: Engine, village: Village) -> None:
    away(engine, village, "worker", "cadre", ends=2)
    with Session(engine) as session:
        rows = session.execute(select(Message.to, Message.body)).all()
    assert [tuple(row) for row in rows] == [(CADRE, "02-29 08:30到02-29 10:30您替孙丽值班")]
    assert WORKER not in {to for to, _ in rows}


@pytest.mark.parametrize(("by", "ends"), [("worker", 2), ("cadre", -1), ("cadre", 0)])
def test_what_makes_no_sense_is_refused(engine: Engine, village: Village, by: str, ends: float) -> None:
    with pytest.raises(Refused):
        away(engine, village, "worker", by, ends=ends)

"""The office's hand on requests: what is open and late, moved on, noted, asked for at a door."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from domain.life_cycles import RequestState
from domain.refusals import Refused
from domain.requests import RequestKind
from models import Resident
from services.desk import request_desk
from services.desk.listings import Scope
from services.needs.deadlines import tell_late
from tests.web.conftest import MORNING
from tests.web.line import Wire
from tests.web.test_requests import bodies, items, requests, text
from tests.web.village import COUPLE, DUTY, Village


def test_what_is_overdue_is_told_to_the_office_once_and_not_at_night(
    wire: Wire, engine: Engine, village: Village
) -> None:
    text(wire, "SM1", "煤气没了")
    text(wire, "SM2", "买药 二甲双胍 还剩5天", COUPLE)

    def late(hours: float) -> int:
        with Session(engine) as session, session.begin():
            return tell_late(session, MORNING + timedelta(hours=hours))

    assert [late(hours) for hours in (1, 8.5, 8.6, 9.5, 14, 24.5, 25.5)] == [0, 1, 0, 0, 0, 1, 0]
    assert bodies(engine, DUTY)[0] == f"17:00 过时没办1件:{items(engine)[0].id}号3-1-1504煤气"


def test_the_office_asks_for_a_door_notes_something_and_moves_it_on(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        made = request_desk.ask_for(session, village.doors["wang"], RequestKind.OTHER, "水龙头漏水", MORNING)
        request_desk.note(session, village.community, made.id, "下午去")
        request_desk.move_on(session, village.community, made.id, RequestState.IN_HAND, MORNING)
    with Session(engine) as session:
        scope = Scope(village.community, MORNING + timedelta(hours=9))
        (listed,) = request_desk.list_requests(session, scope, overdue=True)
    assert (listed.kind, listed.room, listed.state, listed.worker) == ("other", "1504", "in_hand", "孙丽")
    assert (listed.age, listed.overdue, items(engine)[0].note) == (540, True, "水龙头漏水, 下午去")


def test_a_step_that_cannot_follow_is_refused_and_changes_nothing(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        number = request_desk.ask_for(session, village.doors["wang"], RequestKind.GAS, "煤气卡", MORNING).id
        request_desk.move_on(session, village.community, number, RequestState.WITHDRAWN, MORNING)
    with Session(engine) as session, session.begin(), pytest.raises(Refused, match="withdrawn"):
        request_desk.move_on(session, village.community, number, RequestState.DONE, MORNING)
    with Session(engine) as session, pytest.raises(Refused, match="no request 999"):
        request_desk.note(session, village.community, 999, "x")
    assert requests(engine)[0].state == "withdrawn"


def test_a_meal_that_the_roster_does_not_mark_is_marked_so_for_worker_and_office(
    wire: Wire, engine: Engine, village: Village
) -> None:
    text(wire, "SM1", "免费送餐")
    assert items(engine)[0].note == "免费送餐"  # nobody is marked yet: every wish counts
    with Session(engine) as session, session.begin():
        couple = Resident.household_id == village.doors["couple"]
        session.execute(update(Resident).where(couple).values(meals=True))
    text(wire, "SM2", "送饭")
    text(wire, "SM3", "送饭", COUPLE)
    assert [one.note for one in items(engine)] == ["免费送餐 送饭, 名册没标可以免费送餐,请先问社区", "送饭"]
    with Session(engine) as session:
        listed = request_desk.list_requests(session, Scope(village.community, MORNING))
    assert [(one.room, one.eligible) for one in listed] == [("1504", False), ("1503", True)]

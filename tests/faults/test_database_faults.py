"""PostgreSQL is gone in mid-call: the line says so in time, nothing is half written, and the call goes on afterwards."""

import time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from linli.phone import PhoneError
from models import Alert, Message, Turn
from tests.faults.ground import Ground
from tests.faults.street import wait_for

pytestmark = pytest.mark.xdist_group("ground")
TRIES = 4  # of the carrier: the first and rc=3


def written(ground: Ground, sid: str) -> tuple[int, int]:
    """Turns and alerts of a call."""
    with Session(ground.street.engine) as session:
        turns = session.scalar(select(func.count()).select_from(Turn).where(Turn.call_sid == sid))
        alerts = session.scalar(select(func.count()).select_from(Alert).where(Alert.call_sid == sid))
        return turns or 0, alerts or 0


def test_a_call_survives_a_database_that_vanishes_and_comes_back(ground: Ground) -> None:
    street, sid = ground.street, "CA" + "1" * 32
    action, form = street.call_by_hand(sid)
    ground.vanish()
    for _ in range(TRIES):
        began = time.monotonic()
        assert street.post(action, form).status == 503
        assert time.monotonic() - began < 4
    ground.come_back()
    assert written(ground, sid) == (1, 0)
    answers = [street.post(action, form) for _ in range(TRIES)]
    good = [answer.data for answer in answers if answer.status == 200]
    assert good
    assert {answer.status for answer in answers} <= {200, 503}
    assert len(set(good)) == 1
    assert written(ground, sid) == (2, 1)
    with Session(street.engine) as session:
        owed = session.scalars(select(Message).join(Alert).where(Alert.call_sid == sid)).one()
    wait_for("the text", lambda: [one for one in street.accepted() if owed.body in one["form"]["Body"]], within=15)
    street.balance()
    assert street.house.dead() is None


def calls_until_heard(ground: Ground) -> str:
    """The room of somebody who falls ill; told that the line is in trouble, they call again, as the line asks."""
    for _ in range(2):
        try:
            return ground.street.falls_ill()
        except PhoneError:
            continue
    return ground.street.falls_ill()


def test_reports_by_telephone_go_on_after_the_database_was_away(ground: Ground) -> None:
    ground.vanish()
    ground.come_back()
    wait_for("the database behind the line", ground.street.is_ready, within=15)
    told = []
    for _ in range(3):
        room = calls_until_heard(ground)
        told.append(wait_for("the text", lambda room=room: ground.street.accepted(room), within=15))  # type: ignore[misc]
    assert len(told) == 3
    ground.street.balance()

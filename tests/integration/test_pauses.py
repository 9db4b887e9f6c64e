"""Who is in hospital, has moved or is away is not due until the day they return."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.pauses import PauseReason
from models import Pause, Resident
from services.board.board import read_board
from services.board.pauses import PauseOrder, end_pause, pause_resident
from tests.integration.outgoing import MORNING
from tests.web.village import Village

TODAY = date(2020, 2, 29)
DAY = timedelta(days=1)


class Ward:
    """王秀英 goes and comes."""

    def __init__(self, engine: Engine, village: Village) -> None:
        self._engine, self._village = engine, village
        with Session(engine) as session:
            self.wang = session.scalars(select(Resident.id).where(Resident.name == "王秀英")).one()

    def goes(
        self, until: date | None, since: date = TODAY, reason: PauseReason = PauseReason.HOSPITAL
    ) -> tuple[str, date | None] | None:
        """She is paused; the reason and the return date of the pause that this takes the place of."""
        with Session(self._engine) as session, session.begin():
            replaced = pause_resident(session, PauseOrder(self.wang, reason, since, until), MORNING)
            return (replaced.reason, replaced.until) if replaced else None

    def comes(self) -> bool:
        """She is back before her day; whether she was away."""
        with Session(self._engine) as session, session.begin():
            return end_pause(session, self.wang, MORNING)

    def state(self, now: datetime = MORNING) -> str:
        """Hers."""
        with Session(self._engine) as session:
            people = read_board(session, self._village.community, now).people
        return next(one.state.value for one in people if one.name == "王秀英")


@pytest.fixture
def ward(engine: Engine, village: Village) -> Ward:
    """She is at home and silent."""
    return Ward(engine, village)


def test_the_return_date_ends_a_pause_by_itself(ward: Ward) -> None:
    ward.goes(until=TODAY + 2 * DAY)
    states = [ward.state(MORNING + days * DAY) for days in (-1, 0, 1, 2, 3)]
    assert states == ["silent", "paused", "paused", "silent", "silent"]


def test_the_return_date_is_the_communitys_own(ward: Ward) -> None:
    ward.goes(until=TODAY + DAY)
    before, after = (datetime.fromisoformat(f"2020-{time}+08:00") for time in ("02-29T23:59", "03-01T00:00"))
    assert (ward.state(before), ward.state(after)) == ("paused", "silent")


def test_without_a_return_date_it_lasts_until_somebody_ends_it(ward: Ward) -> None:
    ward.goes(until=None, reason=PauseReason.MOVED)
    assert ward.state(MORNING + 300 * DAY) == "paused"
    assert ward.comes()
    assert ward.state() == "silent"


def test_nobody_comes_back_who_was_not_away(ward: Ward) -> None:
    assert not ward.comes()


def test_a_new_pause_takes_the_place_of_the_old_one_and_both_stay_in_the_record(ward: Ward, engine: Engine) -> None:
    ward.goes(until=None, reason=PauseReason.MOVED)
    ward.goes(until=TODAY + DAY)
    assert [ward.state(), ward.state(MORNING + DAY)] == ["paused", "silent"]
    with Session(engine) as session:
        assert len(session.scalars(select(Pause)).all()) == 2


def test_who_pauses_somebody_is_told_of_the_pause_that_stood_there(ward: Ward) -> None:
    assert ward.goes(until=TODAY + DAY) is None
    assert ward.goes(until=None, reason=PauseReason.MOVED) == ("hospital", TODAY + DAY)
    assert ward.comes()
    assert ward.goes(until=TODAY + DAY) is None


def test_a_pause_that_has_ended_by_itself_is_replaced_by_none(ward: Ward) -> None:
    ward.goes(until=TODAY + DAY)
    assert ward.goes(since=TODAY + DAY, until=TODAY + 3 * DAY) is None


@pytest.mark.parametrize("until", [TODAY, TODAY - DAY])
def test_a_pause_that_ends_before_it_begins_is_refused(ward: Ward, until: date) -> None:
    with pytest.raises(ValueError, match="return date"):
        ward.goes(until=until)


def test_nobody_is_away_without_a_day_to_look_for_them_again(ward: Ward) -> None:
    with pytest.raises(ValueError, match="return date is missing"):
        ward.goes(until=None, reason=PauseReason.HOSPITAL)

"""A visit at the door is on the board at once, and an illness found there is an alert."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Alert, Resident, Visit
from services.board.board import PersonState, read_board
from services.board.visits import VisitResult, record_visit
from tests.integration.outgoing import MORNING
from tests.web.village import Village

DAY = timedelta(days=1)


class Rounds:
    """The village's worker goes from door to door."""

    def __init__(self, engine: Engine, village: Village) -> None:
        self._engine, self._village = engine, village

    def finds(self, outcome: str, door: str, person: str | None = None, note: str = "") -> None:
        """A visit, of everybody at the door or of one of them."""
        with Session(self._engine) as session, session.begin():
            resident = session.scalar(select(Resident.id).where(Resident.name == person)) if person else None
            village = self._village
            found = VisitResult(
                village.community, village.doors[door], resident, village.workers["worker"], outcome, note
            )
            record_visit(session, found, MORNING)

    def state(self, person: str, later: timedelta = timedelta()) -> str:
        """Their state on the board."""
        return self.line(person, later).state.value

    def line(self, person: str, later: timedelta = timedelta()) -> PersonState:
        """Their line of the board."""
        with Session(self._engine) as session:
            people = read_board(session, self._village.community, MORNING + later).people
        return next(one for one in people if one.name == person)

    def alerts(self) -> list[tuple[str, int | None]]:
        """What was raised: kind and household."""
        with Session(self._engine) as session:
            return [(one.kind, one.household_id) for one in session.scalars(select(Alert).order_by(Alert.id))]


@pytest.fixture
def rounds(engine: Engine, village: Village) -> Rounds:
    """Nobody was heard of yet."""
    return Rounds(engine, village)


def test_who_was_found_well_is_visited_today_and_silent_tomorrow(rounds: Rounds) -> None:
    rounds.finds("well", "wang")
    one = rounds.line("王秀英")
    assert (one.state, one.channel, one.reporter, one.verified, one.at) == ("visited", "visit", "worker", True, MORNING)
    assert rounds.state("王秀英", DAY) == "silent"


def test_a_visit_with_nobody_named_is_about_everybody_at_the_door(rounds: Rounds) -> None:
    rounds.finds("well", "couple")
    assert (rounds.state("张桂兰"), rounds.state("李建国"), rounds.state("王秀英")) == ("visited", "visited", "silent")


def test_a_visit_to_one_person_says_nothing_of_the_others(rounds: Rounds) -> None:
    rounds.finds("well", "couple", "李建国")
    assert (rounds.state("张桂兰"), rounds.state("李建国")) == ("silent", "visited")


def test_nobody_home_is_no_sign_of_life_but_is_shown(rounds: Rounds) -> None:
    rounds.finds("nobody_home", "wang")
    one = rounds.line("王秀英")
    assert (one.state, one.visit) == ("silent", "nobody_home")


def test_nobody_home_later_does_not_undo_who_was_found_before(rounds: Rounds) -> None:
    rounds.finds("well", "wang")
    rounds.finds("nobody_home", "wang")
    assert rounds.state("王秀英") == "visited"


def test_ill_raises_an_alert_of_the_only_person_there(rounds: Rounds, village: Village) -> None:
    rounds.finds("ill", "wang")
    assert rounds.state("王秀英") == "unwell"
    assert rounds.alerts() == [("unwell", village.doors["wang"])]


def test_ill_with_nobody_named_is_the_doors_alert(rounds: Rounds) -> None:
    rounds.finds("ill", "couple")
    assert (rounds.state("张桂兰"), rounds.state("李建国")) == ("unwell", "unwell")


def test_ill_twice_is_one_alert(rounds: Rounds) -> None:
    rounds.finds("ill", "family", "刘洋")
    rounds.finds("ill", "family", "刘洋")
    assert (rounds.state("刘洋"), rounds.state("陈丽"), len(rounds.alerts())) == ("unwell", "silent", 1)


def test_who_has_moved_is_visited_today_and_due_no_more(rounds: Rounds) -> None:
    rounds.finds("moved", "couple", "李建国")
    assert (rounds.state("李建国"), rounds.state("李建国", DAY), rounds.state("张桂兰", DAY)) == (
        "visited",
        "paused",
        "silent",
    )


def test_the_note_stays_with_the_visit(rounds: Rounds, engine: Engine) -> None:
    rounds.finds("nobody_home", "wang", note="邻居说在医院")
    with Session(engine) as session:
        assert session.scalars(select(Visit.note)).all() == ["邻居说在医院"]


def test_an_outcome_nobody_knows_is_refused(rounds: Rounds) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        rounds.finds("perhaps", "wang")

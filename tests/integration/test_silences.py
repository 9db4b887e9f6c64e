"""Who was silent and is heard of after all: the alert ends, whoever was sent to look is told, and no telephone rings any more."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from domain.pauses import PauseReason
from domain.visits import VisitOutcome
from models import Alert, Message, Reading, Resident, TextThread
from services.alerting import alert_answers, alerts
from services.alerting.alerts import Cause
from services.board.pauses import PauseOrder, pause_resident
from services.board.visits import VisitResult, record_visit, take_back_visit
from services.day.rounds import make_rounds
from services.roster.places import household_place
from tests.integration.outgoing import MORNING, HandClock
from tests.web.village import CADRE, DUTY, WORKER, Village

TODAY = date(2020, 2, 29)
Deed = Callable[["Search"], None]


class Search:
    """Auntie Wang is silent; her grid worker and her building's cadre were told."""

    def __init__(self, engine: Engine, village: Village, clock: HandClock) -> None:
        self.engine, self.village, self.clock = engine, village, clock
        with Session(engine) as session, session.begin():
            self.wang = session.scalars(select(Resident.id).where(Resident.name == "王秀英")).one()
            place = household_place(session, village.doors["wang"])
            cause = Cause(AlertKind.SILENT, place, resident_id=self.wang)
            self.alert = alerts.raise_alert(session, cause, clock.now()).id
        for _ in range(2):  # after the text: the call, the cadre
            clock.move(seconds=181)
            self.looks()

    def looks(self) -> None:
        """A round of the clock."""
        make_rounds(self.engine, self.clock, "clock")

    def later(self, minutes: int) -> int:
        """How many texts and calls the ladder owes more after so many minutes."""
        before = len(self.owed("alert"))
        for _ in range(minutes):
            self.clock.move(seconds=60)
            self.looks()
        return len(self.owed("alert")) - before

    def owed(self, kind: str) -> list[tuple[str, str]]:
        """To whom what is owed."""
        with Session(self.engine) as session:
            rows = session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
            return [(row.to, row.body) for row in rows]

    def sent_to_look(self) -> int:
        """How many texts and calls there are of the silence."""
        with Session(self.engine) as session:
            return len(session.scalars(select(Message.id).where(Message.alert_id == self.alert)).all())

    def state(self) -> str:
        """Of the alert."""
        with Session(self.engine) as session:
            return session.get_one(Alert, self.alert).state

    def reports(self, *, verified: bool = True, at: datetime | None = None) -> None:
        """A normal reading of hers."""
        row = {
            "community_id": self.village.community,
            "household_id": self.village.doors["wang"],
            "resident_id": self.wang,
            "day": TODAY,
            "tenths": 364,
            "channel": "sms",
            "reporter": "self",
            "verified": verified,
            "at": at or self.clock.now(),
        }
        with Session(self.engine) as session, session.begin():
            session.execute(insert(Reading).values(row))

    def visits(self, outcome: VisitOutcome) -> None:
        """The grid worker was there."""
        door, worker = self.village.doors["wang"], self.village.workers["worker"]
        with Session(self.engine) as session, session.begin():
            record_visit(
                session, VisitResult(self.village.community, door, None, worker, outcome.value), self.clock.now()
            )

    def pauses(self) -> None:
        """She was found in hospital."""
        with Session(self.engine) as session, session.begin():
            order = PauseOrder(self.wang, PauseReason.HOSPITAL, TODAY, TODAY + timedelta(days=3))
            pause_resident(session, order, self.clock.now())

    def falls_ill(self, *, verified: bool = True) -> None:
        """Key 2 from her own telephone, and hung up."""
        with Session(self.engine) as session, session.begin():
            place = household_place(session, self.village.doors["wang"])
            alerts.raise_alert(session, Cause(AlertKind.UNWELL, place, unverified=not verified), self.clock.now())


@pytest.fixture
def search(engine: Engine, village: Village, clock: HandClock) -> Search:
    """Begun six minutes ago."""
    return Search(engine, village, clock)


HEARD: tuple[Deed, ...] = (
    Search.reports,
    lambda search: search.visits(VisitOutcome.WELL),
    lambda search: search.visits(VisitOutcome.MOVED),
    Search.pauses,
    Search.falls_ill,
)
UNHEARD: tuple[Deed, ...] = (
    lambda search: search.visits(VisitOutcome.NOBODY_HOME),
    lambda search: search.reports(verified=False),
    lambda search: search.reports(at=MORNING - timedelta(hours=1)),
    lambda search: search.falls_ill(verified=False),
)


@pytest.mark.parametrize("deed", HEARD)
def test_who_is_heard_of_is_looked_for_no_more(search: Search, deed: Deed) -> None:
    told = search.sent_to_look()
    deed(search)
    search.later(30)
    assert search.state() == "done"
    assert search.sent_to_look() == told


@pytest.mark.parametrize("deed", UNHEARD)
def test_what_is_not_sure_breaks_no_silence(search: Search, deed: Deed) -> None:
    deed(search)
    search.looks()
    assert search.state() == "open"
    assert search.later(30) > 0
    assert DUTY in {to for to, _ in search.owed("alert")}


def test_everybody_who_was_sent_to_look_hears_of_it_once(search: Search) -> None:
    search.reports()
    search.later(5)
    assert search.owed("notice") == [(to, "3栋1单元1504 有消息了,不用再找") for to in (WORKER, CADRE)]


def test_who_was_at_the_door_needs_no_text_about_it(search: Search) -> None:
    search.visits(VisitOutcome.WELL)
    search.looks()
    assert [to for to, _ in search.owed("notice")] == [CADRE]


def test_who_wants_no_texts_gets_none(search: Search) -> None:
    with Session(search.engine) as session, session.begin():
        thread = TextThread(community_id=search.village.community, number=CADRE, state={}, opted_out_at=MORNING)
        session.add(thread)
    search.reports()
    search.looks()
    assert [to for to, _ in search.owed("notice")] == [WORKER]


def test_an_alert_that_somebody_has_taken_ends_too_and_does_not_climb_again(search: Search) -> None:
    with Session(search.engine) as session, session.begin():
        alert_answers.take_alert(session, search.alert, search.village.workers["cadre"], search.clock.now())
    search.reports()
    assert search.later(40) == 0
    assert search.state() == "done"


def test_a_visit_that_is_taken_back_was_none(search: Search) -> None:
    search.visits(VisitOutcome.WELL)
    with Session(search.engine) as session, session.begin():
        take_back_visit(session, 1, search.clock.now())
    search.looks()
    assert search.state() == "open"


def test_a_reading_that_is_withdrawn_was_none(search: Search) -> None:
    search.reports()
    with Session(search.engine) as session, session.begin():
        session.execute(update(Reading).values(withdrawn_at=search.clock.now()))
    search.looks()
    assert search.state() == "open"


def test_two_processes_that_look_at_once_end_it_once(search: Search) -> None:
    search.reports()
    barrier = Barrier(4)

    def looks() -> None:
        barrier.wait()
        search.looks()

    threads = [Thread(target=looks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(search.owed("notice")) == len({WORKER, CADRE})

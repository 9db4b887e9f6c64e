"""Whatever residents, workers and the clock do: everybody has one state, and all who show the board show the same."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.call_by_person import Why
from domain.day_board import State
from domain.pauses import PauseReason
from domain.understanding.meanings import Command, Verb
from ivr.events import (
    Complaint,
    Event,
    FiledItem,
    HasSymptom,
    ItemKind,
    Postponed,
    RaisedAlert,
    Reading,
    Reported,
    Symptom,
    Withdrew,
)
from ivr.facts import CallState
from models import Alert, Household, Resident, Worker
from models.database import open_engine
from services.alerting.alert_answers import close_alert
from services.board.board import Board, PersonState, read_board
from services.board.call_by_person import put_on_list
from services.board.pauses import PauseOrder, end_pause, pause_resident
from services.board.street_table import street_table
from services.board.visits import VisitResult, record_visit
from services.calling.care import store_event
from services.calling.speaking import Speaking
from services.day.rounds import make_rounds
from services.texting.worker_lists import answer_command
from tests.integration.board_model import FEVER, Model
from tests.integration.outgoing import HandClock
from tests.parts import PostgresDatabases, SqliteDatabases
from tests.web.village import settle

ZONE = ZoneInfo("Asia/Shanghai")
Databases = Callable[[], AbstractContextManager[str]]
Reader = Callable[[Session, int, datetime], Board]
ANY = st.integers(0, 20)
VALUE = st.sampled_from([None, 365, 372, 373, 391])
CHANNEL = st.sampled_from(["keypad", "sms", "chain", "worker", "visit"])


class RandomDays(RuleBasedStateMachine):
    """A village, a model of its board, and everything that can happen between two looks at it."""

    def __init__(self, databases: Databases, read: Reader) -> None:
        super().__init__()
        self.read = read
        self.closing = ExitStack()
        self.engine = open_engine(self.closing.enter_context(databases()))
        self.clock = HandClock()
        self.sids = count(1)
        self.last_sid = ""
        with Session(self.engine) as session, session.begin():
            self.village = settle(session, self.now)
            homes = {
                home: list(
                    session.scalars(
                        select(Resident.id).where(Resident.household_id == home).order_by(Resident.position)
                    )
                )
                for home in session.scalars(select(Household.id).order_by(Household.id))
            }
            self.names = {one.id: one.name for one in session.scalars(select(Resident))}
        self.model = Model(homes)

    def teardown(self) -> None:
        """The database goes."""
        self.engine.dispose()
        self.closing.close()

    @property
    def now(self) -> datetime:
        """The line's time."""
        return self.clock.now()

    @property
    def day(self) -> date:
        """The community's date."""
        return self.now.astimezone(ZONE).date()

    def home(self, chosen: int) -> int:
        """One of the doors."""
        return list(self.model.homes)[chosen % len(self.model.homes)]

    def place(self, home: int, chosen: int) -> int:
        """The position of somebody there."""
        return chosen % len(self.model.homes[home])

    def person(self, chosen: int) -> int:
        """One of the people."""
        return list(self.model.people)[chosen % len(self.model.people)]

    def tell(self, home: int, *events: Event, verified: bool = True, channel: str = "keypad") -> str:
        """What a call or a text of this door did; its sid."""
        self.last_sid = f"S{next(self.sids)}"
        state = CallState("report.today", community=self.village.community, household=home, verified=verified)
        with Session(self.engine) as session, session.begin():
            speaking = Speaking(session, state, self.last_sid, "+8610000000001", self.now, channel=channel)
            for event in events:
                store_event(speaking, event)
        return self.last_sid

    def named(self, home: int, place: int | None, verified: bool) -> int | None:
        """Whom an illness is about: nobody in particular where the telephone is not on file."""
        people = self.model.homes[home]
        if not verified or (place is None and len(people) > 1):
            return None
        return people[place or 0]

    # ------------------------------------------------------------ residents

    @rule(door=ANY, values=st.lists(VALUE, min_size=1, max_size=3), verified=st.booleans(), channel=CHANNEL)
    def reports(self, door: int, values: list[int | None], verified: bool, channel: str) -> None:
        """A confirmed report; a fever in it is told before it is confirmed."""
        home = self.home(door)
        read = list(enumerate(values[: len(self.model.homes[home])]))
        fevers = [(place, tenths) for place, tenths in read if tenths is not None and tenths >= FEVER]
        told = [RaisedAlert(Complaint.FEVER, place, tenths) for place, tenths in fevers]
        reported = Reported(tuple(Reading(place, tenths) for place, tenths in read))
        sid = self.tell(home, *told, reported, verified=verified, channel=channel)
        for place, _ in fevers:
            self.model.is_told_ill(home, self.named(home, place, verified), "fever")
        for place, tenths in read:
            self.model.reports(self.model.homes[home][place], sid, tenths)

    @rule(door=ANY, at=ANY, verified=st.booleans())
    def hangs_up_with_a_fever(self, door: int, at: int, verified: bool) -> None:
        """A fever that nobody confirmed."""
        home = self.home(door)
        place = self.place(home, at)
        self.tell(home, RaisedAlert(Complaint.FEVER, place, 391), verified=verified)
        self.model.is_told_ill(home, self.named(home, place, verified), "fever")

    @rule(door=ANY, at=st.none() | ANY, verified=st.booleans(), symptom=st.booleans())
    def says_unwell(self, door: int, at: int | None, verified: bool, symptom: bool) -> None:
        """Key 2 or a symptom, of somebody or of nobody by name."""
        home = self.home(door)
        place = None if at is None else self.place(home, at)
        event = HasSymptom(Symptom.COUGH, place) if symptom else RaisedAlert(Complaint.UNWELL, place)
        self.tell(home, event, verified=verified)
        self.model.is_told_ill(home, self.named(home, place, verified), "unwell")

    @rule(door=ANY, at=st.none() | ANY)
    def has_no_thermometer(self, door: int, at: int | None) -> None:
        """Of somebody, or of the door."""
        home = self.home(door)
        place = None if at is None else self.place(home, at)
        self.tell(home, FiledItem(ItemKind.NO_THERMOMETER, place))
        one = self.named(home, place, verified=True)
        for person in self.model.homes[home] if one is None else [one]:
            self.model.people[person].no_thermometer = True

    @rule(door=ANY, at=ANY)
    def has_not_measured(self, door: int, at: int) -> None:
        """An answer, and no report."""
        home = self.home(door)
        place = self.place(home, at)
        self.tell(home, Postponed((place,)))
        self.model.people[self.model.homes[home][place]].postponed = True

    @precondition(lambda self: self.last_sid)
    @rule()
    def takes_back(self) -> None:
        """The last report is withdrawn; what alarmed somebody is not."""
        withdrawn = self.last_sid
        self.tell(next(iter(self.model.homes)), Withdrew(withdrawn))
        self.model.withdraws(withdrawn)

    # ------------------------------------------------------------ workers

    @rule(door=ANY, at=st.none() | ANY, outcome=st.sampled_from(["well", "nobody_home", "ill", "moved"]))
    def visits(self, door: int, at: int | None, outcome: str) -> None:
        """A worker goes there."""
        home = self.home(door)
        people = self.model.homes[home]
        one = None if at is None else people[self.place(home, at)]
        worker = self.village.workers["worker"]
        with Session(self.engine) as session, session.begin():
            record_visit(session, VisitResult(self.village.community, home, one, worker, outcome), self.now)
        meant = people if one is None else [one]
        for person in meant if outcome != "nobody_home" else []:
            self.model.people[person].visited = True
        if outcome == "ill":
            self.model.is_told_ill(home, meant[0] if len(meant) == 1 else None, "unwell")
        if outcome == "moved":
            self.model.pauses |= {person: (self.day + timedelta(days=1), None) for person in meant}

    @rule(who=ANY, days=st.none() | st.integers(1, 3))
    def pauses(self, who: int, days: int | None) -> None:
        """The office pauses a person, with a return date or because they moved."""
        person, reason = self.person(who), PauseReason.HOSPITAL if days else PauseReason.MOVED
        until = self.day + timedelta(days=days) if days else None
        with Session(self.engine) as session, session.begin():
            pause_resident(session, PauseOrder(person, reason, self.day, until), self.now)
        self.model.pauses[person] = (self.day, until)

    @rule(who=ANY)
    def comes_back(self, who: int) -> None:
        """Before the day, or without having been away."""
        with Session(self.engine) as session, session.begin():
            end_pause(session, self.person(who), self.now)
        self.model.pauses.pop(self.person(who), None)

    @rule(who=ANY)
    def is_called_by_a_person(self, who: int) -> None:
        """Which says nothing of how they are."""
        with Session(self.engine) as session, session.begin():
            put_on_list(session, self.person(who), Why.ASKED, self.now)

    @rule()
    def sees_to_all_alerts(self) -> None:
        """A closed alert was an illness all the same."""
        with Session(self.engine) as session, session.begin():
            for alert in session.scalars(select(Alert).where(Alert.state != "done")).all():
                close_alert(session, alert, self.village.workers["worker"], "", self.now)

    # ------------------------------------------------------------ the clock

    @rule(hours=st.sampled_from([0.2, 1, 6, 15, 24, 49]))
    def time_passes(self, hours: float) -> None:
        """Perhaps over midnight; the rounds are made."""
        before = self.day
        self.clock.move(minutes=60 * hours)
        make_rounds(self.engine, self.clock, "clock")
        if self.day != before:
            self.model.new_day()

    # ------------------------------------------------------------ what must hold

    def board(self) -> Board:
        """The real one."""
        with Session(self.engine) as session:
            return self.read(session, self.village.community, self.now)

    @invariant()
    def all_that_is_read_is_true(self) -> None:
        """One board for all that is asked of it: to read it is what a random day costs."""
        board = self.board()
        self.everybody_has_the_state_of_the_model(board)
        self.all_who_show_the_board_show_the_same_numbers(board)

    def everybody_has_the_state_of_the_model(self, board: Board) -> None:
        """One each, in the precedence of the interface."""
        people = board.people
        assert {one.resident_id: one.state.value for one in people} == self.model.states(self.day)
        assert len(people) == len(self.model.people)

    def all_who_show_the_board_show_the_same_numbers(self, board: Board) -> None:
        """Its counts, the texts 汇总 and 未报, and the street office's table."""
        totals = self.model.totals(self.day)
        due, heard, ill, missing, paused = totals
        counts, table = board.counts, street_table(board)
        assert (counts.due, counts.heard, counts.ill, counts.missing, counts.paused) == totals
        assert (table.total.due, table.total.missing, table.total.paused) == (due, missing, paused)
        assert table.total.abnormal + table.total.unwell == ill
        for column in ("due", "reported", "abnormal", "unwell", "no_thermometer", "missing", "visited", "paused"):
            assert sum(getattr(row, column) for row in table.rows) == getattr(table.total, column)
        numbers = [int(number) for number in re.findall(r"\d+", self.asks(Verb.TOTALS).partition(" ")[2])]
        assert numbers[:2] == [due, heard]
        assert numbers[2] + numbers[3] == ill
        assert numbers[4] == missing
        doors = {one.door for one in board.people if one.state in {"silent", "not_measured"}}
        assert self.asks(Verb.MISSING).startswith(f"没音讯{len(doors)}户" if doors else "都听到了")

    def asks(self, verb: Verb) -> str:
        """What the duty telephone is answered."""
        with Session(self.engine) as session:
            duty = session.get_one(Worker, self.village.workers["duty"])
            return answer_command(session, duty, Command(verb), (), self.now).body


def try_days(databases: Databases, examples: int, steps: int, *, read: Reader = read_board, **more: Any) -> None:
    """So many villages, each with so many things that happen."""

    class Days(RandomDays):
        def __init__(self) -> None:
            super().__init__(databases, read)

    chosen: dict[str, Any] = {"suppress_health_check": list(HealthCheck), "deadline": None, **more}
    run_state_machine_as_test(Days, settings=settings(max_examples=examples, stateful_step_count=steps, **chosen))


@pytest.mark.timeout(300)
def test_random_days_on_sqlite(sqlite_databases: SqliteDatabases) -> None:
    try_days(sqlite_databases.fresh, 12, 25)


@pytest.mark.timeout(300)
def test_random_days_on_postgresql(postgres_databases: PostgresDatabases) -> None:
    try_days(postgres_databases.fresh, 4, 20)


@pytest.mark.timeout(300)
def test_a_board_on_which_a_report_hides_a_fever_is_found_out(sqlite_databases: SqliteDatabases) -> None:
    def hides(session: Session, community: int, now: datetime) -> Board:
        board = read_board(session, community, now)
        return replace(board, people=tuple(_hidden(one) for one in board.people))

    with pytest.raises(AssertionError):
        try_days(sqlite_databases.fresh, 30, 25, read=hides, phases=[Phase.generate], derandomize=True)


def _hidden(person: PersonState) -> PersonState:
    is_ill = person.state in {State.ABNORMAL, State.UNWELL}
    return replace(person, state=State.REPORTED) if is_ill and person.value is not None else person

"""A morning of the roll call as the tests tell it: a clock moved by hand, a carrier that rings, people who answer or do not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, func, insert, select
from sqlalchemy.orm import Session

from carrier.status import merge_call
from ivr.events import Postponed
from ivr.facts import CallState
from models import Community, Message, Reading, Resident, RollCall
from services.calling import calls
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.roll_call.results import is_last_call
from services.roll_call.roll_calls import call_the_silent
from services.sending import delivery
from tests.integration.outgoing import FakeCarrier, HandClock, Post, sender_for
from tests.web.village import CADRE, DUTY, VOLUNTEER, WORKER

TODAY = date(2020, 2, 29)
CALL_LASTS = timedelta(seconds=35)
QUIET = timedelta(minutes=10)  # the longest time nobody looks while nothing is due
NEXT = select(func.min(RollCall.next_at)).where(RollCall.state == "waiting")
Answer = Callable[["Morning", "Rung"], str]
"""What whoever is rung does; the carrier's last word of the call."""

STAFF = frozenset({WORKER, CADRE, VOLUNTEER, DUTY})


@dataclass(frozen=True)
class Rung:
    """A call that was placed."""

    at: datetime
    to: str
    sid: str
    message: int
    household: int


def nobody(_morning: "Morning", _rung: Rung) -> str:
    """It rings in vain."""
    return "no-answer"


def machine(_morning: "Morning", _rung: Rung) -> str:
    """A machine picks up and presses nothing."""
    return "completed"


def reports(morning: "Morning", rung: Rung) -> str:
    """Everybody of the household is reported."""
    morning.report(rung.household)
    return "completed"


def puts_off(morning: "Morning", rung: Rung) -> str:
    """Whoever picks up has not measured yet."""
    state = CallState("roll_call.call_again", community=morning.community, household=rung.household, verified=True)
    with morning.writing() as session:
        community = session.get_one(Community, morning.community)
        state = replace(state, last_call=is_last_call(session, community, rung.household, morning.clock.now()))
        calls.store_events(session, state, [Postponed((0,))], (rung.sid, rung.to), morning.clock.now())
    return "completed"


@dataclass
class Morning:
    """Lets time pass, sends what is owed, and ends each call as `answer` has it."""

    engine: Engine
    community: int
    clock: HandClock
    carrier: FakeCarrier = field(default_factory=FakeCarrier)
    answer: Answer = nobody
    rung: list[Rung] = field(default_factory=list)
    most_at_once: int = 0
    _ringing: list[Rung] = field(default_factory=list)
    _seen: int = 0
    _session: Session | None = None

    def __post_init__(self) -> None:
        """The sender of the morning."""
        self.sender = sender_for(self.engine, self.clock, self.carrier, senders=30)

    def until(self, hour: int, minute: int, *, step: float = 60) -> "Morning":
        """Let time pass until this time in Wuhan, with a look every so many seconds in which something can happen."""
        end = datetime.combine(TODAY, datetime.min.time(), self.clock.now().tzinfo)
        end += timedelta(hours=hour - 8, minutes=minute)
        while self.clock.now() < end:
            self.clock.move(seconds=min(self._quiet(timedelta(seconds=step)), end - self.clock.now()).total_seconds())
            self.look()
        return self

    def _quiet(self, step: timedelta) -> timedelta:
        """A step while calls go on; else as many as lie before the next call, but so few that one too early is seen."""
        if self._ringing or not self.rung:
            return step
        with Session(self.engine) as session:
            due = session.scalar(NEXT)
        wait = QUIET if due is None else min(QUIET, due - self.clock.now())
        return max(1, -(-wait // step)) * step

    @property
    def is_ringing(self) -> bool:
        """Whether a call goes on."""
        return bool(self._ringing)

    def look(self) -> None:
        """One round of the clock, and everything that is due is sent."""
        self._end_calls()
        now = self.clock.now()
        take_due_steps(self.engine, now, STEPS)
        call_the_silent(self.engine, now)
        self.sender.drain()
        self._note_placed()
        self.most_at_once = max(self.most_at_once, len(self._ringing))

    def report(self, *households: int) -> None:
        """Everybody there has a temperature, by whatever channel."""
        self._read(Resident.household_id.in_(households))

    def report_one(self, name: str) -> None:
        """One person's temperature, and nobody else's there."""
        self._read(Resident.name == name)

    def _read(self, whose: ColumnElement[bool]) -> None:
        how = {"channel": "sms", "reporter": "household", "verified": True, "day": TODAY, "at": self.clock.now()}
        with self.writing() as session:
            people = session.execute(select(Resident.household_id, Resident.id).where(whose)).all()
            rows = [
                {"community_id": self.community, "household_id": home, "resident_id": resident, "tenths": 365, **how}
                for home, resident in people
            ]
            if rows:
                session.execute(insert(Reading), rows)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction; within the end of calls all that happens is one."""
        if self._session is not None:
            yield self._session
        else:
            with Session(self.engine) as session, session.begin():
                yield session

    def calls_to(self, household: int) -> list[Rung]:
        """The calls that were placed to this door."""
        return [rung for rung in self.rung if rung.household == household]

    def texts(self) -> list[Post]:
        """The texts to residents that left."""
        return [post for post in self.carrier.posts if post.channel == "sms" and post.to not in STAFF]

    def state(self, household: int) -> str:
        """How far this door's roll call has come."""
        with Session(self.engine) as session:
            return session.scalars(select(RollCall.state).where(RollCall.household_id == household)).one()

    def _end_calls(self) -> None:
        over = [rung for rung in self._ringing if rung.at + CALL_LASTS <= self.clock.now()]
        self._ringing = [rung for rung in self._ringing if rung not in over]
        with Session(self.engine) as session, session.begin():
            self._session = session
            for rung in over:
                status = self.answer(self, rung)
                delivery.record_call_status(session, rung.message, rung.sid, status, self.clock.now(), merge_call)
        self._session = None

    def _note_placed(self) -> None:
        fresh, self._seen = self.carrier.posts[self._seen :], len(self.carrier.posts)
        placed = [post for post in fresh if post.channel == "call"]
        with Session(self.engine) as session:
            ids = select(Message.id, Message.household_id).where(Message.id.in_([post.message_id for post in placed]))
            doors = {row[0]: row[1] for row in session.execute(ids)}
        made = [
            Rung(self.clock.now(), post.to, post.sid, post.message_id, door)
            for post in placed
            if (door := doors.get(post.message_id)) is not None
        ]
        self.rung += made
        self._ringing += made

"""The steps of the day: each is done once for its community and date, by whichever process looks first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog
from sqlalchemy import Engine, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from domain.day_plan import DayPlan, instant_of
from models import Community, DayStep
from models.database import read_only
from services.day.days import Day, day_of

A_DAY = timedelta(days=1)
LATE = timedelta(minutes=1)  # a step later than this is said to be late

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Occasion:
    """A step that is due: for whom, on which day, and by which plan."""

    community: Community
    plan: DayPlan
    day: Day
    due_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A thing the line does once a day. After `until` it is left out: nobody wants the meal count at midnight."""

    what: str
    at: Callable[[DayPlan], time]
    until: Callable[[DayPlan], time] | None  # None: as long as the day lasts
    do: Callable[[Session, Occasion], None]  # in the step's own transaction, which the caller ends


def plan_of(community: Community) -> DayPlan:
    """The community's day plan."""
    return DayPlan.of(community.settings)


def take_due_steps(engine: Engine, now: datetime, steps: Sequence[Step]) -> int:
    """Do every step of today that is due and not done yet, each in a transaction of its own. Returns how many.

    One that fails is rolled back, logged, and tried again at the next look; it holds up no other.
    """
    taken = 0
    for community_id, step, due_at in _due(engine, now, steps):
        try:
            with Session(engine) as session, session.begin():
                taken += _take(session, community_id, step, due_at, now)
        except Exception as error:  # noqa: BLE001 - one step that cannot be done must not hold up the others
            log.error("step failed", step=step.what, community=community_id, reason=type(error).__name__)
    return taken


def _due(engine: Engine, now: datetime, steps: Sequence[Step]) -> list[tuple[int, Step, datetime]]:
    """What is due of the day of each community, oldest first."""
    with Session(read_only(engine)) as session:
        rows = session.execute(_DAYS, {"since": now.date() - A_DAY}).all()
    taken: dict[int, set[tuple[date, str]]] = {}
    communities: dict[int, Community] = {}
    for community, on, what in rows:
        communities[community.id] = community
        taken.setdefault(community.id, set()).add((on, what))
    return sorted(
        (
            (community.id, step, due_at)
            for community in communities.values()
            for step, due_at in _due_of(community, taken[community.id], now, steps)
        ),
        key=lambda due: due[2],
    )


# Each community with what was done there of late: somewhere it is still yesterday.
_DAYS = select(Community, DayStep.day, DayStep.what).outerjoin(
    DayStep, (DayStep.community_id == Community.id) & (DayStep.day >= bindparam("since"))
)


def _due_of(
    community: Community, taken: set[tuple[date, str]], now: datetime, steps: Sequence[Step]
) -> list[tuple[Step, datetime]]:
    day, plan = day_of(now, community.timezone), plan_of(community)
    open_ones = [step for step in steps if (day.date, step.what) not in taken]
    times = [(step, instant_of(day.date, step.at(plan), community.timezone)) for step in open_ones]
    return [(step, due_at) for step, due_at in times if due_at <= now]


def _take(session: Session, community_id: int, step: Step, due_at: datetime, now: datetime) -> bool:
    """Do the step unless another process has; whether it was done here."""
    community = session.get_one(Community, community_id)
    day, plan = day_of(now, community.timezone), plan_of(community)
    ends = instant_of(day.date, step.until(plan), community.timezone) if step.until else day.ends
    in_time = now < ends
    if not _begin(
        session, DayStep(community_id=community_id, day=day.date, what=step.what, due_at=due_at, at=now), in_time
    ):
        return False
    if now - due_at > LATE:
        late = int((now - due_at).total_seconds())
        log.warning("step late", step=step.what, community=community_id, seconds=late, done=in_time)
    if in_time:
        step.do(session, Occasion(community, plan, day, due_at, now))
    return in_time


def _begin(session: Session, row: DayStep, done: bool) -> bool:  # noqa: FBT001 - a column
    """Claim the step. A second process waits here for the first, and finds its row."""
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    values = {"community_id": row.community_id, "day": row.day, "what": row.what, "due_at": row.due_at, "at": row.at}
    statement = builder(DayStep).values(**values, done=done).on_conflict_do_nothing().returning(DayStep.id)
    return session.execute(statement).scalar_one_or_none() is not None

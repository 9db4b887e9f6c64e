"""The day's roll call: from `calls_from` to `calls_until` the line calls every household it has not heard of.

Whoever holds the day's row of the plan calls; any other process that looks at the same moment leaves it be.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Engine, and_, or_, select, text, update
from sqlalchemy.orm import Session

from domain.day_plan import instant_of
from domain.roll_call import PROMISE_HOLDS, RollCallState
from models import Community, DayStep, RollCall
from models.database import read_only
from services.day.days import day_of
from services.day.steps import plan_of
from services.roll_call.results import Morning, list_unheard, settle_calls
from services.roll_call.unheard import ROLL_CALL, whom_to_call
from services.roster.telephones_of import Line, lines_of
from services.sending import outbox
from services.sending.lines import busy_numbers, room_for_calls
from services.sending.outbox import Draft, Priority

BATCH = 200  # rows looked at together at most
FIRST = 16  # rows looked at first: a second's free lines are few, and most who wait are still unheard
OPEN = text("roll_call.state IN ('waiting', 'calling')")  # literally as in the index


def call_the_silent(engine: Engine, now: datetime) -> int:
    """See to every roll call that is due, once however many look. Returns how many calls were put into the outbox."""
    placed = 0
    for community_id, day in _due(engine, now):
        with Session(engine) as session, session.begin():
            placed += _look(session, community_id, day, now)
    return placed


def goes_on(now: datetime) -> ColumnElement[bool]:
    """Whether a household is being called, or is to be called now."""
    return and_(OPEN, or_(RollCall.state == RollCallState.CALLING, RollCall.next_at <= now))


def _due(engine: Engine, now: datetime) -> list[tuple[int, date]]:
    with Session(read_only(engine)) as session:
        rows = session.execute(select(RollCall.community_id, RollCall.day).where(goes_on(now)).distinct())
        return [(row[0], row[1]) for row in rows]


def _look(session: Session, community_id: int, date_of: date, now: datetime) -> int:
    step = select(DayStep.id).where(
        DayStep.community_id == community_id, DayStep.day == date_of, DayStep.what == ROLL_CALL
    )
    if session.scalar(step.with_for_update(skip_locked=True)) is None:
        return 0
    community = session.get_one(Community, community_id)
    day = day_of(now, community.timezone)
    if day.date != date_of:
        return _forget(session, community_id, date_of, now)
    plan = plan_of(community)
    morning = Morning(community, plan, day, instant_of(date_of, plan.calls_until, community.timezone), now)
    settle_calls(session, morning)
    if now >= morning.until:
        list_unheard(session, morning, BATCH)
    return _place(session, morning)


def _forget(session: Session, community_id: int, day: date, now: datetime) -> int:
    """A day that ended while nobody looked: what is open of it is not called about any more."""
    session.execute(
        update(RollCall)
        .where(RollCall.community_id == community_id, RollCall.day == day, OPEN)
        .values(state=RollCallState.LISTED, at=now)
        .execution_options(synchronize_session=False)
    )
    return 0


def _place(session: Session, morning: Morning) -> int:
    """Call as many as there are free lines, the first in rank first; each number once at a time."""
    free = room_for_calls(session, morning.community, morning.now)
    if free == 0:
        return 0
    busy = busy_numbers(session, morning.community.id, morning.now)
    placed = 0
    for rows in _batches(session, morning):
        wanted = whom_to_call(session, morning.day, [row.household_id for row in rows])
        lines = lines_of(session, wanted)
        for row in rows:
            if placed == free:
                return placed
            if row.household_id not in wanted:
                row.state, row.at = RollCallState.HEARD, morning.now
            elif (line := _line(row, lines.get(row.household_id, ()))) and line.number not in busy:
                _call(session, row, line, morning)
                busy.add(line.number)
                placed += 1
    return placed


def _batches(session: Session, morning: Morning) -> Iterator[Sequence[RollCall]]:
    """Those who are due, in their order; who stays where he is, since his telephone is busy, is not looked at again."""
    statement = (
        select(RollCall)
        .where(_of(morning), RollCall.state == RollCallState.WAITING, RollCall.next_at <= morning.now)
        .order_by(RollCall.rank, RollCall.next_at, RollCall.household_id)
    )
    if morning.now >= morning.until:
        statement = statement.where(RollCall.promised_to != "")
    seen: list[int] = []
    size = FIRST
    while rows := session.scalars(statement.where(RollCall.id.not_in(seen)).limit(size)).all():
        yield rows
        size = min(2 * size, BATCH)
        session.flush()
        seen += [row.id for row in rows if row.state == RollCallState.WAITING]


def _of(morning: Morning) -> ColumnElement[bool]:
    return and_(RollCall.community_id == morning.community.id, RollCall.day == morning.day.date, OPEN)


def _line(row: RollCall, lines: Sequence[Line]) -> Line | None:
    """The telephone of this try: the one that was promised a call, else the first, and the second at the second try."""
    promised = [line for line in lines if line.number == row.promised_to]
    if promised:
        return promised[0]
    return lines[min(row.tries, len(lines) - 1)] if lines else None


def _call(session: Session, row: RollCall, line: Line, morning: Morning) -> None:
    is_promised = bool(row.promised_to)
    draft = Draft(
        community_id=row.community_id,
        dedupe_key=f"roll_call:{row.id}:{row.message_id or 0}",  # one call after each that was before it
        kind="reminder",
        channel="call",
        priority=Priority.REMINDER,
        to=line.number,
        language=line.language,
        household_id=row.household_id,
        purpose=ROLL_CALL,
        not_after=row.next_at + PROMISE_HOLDS if is_promised else morning.until,
    )
    row.message_id = outbox.put(session, draft, morning.now) or row.message_id
    row.state, row.at, row.promised_to = RollCallState.CALLING, morning.now, ""
    row.tries += not is_promised

"""The rounds: everything that is due by the clock, done by any process that looks, once however many do.

Every process looks each second, so a look at a quiet hour costs one question to the database, and no writer waits for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Engine, Select, bindparam, exists, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import Heartbeat
from models.database import read_only
from services.alerting import ladder, silences
from services.announcing import notices
from services.board import clusters
from services.calling import endings
from services.day import reminders
from services.day.clock import Clock, machine_now
from services.day.questions import Question
from services.day.steps import take_due_steps
from services.day.table import STEPS
from services.goods import order_notices, substitutions
from services.health import calls as health_calls
from services.needs import deadlines as request_deadlines
from services.needs import news as request_news
from services.roll_call import roll_calls
from services.sales import cut_off, sale_news
from services.sending import claims

BEAT = "beat"
BEAT_EVERY = timedelta(seconds=4)  # of the machine's time; `readiness.SILENT` is several of them

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the database: by the line's clock and the machine's, of which kind of process."""

    engine: Engine
    now: datetime
    machine: datetime
    process: str


Rows = Callable[[datetime, datetime], Sequence[ColumnElement[bool]]]
"""Conditions at the line's now and the machine's now: a row of the database that meets one of them is something to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the round. Without `due` it looks for itself."""

    name: str
    due: Rows | None
    do: Callable[[Look], int]


def _in_transaction(do: Callable[[Session, datetime], int]) -> Callable[[Look], int]:
    def part(look: Look) -> int:
        with Session(look.engine) as session, session.begin():
            return do(session, look.now)

    return part


PARTS: tuple[Part, ...] = (
    Part("silences", lambda *_: [silences.is_broken()], _in_transaction(silences.end_broken)),
    Part("ladders", lambda now, _: [ladder.climbs(now)], _in_transaction(ladder.climb_due_alerts)),
    Part(
        "leases",
        lambda _, machine: [claims.is_lost(machine)],
        lambda look: claims.doubt_lost_leases(look.engine, look.now, look.machine),
    ),
    Part(
        "calls",
        lambda _, machine: [endings.fell_silent(machine)],
        lambda look: endings.reap_calls(look.engine, look.now, look.machine),
    ),
    Part(
        "clusters",
        lambda now, _: [clusters.is_untold(now)],
        lambda look: clusters.alert_clusters(look.engine, look.now),
    ),
    Part("day", None, lambda look: take_due_steps(look.engine, look.now, STEPS)),
    Part("health", lambda now, _: [health_calls.calls_now(now)], _in_transaction(health_calls.call_about_files)),
    Part(
        "roll call",
        lambda now, _: [roll_calls.goes_on(now)],
        lambda look: roll_calls.call_the_silent(look.engine, look.now),
    ),
    Part("sales", lambda now, _: [cut_off.closes(now)], _in_transaction(cut_off.close_due_sales)),
    Part("sale news", lambda now, _: [sale_news.opens_soon(now)], _in_transaction(sale_news.announce_sales)),
    Part("reminders", lambda now, _: [reminders.asks_again(now)], _in_transaction(reminders.remind_due)),
    Part("substitutes", lambda now, _: [substitutions.can_share(now)], _in_transaction(substitutions.share_due)),
    Part("orders", lambda now, _: order_notices.due(now), _in_transaction(order_notices.tell_due)),
    Part("notices", lambda now, _: notices.due(now), _in_transaction(notices.tell_due)),
    Part("requests", lambda now, _: [request_news.asks(now)], _in_transaction(request_news.ask_due)),
    Part("overdue", lambda now, _: [request_deadlines.is_late(now)], _in_transaction(request_deadlines.tell_late)),
)


def make_rounds(engine: Engine, clock: Clock, process: str, parts: tuple[Part, ...] = PARTS) -> None:
    """One round: ladders, lost leases, silent calls, cut-offs, and this process's beat.

    A part that fails is logged and does not hold up the others; the next round tries it again.
    """
    look = Look(engine, clock.now(), machine_now(), process)
    due = _due(look, parts)
    for part in parts:
        if part.name in due and _do(part, look):
            due |= _due(look, parts)  # what was done may have given a later part something to do
    if BEAT in due:
        _do(Part(BEAT, None, lambda look: beat(look.engine, look.process, look.machine)), look)


def _do(part: Part, look: Look) -> int:
    try:
        return part.do(look)
    except Exception as error:  # noqa: BLE001 - one row that cannot be read must not stop every ladder
        log.error("round failed", part=part.name, reason=type(error).__name__)
        return 0


def _due(look: Look, parts: tuple[Part, ...]) -> set[str]:
    """Names of the parts that have something to do, with those that look for themselves."""
    asked = [*(part.name for part in parts if part.due), BEAT]
    try:
        with Session(read_only(look.engine)) as session:
            answers: Iterable[Any] = _question(parts).ask(session, look.now, look.machine, process=look.process)
    except Exception as error:  # noqa: BLE001 - what cannot be asked counts as due: each part finds out for itself
        log.error("look failed", reason=type(error).__name__)
        answers = [True] * len(asked)
    found = {name for name, answer in zip(asked, answers, strict=True) if answer}
    return found | {part.name for part in parts if part.due is None}


@lru_cache(maxsize=8)
def _question(parts: tuple[Part, ...]) -> Question:
    def build(now: datetime, machine: datetime) -> Select[*tuple[Any, ...]]:
        found = [or_(*(exists().where(rows) for rows in part.due(now, machine))) for part in parts if part.due]
        alive = exists().where(Heartbeat.process == bindparam("process"), Heartbeat.at > machine - BEAT_EVERY)
        return select(*found, ~alive)

    return Question(build)


def beat(engine: Engine, process: str, machine: datetime) -> int:
    """Leave a sign of life of this kind of process."""
    builder = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert
    statement = builder(Heartbeat).values(process=process, at=machine)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["process"], set_={"at": machine}))
    return 1

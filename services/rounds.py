"""The rounds: everything that is due by the clock, done by any process that looks, once however many do."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import Heartbeat
from services.claims import doubt_lost_leases
from services.clock import Clock, machine_now
from services.clusters import alert_clusters
from services.day_steps import take_due_steps
from services.day_table import STEPS
from services.digests import close_due_sales
from services.endings import reap_calls
from services.health_calls import call_about_files
from services.ladder import climb_due_alerts
from services.notices import tell_due
from services.order_notices import tell_due as tell_orders
from services.reminders import remind_due
from services.request_deadlines import tell_late
from services.request_news import ask_due
from services.roll_calls import call_the_silent
from services.sale_news import announce_sales
from services.substitutions import share_due

log = structlog.get_logger()


def make_rounds(engine: Engine, clock: Clock, process: str) -> None:
    """One round: ladders, lost leases, silent calls, cut-offs, and this process's beat.

    A part that fails is logged and does not hold up the others; the next round tries it again.
    """
    now, machine = clock.now(), machine_now()
    for name, part in _parts(engine, now, machine, process):
        try:
            part()
        except Exception as error:  # noqa: BLE001 - one row that cannot be read must not stop every ladder
            log.error("round failed", part=name, reason=type(error).__name__)


def _parts(engine: Engine, now: datetime, machine: datetime, process: str) -> list[tuple[str, Callable[[], object]]]:
    return [
        ("ladders", lambda: _in_transaction(engine, climb_due_alerts, now)),
        ("leases", lambda: doubt_lost_leases(engine, now, machine)),
        ("calls", lambda: reap_calls(engine, now, machine)),
        ("clusters", lambda: alert_clusters(engine, now)),
        ("day", lambda: take_due_steps(engine, now, STEPS)),
        ("health", lambda: _in_transaction(engine, call_about_files, now)),
        ("roll call", lambda: call_the_silent(engine, now)),
        ("sales", lambda: _in_transaction(engine, close_due_sales, now)),
        ("sale news", lambda: _in_transaction(engine, announce_sales, now)),
        ("reminders", lambda: _in_transaction(engine, remind_due, now)),
        ("substitutes", lambda: _in_transaction(engine, share_due, now)),
        ("orders", lambda: _in_transaction(engine, tell_orders, now)),
        ("notices", lambda: _in_transaction(engine, tell_due, now)),
        ("requests", lambda: _in_transaction(engine, ask_due, now)),
        ("overdue", lambda: _in_transaction(engine, tell_late, now)),
        ("beat", lambda: beat(engine, process, machine)),
    ]


def _in_transaction(engine: Engine, part: Callable[[Session, datetime], int], now: datetime) -> None:
    with Session(engine) as session, session.begin():
        part(session, now)


def beat(engine: Engine, process: str, machine: datetime) -> None:
    """Leave a sign of life of this kind of process."""
    builder = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert
    statement = builder(Heartbeat).values(process=process, at=machine)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["process"], set_={"at": machine}))

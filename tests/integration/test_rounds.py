"""The rounds: a quiet one costs a question and holds up nobody, a busy one leaves out nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, event, select, update
from sqlalchemy.orm import Session

from models import Community, Heartbeat
from models.database import open_engine
from services.day.clock import machine_now
from services.day.rounds import PARTS, Look, Part, make_rounds
from services.sending.claims import claim_doubtful, what_waits
from tests.integration.outgoing import MORNING, HandClock
from tests.parts import SqliteDatabases
from tests.web.village import Village

FEW_ROWS = {"CONSTANT ROW", "sale"}  # one or two a day
Told = list[tuple[str, object]]


@contextmanager
def told(engine: Engine) -> Iterator[Told]:
    """What the database is told, with its parameters."""
    heard: Told = []

    def hear(_c: Connection, _k: object, statement: str, parameters: object, _x: object, _m: bool) -> None:
        heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def noting(done: list[str], name: str) -> Callable[[Look], int]:
    """A part's deed that only notes its name."""

    def part(_look: Look) -> int:
        done.append(name)
        return 0

    return part


def test_a_quiet_round_writes_nothing_and_waits_for_no_writer(engine: Engine, clock: HandClock) -> None:
    make_rounds(engine, clock, "clock")
    with told(engine) as heard:
        make_rounds(engine, clock, "clock")
    words = [statement.split()[0] for statement, _ in heard if statement != "BEGIN"]
    assert words == ["SELECT", "SELECT"]  # the look, and whose day it is


def test_a_look_reads_no_table_from_end_to_end(sqlite_databases: SqliteDatabases, clock: HandClock) -> None:
    """Each second, also after years of calls and texts."""
    with sqlite_databases.fresh() as address:
        engine = open_engine(address)
        make_rounds(engine, clock, "clock")
        with told(engine) as heard:
            make_rounds(engine, clock, "clock")
            what_waits(engine, MORNING, MORNING)
            claim_doubtful(engine, 4, "token", MORNING)
        steps = []
        with engine.connect() as connection:
            for statement, parameters in heard:
                if statement.startswith("SELECT") and not statement.startswith("SELECT community.id"):
                    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                    steps += [row[3] for row in plan]
        engine.dispose()
    read = {step.removeprefix("SCAN ") for step in steps if step.startswith("SCAN ")}
    assert len(steps) > 2 * len(PARTS)
    assert {table for table in read if "USING" not in table and not table.startswith("anon")} <= FEW_ROWS


def test_what_a_part_has_done_is_seen_by_a_later_one_at_once(
    engine: Engine, village: Village, clock: HandClock
) -> None:
    done: list[str] = []

    def renames(_look: Look) -> int:
        with Session(engine) as session, session.begin():
            session.execute(update(Community).values(name="renamed"))
        return 1

    first = Part("first", None, renames)
    later = Part("later", lambda *_: [Community.name == "renamed"], noting(done, "later"))
    never = Part("never", lambda *_: [Community.name == "another"], noting(done, "never"))
    make_rounds(engine, clock, "clock", (never, first, later))
    assert done == ["later"]


def test_a_part_that_fails_holds_up_no_other(engine: Engine, village: Village, clock: HandClock) -> None:
    done: list[str] = []

    def fails(_look: Look) -> int:
        raise ValueError

    everyone = Part("fails", lambda *_: [Community.id > 0], fails)
    after = Part("after", lambda *_: [Community.id > 0], noting(done, "after"))
    make_rounds(engine, clock, "clock", (everyone, after))
    assert done == ["after"]


def test_a_look_that_fails_leaves_every_part_to_look_for_itself(engine: Engine, clock: HandClock) -> None:
    with Session(engine) as session, session.begin():
        session.connection().exec_driver_sql("ALTER TABLE heartbeat RENAME TO lost")
    done: list[str] = []
    parts = tuple(replace(part, do=noting(done, part.name)) for part in PARTS)
    make_rounds(engine, clock, "clock", parts)
    assert done == [part.name for part in PARTS]


@pytest.mark.parametrize(("seconds", "beats_again"), [(1, False), (5, True)])
def test_a_process_beats_every_few_seconds(engine: Engine, clock: HandClock, seconds: int, beats_again: bool) -> None:
    make_rounds(engine, clock, "clock")
    before = machine_now() - timedelta(seconds=seconds)
    with Session(engine) as session, session.begin():
        session.execute(update(Heartbeat).values(at=before))
    make_rounds(engine, clock, "clock")
    with Session(engine) as session:
        assert (session.scalars(select(Heartbeat.at)).one() > before) == beats_again

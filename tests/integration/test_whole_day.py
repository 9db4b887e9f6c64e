"""A whole day of a part of one grid of the demo community, six to ten in the evening: the board against a ledger that knows no table.

`python -m tests.day` does the same with all sixteen grids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Alert, Reading
from tests.day.check import disagreements
from tests.day.clockwork import RATES
from tests.day.figures import (
    Sent,
    most_a_minute,
    most_at_once,
    read_sent,
    seconds_to_ringing,
    texts_per_worker,
    to_residents,
)
from tests.day.simulation import CUT_OFF, TEN, Part, SimulatedDay, simulated_day
from tests.parts import SqliteDatabases

pytestmark = [pytest.mark.timeout(1800), pytest.mark.xdist_group("whole day")]
PART = Part(grids=1, units=frozenset({"1"}))  # 137 households
LINES = 1
UNASKED = 6  # texts a worker gets a day at most, alerts and answers apart
LADDER = timedelta(minutes=3).total_seconds()


@dataclass(frozen=True)
class Passed:
    """The day, and what was wrong at the cut-off."""

    day: SimulatedDay
    at_the_cut_off: list[str]
    sent: list[Sent]


@pytest.fixture(scope="module")
def passed(sqlite_databases: SqliteDatabases) -> Iterator[Passed]:
    """Ten in the evening."""
    with sqlite_databases.fresh() as address, simulated_day(address, seed=29, part=PART) as day:
        wrong = disagreements(day.until(CUT_OFF))
        day.until(TEN)
        yield Passed(day, wrong, read_sent(day))


def test_at_the_cut_off_the_board_and_the_knock_list_say_what_was_said(passed: Passed) -> None:
    assert passed.at_the_cut_off == []


def test_in_the_evening_everybody_has_the_state_of_what_was_said_and_every_alert_somebody(passed: Passed) -> None:
    assert disagreements(passed.day) == []


def test_the_day_had_everything_in_it(passed: Passed) -> None:
    """Else the comparison says little."""
    states = set(passed.day.ledger.states(CUT_OFF.date()).values())
    assert states >= {"reported", "silent", "visited", "unwell"}
    assert passed.day.exchange.calls_made > 15
    assert {one.purpose for one in to_residents(passed.sent)} >= {"roll_call"}
    assert {one.kind for one in passed.sent} >= {"alert", "digest", "reply", "reminder"}


def test_calls_are_no_more_than_the_lines_nor_quicker_than_the_carrier_takes_them(passed: Passed) -> None:
    calls = to_residents(passed.sent)
    assert most_at_once(passed.day, calls) == LINES
    assert most_a_minute(calls) <= RATES.calls * 60 + 10


def test_a_worker_is_texted_unasked_no_more_than_six_times_a_day(passed: Passed) -> None:
    unasked = [count["unasked"] for count in texts_per_worker(passed.day, passed.sent).values()]
    assert unasked
    assert 1 <= max(unasked) <= UNASKED


def test_an_alert_nobody_takes_rings_after_three_minutes_and_seconds(passed: Passed) -> None:
    rings = seconds_to_ringing(passed.day, passed.sent)
    assert rings
    assert all(LADDER <= seconds <= LADDER + 5 for seconds in rings)


# ------------------------------------------------------------ the comparison finds what is wrong


def test_a_report_that_was_lost_is_found(passed: Passed) -> None:
    with Session(passed.day.time.engine) as session:
        lost = session.scalars(select(Reading.id).where(Reading.tenths < 370).limit(1)).one()
        session.execute(update(Reading).where(Reading.id == lost).values(withdrawn_at=TEN))
        session.commit()
        assert disagreements(passed.day) != []
        session.execute(update(Reading).where(Reading.id == lost).values(withdrawn_at=None))
        session.commit()
    assert disagreements(passed.day) == []


def test_an_alert_that_climbs_no_more_is_found(passed: Passed) -> None:
    with Session(passed.day.time.engine) as session:
        alert = session.scalars(select(Alert).limit(1)).one()
        before = alert.state, alert.next_at
        alert.state, alert.next_at = "open", None
        session.commit()
        assert disagreements(passed.day) != []
        alert.state, alert.next_at = before
        session.commit()
    assert disagreements(passed.day) == []


def test_a_call_to_somebody_who_had_reported_is_found(passed: Passed) -> None:
    called = next(
        one.household for one in passed.sent if one.purpose == "roll_call" and one.left.post.channel == "call"
    )
    assert called is not None
    heard = passed.day.ledger.heard_at
    kept, heard[called] = heard.get(called), CUT_OFF - timedelta(hours=5)
    assert disagreements(passed.day) != []
    heard.pop(called) if kept is None else heard.update({called: kept})

"""The carrier's rates hold back what can wait, and never an alert."""

from datetime import timedelta

from sqlalchemy import Engine

from models.database import open_engine
from services.day.clock import machine_now
from services.sending import claims
from services.sending.outbox import Priority
from services.sending.pacing import BURST, Rates
from tests.integration.outgoing import MORNING, owe
from tests.web.village import Village

ONE_A_SECOND = Rates(texts=1, calls=1)


def claim(engine: Engine, seconds: float, most: int = 200) -> list[str]:
    """What may leave so many seconds after half past eight."""
    times = (MORNING + timedelta(seconds=seconds), machine_now())
    return [one.body for one in claims.claim(engine, most, "token", times, ONE_A_SECOND)]


def test_a_minute_carries_a_minutes_worth_of_routine_texts_and_one_burst(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"notice {number}" for number in range(150)], Priority.NOTICE)
    left = [len(claim(engine, second)) for second in range(61)]
    assert BURST <= left[0] <= BURST + 1
    assert set(left[1:]) == {1}


def test_an_alert_leaves_with_the_bucket_empty(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"notice {number}" for number in range(50)], Priority.NOTICE)
    claim(engine, 0)
    owe(engine, village.community, [f"alert {number}" for number in range(30)])
    assert claim(engine, 0) == [f"alert {number}" for number in range(30)]


def test_alerts_use_up_nothing_of_the_routine_texts_rate(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"alert {number}" for number in range(100)])
    claim(engine, 0)
    owe(engine, village.community, ["notice"], Priority.NOTICE)
    assert claim(engine, 0) == ["notice"]


def test_a_text_of_two_segments_costs_two(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"{number:03}{'菜' * 100}" for number in range(40)], Priority.NOTICE)
    first = len(claim(engine, 0))
    assert first <= BURST // 2 + 1
    assert sum(len(claim(engine, second)) for second in range(1, 21)) == 10


def test_calls_have_a_bucket_of_their_own(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"text {number}" for number in range(30)], Priority.NOTICE)
    owe(engine, village.community, ["call"], Priority.NOTICE, channel="call")
    assert "call" in claim(engine, 0)


def test_two_processes_share_one_bucket(engine: Engine, database_address: str, village: Village) -> None:
    owe(engine, village.community, [f"notice {number}" for number in range(100)], Priority.NOTICE)
    other = open_engine(database_address)
    left = sum(len(claim(one, second)) for second in range(20) for one in (engine, other))
    other.dispose()
    assert left <= 19 + BURST + 1


def test_what_is_too_late_uses_up_nothing_and_nothing_waits_behind_it(engine: Engine, village: Village) -> None:
    stale = [f"not heard of {number}" for number in range(100)]
    owe(engine, village.community, stale, Priority.REMINDER, not_after=MORNING - timedelta(seconds=1))
    owe(engine, village.community, [f"digest {number}" for number in range(BURST)], Priority.NOTICE)
    assert len(claim(engine, 0, most=16)) == BURST


def test_a_reply_goes_before_a_notice_when_only_one_may(engine: Engine, village: Village) -> None:
    owe(engine, village.community, [f"notice {number}" for number in range(30)], Priority.NOTICE)
    claim(engine, 0)
    owe(engine, village.community, ["reply"], Priority.REPLY)
    assert claim(engine, 1) == ["reply"]

"""The bench's own judgement can say no."""

import pytest

from tests.bench.goals import Row, judge

GOOD_TURNS: dict[str, dict[str, float]] = {
    name: {"rate": rate}
    for name, rate in {
        "static": 1000,
        "plain": 300,
        "reading": 290,
        "alert": 280,
        "order": 270,
        "textbook": 100,
    }.items()
}
GOOD_SENT: dict[str, float] = {
    "rq": 900,
    "loop": 950,
    "job_a_message": 100,
    "rq_100ms": 300,
    "p4_p50_ms": 9,
    "p4_p99_ms": 40,
    "p7_mib": 90,
    "p7_seconds": 1.2,
}


def missed(turns: dict[str, dict[str, float]], sent: dict[str, float]) -> list[str]:
    return [row.what for row in judge(turns, sent) if not row.is_met]


def test_a_good_run_misses_nothing() -> None:
    assert missed(GOOD_TURNS, GOOD_SENT) == []


@pytest.mark.parametrize("name", ["plain", "reading", "alert", "order"])
def test_a_slow_turn_is_a_miss(name: str) -> None:
    assert missed({**GOOD_TURNS, name: {"rate": 50}}, GOOD_SENT)


@pytest.mark.parametrize(
    ("name", "value"),
    [("rq", 500), ("rq_100ms", 200), ("p4_p50_ms", 16), ("p4_p99_ms", 101), ("p7_mib", 121), ("p7_seconds", 1.6)],
)
def test_a_slow_or_heavy_process_is_a_miss(name: str, value: float) -> None:
    assert missed(GOOD_TURNS, {**GOOD_SENT, name: value})


def test_the_limit_itself_is_met_on_both_sides() -> None:
    assert Row("x", "", 1.0, 1.0).is_met
    assert Row("x", "", 1.0, 1.0, at_least=False).is_met

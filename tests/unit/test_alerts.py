"""The ladder: who is told, when, and what happens where nobody is on duty."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alerts import (
    AlertKind,
    Climb,
    Rung,
    Step,
    Team,
    alert_class,
    climb,
    graver,
    gravity,
    is_usable_code,
    pick_code,
)
from domain.understanding.meanings import Question, Role
from domain.understanding.rules import understand

FULL = Team(grid_worker=1, building=(2, 3, 4, 5), duty=(9,))
MINUTE = timedelta(minutes=1)


def climbs(team: Team, count: int) -> list[tuple[timedelta, Climb]]:
    """The first climbs of a ladder, each with the time since the alert was raised."""
    rung, at, seen = Rung(Step.NONE), timedelta(), []
    for _ in range(count):
        step = climb(rung, team)
        seen.append((at, step))
        rung, at = step.rung, at + step.wait
    return seen


def test_it_climbs_from_the_text_to_the_duty_phone_in_ten_minutes() -> None:
    assert [(at // MINUTE, step.text, step.call) for at, step in climbs(FULL, 9)] == [
        (0, (1,), ()),
        (3, (), (1,)),
        (6, (2,), (2,)),
        (7, (3,), (3,)),
        (8, (4,), (4,)),
        (9, (5,), (5,)),
        (10, (9,), (9,)),
        (20, (9,), (9,)),
        (30, (9,), (9,)),
    ]


@pytest.mark.parametrize(
    ("team", "first"),
    [
        (Team(building=(2,), duty=(9,)), (Step.TEAM, (2,))),
        (Team(duty=(9,)), (Step.DUTY, (9,))),
        (Team(grid_worker=1), (Step.TEXT, (1,))),
    ],
)
def test_a_step_with_nobody_on_duty_costs_no_time(team: Team, first: tuple[Step, tuple[int, ...]]) -> None:
    ((_, step),) = climbs(team, 1)
    assert (step.rung.step, step.text) == first


def test_nobody_at_all_is_said_and_looked_at_again_in_a_minute() -> None:
    step = climb(Rung(Step.NONE), Team())
    assert step.reaches_nobody
    assert step.wait == MINUTE
    assert climb(step.rung, FULL).text == (9,)  # whoever comes on duty next is told


def test_while_nobody_is_at_the_duty_phone_it_begins_again_with_whoever_is_there() -> None:
    ladder = climbs(Team(grid_worker=1, building=(2,)), 8)
    assert [(at // MINUTE, step.text, step.call) for at, step in ladder] == [
        (0, (1,), ()),
        (3, (), (1,)),
        (6, (2,), (2,)),
        (10, (), ()),  # it looks for the duty phone, and a minute later again
        (11, (1,), ()),
        (14, (), (1,)),
        (17, (2,), (2,)),
        (21, (), ()),
    ]
    assert len({(step.rung.round, step.rung.step) for _, step in ladder}) == len(ladder)  # each text is a new one


def test_the_duty_phone_comes_at_ten_minutes_also_after_a_team_of_one() -> None:
    assert [at // MINUTE for at, _ in climbs(Team(grid_worker=1, building=(2,), duty=(9,)), 4)] == [0, 3, 6, 10]


def test_the_duty_phone_waits_for_no_big_team() -> None:
    ladder = climbs(Team(grid_worker=1, building=(2, 3, 4, 5, 6, 7), duty=(9,)), 7)
    told = [(at // MINUTE, step.text) for at, step in ladder][2:]
    assert told == [(6, (2,)), (7, (3,)), (8, (4,)), (9, (5, 6, 7)), (10, (9,))]


@given(st.integers(0, 9), st.integers(0, 8), st.integers(1, 3))
def test_every_ladder_ends_at_the_duty_phone_and_never_stops(worker: int, team: int, duty: int) -> None:
    ladder = climbs(Team(worker or None, tuple(range(10, 10 + team)), tuple(range(20, 20 + duty))), team + 6)
    assert ladder[-1][1].rung.step is Step.DUTY
    assert all(step.wait > timedelta() for _, step in ladder)


@pytest.mark.parametrize(
    ("code", "usable"),
    [
        (999, False),
        (1000, True),
        (3345, True),
        (3399, False),
        (3073, False),
        (1385, False),
        (3400, False),
        (4300, False),
        (4301, False),
        (4444, True),
        (9999, True),
        (10000, False),
        (1504, False),
        (5555, False),
    ],
)
def test_a_code_is_never_a_temperature_a_room_or_one_that_is_open(code: int, usable: bool) -> None:
    assert is_usable_code(code, {"5555"}, {"1504"}) is usable


def test_a_code_that_a_stranger_texts_is_no_fever_to_anybody() -> None:
    usable = [code for code in range(1000, 10000) if is_usable_code(code, (), ())]
    assert len(usable) > 6000
    for code in usable:
        meant = understand(str(code), Role.RESIDENT)
        assert isinstance(meant, Question)
        assert not meant.alert, code


def test_it_draws_until_a_code_is_usable() -> None:
    drawn = iter([3650, 1504, 5555, 4821])
    assert pick_code(lambda: next(drawn), {"5555"}, {"1504"}) == "4821"


def test_one_illness_is_one_class_and_the_gravest_kind_stays() -> None:
    assert alert_class(AlertKind.FEVER) == alert_class(AlertKind.UNWELL) == "health"
    assert alert_class(AlertKind.PERSON) == "person"
    assert graver(AlertKind.UNWELL, AlertKind.FEVER) is AlertKind.FEVER
    assert graver(AlertKind.FEVER, AlertKind.SYMPTOM) is AlertKind.FEVER
    assert gravity(AlertKind.UNWELL, breathless=True) > gravity(AlertKind.FEVER)

"""The states of the board by themselves: which comes first, and what they add up to."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.day_board import Counts, Known, State, count, state_of

FIRST_TO_LAST = {
    "is_paused": State.PAUSED,
    "has_fever": State.ABNORMAL,
    "is_ill": State.UNWELL,
    "has_reading": State.REPORTED,
    "lacks_thermometer": State.NO_THERMOMETER,
    "has_not_measured": State.NOT_MEASURED,
    "was_visited": State.VISITED,
}
STATES = st.lists(st.sampled_from(State))


def test_of_whom_nothing_is_known_is_silent() -> None:
    assert state_of(Known()) is State.SILENT


@pytest.mark.parametrize(("learned", "state"), FIRST_TO_LAST.items())
def test_each_thing_learned_by_itself_has_its_state(learned: str, state: State) -> None:
    assert state_of(Known(**{learned: True})) is state


@given(st.sets(st.sampled_from(list(FIRST_TO_LAST)), min_size=1))
def test_of_several_the_first_applies(learned: set[str]) -> None:
    first = next(name for name in FIRST_TO_LAST if name in learned)
    assert state_of(Known(**dict.fromkeys(learned, True))) is FIRST_TO_LAST[first]


@given(STATES)
def test_the_counts_leave_nobody_out_and_count_nobody_twice(states: list[State]) -> None:
    counts, found = count(states), Counter(states)
    assert counts.due + counts.paused == len(states)
    assert counts.heard + counts.missing == counts.due
    assert {state: getattr(counts, state.value) for state in State} == {state: found[state] for state in State}


def test_the_words_of_the_counts_are_those_of_the_interface() -> None:
    counts = Counts(2, 3, 5, 7, 11, 13, 17, 19)
    assert (counts.ill, counts.heard, counts.missing, counts.due) == (8, 3 + 5 + 7 + 11 + 17, 13 + 19, 75)

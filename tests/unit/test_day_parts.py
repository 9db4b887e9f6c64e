"""The simulated day shared out among several cores has everybody of the community in it, once."""

import pytest

from services.demo.lists import GRIDS, roster
from tests.day.simulation import LINES, shared_out


@pytest.mark.parametrize("grids", [1, 5, GRIDS])
@pytest.mark.parametrize("among", [1, 2, 3, GRIDS])
def test_everybody_of_the_first_grids_is_in_one_part(grids: int, among: int) -> None:
    parts = shared_out(grids, among)
    lived_in = [person["grid"] for person in roster() for part in parts if part.has(person)]
    assert lived_in == [person["grid"] for person in roster() if int(person["grid"]) <= grids]


def test_two_halves_are_as_busy_as_the_whole() -> None:
    assert [part.lines for part in shared_out(GRIDS, 2)] == [LINES // 2, LINES // 2]

"""Letters that turn the reading direction change no value that a page or a sheet shows."""

import pytest

from domain.reading_direction import upright
from services.roster.spreadsheets import harmless

TURNS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


@pytest.mark.parametrize("turns", TURNS)
def test_a_value_that_is_turned_around_reads_as_it_is(turns: int) -> None:
    assert upright(f"王{chr(turns)}36.5") == "王36.5"
    assert harmless(f"{chr(turns)}=1+1") == "'=1+1"


@pytest.mark.parametrize("text", ["36.5", "王秀英", "👩\u200d⚕️", "שלום"])
def test_what_turns_nothing_stays_as_it_is(text: str) -> None:
    assert upright(text) == text

"""Hours on duty, across midnight too."""

from datetime import time

import pytest

from domain.duty import is_on_duty, parse_hours


@pytest.mark.parametrize(
    ("on_duty", "at", "there"),
    [
        ("1", "03:00", True),
        ("0", "12:00", False),
        ("08:00-20:00", "08:00", True),
        ("08:00-20:00", "20:00", False),
        ("20:00-08:00", "23:00", True),
        ("20:00-08:00", "07:59", True),
        ("20:00-08:00", "12:00", False),
    ],
)
def test_it_knows_who_is_there(on_duty: str, at: str, there: bool) -> None:
    assert is_on_duty(on_duty, time.fromisoformat(at)) is there


@pytest.mark.parametrize("text", ["8-20", "08:00", "yes", "08:00-25:00", ""])
def test_it_says_how_to_write_hours(text: str) -> None:
    with pytest.raises(ValueError, match="08:00-20:00"):
        parse_hours(text)

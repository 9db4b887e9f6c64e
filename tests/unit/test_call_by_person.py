"""Who presses a key into every read-back of three calls is lost to machines."""

import pytest

from domain.call_by_person import ReadBacks, is_lost_to_machines

LOST = ReadBacks(3, 3)
PATIENT = ReadBacks(2, 1)
NOTHING_READ_BACK = ReadBacks(0, 0)


@pytest.mark.parametrize(
    ("newest_first", "lost"),
    [
        ([LOST, LOST, LOST], True),
        ([LOST, LOST], False),
        ([LOST, PATIENT, LOST, LOST], False),
        ([LOST, LOST, LOST, PATIENT], True),
        ([LOST, NOTHING_READ_BACK, LOST, LOST], True),
        ([NOTHING_READ_BACK] * 3, False),
        ([], False),
    ],
)
def test_it_takes_every_read_back_of_the_last_three_calls_that_had_one(
    newest_first: list[ReadBacks], lost: bool
) -> None:
    assert is_lost_to_machines(newest_first) is lost

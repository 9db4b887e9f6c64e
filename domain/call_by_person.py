"""Who is called by a person and never by machine: what puts somebody on the list (product.md, "The day-board")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FEVER_TO_NORMAL = timedelta(hours=24)  # a fever and then normal within this is not believed
CALLS = 3


class Why(StrEnum):
    """Why a person is on the list."""

    FEVER_THEN_NORMAL = "fever_then_normal"
    OVER_PRESSED = "over_pressed"
    ASKED = "asked"  # put there by the office


LASTING = frozenset({Why.OVER_PRESSED, Why.ASKED})
"""Until the office takes them off; a fever that was doubted is settled by the call of a person."""


@dataclass(frozen=True, slots=True)
class ReadBacks:
    """The read-backs of one call, and how many of them a key was pressed into."""

    spoken: int
    over_pressed: int

    @property
    def is_every_one_over_pressed(self) -> bool:
        """Whether the caller heard none of them to the end."""
        return self.spoken == self.over_pressed > 0


def is_lost_to_machines(calls: Sequence[ReadBacks]) -> bool:
    """Whether the last three calls that came to a read-back, newest first, were over-pressed at every one."""
    last = [call for call in calls if call.spoken][:CALLS]
    return len(last) == CALLS and all(call.is_every_one_over_pressed for call in last)

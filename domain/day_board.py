"""The states of the day-board, which of them comes first, and what they add up to (interfaces.md, "board")."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What is known of a person today. The first that applies is theirs, in the order of `PRECEDENCE`."""

    PAUSED = "paused"
    ABNORMAL = "abnormal"
    UNWELL = "unwell"
    REPORTED = "reported"
    NO_THERMOMETER = "no_thermometer"
    NOT_MEASURED = "not_measured"
    VISITED = "visited"
    SILENT = "silent"


ILL = frozenset({State.ABNORMAL, State.UNWELL})
MISSING = frozenset({State.SILENT, State.NOT_MEASURED})
NOT_HEARD = MISSING | {State.PAUSED}


class Known(NamedTuple):
    """What was learned of a person today, each by itself."""

    is_paused: bool = False
    has_fever: bool = False  # 37.3 and above at any time of the day
    is_ill: bool = False
    has_reading: bool = False
    lacks_thermometer: bool = False
    has_not_measured: bool = False
    was_visited: bool = False


PRECEDENCE: tuple[tuple[State, Callable[[Known], bool]], ...] = (
    (State.PAUSED, lambda known: known.is_paused),
    (State.ABNORMAL, lambda known: known.has_fever),
    (State.UNWELL, lambda known: known.is_ill),
    (State.REPORTED, lambda known: known.has_reading),
    (State.NO_THERMOMETER, lambda known: known.lacks_thermometer),
    (State.NOT_MEASURED, lambda known: known.has_not_measured),
    (State.VISITED, lambda known: known.was_visited),
    (State.SILENT, lambda _: True),
)


def state_of(known: Known) -> State:
    """The one state of a person."""
    return next(state for state, applies in PRECEDENCE if applies(known))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people of a group are in each state. Whoever is paused is not due."""

    paused: int = 0
    abnormal: int = 0
    unwell: int = 0
    reported: int = 0
    no_thermometer: int = 0
    not_measured: int = 0
    visited: int = 0
    silent: int = 0

    @property
    def due(self) -> int:
        """Who is to be heard of today; the sum of all states but `paused`."""
        return self.heard + self.missing

    @property
    def heard(self) -> int:
        """All but silent, not measured yet and paused."""
        return self.ill + self.reported + self.no_thermometer + self.visited

    @property
    def ill(self) -> int:
        """Abnormal and unwell."""
        return self.abnormal + self.unwell

    @property
    def missing(self) -> int:
        """Silent, or has not measured yet."""
        return self.silent + self.not_measured


def count(states: Iterable[State]) -> Counts:
    """The counts of a group. Every number that anybody is shown of the board is one of these."""
    found = Counter(states)
    return Counts(**{state.value: found[state] for state in State})

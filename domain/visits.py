"""What a visit at a door has found, and what the day-board makes of it."""

from enum import StrEnum


class VisitOutcome(StrEnum):
    """What the worker found; entered with two keys, by text, or on the console."""

    WELL = "well"
    NOBODY_HOME = "nobody_home"
    ILL = "ill"
    MOVED = "moved"


FOUND = frozenset({VisitOutcome.WELL, VisitOutcome.ILL, VisitOutcome.MOVED})
"""Whoever is not heard of is visited by these. Nobody home is no sign of life: who was silent stays so."""

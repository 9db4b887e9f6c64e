"""What a resident's text was understood as, narrowed to one kind of meaning; an AssertionError shows the other it was."""

from typing import TypeVar

from domain.understanding import understand
from domain.understanding.meanings import (
    Meaning,
    Need,
    NeedKind,
    Order,
    Question,
    Reason,
    Report,
    Role,
)

T = TypeVar("T")


def from_resident(text: str) -> Meaning:
    """The meaning of a resident's text."""
    return understand(text, Role.RESIDENT)


def narrowed(meaning: Meaning, kind: type[T]) -> T:
    """The same meaning, which must be of this kind."""
    assert isinstance(meaning, kind), meaning
    return meaning


def report(text: str) -> Report:
    """The report that a text is."""
    return narrowed(from_resident(text), Report)


def tenths(text: str) -> list[int | None]:
    """Whose readings a text reports, in tenths of a degree; None where no value was said."""
    return [reading.tenths for reading in report(text).readings]


def question(text: str, role: Role = Role.RESIDENT) -> Question:
    """The question that a text is answered with."""
    return narrowed(understand(text, role), Question)


def reason(text: str) -> Reason:
    """Why a text is asked back."""
    return question(text).reason


def need(text: str) -> NeedKind:
    """The first need of a text."""
    return narrowed(from_resident(text), Need).kind


def lines(text: str) -> list[tuple[int, int]]:
    """Set numbers and quantities that a text orders."""
    return lines_of(from_resident(text))


def lines_of(meaning: Meaning) -> list[tuple[int, int]]:
    """Set numbers and quantities of an order."""
    return [(line.set_number, line.quantity) for line in narrowed(meaning, Order).lines]

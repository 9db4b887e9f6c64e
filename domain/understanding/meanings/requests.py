"""What a sender asks the line itself to do: undo, explain, show what is on file."""

from dataclasses import dataclass
from enum import StrEnum

from domain.doors import Door
from domain.requests import MealsOff


class CancelWhat(StrEnum):
    """What is to be undone."""

    LAST = "last"
    ORDER = "order"
    REPORT = "report"
    OPT_OUT = "optout"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Undo; `set_number` when one set of the order is meant. OPT_OUT: no text is to be sent any more.

    `door` where one is named: what was done at another is not meant.
    """

    what: CancelWhat
    set_number: int | None = None
    door: Door | None = None


class Topic(StrEnum):
    """What is asked about."""

    GENERAL = "general"
    CATALOG = "catalog"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Help:
    """A question about how to use the line, or about what is on sale."""

    topic: Topic


class Own(StrEnum):
    """What of their own a sender may ask to see."""

    ORDERS = "my_orders"
    REPORT = "my_report"


@dataclass(frozen=True, slots=True)
class OwnStatus:
    """A sender asks what is on file of their own door."""

    what: Own


@dataclass(frozen=True, slots=True)
class NoMeals:
    """No meal is to be brought today, or tomorrow, or until one is asked for again."""

    off: MealsOff


@dataclass(frozen=True, slots=True)
class SaleNews:
    """The household wants to be told of each sale the evening before, or no more."""

    wanted: bool

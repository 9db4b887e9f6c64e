"""What a sender asks the line itself to do: undo, explain, show what is on file."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.doors import Door
from domain.requests import MealsOff

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


class CancelWhat(StrEnum):
    """What is to be undone."""

    LAST = "last"
    ORDER = "order"
    REPORT = "report"
    OPT_OUT = "optout"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Undo; `set_number` when one set of the order is meant, and `others` beside it. OPT_OUT: no text any more.

    `door` where one is named: what was done at another is not meant. `also`: what else the text says.
    """

    what: CancelWhat
    set_number: int | None = None
    door: Door | None = None
    others: tuple[int, ...] = ()
    also: tuple["Meaning", ...] = field(default=())


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

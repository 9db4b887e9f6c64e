"""An order: how many of which sets, and what it does to an earlier one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.doors import Door

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of a set, by its number in the sale; `assumed` when no number was given and one is meant."""

    set_number: int
    quantity: int
    assumed: bool = False


class Change(StrEnum):
    """What an order does to an earlier one."""

    NONE = "none"
    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Order:
    """Sets and how many of each; `without` are the sets that the same text takes out of an earlier order."""

    lines: tuple[OrderLine, ...]
    change: Change = Change.NONE
    door: Door | None = None
    on_behalf: bool = False
    without: tuple[int, ...] = ()
    also: tuple["Meaning", ...] = ()

"""What a worker's text can be and a resident's not: a command, a pasted chain."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


class Role(StrEnum):
    """Who the sender's number belongs to; a worker's commands run for a worker alone."""

    RESIDENT = "resident"
    WORKER = "worker"


class Verb(StrEnum):
    """A worker's commands."""

    MISSING = "missing"
    TOTALS = "summary"
    FEVERS = "fever"
    ORDERS = "orders"
    MORE = "more"
    ACK = "ack"
    DONE = "done"
    NOBODY_HOME = "nobody_home"


@dataclass(frozen=True, slots=True)
class Command:
    """A worker's command: `ids` are an alert's codes or items' numbers, `note` the words that stood behind them."""

    verb: Verb
    ids: tuple[int, ...] = ()
    building: str = ""
    set_number: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One line of a chain: its number there (None without one), its words, and what they mean or why they are refused."""

    number: int | None
    text: str
    meaning: "Meaning"


@dataclass(frozen=True, slots=True)
class Batch:
    """A worker's pasted chain, line by line, so that one summary can answer it."""

    lines: tuple[ChainLine, ...]

"""What is not acted on, and what must be asked back and why."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.doors import Door
from domain.understanding.meanings.orders import OrderLine
from domain.understanding.meanings.reports import Symptom

if TYPE_CHECKING:
    from domain.understanding.meanings import Meaning


class Why(StrEnum):
    """Why a text is not acted on."""

    NOTHING = "nothing"
    COURTESY = "courtesy"
    FORBIDDEN = "forbidden"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing to do: nothing understood, a word of thanks, a worker's command from elsewhere, an advertisement."""

    why: Why = Why.NOTHING


class Reason(StrEnum):
    """Why a text is asked back."""

    BAD_DIGITS = "bad_digits"
    OUT_OF_RANGE = "out_of_range"
    LIKELY_TRANSPOSED = "likely_transposed"
    NO_DECIMAL = "no_decimal"
    CROSSES_THRESHOLD = "crosses_threshold"
    RANGE = "range"
    HEDGE = "hedge"
    TWO_VALUES = "two_values"
    TWO_READINGS = "two_readings_one_person"
    COUNT_MISMATCH = "count_mismatch"
    MISSING_VALUE = "missing_value"
    NO_VALUE = "no_value"
    NOT_TODAY = "not_today"
    NEGATED_NORMAL = "negated_normal"
    NO_TEMPERATURE_WORD = "no_temperature_word"
    SYMPTOM_HISTORY = "symptom_history"
    OTHER_MEASURE = "other_measure"
    MULTI_HOUSEHOLD = "multi_household"
    THIRD_PARTY = "third_party"
    ADDRESS_ONLY = "address_only"
    MISSING_ADDRESS = "missing_addr"
    NEEDS_CONTEXT = "needs_context"
    MISSING_ITEM = "missing_item"
    MISSING_QUANTITY = "missing_qty"
    SET_OR_QUANTITY = "set_or_qty"
    NOT_A_SET = "not_a_set"
    OVER_LIMIT = "qty_over_limit"
    HALF_SET = "half_set"
    NEEDS_HISTORY = "needs_history"
    MISSING_ID = "missing_id"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Question:
    """A text that must be asked back, and what it could mean: `tenths` of a degree, or order `lines`, to choose from.

    `alert`: a human must look at once, while the question is out. `also` is what was clear in the same text.
    """

    reason: Reason
    tenths: tuple[int, ...] = ()
    lines: tuple[OrderLine, ...] = ()
    door: Door | None = None
    symptoms: frozenset[Symptom] = frozenset()
    alert: bool = False
    also: tuple["Meaning", ...] = field(default=())

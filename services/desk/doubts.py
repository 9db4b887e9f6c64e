"""Why something that was typed at the console is not certain, in the few ways that a page tells apart."""

from enum import StrEnum

from domain.understanding.meanings import Meaning, Order, Question, Reason, Report


class Doubt(StrEnum):
    """What must be written otherwise."""

    VALUE = "value"  # a temperature that can mean several, or none
    DAY = "day"  # not of today
    WHOSE = "whose"  # several live there, and nobody is named
    NO_VALUE = "no_value"
    NO_DOOR = "no_door"  # none is written
    UNKNOWN_DOOR = "unknown_door"  # not in the roster, or not the writer's
    ONE_DOOR = "one_door"  # several in one line
    ORDER = "order"  # no such set, or not how many
    LONG = "long"
    UNCLEAR = "unclear"
    KEPT = "kept"  # had reported before: a worker never replaces that


OF_REASON = {
    **dict.fromkeys(
        (
            Reason.BAD_DIGITS,
            Reason.OUT_OF_RANGE,
            Reason.LIKELY_TRANSPOSED,
            Reason.NO_DECIMAL,
            Reason.CROSSES_THRESHOLD,
            Reason.RANGE,
            Reason.HEDGE,
            Reason.TWO_VALUES,
            Reason.NEGATED_NORMAL,
            Reason.OTHER_MEASURE,
            Reason.NO_TEMPERATURE_WORD,
        ),
        Doubt.VALUE,
    ),
    **dict.fromkeys((Reason.NOT_TODAY, Reason.SYMPTOM_HISTORY), Doubt.DAY),
    **dict.fromkeys((Reason.COUNT_MISMATCH, Reason.TWO_READINGS), Doubt.WHOSE),
    **dict.fromkeys((Reason.MISSING_VALUE, Reason.NO_VALUE, Reason.ADDRESS_ONLY), Doubt.NO_VALUE),
    Reason.MISSING_ADDRESS: Doubt.NO_DOOR,
    Reason.MULTI_HOUSEHOLD: Doubt.ONE_DOOR,
    **dict.fromkeys(
        (
            Reason.MISSING_ITEM,
            Reason.MISSING_QUANTITY,
            Reason.SET_OR_QUANTITY,
            Reason.NOT_A_SET,
            Reason.OVER_LIMIT,
            Reason.HALF_SET,
            Reason.NEEDS_HISTORY,
        ),
        Doubt.ORDER,
    ),
    Reason.TOO_LONG: Doubt.LONG,
}


def doubt_of(meaning: Meaning) -> Doubt:
    """Why what means this was not taken."""
    match meaning:
        case Question():
            return OF_REASON.get(meaning.reason, Doubt.UNCLEAR)
        case Report():
            return Doubt.WHOSE if meaning.door is not None else Doubt.NO_DOOR
        case Order():
            return Doubt.ORDER if meaning.door is not None else Doubt.NO_DOOR
        case _:
            return Doubt.UNCLEAR

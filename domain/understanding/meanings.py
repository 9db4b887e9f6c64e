"""What a text can mean: the values that the grammar hands to whoever acts on it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from domain.doors import Door
from domain.temperature import is_fever


class Role(StrEnum):
    """Who the sender's number belongs to; a worker's commands run for a worker alone."""

    RESIDENT = "resident"
    WORKER = "worker"


class Symptom(StrEnum):
    """What somebody feels."""

    FEVER = "fever"
    COUGH = "cough"
    WEAK = "weak"
    BREATHLESS = "breathless"
    CHEST = "chest"
    DIZZY = "dizzy"
    HEADACHE = "headache"
    THROAT = "throat"
    NOSE = "nose"
    STOMACH = "stomach"
    PAIN = "pain"
    UNWELL = "unwell"


class Answer(StrEnum):
    """What was said of one person's temperature."""

    VALUE = "value"
    NORMAL = "normal"
    NOT_MEASURED = "not_measured"


class NamedBy(StrEnum):
    """How a text says whose reading it is."""

    SELF = "self"
    RELATION = "relation"
    NAME = "name"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose reading: the sender, a relation or a name in the text's own `words`, or the place in the list, from 0."""

    by: NamedBy
    words: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's answer; `tenths` of a degree Celsius, 350 to 420, with VALUE alone.

    `coarse`: whole degrees were given, and all they can mean lies on one side of a fever; `hedged`: 左右 stood there.
    """

    person: Person
    answer: Answer
    tenths: int | None = None
    coarse: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The readings of one door. `people` is how many were said to live there, `door` None when none was given.

    `everyone`: the one reading was said of all who live there (都正常, 全家36.5).

    A door's parts that were not said are empty texts. `correction` replaces what was reported before.
    """

    readings: tuple[Reading, ...]
    people: int | None = None
    everyone: bool = False
    door: Door | None = None
    symptoms: frozenset[Symptom] = frozenset()
    correction: bool = False
    on_behalf: bool = False
    also: tuple["Meaning", ...] = ()


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
    """Sets and how many of each."""

    lines: tuple[OrderLine, ...]
    change: Change = Change.NONE
    door: Door | None = None
    on_behalf: bool = False
    also: tuple["Meaning", ...] = ()


class NeedKind(StrEnum):
    """What somebody needs of a human being."""

    MEDICAL = "medical"
    EMERGENCY = "emergency"
    MEDICINE = "medicine"
    THERMOMETER = "thermometer"
    MEAL = "meal"
    GAS = "gas"
    HOME_DELIVERY = "home_delivery"
    CALL = "call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Need:
    """Something for the worker's list, or an alert; the text itself is the note. `fen` is the money to charge.

    `asks_temperature`: a symptom came without a number.
    """

    kind: NeedKind
    symptoms: frozenset[Symptom] = frozenset()
    fen: int | None = None
    asks_temperature: bool = False
    door: Door | None = None
    on_behalf: bool = False
    also: tuple["Meaning", ...] = ()


class CancelWhat(StrEnum):
    """What is to be undone."""

    LAST = "last"
    ORDER = "order"
    REPORT = "report"
    OPT_OUT = "optout"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Undo; `set_number` when one set of the order is meant. OPT_OUT: no text is to be sent any more."""

    what: CancelWhat
    set_number: int | None = None


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


Meaning: TypeAlias = Report | Order | Need | Cancel | Help | OwnStatus | Command | Batch | Unknown | Question


def raises_alert(meaning: Meaning) -> bool:
    """Whether a human must act now: a fever, a symptom, a call for help, in the text or in any line of it."""
    match meaning:
        case Report(readings, symptoms=symptoms, also=also):
            ill = any(reading.tenths is not None and is_fever(reading.tenths) for reading in readings)
            return ill or bool(symptoms) or any(map(raises_alert, also))
        case Need(kind, also=also):
            return kind in {NeedKind.MEDICAL, NeedKind.EMERGENCY} or any(map(raises_alert, also))
        case Question(alert=alert, symptoms=symptoms, also=also):
            return alert or bool(symptoms) or any(map(raises_alert, also))
        case Order(also=also):
            return any(map(raises_alert, also))
        case Batch(lines):
            return any(raises_alert(line.meaning) for line in lines)
        case _:
            return False

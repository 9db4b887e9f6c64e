"""What a caller, or the writer of a text, has done, as facts for the services to store: the only way to act on the world.

People are positions in the household as the roster's file lists them, counted from 0; an unverified
caller's people are the first of the door. Values are tenths of a degree Celsius, money is fen.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.gas_cards import Signature
from domain.requests import MealsOff, RequestKind
from domain.visits import VisitOutcome
from ivr.facts import CallState


class Complaint(StrEnum):
    """Why a health alert is raised, by rising gravity."""

    UNWELL = "unwell"
    SYMPTOM = "symptom"
    FEVER = "fever"


class Symptom(StrEnum):
    """The three questions after a fever, F2 to F4 of the call script."""

    BREATHLESS = "breathless"
    COUGH = "cough"
    WEAK = "weak"


class ItemKind(StrEnum):
    """What is left for the grid worker to do; the words of `linli items --json`."""

    CALL_BACK = "call_back"
    UNFINISHED_CALL = "unfinished_call"
    UNCONFIRMED_VALUE = "unconfirmed_value"
    NO_THERMOMETER = "no_thermometer"
    MEDICINE = "medicine"
    MEAL = "meal"
    GAS = "gas"
    PERSON = "person"
    OTHER = "other"


class About(StrEnum):
    """What an item was left over from (call script, "items")."""

    REPORT = "report"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's confirmed answer of today: a value in tenths, or None for the word "normal"."""

    person: int
    tenths: int | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """The caller confirmed the read-back of these readings."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """Somebody is ill, at the first key and before any confirmation; no person named yet: the household.

    `urgent` is for a call for help: text and call together.
    """

    complaint: Complaint
    person: int | None = None
    tenths: int | None = None
    symptoms: tuple[Symptom, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class NamedIll:
    """The household's alert of this call concerns these people."""

    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HasSymptom:
    """A symptom question was answered yes. Breathless is urgent: text and call together."""

    symptom: Symptom
    person: int | None = None


@dataclass(frozen=True, slots=True)
class FiledItem:
    """Something is left for the grid worker: `tenths` an unconfirmed value, `note` in plain words.

    `about`: what closes it by itself when it is confirmed later; None: only the worker does. `of`: the call as it was,
    when it has turned to another door since.
    """

    kind: ItemKind
    person: int | None = None
    tenths: int | None = None
    note: str = ""
    about: About | None = None
    of: CallState | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """Somebody asks for something: it exists from the first key on, and what follows in the same call adds to it.

    `days_left` of the medicine; `brings` it to the door. `amends`: the sid of the earlier text that this one adds to.
    """

    kind: RequestKind
    person: int | None = None
    words: str = ""
    recording_sid: str = ""
    days_left: int | None = None
    brings: bool | None = None
    same_again: bool = False
    amends: str = ""


@dataclass(frozen=True, slots=True)
class RefusedMeals:
    """No meal is wanted today, or tomorrow, or until one is asked for again."""

    off: MealsOff = MealsOff.TODAY


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """Whether what was asked for is done, as the resident who is called about it says."""

    is_done: bool


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A set of the open sale, by its number 1 to 6, and how many of it."""

    set_number: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The caller confirmed these lines; `replaces` the household's order of this sale, else they are added."""

    lines: tuple[OrderLine, ...]
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class CancelledOrder:
    """The caller confirmed the cancelling of the household's order of this sale."""


@dataclass(frozen=True, slots=True)
class NobodyAnswered:
    """The caller wanted a person and every leg rang in vain: an alert of kind `person`."""


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """The caller spoke after the tone; the recording's sid at the carrier and its length in seconds."""

    recording_sid: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Postponed:
    """These people have not measured yet: an answer, but no report."""

    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withdrew:
    """What the text of this sid had reported or asked for is taken back; an alert it raised is not.

    `waiting` are those of whom it had said that they have not measured yet.
    """

    sid: str
    waiting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OverPressed:
    """A digit was pressed into a read-back. The turn keeps it: whoever always does so is called by a person."""


@dataclass(frozen=True, slots=True)
class TookAlert:
    """The worker who was called pressed 1: the alert is theirs."""


@dataclass(frozen=True, slots=True)
class LegTaken:
    """The person who was rung heard the whisper and pressed 1: no voice mailbox, connect the caller."""


@dataclass(frozen=True, slots=True)
class RecordedPrompt:
    """A member of the staff accepted a recording of this prompt in the call's language; its sound is at the carrier."""

    prompt: str
    recording_sid: str


@dataclass(frozen=True, slots=True)
class ReturnedToSynthetic:
    """A prompt is to be spoken by the synthetic voice again."""

    prompt: str


@dataclass(frozen=True, slots=True)
class HeardNotice:
    """Somebody pressed 1 in a call with an announcement: it was heard."""


@dataclass(frozen=True, slots=True)
class WishedSaleNews:
    """The household wants to be told of each sale the evening before, or no more."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class AnsweredOffer:
    """The household takes the substitute that this question is about, or does not."""

    offer: int
    wants: bool


@dataclass(frozen=True, slots=True)
class HeardGoods:
    """Somebody pressed 1 in a call about the order: when to collect it, or what has changed."""


@dataclass(frozen=True, slots=True)
class WantsBroughtUp:
    """The household does not come down: its order is to be brought to the door."""


class Result(StrEnum):
    """What a worker does about an alert or an item."""

    TAKEN = "taken"
    DONE = "done"
    NOBODY_HOME = "nobody_home"


@dataclass(frozen=True, slots=True)
class LetIn:
    """The worker's PIN was right."""


@dataclass(frozen=True, slots=True)
class RefusedPin:
    """The worker's PIN was wrong, or right and locked for the day."""


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """The worker let in took or finished this alert, or this item (the other id is 0), or found nobody home."""

    result: Result
    alert: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class SpokeNote:
    """The worker let in said something about this alert, or this item (the other id is 0)."""

    recording_sid: str
    alert: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class SignedForCard:
    """The worker let in signs for the gas card of this item, and for so much money."""

    what: Signature
    item: int
    fen: int


@dataclass(frozen=True, slots=True)
class CalledWave:
    """The worker let in says that the collection point is clear: the next households may come."""


@dataclass(frozen=True, slots=True)
class Visited:
    """The worker let in has been at the door of the call and found this."""

    outcome: VisitOutcome


@dataclass(frozen=True, slots=True)
class HandedMeal:
    """The worker let in has handed over today's meal at the door of the call."""


@dataclass(frozen=True, slots=True)
class TookBack:
    """What the worker let in has entered today by keys for the door of the call counts no more; an alert stays."""


Event = (
    Reported
    | RaisedAlert
    | NamedIll
    | HasSymptom
    | FiledItem
    | Requested
    | RefusedMeals
    | ToldOutcome
    | Ordered
    | CancelledOrder
    | NobodyAnswered
    | LeftMessage
    | Postponed
    | Withdrew
    | OverPressed
    | TookAlert
    | LegTaken
    | RecordedPrompt
    | ReturnedToSynthetic
    | HeardNotice
    | AnsweredOffer
    | HeardGoods
    | WantsBroughtUp
    | LetIn
    | RefusedPin
    | WorkedOn
    | SpokeNote
    | SignedForCard
    | CalledWave
    | Visited
    | HandedMeal
    | TookBack
    | WishedSaleNews
)

"""What a dialogue may know: the call's own state, which travels in the signed action URL, and facts read for a step.

The state holds ids and keyed digits only, never a name. A step that needs more (names, the sale, whom to
ring) says so with `needs`, and the service reads just that; a plain key press reads nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.doors import Door


class Need(StrEnum):
    """What a step wants read from the database before it can be answered."""

    DOORS = "doors"  # the doors on this telephone
    HOUSEHOLD = "household"  # the household of the call: names, entry, what it reported today
    DOOR = "door"  # the keyed door, looked up in the roster
    SALE = "sale"  # the open sale, this household's order in it and its last one
    REQUESTS = "requests"  # what this household has asked for before
    PEOPLE_TO_RING = "people_to_ring"  # numbers to ring for a person, and whether the last leg was taken
    ALERT = "alert"  # the alert a worker is called about
    NOTICE = "notice"  # the announcement a household is called with
    WORKER = "worker"  # whether the worker who calls has a PIN
    PIN = "pin"  # whether the keyed PIN lets them in; checked beside the database, not read from it
    MATTERS = "matters"  # the worker's open alerts and items
    LISTING = "listing"  # the list of doors the worker wants to hear
    GOODS = "goods"  # what the household that is called is told about its order
    WAVE = "wave"  # the wave that is called down next
    ENTERED = "entered"  # what this worker entered today by keys for the door
    GAS_CARD = "gas_card"  # the card that the household is asked about, with its money


@dataclass(frozen=True, slots=True)
class CallState:
    """One call between two key presses. Every field but `position` has a default and is left out of the URL then."""

    position: str  # "dialogue.step"
    language: str = "zh-CN"
    community: int = 0  # id
    household: int = 0  # id of the door spoken for; 0 while none is known
    verified: bool = False  # the telephone is on file for that door
    on_file: bool = False  # the telephone is on file for some door
    people: int = 0  # in the household, or as the caller said
    digits: bool = False  # the household keys its temperature in digits
    hard_of_hearing: bool = False  # spoken slower, read-backs twice: the carrier sees to both
    reporter: str = "household"  # household, self, family, worker
    building: str = ""  # the door as keyed, until and unless the roster knows it
    unit: str = ""
    room: str = ""
    not_found: int = 0  # how often the keyed door was not in the roster
    tries: int = 0  # used at the question
    in_short: bool = False  # the question is put again to who was silent: what it says beside its choices is left out
    confirm_tries: int = 0  # used at its confirm
    rejected: int = (
        0  # a 2 or an over-press that sent the caller back from the confirm: each uses a try of the question
    )
    turns: int = 0  # asked so far in the call
    page: int = 0  # of doors or sets
    person: int = 0  # asked about now
    ill: tuple[int, ...] = ()  # positions of those who are
    values: tuple[int, ...] = ()  # tenths, beside `ill` (or the one person's)
    short: int = 0  # 35 to 41: all but the last digit of a value
    pieced: bool = False  # a value of this report was keyed in two pieces
    feared: int = 0  # tenths: the highest fever keyed in this report and not kept
    alerted: bool = False  # this call raised a health alert for this door
    ill_call: bool = False  # this call raised one for some door: it ends with F5
    begun: bool = False  # a report or an order is begun and not confirmed
    symptoms_asked: bool = False
    reported: bool = False  # there is a report of today: the household's at the start, or this call's
    done: bool = False  # something was finished in this call
    set_number: int = 0  # picked
    quantity: int = 0
    again: bool = False  # "same as last time" is being confirmed
    changing: bool = False  # the next confirmed set replaces the order
    ordered: bool = False  # a set was confirmed in this call
    spent_fen: int = 0  # by the sets confirmed in this call
    called: bool = False  # the line called for today's report: "not measured yet" in place of the menu
    last_call: bool = False  # it calls no more today: "not measured yet" is left to the household
    leg: int = 0  # who is being rung, counted from 0
    notice: int = 0  # id of the outbox's message by which a household is called with an announcement
    prompt: int = 0  # number of the prompt that is being recorded
    recorded: str = ""  # the carrier's sid of what was just spoken, or of what a worker can hear of a matter
    request: int = 0  # id of the request a household is called about
    before: int = 0  # tenths of the fever a household is called about half an hour later; 0 for all other calls
    alert: int = 0  # id of the alert a worker is called about, or has come to among their matters
    item: int = 0  # id of the item a worker has come to
    worker: int = 0  # id of the worker whose telephone this is; 0 also once they call as a resident
    let_in: bool = False  # by their PIN
    listing: str = ""  # which list of doors is read out: missing, fevers, orders
    goods: int = 0  # id of the order a household is called about
    offer: int = 0  # the substitute asked about, counted from 0


@dataclass(frozen=True, slots=True)
class Household:
    """A door as a dialogue knows it."""

    id: int
    building: str
    unit: str
    room: str
    people: tuple[str, ...]  # as spoken, in file order: salutation, else name
    greeted: str = ""  # salutation of the one whose telephone this is; empty is spoken as no name
    digits: bool = False
    hard_of_hearing: bool = False
    language: str = "zh-CN"
    reported: bool = False  # today, every person
    names: tuple[str, ...] = ()  # as the roster writes them, in file order; empty to a telephone not on file
    holders: tuple[int, ...] = ()  # positions of those whose telephone this is


@dataclass(frozen=True, slots=True)
class SaleSet:
    """A set that can be ordered now; `limit` is what this household may still order of it in this sale."""

    number: int
    name: str  # in the caller's language
    price_fen: int
    limit: int
    contents: str = ""


@dataclass(frozen=True, slots=True)
class OrderedSet:
    """A line of an order as it is read out; `number` is the set's in the open sale, 0 where it is in none."""

    number: int
    name: str
    quantity: int
    price_fen: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A substitute that a household is asked about: `pieces` of the set did not arrive; the price is of one piece."""

    id: int  # of the question
    set_name: str
    pieces: int
    instead: str
    price_fen: int
    is_open: bool = True  # an answer still counts
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a set of an order that did not arrive in full: pieces missing, and pieces of something instead."""

    set_name: str
    short: int
    instead: str = ""
    granted: int = 0


@dataclass(frozen=True, slots=True)
class Goods:
    """A household's order after its goods have come; `clock` is written 14:20, in the community's own zone; "" once that time has passed."""

    place: str = ""
    clock: str = ""
    due_fen: int = 0  # all that the household owes of the sale
    can_be_brought: bool = False  # it is called down, and may have it brought up
    offers: tuple[Offer, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """An open alert, or item, of a worker: `alert` or `item` is its id and the other 0; `tenths` of a degree."""

    alert: int = 0
    item: int = 0
    kind: str = ""  # domain.alerts.AlertKind or ivr.events.ItemKind
    tenths: int | None = None
    building: str = ""
    unit: str = ""
    room: str = ""
    recording: str = ""  # the carrier's sid of what was said about it
    note: str = ""  # and of what a worker said about it last
    card: str = ""  # of a gas card: home, mine or others, by who has it; "" where there is none to sign for
    card_fen: int = 0  # the most that can be signed for with it; of another's card, what must be with it


@dataclass(frozen=True, slots=True)
class NextWave:
    """The wave that would be called down now, and its orders; `is_called`: that was done a moment ago.

    `clock`, HH:MM, is when they come; at night (`is_night`) when it can be called. `number` 0: none is planned, and so
    many orders nobody has come for.
    """

    number: int
    orders: int
    is_called: bool = False
    clock: str = ""
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class GasCard:
    """A gas card that came back to its household: fen put on it, and fen given back."""

    charged_fen: int
    returned_fen: int


@dataclass(frozen=True, slots=True)
class ListedDoor:
    """A door on a worker's list, with what is said after it: 独居, 三十八度二, or nothing."""

    building: str
    unit: str
    room: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The day of a worker's people in numbers, as 汇总 has them."""

    due: int = 0
    heard: int = 0
    missing: int = 0
    abnormal: int = 0
    unwell: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read for a step; what no step asked for stays empty."""

    read: frozenset[Need] = frozenset()  # what has been read
    community: str = ""  # its spoken name in the caller's language
    doors: tuple[Household, ...] = ()
    household: Household | None = None
    found: Household | None = None  # the keyed door
    found_verified: bool = False  # this telephone is on file for it
    meant: Door | None = None  # where there is none, what was keyed with doubled keys counted once
    sets: tuple[SaleSet, ...] = ()  # on sale and not sold out
    order: tuple[OrderedSet, ...] = ()  # this household's, of the open sale
    closed_order: tuple[OrderedSet, ...] = ()  # with none open, what is still to come of the last one
    last_order: tuple[OrderedSet, ...] = ()  # of an earlier sale, wholly on sale now at today's prices; else empty
    had_medicine: bool = False  # an earlier request for it, which can be asked for again
    meals_stand: bool = False  # a meal is brought every day
    people_to_ring: tuple[str, ...] = ()  # E.164, in the order of ringing
    leg_taken: bool = False  # the last leg pressed 1
    alert_what: str = ""  # "fever", "unwell", "symptom", "person", "silent", "medicine", "system"
    alert_tenths: int | None = None
    alert_taken_by_other: bool = False
    notice: str = ""  # the announcement's text
    household_telephone: str = ""  # E.164 of the alert's or item's household, to connect to
    has_pin: bool = False  # the worker who calls
    is_pin_right: bool = False  # the one just keyed
    matters: tuple[Matter, ...] = ()  # alerts first, each in the order they came
    listed: tuple[ListedDoor, ...] = ()  # in the order one walks past them
    totals: Totals = Totals()
    set_totals: tuple[tuple[str, int], ...] = ()  # of the sale's sets in the worker's area: name, how many
    goods: Goods | None = None  # of the order the household is called about
    wave: NextWave | None = None  # None: there is none left
    entered: str = ""  # today, here, by this worker's keys: "" nothing, well, or ill where somebody was
    gas_card: GasCard | None = None  # that the household is asked about; None: its request was for something else

    def without(self, gone: frozenset[int]) -> "Facts":
        """With these sets on sale no more, by their numbers: somebody was quicker, again and again."""
        return replace(self, sets=tuple(one for one in self.sets if one.number not in gone)) if gone else self


@dataclass(frozen=True, slots=True)
class Wanted:
    """The engine stopped at a step whose facts are not read yet: read `need` for `state` and press again."""

    need: Need
    state: CallState

"""The few words a dialogue is written in. Every step names all the steps it can lead to, so that it can be checked.

A step is called `dialogue.step`; inside its own dialogue the short name is enough. The words of a step are
the prompt of the same name unless `says` names another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ivr.events import Event
from ivr.facts import CallState, Facts
from ivr.turn import Spoken

TRIES = 3  # a step's; silence, a wrong key, 9 and a 2 at its confirm each use one (call script, "tries")
OTHERS = "4"  # the key "for the others" (call script, "choices in one prompt")
AGAIN = "again"  # what a reader answers for a lone 9: the question once more

Effect = Callable[[CallState, Facts], tuple[CallState, tuple[Event, ...]]]
Question = Callable[[CallState, Facts], str]
Quote = Callable[[CallState], Spoken]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a reader made of the keys: which way the call goes, and the state with the value kept."""

    way: str
    state: CallState


Reader = Callable[[str, CallState, Facts], Heard | None]
"""Keys to `Heard`, or None when they are no answer."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One key picks. 0 goes to a person and 9 says it again, everywhere."""

    choices: Mapping[str, str]
    says: str = ""
    zero: str = "person.call"  # empty where nobody can be offered: a call that the line itself places
    tries: int = TRIES
    silences: int = TRIES  # how many of them may be silence
    gives_up: str = ""  # where the third failure leads, if not to a call back
    unheard: str = ""  # where silence leads that is no answer at all: a machine may be listening
    greets: bool = (
        False  # the prompt carries its own greeting, or what it asks about, so may be as long as a greeted one
    )
    others: str = ""  # key 4, "for the others"
    terse: bool = False  # repeated without a word of comfort: a machine may be listening

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return tuple(t for t in (*self.choices.values(), self.others, self.zero, self.gives_up, self.unheard) if t)


@dataclass(frozen=True, slots=True)
class Pick:
    """One key picks from a list that facts hold: 1 to 3 on a page, 4 (or the next free key) for the others."""

    listed: Callable[[CallState, Facts], tuple[Any, ...]]
    take: Callable[[CallState, Any], CallState]
    then: str
    empty: str  # when nothing is left to pick
    other: str = ""  # offered with the last page
    says: str = ""
    zero: str = "person.call"

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return tuple(t for t in (self.then, self.empty, self.other, self.zero) if t)


@dataclass(frozen=True, slots=True)
class Ask:
    """Digits are keyed; the reader says what they mean, and `ways` where that leads."""

    read: Reader
    ways: Mapping[str, str]
    says: str = ""
    wrong: str = "kind.wrong_key"
    num_digits: int | None = 1
    finish_on_key: str = "#"
    wait: int = 10
    silences: int = TRIES  # how many of the tries may be silence
    unheard: str = ""  # where silence leads that is no answer at all, asked without a word of comfort
    gives_up: str = ""  # where the third failure leads, if not to a call back

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return (*self.ways.values(), *filter(None, (self.unheard, self.gives_up)))


@dataclass(frozen=True, slots=True)
class Confirm:
    """1 is right, 2 is wrong. A digit during the read-back is an over-press and never consent.

    After an over-press the step `over_press` asks for the number again; without one the read-back is said again.
    """

    yes: str
    no: str
    read_back: str = ""  # spoken in a listening Gather of its own; empty: the question itself reads back
    says: str = "kind.right_or_wrong"
    over_press: str = ""
    zero: str = "person.call"

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return tuple(t for t in (self.yes, self.no, self.over_press, self.zero) if t)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is said on the way. `firm`: no key cuts it short, so that a doubled key answers nothing.

    `quotes`: what is heard after its own words, a prompt or a recording that is being spoken about.
    """

    then: str
    says: str = ""
    firm: bool = False
    greets: bool = False
    quotes: Quote | None = None

    def targets(self) -> tuple[str, ...]:
        """The step after it."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class Do:
    """Something happens: the state changes, events are handed to the services."""

    effect: Effect
    then: str

    def targets(self) -> tuple[str, ...]:
        """The step after it."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class Branch:
    """The way depends on what is known."""

    on: Question
    to: Mapping[str, str]

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return tuple(self.to.values())


@dataclass(frozen=True, slots=True)
class Transfer:
    """People are rung one after the other until one presses 1 (or, unscreened, picks up)."""

    numbers: Callable[[CallState, Facts], tuple[str, ...]]
    reached: str
    nobody: str
    says: str = ""
    seconds: int = 20
    screened: bool = True

    def targets(self) -> tuple[str, ...]:
        """Every step it can lead to."""
        return (self.reached, self.nobody)


@dataclass(frozen=True, slots=True)
class Record:
    """The caller speaks after a tone: a message for the worker, unless `keep` puts its sid ("" silence) into the state."""

    then: str
    says: str = ""
    seconds: int = 60
    keep: Callable[[CallState, str], CallState] | None = None

    def targets(self) -> tuple[str, ...]:
        """The step after it."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class End:
    """The line hangs up after its words. In a call that raised an alert F5 follows them, or replaces a `farewell`."""

    says: str = ""
    silent: bool = False
    farewell: bool = False

    def targets(self) -> tuple[str, ...]:
        """None: the call is over."""
        return ()


Waiting = Menu | Pick | Ask | Confirm
Step = Menu | Pick | Ask | Confirm | Tell | Do | Branch | Transfer | Record | End


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One file's steps. `starts` are those that are entered from outside, by the services or the engine itself."""

    name: str
    steps: Mapping[str, Step]
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """All dialogues together, with every target spelt out."""

    dialogues: tuple[Dialogue, ...]
    steps: Mapping[str, Step] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Spell out the short names once, so that a key press only looks up."""
        steps = {
            f"{dialogue.name}.{name}": _spelt_out(step, dialogue.name, name)
            for dialogue in self.dialogues
            for name, step in dialogue.steps.items()
        }
        object.__setattr__(self, "steps", steps)

    def starts(self) -> tuple[str, ...]:
        """Every step that is entered from outside."""
        return tuple(_full(name, dialogue.name) for dialogue in self.dialogues for name in dialogue.starts)


def _full(name: str, dialogue: str) -> str:
    return name if not name or "." in name else f"{dialogue}.{name}"


_NAMES = (
    "then",
    "empty",
    "other",
    "others",
    "zero",
    "gives_up",
    "unheard",
    "yes",
    "no",
    "over_press",
    "read_back",
    "reached",
    "nobody",
)
_WAYS = ("choices", "ways", "to")


def _spelt_out(step: Step, dialogue: str, name: str) -> Step:
    full: dict[str, Any] = {
        key: _full(getattr(step, key), dialogue) for key in ("says", *_NAMES) if getattr(step, key, "")
    }
    for key in _WAYS:
        if hasattr(step, key):
            full[key] = {way: _full(target, dialogue) for way, target in getattr(step, key).items()}
    if hasattr(step, "says") and not step.says and not getattr(step, "silent", False):
        full["says"] = f"{dialogue}.{name}"
    return replace(step, **full)

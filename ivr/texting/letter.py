"""A text on its way to an answer: what it means, what is known of its sender, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import prompts
from domain.understanding.meanings import Meaning
from ivr.events import Event, RaisedAlert, Symptom
from ivr.facts import CallState, Facts, Household
from ivr.texting.taking_up import Taken
from ivr.texting.thread import Asked, Thread
from prompts import speech


@dataclass(frozen=True, slots=True)
class Letter:
    """A resident's text. `facts` hold the doors on the telephone, the door it names, and what is on sale.

    `taken` is the text as it is understood; it differs from what was typed where that answers a question.
    """

    sid: str
    taken: Taken
    meaning: Meaning
    thread: Thread
    facts: Facts
    language: str
    community: int  # id
    by_worker: bool = False  # reports and orders for others, with the roster's names
    waiting: Meaning | None = None  # an earlier text, of which `taken.rest` tells what waits for this one
    is_alone: bool = True  # the text means nothing else, so that a question about it disturbs no other
    in_chain: bool = False  # a line of a chain, which a worker pastes again as it grows
    hers: Mapping[int, frozenset[int]] = field(
        default_factory=dict
    )  # household, people whose report of today is this worker's own and no illness, so that she may replace it
    today: Mapping[int, Mapping[int, int | None]] = field(
        default_factory=dict
    )  # household, person: tenths reported today

    def words(self, prompt: str, /, **fields: str) -> str:
        """A prompt of the table `text` in the sender's language."""
        return prompts.text(self.language, f"text.{prompt}", **fields)

    def listed(self, parts: "list[str] | tuple[str, ...]") -> str:
        """A list with the language's comma."""
        return prompts.text(self.language, "sms.list_comma").join(parts)

    def example(self) -> str:
        """A door as it is to be written, with a temperature."""
        return self.words("example")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The door a text speaks for, and how surely. `home` None: a door the roster does not know."""

    state: CallState
    home: Household | None

    def door(self, language: str) -> str:
        """The door as it is written in a text."""
        return speech.written_door(language, self.state.building, self.state.unit, self.state.room)

    def name(self, person: int) -> str:
        """A person as the reply calls them: salutation or name on file, to an unverified sender the first, the second."""
        on_file = self.home.people if self.home and self.state.verified else ()
        if person < len(on_file) and on_file[person]:
            return on_file[person]
        return speech.ordinal(self.state.language, person)


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes of a text: events to store for `state`, the reply ("" for none), the thread as it is now."""

    state: CallState
    body: str
    thread: Thread
    events: tuple[Event, ...] = ()


def nowhere(letter: Letter) -> CallState:
    """The state of a text whose door nobody knows yet."""
    return CallState("text", letter.language, letter.community, on_file=bool(letter.facts.doors))


def ask(letter: Letter, body: str, asked: Asked, *events: Event, state: CallState | None = None) -> Answer:
    """A question back, which stays open; it remembers that an alert of the door is out with nobody named, and says so."""
    raised = [event for event in events if isinstance(event, RaisedAlert)]
    if raised:
        is_urgent = any(event.urgent or Symptom.BREATHLESS in event.symptoms for event in raised)
        body = letter.words("ask_urgent" if is_urgent else "ask_ill", question=body)
    thread = letter.thread.asks(replace(asked, alerted=letter.taken.alerted or bool(raised)))
    return Answer(state or nowhere(letter), body, thread, events)


def say(letter: Letter, body: str, state: CallState | None = None) -> Answer:
    """A plain answer; an open question stays open."""
    return Answer(state or nowhere(letter), body, letter.thread)


def choices(letter: Letter, labels: "list[str] | tuple[str, ...]") -> str:
    """回1:…;回2:… for as many as there are."""
    return letter.words("choice_comma").join(
        letter.words("choice", number=str(number), label=label) for number, label in enumerate(labels, 1)
    )

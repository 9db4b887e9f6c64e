"""The engine's answer to a key press: what is said, what is awaited, what happened. Carriers render it, services store it."""

from dataclasses import dataclass

from ivr.events import Event
from ivr.facts import CallState


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt in the call's language, filled in: its id (`dialogue.step`) and its words.

    `recording_sid`: the caller's own voice, just recorded, is heard instead of the words.
    """

    prompt: str
    text: str
    recording_sid: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys are awaited, `wait` seconds for the first and between two.

    A `read_back` is spoken in a listening Gather of its own before the question: a digit there is an
    over-press, never consent (call-script.md). `num_digits` None leaves the length open.
    `comfort` is said before a read-back to who was silent, in a Gather too: who is slow and presses only now answers
    the question that was put before.
    """

    question: tuple[Spoken, ...]
    read_back: tuple[Spoken, ...] = ()
    num_digits: int | None = 1
    finish_on_key: str = "#"
    wait: int = 10
    comfort: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Ring:
    """A person is rung for `seconds`, and must press 1 after the `whisper`; the verdict comes as the next key press.

    With `screened` False (the worker is connected to a household) whoever answers is connected.
    """

    number: str
    seconds: int
    leg: int
    screened: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """The caller speaks after a tone, `max_seconds` at most."""

    max_seconds: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a call; `awaits` None hangs up after what is said. `says` cannot be interrupted by a key."""

    state: CallState
    says: tuple[Spoken, ...] = ()
    awaits: Keys | Ring | Message | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyPress:
    """What the carrier posted: the state its URL carried, and the keys.

    `over_press`: the listening Gather posted. `recording_sid` and `recording_seconds` after a Message.
    """

    state: CallState
    keys: str = ""
    over_press: bool = False
    recording_sid: str = ""
    recording_seconds: int = 0

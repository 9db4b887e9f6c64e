"""The verbs of TwiML with their defaults (Twilio, voice/twiml/*); seconds unless said otherwise."""

from dataclasses import dataclass

from exchange.voice import Clause

ANY_KEY = "1234567890*#"


@dataclass(frozen=True)
class Say:
    """Words spoken, at a rate of the normal one; of SSML, breaks and one rate are heard, the rest as its text."""

    text: str
    language: str = "en-US"
    voice: str = ""
    loop: int = 1
    rate: float = 1
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class Play:
    """A recording played."""

    url: str
    loop: int = 1


@dataclass(frozen=True)
class Pause:
    """Silence, in seconds."""

    length: float = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True)
class Gather:
    """Keys collected, or words (`hears` dtmf, speech); `timeout` in seconds, `action` None is the document's own address."""

    action: str | None = None
    method: str = "POST"
    timeout: float = 5
    finish_on_key: str = "#"
    num_digits: int | None = None
    action_on_empty_result: bool = False
    barge_in: bool = True
    hears: frozenset[str] = frozenset({"dtmf"})
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Redirect:
    """Control handed to another document."""

    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Hangup:
    """The end of the call."""


@dataclass(frozen=True)
class Reject:
    """A call refused before it is answered (only as the first verb)."""

    reason: str = "rejected"


@dataclass(frozen=True)
class Record:
    """A voice message; `timeout` is the silence that ends it, both times in seconds."""

    action: str | None = None
    method: str = "POST"
    timeout: float = 5
    max_length: float = 3600
    finish_on_key: str = ANY_KEY
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_events: tuple[str, ...] = ("completed",)


@dataclass(frozen=True)
class Number:
    """One telephone to ring; `url` is heard by it alone before the two are connected."""

    number: str
    url: str | None = None
    method: str = "POST"
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_events: tuple[str, ...] = ("completed",)


@dataclass(frozen=True)
class Dial:
    """Another telephone called and connected; seconds; without `action` the next verb follows.

    `hangup_on_star`: the caller's * ends the connection, not the call.
    """

    numbers: tuple[Number, ...]
    action: str | None = None
    method: str = "POST"
    timeout: float = 30
    time_limit: float = 14400
    caller_id: str | None = None
    hangup_on_star: bool = False


@dataclass(frozen=True)
class Message:
    """A text sent in answer to a text; with an `action` that is asked next, what follows is not carried out."""

    body: str
    to: str | None = None
    status_callback: str | None = None
    from_: str | None = None
    action: str | None = None
    method: str = "POST"


Verb = Say | Play | Pause | Gather | Redirect | Hangup | Reject | Record | Dial | Message

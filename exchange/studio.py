"""What carrying out TwiML works with: the pace of speech, documents, and the ways out of a call."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin

from exchange import verbs, voice
from exchange.calls import Leg, Source
from exchange.clock import Clock
from exchange.ledger import Ledger
from exchange.player import Heard, Player
from exchange.recordings import Recordings
from exchange.verbs import Play, Say, Verb
from exchange.web import Web


@dataclass(frozen=True)
class Pace:
    """Latin letters spoken a minute at the normal rate (0: at once), and what timeouts and pauses are divided by."""

    speech: float = 0
    divisor: float = 1

    def spoken(self, prompt: Say | Play, sound: Heard | None = None) -> float:
        """Real seconds it takes to hear, with its silences; `sound` is what a Play has fetched."""
        if not self.speech:
            return 0
        if isinstance(prompt, Play):
            return sound.seconds if sound else 0
        silences = sum(clause.pause for clause in prompt.clauses)
        return voice.length(prompt.text) * 60 / self.speech / prompt.rate + self.silence(silences)

    def silence(self, seconds: float) -> float:
        """Real seconds a silence within speech takes: none where speech takes none."""
        return seconds / self.divisor if self.speech else 0

    def waited(self, seconds: float) -> float:
        """Real seconds a timeout or a pause takes."""
        return seconds / self.divisor


@dataclass(frozen=True)
class Document:
    """TwiML and where it came from; relative addresses count from there."""

    url: str
    verbs: tuple[Verb, ...]


@dataclass(frozen=True)
class Dialled:
    """How a <Dial> went."""

    status: str
    sid: str
    seconds: int
    bridged: bool


class ScriptError(Exception):
    """The application did not give a document that can be carried out."""

    def __init__(self, code: int, url: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.url = url


@dataclass(frozen=True)
class Studio:
    """What an interpreter works with: the way out, the pace, how to dial another telephone, where messages are kept."""

    web: Web
    ledger: Ledger
    pace: Pace
    dial: Callable[[Leg, verbs.Dial, str], Dialled]
    recordings: Recordings
    clock: Clock
    player: Player


def action_of(action: str | None, method: str, document: Document) -> Source:
    """Where a verb's outcome is posted: its action, else the document's own address."""
    return Source(urljoin(document.url, action) if action else document.url, method)


def heard(prompt: Say | Play, sound: Heard | None = None) -> dict[str, Any]:
    """What is told of a prompt to whoever hears it; `sound` is what a Play has fetched."""
    if isinstance(prompt, Play):
        path = sound.path if sound else ""
        return {"text": f"[{prompt.url}]", "language": "", "play": prompt.url, "sound": path}
    clauses = [asdict(clause) for clause in prompt.clauses]
    return {"text": prompt.text, "language": prompt.language, "rate": prompt.rate, "clauses": clauses}

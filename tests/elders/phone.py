"""A telephone call in virtual time: carries out TwiML as the carrier does, and lets a caller hear and press.

Nothing sleeps. A key lands at its second and goes to the `<Gather>` that is open then, or is lost: keys pressed
while plain speech plays or while the next document is being fetched are nobody's; a key in a Gather stops its
prompts, and the wait runs again from each key (https://www.twilio.com/docs/voice/twiml/gather).
"""

import itertools
from dataclasses import dataclass, field, replace
from re import Pattern
from typing import NoReturn, Protocol
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from tests.elders.mind import TALKS_TOO_LONG, Caller
from tests.elders.speech import Clause, Pace
from tests.web.line import Answer

FETCH = 0.25  # seconds from the end of a Gather to the first word of the answer
REFLEX = 0.5  # a key that would come within this time is pressed although the line has begun to speak again
MOST_DOCUMENTS = 60
INCOMING = "/webhooks/voice/incoming"
OVER = "/webhooks/status/call"
SPOKEN_MESSAGE = 6  # seconds
_sids = itertools.count(1)


class Posts(Protocol):
    """Whatever answers a webhook: the application in this process, or a line of real ones."""

    def post(self, url: str, form: dict[str, str]) -> Answer:
        """The answer to a signed form."""
        ...


class HungUpError(Exception):
    """The call is over."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key that goes down at a second of the call. `plan` counts what the caller decided to press."""

    at: float
    key: str
    plan: int


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the transcript."""

    at: float
    who: str  # line, key, lost, end
    words: str


@dataclass
class Conversation:
    """One call, from ringing to the callback that tells that it is over."""

    wire: Posts
    caller: Caller
    telephone: str
    called: str
    pace: Pace = field(default_factory=Pace)
    sid: str = field(default_factory=lambda: f"CA{next(_sids):032x}")
    now: float = 0.0
    keys: int = 0
    done_at: float | None = None  # the line has said that the report, or the order, is taken
    keys_when_done: int = 0
    transcript: list[Said] = field(default_factory=list)
    hung_up: bool = False
    _fingers: list[Press] = field(default_factory=list)
    _decided: float = 0.0  # when the words behind the present plan had been heard
    _plan: int = 0
    _begun: int = 0  # the latest plan of which a key went down
    _hang_at: float | None = None

    def run(self) -> "Conversation":
        """Make the call."""
        url, form = INCOMING, {"CallStatus": "ringing"}
        try:
            for _ in range(MOST_DOCUMENTS):
                url, form = self._play(self._fetch(url, form), url)
        except HungUpError:
            pass
        self._note("end", "the caller hangs up" if self.hung_up else "the line hangs up")
        self.wire.post(OVER, self._form({"CallStatus": "completed"}))
        return self

    def heard(self, words: Pattern[str]) -> bool:
        """Whether the line said something that this pattern finds."""
        return any(words.search(said.words) for said in self.transcript if said.who == "line")

    def forget_wire(self) -> None:
        """Keep what was said and pressed, and nothing that only this process can hold."""
        del self.wire

    def _form(self, more: dict[str, str]) -> dict[str, str]:
        call = {"CallSid": self.sid, "AccountSid": "AC1", "From": self.telephone, "To": self.called}
        return {**call, "Direction": "inbound", "CallStatus": "in-progress", **more}

    def _fetch(self, url: str, form: dict[str, str]) -> ET.Element:
        answer = self.wire.post(url, self._form(form))
        if answer.status != 200:
            raise AssertionError(f"{url}: {answer}")
        self.now += FETCH
        return ET.fromstring(answer.body.encode())  # noqa: S314 - our own documents

    # ------------------------------------------------------------ documents

    def _play(self, document: ET.Element, url: str) -> tuple[str, dict[str, str]]:
        """Obey the verbs; the next address and what is posted to it, or HungUpError."""
        self._listen(document)
        for verb in document:
            match verb.tag:
                case "Say":
                    self._speak([verb])
                case "Gather":
                    posted = self._gather(verb)
                    if posted is not None:
                        return urljoin(url, verb.get("action") or url), {"Digits": posted}
                case "Redirect":
                    return urljoin(url, (verb.text or "").strip()), {}
                case "Dial":
                    self._advance(self.now + float(verb.get("timeout", "30")))
                    return urljoin(url, verb.get("action") or url), {"DialCallStatus": "no-answer"}
                case "Record":
                    self._advance(self.now + SPOKEN_MESSAGE)
                    recorded = {"RecordingSid": f"RE{self.sid[2:]}", "RecordingDuration": str(SPOKEN_MESSAGE)}
                    return urljoin(url, verb.get("action") or url), recorded
                case "Hangup":
                    raise HungUpError
                case _:
                    raise AssertionError(verb.tag)
        raise HungUpError

    def _speak(self, says: list[ET.Element]) -> None:
        """Words that no key interrupts: keys meanwhile are lost."""
        for say in says:
            for clause in self.pace.clauses(say, self.now):
                self._advance(clause.end)
                self._hear(clause)
            self._advance(self.now + self.pace.silence_after(say))
        self._lose()

    def _gather(self, verb: ET.Element) -> str | None:
        """The digits to post, or None to fall through."""
        self._lose()
        wait, finish = float(verb.get("timeout", "5")), verb.get("finishOnKey", "#")
        length = int(verb.get("numDigits", "0"))
        first = self._prompts(verb)
        digits, deadline = "", (self.now if first is None else first) + wait
        while self._fingers and self._fingers[0].at <= deadline:
            key = self._press()
            deadline = self.now + wait
            if key in finish:
                return digits
            digits += key
            if len(digits) == length:
                return digits
        self._advance(deadline)
        return digits if digits or verb.get("actionOnEmptyResult") == "true" else None

    def _prompts(self, verb: ET.Element) -> float | None:
        """Say what stands in a Gather until it ends or a key comes; the second of that key."""
        for say in verb:
            spoken = self.pace.clauses(say, self.now)
            for clause in spoken:
                if self._fingers and self._fingers[0].at < clause.end:
                    self._cut(self._fingers[0])
                    return self._fingers[0].at
                self._advance(clause.end)
                self._hear(clause)
            self._advance(self.now + self.pace.silence_after(say))
        return None

    # ------------------------------------------------------------ the caller

    def _listen(self, document: ET.Element) -> None:
        """Decide what to press, from the words of the document as they would be heard to their end."""
        self._forget_what_was_not_begun()
        clauses, ends = self._timeline(document)
        persona, chance = self.caller.persona, self.caller.chance
        too_long = ends - self.now > TALKS_TOO_LONG
        if chance.random() < persona.hang or (too_long and chance.random() < persona.hang_long):
            self._hang_at = chance.uniform(self.now, ends)
        if not document.findall("Gather"):
            return
        if self.caller.wants_no_more(clauses):
            self._hang_at = min(ends, self._hang_at or ends)
            return
        intention = self.caller.answers(clauses)
        if intention is None:
            return
        self._decided = intention.decided
        start = ends + persona.response(chance)
        if chance.random() < persona.barge:
            start = chance.uniform(intention.decided, ends)
        if self._fingers:
            start = max(start, self._fingers[-1].at + persona.response(chance))
        keys = persona.spelling(intention.keys, chance) if intention.is_number else intention.keys
        self._plan += 1
        self._fingers += [Press(start + at, key, self._plan) for at, key in persona.strokes(keys, chance)]

    def _timeline(self, document: ET.Element) -> tuple[list[Clause], float]:
        """All words as heard when no key interrupts, and the end of the last one."""
        clauses: list[Clause] = []
        at = self.now
        for verb in document:
            says = [verb] if verb.tag == "Say" else verb.findall("Say") if verb.tag == "Gather" else []
            for say in says:
                clauses += self.pace.clauses(say, at)
                at = (clauses[-1].end if clauses else at) + self.pace.silence_after(say)
            if verb.tag == "Gather" and verb.get("actionOnEmptyResult") != "true":
                at += float(verb.get("timeout", "5"))
        return clauses, at

    def _forget_what_was_not_begun(self) -> None:
        """Fingers finish what they began; a plan not begun is dropped when the line speaks anew."""
        kept = [press for press in self._fingers if press.plan <= self._begun]
        waiting = [press for press in self._fingers if press.plan > self._begun]
        if waiting and waiting[0].at <= self.now + REFLEX:
            kept += waiting
        self._fingers = sorted(kept, key=lambda press: press.at)

    def _cut(self, stray: Press) -> None:
        """A key stops the prompts. A plan that waits for their end comes sooner, or never if its words were not heard."""
        rest = [press for press in self._fingers if press.plan != stray.plan]
        if not rest:
            return
        kept = [press for press in self._fingers if press.plan == stray.plan]
        if self._decided <= stray.at:
            sooner = rest[0].at - stray.at - self.caller.persona.response(self.caller.chance)
            rest = [replace(press, at=press.at - max(sooner, 0.0)) for press in rest]
            kept += rest
        self._fingers = sorted(kept, key=lambda press: press.at)

    def _press(self) -> str:
        press = self._fingers[0]
        self._advance(press.at)
        self._down(press, "key")
        return press.key

    def _lose(self) -> None:
        """Keys that came while no Gather was open."""
        while self._fingers and self._fingers[0].at < self.now:
            self._down(self._fingers[0], "lost")

    def _down(self, press: Press, how: str) -> None:
        self._fingers.remove(press)
        self._begun = max(self._begun, press.plan)
        self.keys += 1
        self.transcript.append(Said(press.at, how, press.key))

    # ------------------------------------------------------------ time

    def _advance(self, to: float) -> None:
        if self._hang_at is not None and self._hang_at <= to:
            self.now = max(self.now, self._hang_at)
            self._hang_up()
        self.now = max(self.now, to)

    def _hang_up(self) -> NoReturn:
        self.hung_up = True
        raise HungUpError

    def _hear(self, clause: Clause) -> None:
        self._note("line", clause.text)
        tongue = self.caller.tongue
        if self.done_at is None and (tongue.reported.search(clause.text) or tongue.ordered.search(clause.text)):
            self.done_at, self.keys_when_done = clause.end, self.keys
            self.caller.is_satisfied = True

    def _note(self, who: str, words: str) -> None:
        self.transcript.append(Said(self.now, who, words))

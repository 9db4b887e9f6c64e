"""What a carrier would say, ask and connect in one call: TwiML by the carrier's documentation, with no clock and no socket.

Sources are Twilio's pages on the verbs (voice/twiml: say, play, pause, gather, record, dial, number, redirect, reject,
hangup) and webhooks that were captured from it. Nothing here may be taken from the exchange: two readings that agree
are worth something only while neither has seen the other.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urljoin

from tests.twin.people import Act, Callee, Hands

Entry = tuple[str, ...]
FAILURES = {"busy": "busy", "never": "no-answer", "off": "no-answer", "unassigned": "failed"}
REJECTED = {"busy": "busy", "rejected": "no-answer"}
ANY_KEY = "1234567890*#"
PERHAPS = "perhaps"


@dataclass(frozen=True)
class Request:
    """One webhook of a call: where it goes, and what it tells beside what every one tells."""

    method: str
    url: str
    told: Mapping[str, str] = field(default_factory=dict)


class OverError(Exception):
    """The leg is over."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Carrier:
    """Carries out the TwiML of one leg; `heard` and `posted` are what came of it."""

    ask: Callable[[Request], str]
    hands: Hands
    callees: Mapping[str, Callee] = field(default_factory=dict)
    direction: str = "inbound"
    heard: list[Entry] = field(default_factory=list)
    posted: list[Request] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    answered: bool = False

    def call(self, url: str, method: str = "POST") -> "Carrier":
        """A whole call whose first document is at this address."""
        self.heard.append(("ended", self.carry_out(Request(method, url))))
        return self

    def carry_out(self, request: Request | None) -> str:
        """Documents from the first to the last; how the leg ended."""
        try:
            while request is not None:
                request = self._obey(ET.fromstring(self._fetch(request)), request.url)  # noqa: S314 - of our own tests
        except OverError as over:
            return over.status
        return "completed"

    # ------------------------------------------------------------ documents

    def _fetch(self, request: Request) -> str:
        status = {"CallStatus": "in-progress" if self.answered else "ringing", "Direction": self.direction}
        asked = Request(request.method, request.url, {**status, **request.told})
        self.posted.append(asked)
        return self.ask(asked)

    def _obey(self, document: ET.Element, url: str) -> Request | None:
        """The verbs in their order; the next request, or None at the end of the document, which ends the call."""
        for verb in document:
            if verb.tag == "Reject":
                raise OverError("completed" if self.answered else REJECTED[verb.get("reason", "rejected")])
            self.answered = True
            leads_to = self._verb(verb, url)
            if leads_to is not None:
                return leads_to
        return None

    def _verb(self, verb: ET.Element, url: str) -> Request | None:
        match verb.tag:
            case "Say" | "Play" | "Pause":
                self._speak(verb)
                return None
            case "Gather":
                return self._gather(verb, url)
            case "Record":
                return self._record(verb, url)
            case "Dial":
                return self._dial(verb, url)
            case "Redirect":
                return Request(verb.get("method", "POST"), urljoin(url, (verb.text or "").strip()))
            case "Hangup":
                raise OverError("completed")
            case _:
                raise ValueError(verb.tag)

    def _speak(self, verb: ET.Element) -> None:
        words = " ".join("".join(verb.itertext()).split())
        if verb.tag != "Pause":
            self.heard += [("says" if verb.tag == "Say" else "plays", words)] * int(verb.get("loop", "1"))

    # ------------------------------------------------------------ keys

    def _gather(self, verb: ET.Element, url: str) -> Request | None:
        """A Gather whose prompts were heard to their end: keys, words, or silence until its timeout."""
        kinds = verb.get("input", "dtmf").split()
        self._prompt(verb, kinds)
        if "dtmf" not in kinds:
            self.hands.held = []
        act = self.hands.act()
        if act.words and "speech" in kinds:
            self.hands.held = list(act.keys) if act.patient else []
            return self._to_action(verb, url, {"SpeechResult": act.words})
        digits, finished = self._keys(verb, act) if "dtmf" in kinds else ("", "")
        if act.hangs_up and not act.words:
            self._hang_up()
        if digits or verb.get("actionOnEmptyResult") == "true":
            return self._to_action(verb, url, {"Digits": digits, "FinishedOnKey": finished, "msg": "Gather End"})
        return None

    def _prompt(self, verb: ET.Element, kinds: list[str]) -> None:
        """A key that was held back interrupts them: how much of them is heard is the hand's luck."""
        lucky = len(self.heard)
        for prompt in verb:
            self._speak(prompt)
        self.heard.append(("awaits", "gather" if "dtmf" in kinds else "speech"))
        if self.hands.held and "dtmf" in kinds:
            self.heard[lucky:] = [(PERHAPS, *entry) for entry in self.heard[lucky:]]

    def _keys(self, verb: ET.Element, act: Act) -> tuple[str, str]:
        """The digits, and the key that finished them, which is none of them; the rest of the keys is held or lost."""
        digits, finished = "", ""
        keys, self.hands.held = self.hands.held + list(act.keys), []
        while keys and not finished:
            key = keys.pop(0)
            if self._finishes(verb, key):
                finished = key
            else:
                digits += key
                if len(digits) == self._expected(verb):
                    break
        if act.patient or not act.keys:
            self.hands.held = keys
        return digits, finished

    def _finishes(self, verb: ET.Element, key: str) -> bool:
        return key == verb.get("finishOnKey", "#")

    def _expected(self, verb: ET.Element) -> int:
        return int(verb.get("numDigits", "0"))

    # ------------------------------------------------------------ messages

    def _record(self, verb: ET.Element, url: str) -> Request | None:
        """A voice message; an empty one leads to the next verb."""
        self.heard.append(("awaits", "record"))
        ends = verb.get("finishOnKey", ANY_KEY)
        finished = self._finish(ends, self.hands.held, patient=True)
        act = Act() if finished else self.hands.act()
        finished = finished or self._finish(ends, list(act.keys), patient=act.patient)
        if not act.words:
            if act.hangs_up:
                self._hang_up()
            return None
        self.messages.append(act.words)
        digits = "hangup" if act.hangs_up and not finished else finished
        request = self._to_action(verb, url, {"Digits": digits, "RecordingUrl": "given"})
        if act.hangs_up:
            self._leave(request)
        return request

    def _finish(self, ends: str, keys: list[str], *, patient: bool) -> str:
        """The first key that ends a message; those before it went into the message, those after are held or lost."""
        place = next((place for place, key in enumerate(keys) if key in ends), len(keys))
        self.hands.held = keys[place + 1 :] if patient else []
        return "".join(keys[place : place + 1])

    # ------------------------------------------------------------ other telephones

    def _dial(self, verb: ET.Element, url: str) -> Request | None:
        """Rings telephones at once and connects the first that answers, after its screening."""
        numbers = {(noun.text or "").strip(): noun for noun in verb} or {(verb.text or "").strip(): verb}
        willing = [number for number in numbers if self.callees[number].answers not in FAILURES]
        if not willing:
            (how, *_) = (self.callees[number].answers for number in numbers)
            return self._after_dial(verb, url, FAILURES[how], bridged=False)
        callee, noun = self.callees[willing[0]], numbers[willing[0]]
        screened = self._screen(noun, url, callee) if noun is not verb else True
        if not screened:
            return self._after_dial(verb, url, "completed", bridged=False)
        self.heard.append(("bridged", willing[0]))
        after = self._after_dial(verb, url, "completed", bridged=True)
        if not callee.ends_the_talk:
            self._leave(after)
        return after

    def _screen(self, noun: ET.Element, url: str, callee: Callee) -> bool:
        """Whether the one who was dialled is still there when the noun's own document has ended."""
        address = noun.get("url")
        if address is None:
            return True
        leg = Carrier(self.ask, Hands(callee.acts), direction="outbound-dial", posted=self.posted, answered=True)
        first: Request | None = Request(noun.get("method", "POST"), urljoin(url, address))
        try:
            while first is not None:
                first = leg._obey(ET.fromstring(leg._fetch(first)), first.url)  # noqa: S314 - of our own tests
        except OverError:
            return False
        return True

    def _after_dial(self, verb: ET.Element, url: str, status: str, *, bridged: bool) -> Request | None:
        """With an action it is asked and the rest of the document is unreachable; without, the next verb follows."""
        if verb.get("action") is None:
            return None
        return self._to_action(verb, url, {"DialCallStatus": status, "DialBridged": str(bridged).lower()})

    # ------------------------------------------------------------ ends

    def _to_action(self, verb: ET.Element, url: str, told: Mapping[str, str]) -> Request:
        return Request(verb.get("method", "POST"), urljoin(url, verb.get("action") or url), told)

    def _leave(self, request: Request | None) -> NoReturn:
        """Who has hung up hears no answer, yet what they left is told."""
        if request is not None:
            self._fetch(Request(request.method, request.url, {**request.told, "CallStatus": "completed"}))
        self._hang_up()

    def _hang_up(self) -> NoReturn:
        raise OverError("completed")

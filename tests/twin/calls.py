"""Calls made on a running exchange by people of the twin, told in the twin's words and held against it."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import urllib3

from linli.phone import Handset, PhoneError
from tests.twin.carrier import PERHAPS, Carrier, Entry, Request
from tests.twin.ear import Ear, Exchanged
from tests.twin.people import Act, Callee, Hands

Event = dict[str, Any]
Posted = tuple[str, str, dict[str, str]]
PATIENCE = 2.0  # seconds a patient hand holds a key back
TOLD = ("CallStatus", "Direction", "Digits", "FinishedOnKey", "msg", "SpeechResult", "DialCallStatus", "DialBridged")


@dataclass(frozen=True)
class Made:
    """A call that was made: who did what, and what came of it."""

    acts: Sequence[Act]
    callees: Mapping[str, Callee]
    first: str
    heard: list[Entry]
    asked: list[Exchanged]
    messages: list[str]

    def disagreement(self, carrier: type[Carrier] = Carrier) -> str:
        """What a carrier would have done otherwise, given the same answers; nothing where the two agree."""
        replies = iter([asked.reply for asked in self.asked])
        twin = carrier(lambda _: next(replies, "<Response/>"), Hands(self.acts), self.callees).call(self.first)
        ours, theirs = [_predicted(one) for one in twin.posted], [_observed(one) for one in self.asked]
        if ours != theirs:
            return f"posted {theirs}, not {ours}"
        if twin.messages != self.messages:
            return f"recorded {self.messages}, not {twin.messages}"
        return "" if _is_one_of(self.heard, twin.heard) else f"heard {self.heard}, not {twin.heard}"


def _predicted(request: Request) -> Posted:
    return request.method, _place(request.url), {name: request.told[name] for name in TOLD if name in request.told}


def _observed(asked: Exchanged) -> Posted:
    return asked.method, _place(asked.path), {name: asked.told[name] for name in TOLD if name in asked.told}


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path} {parse_qsl(parts.query, keep_blank_values=True)}"


def _is_one_of(heard: Sequence[Entry], predicted: Sequence[Entry]) -> bool:
    """Whether this was heard although what is told as `perhaps` may be missing: all places reached are followed."""
    places = {0}
    for entry in predicted:
        wanted = entry[1:] if entry[0] == PERHAPS else entry
        reached = {place + 1 for place in places if tuple(heard[place : place + 1]) == (wanted,)}
        places = places | reached if entry[0] == PERHAPS else reached
    return len(heard) in places


@dataclass
class Person:
    """One end of a call on the exchange: acts when something waits, until the call is over."""

    phone: Handset
    acts: Sequence[Act]
    ends_the_talk_with: Callable[[str], bool]
    ear: Ear
    call: Callable[[], str]

    def live_through(self, gone: threading.Event) -> list[Event]:
        """Everything the telephone meets until a call has ended, or nobody may call any more."""
        met: list[Event] = []
        seen, hands = 0, Hands(self.acts)
        while not any(event["type"] == "ended" for event in met) and not gone.is_set():
            met += self.phone.events(within=0.3)
            while seen < len(met):
                event, seen = met[seen], seen + 1
                self._meet(event, met, seen, hands)
        return met

    def _meet(self, event: Event, met: list[Event], seen: int, hands: Hands) -> None:
        if event["type"] == "awaits":
            met += self.phone.events()
            if not _was_served(met[seen:]):
                self._do(hands.act(), event["kind"])
        elif event["type"] == "bridged" and self.ends_the_talk_with(event["with"]):
            self.phone.hangup()

    def _do(self, act: Act, kind: str) -> None:
        with suppress(PhoneError):  # too late: the call is over
            self._act(act, kind)

    def _act(self, act: Act, kind: str) -> None:
        if act.patient:
            self._use(act, PATIENCE)
        else:
            with self.ear.holding(self.call()):
                self._use(act, 0)
        if act.hangs_up and not (act.words and kind != "record"):
            self.phone.hangup()

    def _use(self, act: Act, patience: float) -> None:
        if act.words:
            self.phone.say(act.words)
        if act.keys:
            self.phone.press(act.keys, patience=patience)


def _was_served(after: list[Event]) -> bool:
    """Whether a key that was held back was heard in the wait that these events follow."""
    for event in after:
        if event["type"] == "keyed" and event["heard"]:
            return True
        if event["type"] in {"awaits", "ended"}:
            return False
    return False


@dataclass
class Street:
    """The telephones around one exchange, and the application that owns the line."""

    exchange_url: str
    ear: Ear
    line: str

    def make_call(self, number: str, acts: Sequence[Act], callees: Mapping[str, Callee], first: str) -> Made:
        """One call to the line, whose first document is at this path, and the talks it leads to."""
        call: list[str] = []
        phone = Handset(self.exchange_url, number)
        phone.events()
        caller = Person(phone, acts, lambda other: not callees[other].ends_the_talk, self.ear, lambda: call[0])
        with self._at_home(callees, lambda: call[0]):
            call.append(phone.dial(self.line))
            met = caller.live_through(threading.Event())
        heard = [entry for event in met if (entry := _told(event))]
        return Made(acts, callees, self.ear.url + first, heard, self.ear.of(call[0]), self._messages(call[0]))

    def _messages(self, call: str) -> list[str]:
        kept = urllib3.request("GET", f"{self.exchange_url}/exchange/ledger?kind=recording").json()
        return [entry["words"] for entry in kept if entry["call"] == call]

    @contextmanager
    def _at_home(self, callees: Mapping[str, Callee], call: Callable[[], str]) -> Iterator[None]:
        gone = threading.Event()
        threads = []
        for number, callee in callees.items():
            phone = Handset(self.exchange_url, number)
            phone.answers(callee.answers)
            phone.events()
            if callee.answers == "at_once":
                talks = partial(_ends_the_talk, callee)
                person = Person(phone, callee.acts, talks, self.ear, call)
                threads.append(threading.Thread(target=_stay, args=(person, gone), daemon=True))
        for thread in threads:
            thread.start()
        yield
        gone.set()
        for thread in threads:
            thread.join()


def _ends_the_talk(callee: Callee, _caller: str) -> bool:
    return callee.ends_the_talk


def _stay(person: Person, gone: threading.Event) -> None:
    while not gone.is_set():
        person.live_through(gone)


def _told(event: Event) -> Entry | None:
    match event["type"]:
        case "says":
            return ("plays", event["play"]) if "play" in event else ("says", " ".join(event["text"].split()))
        case "awaits":
            return ("awaits", event["kind"])
        case "bridged":
            return ("bridged", event["with"])
        case "ended":
            return ("ended", event["status"])
    return None

"""A telephone in the terminal: a pure HTTP client of the exchange, for people, scripts and the demo."""

import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import urllib3

Event = dict[str, Any]
_LONG_POLL = 20.0  # seconds one question for events stays open
_HELP = """d          dial the line              0-9 * #    press keys
a          answer                     h          hang up or refuse
t TEXT     send a text                n NUMBER   be another telephone
s WORDS    speak (into a recording)   q          leave"""
_TOLD = {
    "rings": "  ☎ rings, from {from}  (a: answer, h: refuse)",
    "connected": "  — connected —",
    "says": "  “{text}”",
    "keyed": "  ({key}: nobody listened)",
    "bridged": "  — you are speaking with {with} —",
    "voice": "  {from}: {text}",
    "text": "  ✉ from {from}: {body}",
    "trouble": "  ! the line does not work: {reason}",
    "ended": "  — the call is over ({reason}) —",
}


class PhoneError(Exception):
    """The exchange refused what the telephone asked."""


class Handset:
    """One telephone of an exchange; what it hears is taken in order, each event once."""

    def __init__(self, exchange_url: str, number: str) -> None:
        self.number = number
        self._base = f"{exchange_url.rstrip('/')}/exchange/handsets/{number}"
        self._pool = urllib3.PoolManager(retries=False)
        self._seen = 0
        self._waiting: list[Event] = []

    def answers(self, how: str) -> None:
        """Sets what it does when called: by_hand, at_once, never, busy, off, mailbox, landline."""
        self._ask("PUT", "", {"answers": how})

    def dial(self, to: str, show: str | None = None) -> str:
        """Calls a number, showing another than its own where asked; the call's identifier."""
        wanted = {"to": to} if show is None else {"to": to, "as": show}
        return str(self._ask("POST", "/dial", wanted)["call"])

    def press(self, keys: str, *, patience: float = 0, gap: float = 0) -> str:
        """Presses keys and returns those that were heard: a key nobody listens for is lost.

        Each key waits up to `patience` real seconds for somebody to listen; `gap` seconds lie between keys.
        """
        return str(self._ask("POST", "/press", {"keys": keys, "patience": patience, "gap": gap})["heard"])

    def say(self, words: str) -> None:
        """Speaks: into a recording, or to whom it is connected with."""
        self._ask("POST", "/say", {"text": words})

    def hangup(self) -> None:
        """Ends its call; a ringing one is refused."""
        self._ask("POST", "/hangup", {})

    def answer(self) -> None:
        """Picks up."""
        self._ask("POST", "/answer", {})

    def reject(self) -> None:
        """Refuses a ringing call: the caller finds it busy."""
        self._ask("POST", "/reject", {})

    def text(self, to: str, body: str) -> str:
        """Sends a text; its identifier."""
        return str(self._ask("POST", "/text", {"to": to, "body": body})["sid"])

    def events(self, *, within: float = 0) -> list[Event]:
        """What it has heard and nobody has taken yet; waits up to `within` real seconds for the first."""
        taken, self._waiting = self._waiting, []
        return taken or self._fetch(within)

    def meets(self, what: str, wanted: Callable[[Event], bool], *, within: float = 10) -> Event:
        """Takes events until one is as wanted and returns it; PhoneError with what it heard instead."""
        deadline = time.monotonic() + within
        passed: list[Event] = []
        while True:
            for place, event in enumerate(self._waiting):
                if wanted(event):
                    del self._waiting[: place + 1]
                    return event
            passed += self._waiting
            self._waiting = []
            left = deadline - time.monotonic()
            if left <= 0:
                heard = "; ".join(_told(event) for event in passed) or "nothing"
                raise PhoneError(f"{self.number} waited {within:g} s for {what} and heard: {heard}")
            self._waiting = self._fetch(left)

    def hears(self, words: str, *, within: float = 10) -> Event:
        """Takes events until these words are spoken to it."""
        return self.meets(f"the words {words!r}", lambda e: e["type"] == "says" and words in e["text"], within=within)

    def awaits(self, *, within: float = 10) -> Event:
        """Takes events until keys or a message are waited for."""
        return self.meets("a question", lambda e: e["type"] == "awaits", within=within)

    def rings(self, *, within: float = 10) -> Event:
        """Takes events until it rings."""
        return self.meets("a ring", lambda e: e["type"] == "rings", within=within)

    def receives(self, words: str = "", *, within: float = 10) -> Event:
        """Takes events until a text with these words arrives."""
        return self.meets(f"a text with {words!r}", lambda e: e["type"] == "text" and words in e["body"], within=within)

    def ends(self, *, within: float = 10) -> Event:
        """Takes events until its call has ended."""
        return self.meets("the end of the call", lambda e: e["type"] == "ended", within=within)

    def _fetch(self, within: float) -> list[Event]:
        wait = max(0.0, min(within, _LONG_POLL))
        found: list[Event] = self._ask("GET", f"/events?after={self._seen}&wait={wait:.3f}", None)
        if found:
            self._seen = found[-1]["n"]
        return found

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        try:
            response = self._pool.request(method, self._base + path, json=body, timeout=_LONG_POLL + 20)
        except urllib3.exceptions.HTTPError as error:
            raise PhoneError(f"no exchange at {self._base}") from error
        answered = response.json()
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise PhoneError(answered["error"])
        return answered


def is_there(exchange_url: str) -> bool:
    """Whether an exchange answers at this address."""
    numbers = f"{exchange_url.rstrip('/')}/exchange/numbers"
    try:
        return urllib3.request("GET", numbers, retries=False, timeout=5).status == HTTPStatus.OK
    except urllib3.exceptions.HTTPError:
        return False


def main(exchange: str, number: str, to: str) -> int:
    """A telephone for a person (or a script on standard input) until `q` or the end of the input."""
    print(f"You are {number}; the line is {to}.\n{_HELP}")
    terminal = _Terminal(exchange, to)
    terminal.become(number)
    for line in sys.stdin:
        try:
            if not terminal.obey(line.strip()):
                break
        except PhoneError as error:
            print(f"  ! {error}", flush=True)
    terminal.put_down()
    return 0


class _Terminal:
    """What is typed becomes keys and texts; what is heard is printed as it comes."""

    def __init__(self, exchange: str, to: str) -> None:
        self._exchange = exchange
        self._to = to
        self._mine: Handset | None = None
        self._gone = threading.Event()

    def become(self, number: str) -> None:
        """Is this telephone from now on, and listens to it alone."""
        self._gone.set()
        self._gone = threading.Event()
        self._mine = Handset(self._exchange, number)
        ears = Handset(self._exchange, number)
        threading.Thread(target=_listen, args=(ears, self._gone), daemon=True).start()

    def obey(self, line: str) -> bool:
        """Does what a line asks; False to leave."""
        phone = self._mine
        command, _, rest = line.partition(" ")
        match command.lower():
            case "q":
                return False
            case _ if phone is None:
                return False
            case "":
                pass
            case "d":
                phone.dial(rest.strip() or self._to)
            case "a":
                phone.answer()
            case "h":
                phone.hangup()
            case "t":
                phone.text(self._to, rest)
            case "s":
                phone.say(rest)
            case "n":
                self.become(rest.strip())
            case _:
                _press(phone, line)
        return True

    def put_down(self) -> None:
        """Hears out what is on its way, then listens no more."""
        self._gone.set()


def _press(phone: Handset, line: str) -> None:
    keys = line.replace(" ", "")
    if set(keys) <= set("0123456789*#"):
        phone.press(keys)
    else:
        print(_HELP, flush=True)


def _listen(phone: Handset, gone: threading.Event) -> None:
    while not gone.is_set():
        try:
            events = phone.events(within=_LONG_POLL)
        except PhoneError as error:
            print(f"  ! {error}", flush=True)
            return
        for told in filter(None, map(_told, events)):
            print(told, flush=True)


def _told(event: Event) -> str:
    """What is printed of an event; nothing of what one did oneself."""
    if event["type"] == "awaits":
        return f"  [{_awaited(event)}]"
    if event["type"] == "keyed" and event["heard"]:
        return ""
    return _TOLD.get(event["type"], "").format_map(event)


def _awaited(event: Event) -> str:
    if event["kind"] != "gather":
        return "speak after the tone: s WORDS"
    count = event["num_digits"]
    if count is not None:
        return "1 key" if count == 1 else f"{count} keys"
    return f"keys, then {event['finish_on_key']}" if event["finish_on_key"] else "keys"

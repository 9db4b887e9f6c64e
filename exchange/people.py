"""The people an application suggests to be: their telephones, what to call them, what to try first."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from exchange.texts import is_number

Words = Mapping[str, str]  # by language; "" is for every language
_LONGEST = 500  # characters of one text


@dataclass(frozen=True)
class Person:
    """Somebody with a telephone. `shows` is what calls from it show, `beside` the number laid beside it at the start."""

    number: str
    name: Words
    note: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    language: str = ""
    shows: str = ""
    beside: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Somebody as JSON tells of them; ValueError for what is no telephone or has no known name."""
        unknown = set(told) - set(cls.__dataclass_fields__)
        if unknown or not is_number(str(told["number"])):
            raise ValueError(f"not a telephone with {', '.join(cls.__dataclass_fields__)}: {dict(told)}")
        name, note, hint = (_words(told.get(field, "")) for field in ("name", "note", "hint"))
        language, shows, beside = (_text(told.get(field, "")) for field in ("language", "shows", "beside"))
        return cls(str(told["number"]), name, note, hint, language, shows, beside)

    def matches(self, words: list[str]) -> bool:
        """Whether every one of these lower-case words is in what is known of them."""
        known = " ".join([self.number, self.language, *self.name.values(), *self.note.values()]).lower()
        return all(word in known for word in words)


@dataclass(frozen=True)
class Guide:
    """What a newcomer is told of all of them, and in whose zone their times are (IANA; "" is the reader's own)."""

    about: Words = field(default_factory=dict)
    timezone: str = ""


class People:
    """The list as the application last gave it; its order is that of usefulness."""

    def __init__(self) -> None:
        self._people: tuple[Person, ...] = ()
        self._guide = Guide()
        self._lock = threading.Lock()

    def put(self, told: Mapping[str, Any]) -> int:
        """Replaces the list; how many there are now. ValueError and no change when it cannot be read."""
        listed = told["people"]
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise ValueError("people is a list of objects")
        people = tuple(Person.read(one) for one in listed)
        guide = Guide(_words(told.get("about", "")), _text(told.get("timezone", "")))
        with self._lock:
            self._people, self._guide = people, guide
        return len(people)

    @property
    def guide(self) -> Guide:
        """What is told of all of them."""
        with self._lock:
            return self._guide

    def find(self, sought: str, most: int) -> list[Person]:
        """The first few in whose name, note, number or language every word sought occurs."""
        words = sought.lower().split()
        with self._lock:
            people = self._people
        return [person for person in people if person.matches(words)][:most]

    def with_numbers(self, numbers: list[str]) -> list[Person]:
        """Those who have one of these numbers."""
        with self._lock:
            return [person for person in self._people if person.number in numbers]


def _words(told: object) -> Words:
    """A text, or a text for each language."""
    if isinstance(told, dict):
        return {_text(language): _text(text) for language, text in told.items()}
    text = _text(told)
    return {"": text} if text else {}


def _text(told: object) -> str:
    if not isinstance(told, str) or len(told) > _LONGEST:
        raise ValueError(f"a text of at most {_LONGEST} characters is wanted, not {told!r:.80}")
    return told

"""The exchange's own numbers and the addresses each of them asks."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from exchange.texts import is_number


@dataclass(frozen=True)
class Line:
    """One number that applications own; an address that is None is not asked."""

    number: str
    voice_url: str | None = None
    voice_method: str = "POST"
    sms_url: str | None = None
    sms_method: str = "POST"
    status_url: str | None = None
    status_method: str = "POST"
    fallback_url: str | None = None
    fallback_method: str = "POST"
    sms_fallback_url: str | None = None
    sms_fallback_method: str = "POST"

    @property
    def sid(self) -> str:
        """Its identifier, the same in every exchange."""
        return "PN" + hashlib.sha256(self.number.encode()).hexdigest()[:32]


_FIELDS = tuple(field.name for field in fields(Line) if field.name != "number")
_METHODS = frozenset({"GET", "POST"})


class Numbers:
    """All numbers of the exchange, and who opted out of texts from which."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._opted_out: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def put(self, number: str, wanted: Mapping[str, Any]) -> Line:
        """Makes or replaces a number; ValueError when it is none or what is wanted of it cannot be."""
        unknown = set(wanted) - set(_FIELDS)
        if unknown or not is_number(number):
            raise ValueError(f"not a number with {', '.join(_FIELDS)}: {number} {sorted(unknown)}")
        line = Line(number, **{name: str(value) for name, value in wanted.items() if value})
        wrong = {getattr(line, name) for name in _FIELDS if name.endswith("_method")} - _METHODS
        if wrong:
            raise ValueError(f"a method is GET or POST, not {', '.join(sorted(wrong))}")
        with self._lock:
            self._lines[number] = line
        return line

    def change(self, line: Line, changes: Mapping[str, str]) -> Line:
        """The same number with other addresses or methods; an empty address is asked no more."""
        return self.put(line.number, {name: getattr(line, name) for name in _FIELDS} | dict(changes))

    def get(self, number: str) -> Line | None:
        """The number's addresses; None when it is not one of ours."""
        with self._lock:
            return self._lines.get(number)

    def all(self) -> list[Line]:
        """All numbers."""
        with self._lock:
            return list(self._lines.values())

    def opt_out(self, number: str, handset: str) -> None:
        """From now on this telephone takes no texts from this number."""
        with self._lock:
            self._opted_out.add((number, handset))

    def opt_in(self, number: str, handset: str) -> None:
        """It takes them again."""
        with self._lock:
            self._opted_out.discard((number, handset))

    def is_opted_out(self, number: str, handset: str) -> bool:
        """Whether this telephone refuses texts from this number."""
        with self._lock:
            return (number, handset) in self._opted_out

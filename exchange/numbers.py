"""The exchange's own numbers and the addresses each of them asks."""

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
    sms_url: str | None = None
    status_url: str | None = None
    fallback_url: str | None = None
    sms_fallback_url: str | None = None


_URLS = tuple(field.name for field in fields(Line) if field.name != "number")


class Numbers:
    """All numbers of the exchange, and who opted out of texts from which."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._opted_out: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def put(self, number: str, urls: Mapping[str, Any]) -> Line:
        """Makes or replaces a number; ValueError when it is none or an address has no known name."""
        unknown = set(urls) - set(_URLS)
        if unknown or not is_number(number):
            raise ValueError(f"not a number with {', '.join(_URLS)}: {number} {sorted(unknown)}")
        line = Line(number, **{name: str(url) for name, url in urls.items() if url})
        with self._lock:
            self._lines[number] = line
        return line

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

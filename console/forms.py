"""One form for all pages: what was typed stays, and what is wrong with it stands beside its field."""

from dataclasses import dataclass, field

from flask import request

LONGEST_ONCE = 40
LONGEST_SID = 2 * LONGEST_ONCE
NO_TYPING = frozenset({"csrf", "once", "seen", "sid", "back"})  # what a page puts into its form by itself


def sent_once() -> str:
    """The word by which the form that was sent is known again, however often it comes; "" where it has none."""
    return _sent("once")[:LONGEST_ONCE]


def sent_sid() -> str:
    """What was entered before and is meant now, by what the line calls it; "" where nothing is."""
    return _sent("sid")[:LONGEST_SID]


def sent_seen() -> str:
    """What stood there when the page was shown, as the page wrote it down; "" where nothing did."""
    return _sent("seen")


def _sent(name: str) -> str:
    """As a browser has sent it; without NUL, which no text holds and PostgreSQL refuses."""
    return request.form.get(name, "").replace("\x00", "")


@dataclass(slots=True)
class Form:
    """The values of a form as they were typed, and its errors as words' ids by field; "" is the form as a whole."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, *names: str) -> "Form":
        """What a browser has sent."""
        return cls({name: _sent(name) for name in names})

    def value(self, name: str) -> str:
        """What was typed."""
        return self.values.get(name, "")

    def refuse(self, name: str, word: str) -> None:
        """Say what is wrong with a field."""
        self.errors.setdefault(name, word)

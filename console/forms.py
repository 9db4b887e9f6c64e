"""One form for all pages: what was typed stays, and what is wrong with it stands beside its field."""

from dataclasses import dataclass, field

from flask import request


@dataclass(slots=True)
class Form:
    """The values of a form as they were typed, and its errors as words' ids by field; "" is the form as a whole."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, *names: str) -> "Form":
        """What a browser has sent; without NUL, which no text holds and PostgreSQL refuses."""
        return cls({name: request.form.get(name, "").replace("\x00", "") for name in names})

    def value(self, name: str) -> str:
        """What was typed."""
        return self.values.get(name, "")

    def refuse(self, name: str, word: str) -> None:
        """Say what is wrong with a field."""
        self.errors.setdefault(name, word)

"""Reads the forms of the REST API: what is to be sent or called, or the carrier's error for why not."""

from typing import Protocol

from exchange.calls import Source
from exchange.handsets import Answers
from exchange.parts import Parts
from exchange.post import Draft
from exchange.resources import RefusedError
from exchange.switchboard import Placed
from exchange.texts import LONGEST_BODY, is_number

_LONGEST_TWIML = 4000
_LONGEST_VALIDITY = 36000
_LONGEST_CALL = 14400


class Form(Protocol):
    """A form in which a field can stand more than once."""

    def get(self, name: str, /) -> str | None:
        """The field's first value."""

    def getlist(self, name: str, /) -> list[str]:
        """All its values."""


def message(form: Form, parts: Parts) -> Draft:
    """A text to be sent; raises RefusedError."""
    to, from_, body = form.get("To") or "", form.get("From") or "", form.get("Body") or ""
    for missing, code in ((not to, 21604), (not from_, 21603), (not body, 21602)):
        if missing:
            raise RefusedError(code)
    validity = form.get("ValidityPeriod") or "1"
    for wrong, code in (
        (not is_number(to), 21211),
        (parts.numbers.get(from_) is None, 21606),
        (len(body) > LONGEST_BODY, 21617),
        (not validity.isdecimal() or not 1 <= int(validity) <= _LONGEST_VALIDITY, 90007),
        (parts.numbers.is_opted_out(from_, to), 21610),
        (parts.handsets[to].answers is Answers.LANDLINE, 21614),
    ):
        if wrong:
            raise RefusedError(code)
    return Draft(from_, to, body, form.get("StatusCallback"))


def call(form: Form, parts: Parts) -> Placed:
    """A call to be placed; raises RefusedError."""
    to, from_, first = form.get("To") or "", form.get("From") or "", source(form)
    if first is None:
        raise RefusedError(21205)
    for wrong, code in (
        (not to, 21201),
        (not from_, 21213),
        (not is_number(to), 21217),
        (parts.numbers.get(from_) is None, 21210),
    ):
        if wrong:
            raise RefusedError(code)
    fallback = form.get("FallbackUrl")
    return Placed(
        from_=from_,
        to=to,
        source=first,
        timeout=_seconds(form, "Timeout", 60),
        time_limit=min(_seconds(form, "TimeLimit", _LONGEST_CALL), _LONGEST_CALL),
        fallback=Source(fallback, _method(form, "FallbackMethod")) if fallback else None,
        callback=form.get("StatusCallback"),
        callback_method=_method(form, "StatusCallbackMethod"),
        events=tuple(" ".join(form.getlist("StatusCallbackEvent")).split()) or ("completed",),
    )


def source(form: Form) -> Source | None:
    """The document a call is to go by, given as an address or written out; None when there is none."""
    url, twiml = form.get("Url"), form.get("Twiml")
    if twiml and len(twiml) > _LONGEST_TWIML:
        raise RefusedError(32018)
    if twiml:
        return Source(twiml=twiml.encode())
    return Source(url, _method(form, "Method")) if url else None


def _seconds(form: Form, name: str, default: int) -> int:
    written = form.get(name) or ""
    return int(written) if written.isdecimal() else default


def _method(form: Form, name: str) -> str:
    return "GET" if (form.get(name) or "").upper() == "GET" else "POST"

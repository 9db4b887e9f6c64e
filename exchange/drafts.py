"""Reads the forms of the REST API: what is to be sent or called, or the carrier's error for why not.

Sources: Twilio, messaging/api/message-resource, voice/api/call-resource, iam/test-credentials (numbers that stand for
an error of their own).
"""

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from exchange.calls import Source
from exchange.detection import Detection
from exchange.handsets import Answers
from exchange.parts import Parts
from exchange.post import LONGEST_VALIDITY, Draft
from exchange.refusals import RefusedError
from exchange.switchboard import Placed
from exchange.texts import LONGEST_BODY, is_number

_LONGEST_TWIML = 4000
_LONGEST_CALL = 14400
_LONGEST_RINGING = 600
_NO_SENDERS = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
_NO_RECIPIENTS = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
_NO_CALLERS = {"+15005550001": 21212}
_NO_CALLED = {"+15005550001": 21217, "+15005550002": 21214, "+15005550003": 21215, "+15005550004": 21216}


class Form(Protocol):
    """A form in which a field can stand more than once."""

    def get(self, name: str, /) -> str | None:
        """The field's first value."""

    def getlist(self, name: str, /) -> list[str]:
        """All its values."""


def message(form: Form, parts: Parts) -> Draft:
    """A text to be sent; raises RefusedError."""
    to, from_, body = form.get("To") or "", form.get("From") or "", form.get("Body") or ""
    callback, validity = form.get("StatusCallback"), form.get("ValidityPeriod") or str(LONGEST_VALIDITY)
    _refuse_first(
        (
            (not to, 21604),
            (not from_, 21603),
            (not body, 21602),
            (not is_number(to), 21211),
            (to in _NO_RECIPIENTS, _NO_RECIPIENTS.get(to, 0)),
            (from_ in _NO_SENDERS, _NO_SENDERS.get(from_, 0)),
            (to == from_, 21266),
            (parts.numbers.get(from_) is None, 21606),
            (len(body) > LONGEST_BODY, 21617),
            (bool(callback) and not _is_url(callback), 21609),
            (not validity.isdecimal() or not 1 <= int(validity) <= LONGEST_VALIDITY, 90007),
            (parts.numbers.is_opted_out(from_, to), 21610),
            (parts.handsets[to].answers is Answers.LANDLINE, 21614),
        )
    )
    return Draft(from_, to, body, callback, validity=int(validity))


def call(form: Form, parts: Parts) -> Placed:
    """A call to be placed; raises RefusedError."""
    to, from_, first = form.get("To") or "", form.get("From") or "", source(form)
    _refuse_first(
        (
            (first is None, 21205),
            (not to, 21201),
            (not from_, 21213),
            (not is_number(to), 21217),
            (to in _NO_CALLED, _NO_CALLED.get(to, 0)),
            (from_ in _NO_CALLERS, _NO_CALLERS.get(from_, 0)),
            (parts.numbers.get(from_) is None, 21210),
        )
    )
    return Placed(
        from_=from_,
        to=to,
        source=first or Source(),
        timeout=min(_seconds(form, "Timeout", 60), _LONGEST_RINGING),
        time_limit=min(_seconds(form, "TimeLimit", _LONGEST_CALL), _LONGEST_CALL),
        fallback=_asked(form, "Fallback"),
        callback=form.get("StatusCallback"),
        callback_method=_method(form, "StatusCallbackMethod"),
        events=tuple(" ".join(form.getlist("StatusCallbackEvent")).split()) or ("completed",),
        detection=_detection(form),
    )


def source(form: Form) -> Source | None:
    """The document a call is to go by: at an address, else written out; None when there is neither."""
    url, twiml = form.get("Url"), form.get("Twiml")
    if url:
        if not _is_url(url):
            raise RefusedError(21205)
        return Source(url, _method(form, "Method"))
    if twiml and len(twiml) > _LONGEST_TWIML:
        raise RefusedError(32018)
    return Source(twiml=twiml.encode()) if twiml else None


def _refuse_first(verdicts: Iterable[tuple[bool, int]]) -> None:
    for wrong, code in verdicts:
        if wrong:
            raise RefusedError(code)


def _detection(form: Form) -> Detection | None:
    wanted = (form.get("MachineDetection") or "").lower()
    if wanted not in {"enable", "detectmessageend"}:
        return None
    beside = (form.get("AsyncAmd") or "").lower() == "true"
    return Detection(wanted == "detectmessageend", beside, _asked(form, "AsyncAmdStatusCallback", ""))


def _asked(form: Form, name: str, ending: str = "Url") -> Source | None:
    url = form.get(name + ending)
    return Source(url, _method(form, f"{name}Method")) if url else None


def _is_url(written: str | None) -> bool:
    parts = urlsplit(written or "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _seconds(form: Form, name: str, default: int) -> int:
    written = form.get(name) or ""
    return int(written) if written.isdecimal() else default


def _method(form: Form, name: str) -> str:
    return "GET" if (form.get(name) or "").upper() == "GET" else "POST"

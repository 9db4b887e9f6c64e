"""Reads a TwiML document into verbs; pure, and stricter than the carrier: what it does not know is an error.

Limits: Twilio, errors 12100, 12200, 13521.
"""

from collections.abc import Callable
from urllib.parse import quote
from xml.etree import ElementTree as ET

from exchange import voice
from exchange.verbs import (
    ANY_KEY,
    Dial,
    Gather,
    Hangup,
    Message,
    Number,
    Pause,
    Play,
    Prompt,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

MALFORMED = 12100
INVALID = 12200
SAY_TOO_LONG = 13521
LONGEST_SAY = 4500  # characters once URL-encoded: at most 500 Chinese ones


class TwimlError(ValueError):
    """A document that cannot be carried out; `code` is the carrier's number for why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def parse(body: bytes) -> tuple[Verb, ...]:
    """The verbs of a TwiML document, in order; raises TwimlError."""
    if b"<!DOCTYPE" in body:
        raise TwimlError(MALFORMED, "a document type declaration is not TwiML")
    try:
        root = ET.fromstring(body)  # noqa: S314  entities need a DOCTYPE, refused above
    except ET.ParseError as error:
        raise TwimlError(MALFORMED, f"not well-formed: {error}") from error
    if root.tag != "Response":
        raise TwimlError(MALFORMED, f"the root is <{root.tag}>, not <Response>")
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        raise TwimlError(INVALID, "text stands outside any verb")
    return tuple(_verb(child) for child in root)


def _verb(element: ET.Element) -> Verb:
    reader = _READERS.get(element.tag)
    if reader is None:
        raise TwimlError(INVALID, f"<{element.tag}> is not known here")
    return reader(element)


def _say(element: ET.Element) -> Say:
    text = _text(element)
    if len(quote(text)) > LONGEST_SAY:
        raise TwimlError(SAY_TOO_LONG, f"<Say> of {len(text)} characters is too long")
    return Say(
        text,
        language=element.get("language", "en-US"),
        voice=element.get("voice", ""),
        loop=int(_number(element, "loop", 1)),
        rate=voice.rate(element),
        clauses=voice.clauses(element),
    )


def _play(element: ET.Element) -> Play:
    return Play(_needed(element), int(_number(element, "loop", 1)))


def _pause(element: ET.Element) -> Pause:
    return Pause(_number(element, "length", 1))


def _gather(element: ET.Element) -> Gather:
    prompts = tuple(_prompt(child) for child in element)
    count = int(_number(element, "numDigits", 0))
    if count == 0 and element.get("numDigits"):
        raise TwimlError(INVALID, "<Gather numDigits='0'> waits for no key")
    return Gather(
        action=element.get("action"),
        method=_method(element, "method"),
        timeout=5 if element.get("timeout") == "auto" else _number(element, "timeout", 5),
        finish_on_key=_keys(element, "#", most=1),
        num_digits=count or None,
        action_on_empty_result=_flag(element, "actionOnEmptyResult", default=False),
        barge_in=_flag(element, "bargeIn", default=True),
        hears=_input(element),
        prompts=prompts,
    )


def _prompt(element: ET.Element) -> Prompt:
    verb = _verb(element)
    if not isinstance(verb, Say | Play | Pause):
        raise TwimlError(INVALID, f"<{element.tag}> cannot stand in <Gather>")
    return verb


def _redirect(element: ET.Element) -> Redirect:
    return Redirect(_text(element), _method(element, "method"))


def _hangup(_element: ET.Element) -> Hangup:
    return Hangup()


def _reject(element: ET.Element) -> Reject:
    reason = element.get("reason", "rejected")
    if reason not in {"rejected", "busy"}:
        raise TwimlError(INVALID, f"<Reject reason={reason!r}>")
    return Reject(reason)


def _record(element: ET.Element) -> Record:
    return Record(
        action=element.get("action"),
        method=_method(element, "method"),
        timeout=_number(element, "timeout", 5),
        max_length=_number(element, "maxLength", 3600),
        finish_on_key=_keys(element, ANY_KEY, most=len(ANY_KEY)),
        status_callback=element.get("recordingStatusCallback"),
        status_callback_method=_method(element, "recordingStatusCallbackMethod"),
        status_callback_events=tuple(element.get("recordingStatusCallbackEvent", "completed").split()),
    )


def _dial(element: ET.Element) -> Dial:
    plain = (element.text or "").strip()
    if any(child.tag != "Number" for child in element):
        raise TwimlError(INVALID, "<Dial> takes a number or <Number> here")
    numbers = tuple(_dialled(child) for child in element) or ((Number(plain),) if plain else ())
    if not numbers:
        raise TwimlError(INVALID, "<Dial> without a number")
    return Dial(
        numbers=numbers,
        action=element.get("action"),
        method=_method(element, "method"),
        timeout=_number(element, "timeout", 30),
        time_limit=_number(element, "timeLimit", 14400),
        caller_id=element.get("callerId"),
        hangup_on_star=_flag(element, "hangupOnStar", default=False),
    )


def _dialled(element: ET.Element) -> Number:
    return Number(
        number=_needed(element),
        url=element.get("url"),
        method=_method(element, "method"),
        status_callback=element.get("statusCallback"),
        status_callback_method=_method(element, "statusCallbackMethod"),
        status_callback_events=tuple(element.get("statusCallbackEvent", "completed").split()),
    )


def _message(element: ET.Element) -> Message:
    body = element.find("Body")
    text = "".join(body.itertext()) if body is not None else _own_text(element)  # what stands in <Media> is no words
    return Message(
        text.strip(),
        element.get("to"),
        element.get("statusCallback"),
        element.get("from"),
        element.get("action"),
        _method(element, "method"),
    )


def _own_text(element: ET.Element) -> str:
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _needed(element: ET.Element) -> str:
    text = _text(element)
    if not text:
        raise TwimlError(INVALID, f"<{element.tag}> is empty")
    return text


def _number(element: ET.Element, name: str, default: float) -> float:
    written = element.get(name)
    if written is None or written == "":
        return default
    try:
        number = float(written)
    except ValueError:
        number = -1
    if number < 0:
        raise TwimlError(INVALID, f"<{element.tag} {name}={written!r}> is not a number")
    return number


def _input(element: ET.Element) -> frozenset[str]:
    wanted = frozenset(element.get("input", "dtmf").split())
    if not wanted or wanted - {"dtmf", "speech"}:
        raise TwimlError(INVALID, f"<Gather input={element.get('input')!r}>")
    return wanted


def _flag(element: ET.Element, name: str, *, default: bool) -> bool:
    written = element.get(name, "").lower()
    if written not in {"", "true", "false"}:
        raise TwimlError(INVALID, f"<{element.tag} {name}={written!r}> is neither true nor false")
    return written == "true" if written else default


def _keys(element: ET.Element, default: str, *, most: int) -> str:
    """The keys that finish; none where that is said."""
    written = element.get("finishOnKey", default)
    if len(written) > most or set(written) - set(ANY_KEY):
        raise TwimlError(INVALID, f"<{element.tag} finishOnKey={written!r}>")
    return written


def _method(element: ET.Element, name: str) -> str:
    method = element.get(name, "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlError(INVALID, f"<{element.tag} {name}={method!r}>")
    return method


_READERS: dict[str, Callable[[ET.Element], Verb]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Gather": _gather,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _reject,
    "Record": _record,
    "Dial": _dial,
    "Message": _message,
    "Sms": _message,
}

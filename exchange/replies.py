"""What an application answers to a text: asked for, its fallback tried, its verbs obeyed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from exchange import params, twiml, verbs
from exchange.calls import Source
from exchange.numbers import Line
from exchange.parts import Parts
from exchange.post import Draft, Text
from exchange.web import Answer, Hook

_MOST_DOCUMENTS, _TOO_MANY_DOCUMENTS = 50, 14106  # Twilio, api/errors/14106
_OPTED_OUT = 21610


@dataclass(frozen=True)
class _Session:
    """One text being answered: what is left to ask when an address fails, and how many documents it may still take."""

    text: Text
    fallback: Source | None
    documents: int = _MOST_DOCUMENTS


class Replies:
    """Answers to texts; `send` takes what is to be sent."""

    def __init__(self, parts: Parts, send: Callable[[Draft], Text]) -> None:
        self._parts = parts
        self._send = send

    def ask(self, text: Text, line: Line) -> None:
        """Asks the number's application what to answer to a text, and does it."""
        fallback = Source(line.sms_fallback_url, line.sms_fallback_method) if line.sms_fallback_url else None
        self._fetch(_Session(text, fallback), Source(line.sms_url or "", line.sms_method))

    def _fetch(self, session: _Session, source: Source, more: Mapping[str, str] | None = None) -> None:
        text = session.text
        if not session.documents:
            self._fail(session, _TOO_MANY_DOCUMENTS, source.url, "too many documents for one text")
            return
        session = replace(session, documents=session.documents - 1)
        asked = params.of_incoming(text) | dict(more or {})
        between = f"{text.from_} {text.to}"
        answer = self._parts.web.ask(Hook(source.url, source.method, asked, text.sid, between))
        if answer.failure is not None:
            self._fail(session, answer.code, source.url, f"{answer.failure}, status {answer.status}")
            return
        try:
            found = _verbs(answer)
        except twiml.TwimlError as error:
            self._fail(session, error.code, source.url, str(error))
            return
        for verb in found:
            if self._obey(session, verb, source.url):
                return

    def _fail(self, session: _Session, code: int, url: str, reason: str) -> None:
        """Writes an error down and asks the fallback, once."""
        self._trouble(session.text, code, url, reason)
        if session.fallback is not None:
            told = {"ErrorCode": str(code), "ErrorUrl": url.partition("#")[0]}
            self._fetch(replace(session, fallback=None), session.fallback, told)

    def _obey(self, session: _Session, verb: verbs.Verb, url: str) -> bool:
        """True where control has gone to another document."""
        match verb:
            case verbs.Message():
                told = self._message(session.text, verb, url)
                if verb.action is None:
                    return False
                self._fetch(session, Source(urljoin(url, verb.action), verb.method), told)
                return True
            case verbs.Redirect(other, method):
                self._fetch(session, Source(urljoin(url, other), method))
                return True
            case _:
                reason = f"{type(verb).__name__} in a text"
                self._trouble(session.text, twiml.INVALID, url, reason)
                return False

    def _trouble(self, text: Text, code: int, url: str, reason: str) -> None:
        """Writes down what the application did wrong, and lets the telephone that wrote know."""
        self._parts.ledger.write("error", about=text.sid, code=code, url=url, reason=reason)
        self._parts.handsets[text.from_].emit("trouble", code=code, url=url, reason=reason)

    def _message(self, text: Text, verb: verbs.Message, url: str) -> dict[str, str]:
        """Sends one answer; returns what its action is told."""
        to, from_ = verb.to or text.from_, verb.from_ or text.to
        if self._parts.numbers.is_opted_out(from_, to):
            reason = "the recipient opted out"
            self._parts.ledger.write("error", about=text.sid, code=_OPTED_OUT, url=url, reason=reason)
            return {"MessageStatus": "failed", "ErrorCode": str(_OPTED_OUT)}
        callback = urljoin(url, verb.status_callback) if verb.status_callback else None
        sent = self._send(Draft(from_, to, verb.body, callback, "outbound-reply"))
        return {"MessageSid": sent.sid, "SmsSid": sent.sid, "MessageStatus": sent.status, "SmsStatus": sent.status}


def _verbs(answer: Answer) -> tuple[verbs.Verb, ...]:
    """TwiML's verbs; plain text is a message as it stands; anything else is no answer, and that is one too."""
    if answer.is_twiml:
        return twiml.parse(answer.body) if answer.body else ()
    words = answer.body.decode("utf-8", "replace").strip()
    return (verbs.Message(words),) if words and answer.is_plain else ()

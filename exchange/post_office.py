"""Texts out and in: delivered to telephones, handed to applications, and what became of each is told."""

import threading
from dataclasses import replace
from functools import partial
from urllib.parse import urljoin

from exchange import params, twiml, verbs
from exchange.callbacks import Callbacks
from exchange.crew import Crew
from exchange.numbers import Line
from exchange.parts import Parts
from exchange.post import Draft, Text
from exchange.texts import OptOut, opt_out_word
from exchange.web import FETCH_FAILED, Answer, Hook

_HANDS = 16
_MOST_REDIRECTS = 10


class PostOffice:
    """All texts of an exchange."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._texts: dict[str, Text] = {}
        self._lock = threading.Lock()
        self._crew = Crew(_HANDS)

    def texts(self) -> list[Text]:
        """All texts, the newest first."""
        with self._lock:
            return list(reversed(self._texts.values()))

    def text(self, sid: str) -> Text | None:
        """One text."""
        with self._lock:
            return self._texts.get(sid)

    def send(self, draft: Draft) -> Text:
        """Takes a text for delivery, soon (at once where callbacks come before responses); returns it as queued."""
        text = self._enter(draft, "queued")
        taken = replace(text)
        deliver = partial(self._deliver, text, draft.callback)
        if self._parts.faults.is_set("callbacks", "before_response"):
            deliver()
        else:
            self._crew.do(deliver)
        return taken

    def receive(self, from_: str, line: Line, body: str) -> Text:
        """A text arrives at one of our numbers; its application is asked soon, opt-out words included."""
        text = self._enter(Draft(from_, line.number, body, direction="inbound"), "received")
        match opt_out_word(body):
            case OptOut.STOP:
                self._parts.numbers.opt_out(line.number, from_)
            case OptOut.START:
                self._parts.numbers.opt_in(line.number, from_)
        if line.sms_url:
            self._crew.do(partial(self._ask, text, line, line.sms_url))
        return text

    def _enter(self, draft: Draft, status: str) -> Text:
        account, now = self._parts.account.sid, self._parts.clock.now()
        text = Text(account, draft.from_, draft.to, draft.body, draft.direction, now, status)
        with self._lock:
            self._texts[text.sid] = text
        self._become(text, status)
        return text

    def _become(self, text: Text, status: str, error: int | None = None) -> None:
        text.status, text.error_code, text.updated = status, error, self._parts.clock.now()
        facts = {"sid": text.sid, "from": text.from_, "to": text.to, "direction": text.direction}
        self._parts.ledger.write("message", **facts, body=text.body, status=status, error_code=error)

    def _deliver(self, text: Text, callback: str | None) -> None:
        handset, clock = self._parts.handsets[text.to], self._parts.clock
        callbacks = Callbacks(self._parts.web, self._parts.faults, callback, text.sid)
        error = handset.undelivered
        text.sent = clock.now()
        self._become(text, "sent")
        if error is None:
            self._arrive(text)
        callbacks.tell(params.of_message_status(text, clock.now()))
        self._become(text, "delivered" if error is None else "undelivered", error)
        callbacks.tell(params.of_message_status(text, clock.now()), last=True)

    def _arrive(self, text: Text) -> None:
        line = self._parts.numbers.get(text.to)
        if line is None:
            facts = {"from": text.from_, "body": text.body, "sid": text.sid}
            self._parts.handsets[text.to].emit("text", **facts)
        else:
            self.receive(text.from_, line, text.body)

    def _ask(self, text: Text, line: Line, url: str) -> None:
        """Asks the application what to answer; its fallback when the first cannot be had."""
        answer = self._parts.web.ask(Hook(url, "POST", params.of_incoming(text), text.sid))
        if answer.failure is not None and line.sms_fallback_url and url != line.sms_fallback_url:
            self._ask(text, line, line.sms_fallback_url)
            return
        self._reply(text, answer, 0)

    def _reply(self, text: Text, answer: Answer, redirects: int) -> None:
        if answer.failure is not None or redirects > _MOST_REDIRECTS:
            facts = {"url": answer.url, "reason": f"{answer.failure}, status {answer.status}"}
            self._parts.ledger.write("error", about=text.sid, code=FETCH_FAILED, **facts)
            return
        if not answer.is_xml:
            return  # no answer is an answer to a text
        try:
            replies = twiml.parse(answer.body)
        except twiml.TwimlError as error:
            self._parts.ledger.write("error", about=text.sid, code=error.code, reason=str(error))
            return
        for verb in replies:
            self._obey(verb, text, answer.url, redirects)

    def _obey(self, verb: verbs.Verb, text: Text, url: str, redirects: int) -> None:
        match verb:
            case verbs.Message(_, to, _) if self._parts.numbers.is_opted_out(text.to, to or text.from_):
                self._parts.ledger.write("error", about=text.sid, code=21610, reason="the recipient opted out")
            case verbs.Message(body, to, callback):
                told = urljoin(url, callback) if callback else None
                self.send(Draft(text.to, to or text.from_, body, told, "outbound-reply"))
            case verbs.Redirect(other, method):
                hook = Hook(urljoin(url, other), method, params.of_incoming(text), text.sid)
                self._reply(text, self._parts.web.ask(hook), redirects + 1)
            case _:
                self._parts.ledger.write("error", about=text.sid, code=twiml.INVALID, reason=f"{verb} in a text")

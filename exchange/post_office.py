"""Texts out and in: each waits its turn, is delivered to a telephone or handed to an application, and tells of it."""

import threading
from dataclasses import replace
from functools import partial

from exchange import params
from exchange.callbacks import Callbacks
from exchange.crew import Crew
from exchange.numbers import Line
from exchange.parts import Parts
from exchange.post import Draft, Text
from exchange.replies import Replies
from exchange.texts import OptOut, opt_out_word, segments
from exchange.turns import LONGEST_QUEUE, QueueFullError, Turn, Turns

_HANDS = 16
_OVERFLOW = 30001
_EXPIRED = 30036


class PostOffice:
    """All texts of an exchange."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._texts: dict[str, Text] = {}
        self._lock = threading.Lock()
        self._crew = Crew(_HANDS)
        self._turns = Turns(parts.clock, parts.segments_per_second, LONGEST_QUEUE)
        self._replies = Replies(parts, self.reply)

    def texts(self) -> list[Text]:
        """All texts, the newest first."""
        with self._lock:
            return list(reversed(self._texts.values()))

    def text(self, sid: str) -> Text | None:
        """One text."""
        with self._lock:
            return self._texts.get(sid)

    def redact(self, text: Text) -> None:
        """Forgets what it said."""
        text.body, text.updated = "", self._parts.clock.now()

    def delete(self, text: Text) -> None:
        """Forgets that it was."""
        with self._lock:
            self._texts.pop(text.sid, None)

    def send(self, draft: Draft) -> Text:
        """Takes a text for delivery in its turn and returns it as queued; QueueFullError when too much waits."""
        turn = self._turns.take(draft.from_, segments(draft.body), draft.validity)
        return self._post(self._enter(draft, "queued"), draft, turn)

    def reply(self, draft: Draft) -> Text:
        """The same for an application's answer to a text: nobody is there to be refused, so an overflow fails later."""
        text = self._enter(draft, "queued")
        try:
            turn = self._turns.take(draft.from_, segments(draft.body), draft.validity)
        except QueueFullError:
            taken = replace(text)
            self._crew.do(partial(self._fail, text, draft.callback, _OVERFLOW))
            return taken
        return self._post(text, draft, turn)

    def receive(self, from_: str, line: Line, body: str) -> Text:
        """A text arrives at one of our numbers; its application is asked soon, opt-out words included."""
        text = self._enter(Draft(from_, line.number, body, direction="inbound"), "received")
        match opt_out_word(body):
            case OptOut.STOP:
                self._parts.numbers.opt_out(line.number, from_)
            case OptOut.START:
                self._parts.numbers.opt_in(line.number, from_)
        if line.sms_url:
            self._crew.do(partial(self._replies.ask, text, line))
        return text

    def _post(self, text: Text, draft: Draft, turn: Turn) -> Text:
        """Has it delivered when its turn comes; before the response where callbacks are to come first."""
        taken = replace(text)
        deliver = partial(self._deliver, text, draft.callback)
        if turn.expired:
            deliver = partial(self._fail, text, draft.callback, _EXPIRED)
        if self._parts.faults.is_set("callbacks", "before_response"):
            deliver()
        else:
            self._crew.do(deliver, after=turn.seconds)
        return taken

    def _enter(self, draft: Draft, status: str) -> Text:
        account, now = self._parts.account.sid, self._parts.clock.now()
        text = Text(account, draft.from_, draft.to, draft.body, draft.direction, now, status)
        with self._lock:
            self._texts[text.sid] = text
        self._become(text, status)
        return text

    def _become(self, text: Text, status: str, error: int | None = None) -> dict[str, str]:
        """Another status, and what its callback is told."""
        text.status, text.error_code, text.updated = status, error, self._parts.clock.now()
        facts = {"sid": text.sid, "from": text.from_, "to": text.to, "direction": text.direction}
        self._parts.ledger.write("message", **facts, body=text.body, status=status, error_code=error)
        return params.of_message_status(text, text.updated)

    def _deliver(self, text: Text, callback: str | None) -> None:
        """To the telephone first, so that nobody slow to be told keeps the text from arriving."""
        callbacks = self._callbacks(text, callback)
        error = self._parts.handsets[text.to].undelivered
        sending = self._become(text, "sending")
        text.sent = self._parts.clock.now()
        sent = self._become(text, "sent")
        if error is None:
            self._arrive(text)
        callbacks.tell(sending)
        callbacks.tell(sent)
        callbacks.tell(self._become(text, "delivered" if error is None else "undelivered", error), last=True)

    def _fail(self, text: Text, callback: str | None, error: int) -> None:
        self._callbacks(text, callback).tell(self._become(text, "failed", error), last=True)

    def _callbacks(self, text: Text, url: str | None) -> Callbacks:
        return Callbacks(self._parts.web, self._parts.faults, url, text.sid)

    def _arrive(self, text: Text) -> None:
        line = self._parts.numbers.get(text.to)
        if line is None:
            facts = {"from": text.from_, "body": text.body, "sid": text.sid}
            self._parts.handsets[text.to].emit("text", **facts)
        else:
            self.receive(text.from_, line, text.body)

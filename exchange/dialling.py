"""<Dial>: rings other telephones for a caller, lets them hear their screening, connects the first that stays."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from exchange import verbs
from exchange.callbacks import CallbackLine, Callbacks
from exchange.calls import HungUpError, Leg, RedirectedError, Source
from exchange.conversations import Conversation, Conversations
from exchange.interpreter import Interpreter
from exchange.listening import Gathering
from exchange.parts import Parts
from exchange.studio import Dialled, Studio

_LET_GO_SECONDS = 2
_WRONG_CALLER_ID = 13214  # Dial: Invalid callerId value


@dataclass
class Attempt:
    """One telephone being rung; `stays` once it has heard its screening to the end."""

    conversation: Conversation
    number: verbs.Number
    stays: bool = False
    over: bool = False
    bridged: bool = False
    answered_at: float | None = field(default=None)

    @property
    def status(self) -> str:
        """What the caller's side is told of it."""
        return "completed" if self.answered_at is not None else self.conversation.call.status


class Dialling:
    """Carries out <Dial> for every call of an exchange."""

    def __init__(self, parts: Parts, conversations: Conversations, studio: Callable[[], Studio]) -> None:
        self._parts = parts
        self._conversations = conversations
        self._studio = studio

    def dial(self, caller: Leg, verb: verbs.Dial, document_url: str) -> Dialled:
        """Rings every number at once and connects the first that stays; returns too when the caller goes."""
        shown = verb.caller_id or caller.call.from_
        if not self._may_show(caller, shown):
            facts = {"url": document_url, "reason": f"{shown} may not be shown"}
            self._parts.ledger.write("error", about=caller.call.sid, code=_WRONG_CALLER_ID, **facts)
            return Dialled("failed", "", 0, bridged=False)
        attempts = [self._attempt(caller, _resolved(number, document_url), shown) for number in verb.numbers]
        threads = [
            threading.Thread(target=self._try, args=(caller, attempt, verb.timeout), daemon=True)
            for attempt in attempts
        ]
        for thread in threads:
            thread.start()
        try:
            self._await(caller, attempts, verb)
        except HungUpError:
            pass  # how it went is told all the same; the caller's own leg says that it is over
        finally:
            self._let_go(attempts, threads)
        return _outcome(next((attempt for attempt in attempts if attempt.bridged), attempts[-1]))

    def _let_go(self, attempts: list[Attempt], threads: list[threading.Thread]) -> None:
        for attempt in attempts:
            attempt.conversation.leg.end("canceled" if attempt.answered_at is None else "line")
        for thread in threads:
            thread.join(timeout=_LET_GO_SECONDS)

    def _may_show(self, caller: Leg, shown: str) -> bool:
        """A call may show one of our numbers or those of the call it belongs to."""
        return self._parts.numbers.get(shown) is not None or shown in {caller.call.from_, caller.call.to}

    def _attempt(self, caller: Leg, number: verbs.Number, shown: str) -> Attempt:
        call = self._conversations.new_call(shown, number.number, "outbound-dial", caller.call.sid)
        callbacks = Callbacks(
            self._parts.web, self._parts.faults, number.status_callback, call.sid, number.status_callback_method
        )
        leg, handset = Leg(call, number.number), self._parts.handsets[number.number]
        conversation = Conversation(leg, handset, CallbackLine(callbacks), number.status_callback_events)
        self._conversations.begin(conversation)
        return Attempt(conversation, number)

    def _try(self, caller: Leg, attempt: Attempt, timeout: float) -> None:
        conversation, leg = attempt.conversation, attempt.conversation.leg
        try:
            if self._conversations.ring(conversation, timeout):
                attempt.answered_at = time.monotonic()
                self._conversations.answered(conversation)
                self._screen(attempt)
                attempt.stays = True
                caller.wake()
                leg.wait(float("inf"))
        except (HungUpError, RedirectedError):
            pass
        finally:
            self._conversations.end(conversation, leg.over or "line")
            attempt.over = True
            caller.wake()

    def _screen(self, attempt: Attempt) -> None:
        """Lets the called telephone alone hear its document; a hang-up in it raises HungUpError."""
        number, conversation = attempt.number, attempt.conversation
        if number.url is None:
            return
        interpreter = Interpreter(conversation.leg, conversation.handset, self._studio())
        interpreter.run(Source(number.url, number.method))

    def _await(self, caller: Leg, attempts: list[Attempt], verb: verbs.Dial) -> None:
        caller.wait(float("inf"), lambda: any(a.stays for a in attempts) or all(a.over for a in attempts))
        chosen = next((attempt for attempt in attempts if attempt.stays and not attempt.over), None)
        if chosen is None:
            return
        for attempt in attempts:
            if attempt is not chosen:
                attempt.conversation.leg.end("canceled")
        self._bridge(caller, chosen, verb)

    def _bridge(self, caller: Leg, chosen: Attempt, verb: verbs.Dial) -> None:
        """Connects the two until one of them hangs up, the caller presses * where that is enough, or the time is over."""
        called = chosen.conversation.leg
        star = Gathering(finish_on_key="*" if verb.hangup_on_star else "")
        caller.other, called.other, chosen.bridged = called, caller, True
        if verb.hangup_on_star:
            caller.listen(star)
        self._parts.handsets[caller.number].emit("bridged", **{"with": called.number})
        chosen.conversation.handset.emit("bridged", **{"with": caller.number})
        try:
            caller.wait(self._parts.pace.waited(verb.time_limit), lambda: chosen.over or star.done)
        finally:
            caller.listen(None)
            caller.other = called.other = None


def _resolved(number: verbs.Number, document_url: str) -> verbs.Number:
    """The same number with whole addresses."""
    url, told = (urljoin(document_url, part) if part else None for part in (number.url, number.status_callback))
    return replace(number, url=url, status_callback=told)


def _outcome(attempt: Attempt) -> Dialled:
    call = attempt.conversation.call
    return Dialled(attempt.status, call.sid, call.seconds, attempt.bridged)

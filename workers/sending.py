"""Sends what the outbox owes: claims in batches, calls the carrier with no transaction open, records what came of it."""

import secrets
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Lock

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from carrier.errors import OPTED_OUT, Ambiguous, CarrierError, LineStopped, LookupFailed, NotSent, Refused
from carrier.rest import Found, RestClient
from services.alerting import ladder
from services.day.clock import Clock, machine_now
from services.sending import delivery, opt_outs
from services.sending.claims import Claimed, Doubtful, claim, claim_doubtful, what_waits
from services.sending.outcomes import ALERT_LOOKUP, ROUTINE_LOOKUP, Outcome, known_sids, record
from services.sending.pacing import Rates
from services.texting.alert_texts import repeated

ALERT_VALIDITY = 600  # seconds: a text older than the duty phone's turn may stay away
RING_SECONDS = 30
CALL_SECONDS = 300
BACK_OFF = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds before a message that certainly did not leave is tried again
LONGEST_WAIT = 3600.0  # seconds of the carrier's own Retry-After; an alert asks again after BACK_OFF's longest
CLEAN_LOOKUPS = 2  # before a text that perhaps left is sent again

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """What sending needs; built once by the process."""

    engine: Engine
    clock: Clock
    carrier: RestClient
    base_url: str
    rates: Rates
    senders: int


class Sender:
    """Drains the outbox through a fixed number of connections. Any number of threads and processes may drain at once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pool = ThreadPoolExecutor(parts.senders, thread_name_prefix="send")
        self._one_at_a_time = Lock()
        self._flying = set[Future[Outcome]]()  # kept until recorded, also when the database was away meanwhile
        self._woken = Event()
        self._stopping = False

    def wake(self) -> None:
        """Have the drain under way, if there is one, look at once for what is due."""
        self._woken.set()

    def stop_claiming(self) -> None:
        """The drain under way ends with what is on its way; a later one does nothing."""
        self._stopping = True

    def stop(self) -> None:
        """Claim nothing more, and wait for what is on its way."""
        self.stop_claiming()
        self._pool.shutdown(wait=True)

    def drain(self) -> int:
        """Send until nothing is due. Returns how many attempts were made; 0 when another thread is draining already.

        That thread is woken and looks at once: an alert never waits for a slow text before it.
        """
        self._woken.set()
        attempts = 0
        while self._woken.is_set() and not self._stopping and self._one_at_a_time.acquire(blocking=False):
            try:
                attempts += self._drain()
            finally:
                self._one_at_a_time.release()
        return attempts

    def _drain(self) -> int:
        attempts = 0
        while True:
            self._woken.clear()
            landed = {future for future in self._flying if future.done()}
            if landed:
                self._record([future.result() for future in landed])
            self._flying -= landed
            attempts += 0 if self._stopping else self._start(self._parts.senders - len(self._flying))
            if not self._flying:
                return attempts
            self._woken.wait()

    def _start(self, free: int) -> int:
        """Put due messages and due look-ups into free senders; how many."""
        if free <= 0:
            return 0
        parts, token = self._parts, secrets.token_hex(8)
        now, machine = parts.clock.now(), machine_now()
        is_due, is_doubtful = what_waits(parts.engine, now, machine)
        claimed = claim(parts.engine, free, token, (now, machine), parts.rates) if is_due else []
        self._fly([self._pool.submit(self.attempt, message) for message in claimed])
        if len(claimed) == free or not is_doubtful:
            return len(claimed)
        doubtful = claim_doubtful(parts.engine, free - len(claimed), token, machine_now())
        self._fly([self._pool.submit(self._look_up, doubt) for doubt in doubtful])
        return len(claimed) + len(doubtful)

    def _fly(self, started: list["Future[Outcome]"]) -> None:
        self._flying.update(started)
        for future in started:
            future.add_done_callback(lambda _: self._woken.set())

    def _record(self, outcomes: list[Outcome]) -> None:
        now = self._parts.clock.now()
        record(self._parts.engine, outcomes, now)
        failed = [outcome for outcome in outcomes if outcome.state == "failed"]
        skipped = [one.message.id for one in failed if not one.sid or one.carrier_status in delivery.SKIPS]
        opted_out = [one.message.id for one in failed if one.error_code == OPTED_OUT]
        if skipped:
            with Session(self._parts.engine) as session, session.begin():
                ladder.skip_steps_of(session, skipped, now)
                opt_outs.note_refusals(session, opted_out, now)
        for outcome in outcomes:
            log.info("attempt", message=outcome.message.id, outcome=outcome.outcome, code=outcome.error_code)

    def attempt(self, message: Claimed) -> Outcome:
        """One POST to the carrier, and what it means for the row."""
        began = time.monotonic()
        if machine_now() >= message.lease_until:  # this process was held up, and another may have the row by now
            return self._later(message, "not_sent", 0, None, 0.0)
        try:
            accepted = self._submit(message)
        except CarrierError as error:
            return self._after(error, message, _milliseconds(began))
        except Exception as error:  # noqa: BLE001 - one message must not take the others' outcomes with it
            log.error("attempt failed", message=message.id, reason=type(error).__name__)
            return self._after(Ambiguous(type(error).__name__), message, _milliseconds(began))
        return _known(message, "accepted", accepted, _milliseconds(began))

    def _submit(self, message: Claimed) -> tuple[str, str]:
        carrier, base = self._parts.carrier, self._parts.base_url
        if message.channel == "call":
            placed = carrier.create_call(
                to=message.to,
                from_=message.sender,
                url=f"{base}/webhooks/voice/outgoing?o={message.id}",
                status_callback=f"{base}/webhooks/status/call?o={message.id}",
                timeout_seconds=RING_SECONDS,
                time_limit_seconds=CALL_SECONDS,
            )
            return placed.sid, placed.status
        sent = carrier.create_message(
            to=message.to,
            from_=message.sender,
            body=_body(message),
            status_callback=f"{base}/webhooks/status/message?o={message.id}",
            validity_seconds=ALERT_VALIDITY if message.is_alert else None,
        )
        return sent.sid, sent.status

    def _after(self, error: CarrierError, message: Claimed, milliseconds: int) -> Outcome:
        code = getattr(error, "code", None)
        match error:
            case Ambiguous():
                lookup = machine_now() + (timedelta() if message.is_alert else ROUTINE_LOOKUP)
                return Outcome(message, "ambiguous", "unknown", milliseconds, error_code=code, lookup_at=lookup)
            case LineStopped():
                log.error("line stopped", code=code)
                return self._later(message, "line_stopped", milliseconds, code, _about(BACK_OFF[-1]))
            case Refused():
                return Outcome(message, "refused", "failed", milliseconds, error_code=code)
            case NotSent():
                told = min(error.retry_after or 0.0, BACK_OFF[-1] if message.is_alert else LONGEST_WAIT)
                own = _about(BACK_OFF[min(message.attempts, len(BACK_OFF) - 1)])
                return self._later(message, "not_sent", milliseconds, code, told + own)
            case _:
                raise error

    def _later(self, message: Claimed, outcome: str, milliseconds: int, code: int | None, delay: float) -> Outcome:
        """The same row again, `delay` real seconds from now."""
        due_at = self._parts.clock.now() + timedelta(seconds=delay * self._parts.clock.speed)
        return Outcome(message, outcome, "pending", milliseconds, error_code=code, due_at=due_at)

    def _look_up(self, doubt: Doubtful) -> Outcome:
        """Ask the carrier whether a doubtful message left; an alert goes on when it cannot be asked."""
        message, began = doubt.claimed, time.monotonic()
        try:
            found = self._find(message)
        except (LookupFailed, LineStopped):
            lookups = doubt.lookups + 1 if message.is_alert else doubt.lookups
            return self._not_found(message, "lookup_failed", lookups, _milliseconds(began))
        except Exception as error:  # noqa: BLE001 - the database was away: the carrier has not been asked
            log.error("look-up failed", message=message.id, reason=type(error).__name__)
            return self._not_found(message, "lookup_failed", doubt.lookups, _milliseconds(began))
        if found is not None:
            return _known(message, "found", (found.sid, found.status), _milliseconds(began))
        return self._not_found(message, "not_found", doubt.lookups + 1, _milliseconds(began))

    def _find(self, message: Claimed) -> Found | None:
        known = known_sids(self._parts.engine, message.to)
        # By the line's clock or the machine's, whichever is earlier: a simulated day may not be the carrier's.
        since = min(message.submitted_at, self._parts.clock.machine_at(message.submitted_at))
        if message.channel == "call":
            return self._parts.carrier.find_call(to=message.to, from_=message.sender, since=since, known=known)
        return self._parts.carrier.find_message(to=message.to, body=_body(message), since=since, known=known)

    def _not_found(self, message: Claimed, outcome: str, lookups: int, milliseconds: int) -> Outcome:
        if lookups >= CLEAN_LOOKUPS:
            return Outcome(message, outcome, "pending", milliseconds, due_at=self._parts.clock.now(), is_repeat=True)
        lookup = machine_now() + (ALERT_LOOKUP if message.is_alert else ROUTINE_LOOKUP)
        return Outcome(message, outcome, "unknown", milliseconds, lookup_at=lookup, lookups=lookups)


def _body(message: Claimed) -> str:
    """A text that perhaps arrived before says so, if it is an alert's; a routine one was looked up twice."""
    return repeated(message.language, message.body) if message.is_repeat and message.is_alert else message.body


def _known(message: Claimed, outcome: str, told: tuple[str, str], milliseconds: int) -> Outcome:
    """The carrier has it: its sid and status."""
    sid, status = told
    return Outcome(
        message,
        outcome,
        delivery.state_of(message.channel, status),
        milliseconds,
        sid=sid,
        carrier_status=status,
    )


def _about(seconds: float) -> float:
    """Half of it more or less, by chance, so that rows do not march in step."""
    return seconds * (0.5 + secrets.randbelow(1000) / 1000)


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)

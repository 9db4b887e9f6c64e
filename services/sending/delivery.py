"""What the carrier says later of a message or an alert call: merged by rank, never backwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import InboundEvent, Message
from services.alerting import ladder
from services.day.clock import machine_now
from services.sending import outcomes
from services.sending.opt_outs import note_refusals

Merge = Callable[[str, str], str]  # old and new status to the one that stays
FAILED = {"failed", "undelivered", "canceled"}
_TEXT_STATES = {"sent": "sent", "delivered": "delivered", "read": "delivered"} | dict.fromkeys(FAILED, "failed")
_CALL_STATES = {"completed": "delivered"} | dict.fromkeys(("busy", "no-answer", "failed", "canceled"), "failed")
SKIPS = {"failed", "undelivered"}  # a step that reached nobody; who is busy or does not answer has his time to do so
RESENDS = 2


def state_of(channel: str, status: str) -> str:
    """The state of a text or a call that the carrier has accepted, by the carrier's own status."""
    states = _CALL_STATES if channel == "call" else _TEXT_STATES
    return states.get(status, "accepted")


@dataclass(frozen=True, slots=True)
class Report:
    """A status callback. `message_id` is ours, out of the signed address; `sid` the carrier's.

    `is_permanent`: the error code says this number or text never passes; `worth_again`: one more try may help.
    `is_opt_out`: the person has told the carrier that they want no texts.
    """

    message_id: int
    sid: str
    status: str
    error_code: int | None = None
    is_permanent: bool = False
    worth_again: bool = False
    is_opt_out: bool = False


def record_status(session: Session, report: Report, now: datetime, merge: Merge) -> bool:
    """Merge one callback into its message. False when it is about nothing of ours.

    A callback for a message whose sending is still in doubt proves that it was accepted, and brings its sid.
    """
    message = session.scalars(select(Message).where(Message.id == report.message_id).with_for_update()).one_or_none()
    if message is None or message.channel != "sms" or (message.sid and message.sid != report.sid):
        return False
    if message.sid is None:
        if message.state not in {"submitting", "unknown"} or _is_given_up(session, report.sid):
            return False
        _accept(session, message, report.sid, now)
    status = merge(message.carrier_status, report.status)
    if status != message.carrier_status:
        message.carrier_status, message.at = status, now
        _follow(session, message, report, now)
    return True


def _accept(session: Session, message: Message, sid: str, now: datetime) -> None:
    """The carrier itself says that this sid is this message's."""
    outcomes.yield_sid(session, sid, message.id, now)
    message.sid, message.state, message.at = sid, "accepted", now


def _follow(session: Session, message: Message, report: Report, now: datetime) -> None:
    """The message's own state after its carrier status has moved."""
    message.state = state_of("sms", message.carrier_status)
    if message.state == "delivered":
        message.error_code = None
    elif message.state == "failed":
        message.error_code = report.error_code
        if report.worth_again and message.attempts < RESENDS:
            _try_again(session, message, now)
            return
        if message.alert_id is not None:
            ladder.skip_step(session, message.alert_id, message.step, message.channel, now)
        if report.is_opt_out:
            note_refusals(session, [message.id], now)


def _try_again(session: Session, message: Message, now: datetime) -> None:
    """The handset was out of reach: one more try, while the ladder goes on by its deadline."""
    given_up = InboundEvent(
        dedupe_key=f"given-up:{message.sid}", kind="status", payload={"o": message.id}, received_at=machine_now()
    )
    session.add(given_up)
    message.state, message.due_at, message.sid, message.carrier_status = "pending", now, None, ""


def _is_given_up(session: Session, sid: str) -> bool:
    """A late or repeated word about the first try must not be taken for one about the second."""
    statement = select(InboundEvent.id).where(InboundEvent.dedupe_key == f"given-up:{sid}")
    return session.scalars(statement).first() is not None


def prove_call(session: Session, message_id: int, sid: str, now: datetime) -> bool:
    """The carrier speaks of a call we placed: it was accepted, whatever its answer to us was. False: not ours."""
    return _proven_call(session, message_id, sid, now) is not None


def _proven_call(session: Session, message_id: int, sid: str, now: datetime) -> Message | None:
    message = session.scalars(select(Message).where(Message.id == message_id).with_for_update()).one_or_none()
    if message is None or message.channel != "call" or (message.sid and message.sid != sid):
        return None
    if message.sid is None and message.state in {"submitting", "unknown"}:
        _accept(session, message, sid, now)
    return message


def record_call_status(session: Session, message_id: int, sid: str, status: str, now: datetime, merge: Merge) -> bool:
    """The end of a call we placed: delivered when it was picked up; a number that cannot be called skips the step."""
    message = _proven_call(session, message_id, sid, now)
    if message is None:
        return False
    merged = merge(message.carrier_status, status)
    if merged == message.carrier_status:
        return True
    message.carrier_status, message.state, message.at = merged, state_of("call", merged), now
    if merged in SKIPS and message.alert_id is not None:
        ladder.skip_step(session, message.alert_id, message.step, message.channel, now)
    return True

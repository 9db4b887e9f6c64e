"""The parameters of webhooks, named and spelled as the carrier does; pure."""

from datetime import datetime
from email.utils import format_datetime

from exchange.calls import Call
from exchange.post import Text
from exchange.texts import country_of, segments

API_VERSION = "2010-04-01"


def places(*parties: tuple[str, str]) -> dict[str, str]:
    """What is said of where a number is, for each (role, number); a guess, mostly empty, as in reality."""
    return {
        f"{role}{kind}": country_of(number) if kind == "Country" else ""
        for role, number in parties
        for kind in ("City", "State", "Zip", "Country")
    }


def of_call(call: Call) -> dict[str, str]:
    """What every request about a call carries."""
    params = {
        "AccountSid": call.account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Direction": call.direction,
        "From": call.from_,
        "Caller": call.from_,
        "To": call.to,
        "Called": call.to,
    }
    if call.answered_by is not None:
        params["AnsweredBy"] = call.answered_by
    if call.parent_sid is not None:
        return params | {"ParentCallSid": call.parent_sid}
    return params | places(("From", call.from_), ("Caller", call.from_), ("To", call.to), ("Called", call.to))


def of_progress(call: Call, status: str, sequence: int, at: datetime) -> dict[str, str]:
    """A status callback of a call; only a final status has durations (CallDuration in s, Duration in minutes)."""
    params = of_call(call) | {
        "CallStatus": status,
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
        "Timestamp": format_datetime(at),
    }
    if call.ended is not None:
        params |= {"CallDuration": str(call.seconds), "Duration": str(-(-call.seconds // 60))}
    return params


def of_detection(call: Call, verdict: str) -> dict[str, str]:
    """What is told of who answered, beside the call."""
    return {
        "AccountSid": call.account_sid,
        "CallSid": call.sid,
        "AnsweredBy": verdict,
        "MachineDetectionDuration": "0",
    }


def of_recording(call: Call, sid: str, status: str, started: datetime) -> dict[str, str]:
    """A recording's status callback: `in-progress`, `completed` or `absent`."""
    return {
        "AccountSid": call.account_sid,
        "CallSid": call.sid,
        "RecordingSid": sid,
        "RecordingStatus": status,
        "RecordingSource": "RecordVerb",
        "RecordingChannels": "1",
        "RecordingStartTime": format_datetime(started),
    }


def of_incoming(text: Text) -> dict[str, str]:
    """What the application is asked when a text arrives for it."""
    return {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "SmsStatus": "received",
        "NumMedia": "0",
        "NumSegments": str(segments(text.body)),
        "Body": text.body,
        "From": text.from_,
        "To": text.to,
    } | places(("From", text.from_), ("To", text.to))


def of_message_status(text: Text, at: datetime) -> dict[str, str]:
    """A status callback of a text; ErrorCode only where there is one."""
    params = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "MessageStatus": text.status,
        "SmsStatus": text.status,
        "From": text.from_,
        "To": text.to,
    }
    if text.status in {"delivered", "undelivered"}:
        params["RawDlrDoneDate"] = at.strftime("%y%m%d%H%M")
    if text.error_code is not None:
        params["ErrorCode"] = str(text.error_code)
    return params

"""What the carrier says about a message or a call later, merged so that order, repeats and gaps do not matter.

Status callbacks come late, twice, in any order or not at all
(https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks).
"""

from collections.abc import Mapping

_FINAL_MESSAGE = 4
_MESSAGE_RANKS: Mapping[str, int] = {
    "accepted": 0,
    "scheduled": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,  # can be the last word where the operator reports no delivery
    "delivered": _FINAL_MESSAGE,
    "undelivered": _FINAL_MESSAGE,
    "failed": _FINAL_MESSAGE,
    "canceled": _FINAL_MESSAGE,
    "read": 5,
}
_FINAL_CALL = 4
_CALL_RANKS: Mapping[str, int] = {
    "queued": 0,
    "initiated": 1,
    "ringing": 2,
    "in-progress": 3,
    "completed": _FINAL_CALL,
    "busy": _FINAL_CALL,
    "failed": _FINAL_CALL,
    "no-answer": _FINAL_CALL,
    "canceled": _FINAL_CALL,
}


def merge(old: str, new: str) -> str:
    """A message's status after the carrier said `new`; "" is no status yet, an unknown `new` changes nothing.

    Never downwards. The first final status stays, except that an undelivered message may still be delivered.
    """
    if old == "undelivered" and new == "delivered":
        return new
    return _higher(_MESSAGE_RANKS, old, new)


def merge_call(old: str, new: str) -> str:
    """A call's status after the carrier said `new`; "" is no status yet, an unknown `new` changes nothing."""
    return _higher(_CALL_RANKS, old, new)


def is_final(status: str) -> bool:
    """Whether a message's status says how it ended."""
    return _MESSAGE_RANKS.get(status, -1) >= _FINAL_MESSAGE


def is_final_call(status: str) -> bool:
    """Whether a call's status says that it is over."""
    return _CALL_RANKS.get(status, -1) >= _FINAL_CALL


def arrived(status: str) -> bool:
    """Whether a message certainly reached the telephone."""
    return status in {"delivered", "read"}


def posted_status(form: Mapping[str, str]) -> str:
    """A message callback's status: `MessageStatus`, in older posts `SmsStatus`; "" when there is none."""
    return form.get("MessageStatus") or form.get("SmsStatus") or ""


def _higher(ranks: Mapping[str, int], old: str, new: str) -> str:
    return new if ranks.get(new, -1) > ranks.get(old, -1) else old

"""What the carrier's refusals mean for a message or a call: one table of codes, and the errors its client raises.

The same table reads REST answers and the `ErrorCode` of status callbacks. Source: Twilio's error dictionary
(https://www.twilio.com/docs/api/errors), as sorted by what a sender must do next.
"""

from enum import StrEnum


class Consequence(StrEnum):
    """What to do after a refusal or a failed delivery."""

    BAD_NUMBER = "bad_number"  # this number never works: next person or channel now, shown on the board
    BAD_TEXT = "bad_text"  # this text never passes: no second try, another channel, the office is alarmed
    RETRY = "retry"  # certainly not accepted: the same row again, later
    RETRY_ELSEWHERE = "retry_elsewhere"  # one more try, and another channel beside it
    STOP_LINE = "stop_line"  # nothing passes until somebody acts: trip the breaker, page, keep queueing
    UNKNOWN = "unknown"  # not in the table: the same request would get the same answer

    @property
    def is_permanent(self) -> bool:
        """Whether sending the same row again is useless; an unknown refusal counts as permanent."""
        return self in {Consequence.BAD_NUMBER, Consequence.BAD_TEXT, Consequence.UNKNOWN}


OPTED_OUT = 21610

_CONSEQUENCES: dict[int, Consequence] = {
    # The number, for texts
    21211: Consequence.BAD_NUMBER,  # "To" is no telephone number
    21408: Consequence.BAD_NUMBER,  # the account may not text that country
    OPTED_OUT: Consequence.BAD_NUMBER,  # the person opted out (STOP, END, CANCEL, …)
    21612: Consequence.BAD_NUMBER,  # not reachable by text from our number
    21614: Consequence.BAD_NUMBER,  # not a mobile number
    30004: Consequence.BAD_NUMBER,  # the handset or its operator blocks us
    30005: Consequence.BAD_NUMBER,  # the number does not exist any more
    30006: Consequence.BAD_NUMBER,  # a landline, or an operator that takes no texts
    # The number, for calls
    21214: Consequence.BAD_NUMBER,  # "To" cannot be reached
    21215: Consequence.BAD_NUMBER,  # the account may not call that country
    21216: Consequence.BAD_NUMBER,  # the number may not be called
    21217: Consequence.BAD_NUMBER,  # "To" is no telephone number
    # The text
    21617: Consequence.BAD_TEXT,  # longer than 1,600 characters
    30007: Consequence.BAD_TEXT,  # filtered by the carrier as unwanted
    # Not accepted, and only for now
    20429: Consequence.RETRY,  # too many requests
    21611: Consequence.RETRY,  # our number's queue of texts is full
    22005: Consequence.RETRY,  # our account's queue of calls is full
    30001: Consequence.RETRY,  # the queue overflowed before the text was sent
    # Accepted, then not delivered
    30003: Consequence.RETRY_ELSEWHERE,  # the handset is off or out of reach
    30008: Consequence.RETRY_ELSEWHERE,  # the operator gives no reason
    30036: Consequence.RETRY_ELSEWHERE,  # its validity ended in the queue
    # The account or the line itself
    20003: Consequence.STOP_LINE,  # wrong credentials
    20005: Consequence.STOP_LINE,  # the account is not active
    21210: Consequence.STOP_LINE,  # our own "From" may not call
    21212: Consequence.STOP_LINE,  # our own "From" is no telephone number
    21606: Consequence.STOP_LINE,  # our own "From" is not ours, or cannot text
    30002: Consequence.STOP_LINE,  # the account was suspended with texts in the queue
}


def consequence(code: int | None, http_status: int = 0) -> Consequence:
    """What follows from an error code; where it has none in the table, from the HTTP status it came with."""
    if code is not None and code in _CONSEQUENCES:
        return _CONSEQUENCES[code]
    match http_status:
        case 429:
            return Consequence.RETRY
        case 401 | 403 | 404:  # key, account or address are wrong, or a proxy answered: it is not about this number
            return Consequence.STOP_LINE
        case _:
            return Consequence.UNKNOWN


def posted_code(raw: str | None) -> int | None:
    """The code of a callback's `ErrorCode`; None when it is missing, empty, 0 (no error) or no number."""
    digits = (raw or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):  # noqa: PLR2004 - no code is longer
        return None
    return int(digits) or None


class CarrierError(Exception):
    """Any way in which a request to the carrier can fail. Its words hold no number, name or text."""


class NotSent(CarrierError):  # noqa: N818 - it is what happened, in the trade's words
    """Certainly not accepted (nobody answered, no TLS, 429, a full queue): the same row may be sent again.

    `retry_after`: seconds the carrier asked to wait, None when it said nothing. `code`: the carrier's, if any.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None, code: int | None = None) -> None:
        super().__init__(f"not sent: {reason}")
        self.reason = reason
        self.retry_after = retry_after
        self.code = code


class Refused(CarrierError):  # noqa: N818
    """The carrier answered no. `code`: the carrier's or None; `status`: HTTP; `consequence`: what to do next."""

    def __init__(self, code: int | None, status: int) -> None:
        super().__init__(f"refused: code {code}, status {status}")
        self.code = code
        self.status = status
        self.consequence = consequence(code, status)


class LineStopped(Refused):
    """Nothing passes until somebody acts: wrong credentials, a suspended account, a number that is not ours."""


class Ambiguous(CarrierError):  # noqa: N818
    """Nobody knows whether it was accepted: an answer too late, cut off, unreadable, or a 5xx. Look it up first."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(f"ambiguous: {reason}")
        self.reason = reason
        self.status = status


class LookupFailed(CarrierError):  # noqa: N818
    """The carrier could not be asked what it has accepted; nothing is known, and nothing was changed."""


def refusal(code: int | None, status: int, retry_after: float | None = None) -> CarrierError:
    """The error for a 4xx answer: NotSent where the same row may be sent again, else LineStopped or Refused."""
    match consequence(code, status):
        case Consequence.RETRY:
            return NotSent(f"code {code}, status {status}", retry_after=retry_after, code=code)
        case Consequence.STOP_LINE:
            return LineStopped(code, status)
        case _:
            return Refused(code, status)

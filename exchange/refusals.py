"""What the carrier refuses and what fails later, by its own numbers (Twilio, docs/api/errors); pure."""

from http import HTTPStatus
from typing import Any

MESSAGES = {
    20003: "Authenticate",
    20006: "Page number out of range",
    20009: "Cannot delete this resource before it is complete",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    21201: "No 'To' number is specified",
    21205: "Url is not a valid URL",
    21210: "'From' phone number not verified",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Number",
    21213: "'From' phone number is required",
    21214: "'To' phone number cannot be reached",
    21215: "Account not authorized to call this number: geographic permissions are disabled",
    21216: "Account not allowed to call this phone number",
    21217: "Phone number does not appear to be valid",
    21220: "Call is not in-progress. Cannot redirect.",
    21266: "'To' and 'From' numbers cannot be the same",
    21408: "Permission to send an SMS has not been enabled for the region of the 'To' number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid, message-capable number of this account.",
    21609: "The 'StatusCallback' URL is not a valid URL",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21612: "The 'To' phone number is not currently reachable via SMS",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    30409: "This message cannot be canceled",
    32018: "Twiml exceeds the maximum of 4000 characters",
    90007: "ValidityPeriod must be between 1 and 36000",
}

_STATUS = {
    20003: HTTPStatus.UNAUTHORIZED,
    20009: HTTPStatus.CONFLICT,
    20404: HTTPStatus.NOT_FOUND,
    20429: HTTPStatus.TOO_MANY_REQUESTS,
    20500: HTTPStatus.INTERNAL_SERVER_ERROR,
    21611: HTTPStatus.TOO_MANY_REQUESTS,
    30409: HTTPStatus.CONFLICT,
}

# Why a text that was accepted did not arrive.
UNDELIVERED = {
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30036: "Validity Period Expired",
}


class RefusedError(Exception):
    """A request the carrier refuses, by its own number."""

    def __init__(self, code: int) -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.status = _STATUS.get(code, HTTPStatus.BAD_REQUEST)


def body(code: int, status: int) -> dict[str, Any]:
    """The JSON of an error."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": MESSAGES[code], "more_info": more, "status": int(status)}

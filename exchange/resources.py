"""Calls, texts and errors as JSON in the shape of the carrier's REST API; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from exchange.calls import Call
from exchange.clock import rfc2822
from exchange.params import API_VERSION
from exchange.post import Text
from exchange.texts import segments

Json = dict[str, Any]

MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    21201: "No 'To' number is specified",
    21205: "Url parameter is required.",
    21210: "'From' phone number not verified",
    21211: "Invalid 'To' Phone Number",
    21213: "'From' phone number is required",
    21217: "Phone number does not appear to be valid",
    21220: "Call is not in-progress. Cannot redirect.",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid, message-capable number of this account.",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    32018: "Twiml exceeds the maximum of 4000 characters",
    90007: "ValidityPeriod must be between 1 and 36000",
}


class RefusedError(Exception):
    """A request the carrier refuses, by its own number."""

    def __init__(self, code: int, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.status = status


def error(code: int, status: int) -> Json:
    """The body of an error."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": MESSAGES[code], "more_info": more, "status": int(status)}


def message(text: Text) -> Json:
    """A Message resource."""
    uri = f"/{API_VERSION}/Accounts/{text.account_sid}/Messages/{text.sid}"
    return {
        "account_sid": text.account_sid,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": rfc2822(text.created),
        "date_sent": rfc2822(text.sent),
        "date_updated": rfc2822(text.updated),
        "direction": text.direction,
        "error_code": text.error_code,
        "error_message": None,
        "from": text.from_,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(text.body)),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }


def call(one: Call) -> Json:
    """A Call resource."""
    uri = f"/{API_VERSION}/Accounts/{one.account_sid}/Calls/{one.sid}"
    return {
        "account_sid": one.account_sid,
        "annotation": None,
        "answered_by": None,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(one.updated),
        "direction": one.direction,
        "duration": str(one.seconds) if one.ended else None,
        "end_time": rfc2822(one.ended),
        "forwarded_from": None,
        "from": one.from_,
        "from_formatted": one.from_,
        "group_sid": None,
        "parent_call_sid": one.parent_sid,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": str(one.queue_milliseconds),
        "sid": one.sid,
        "start_time": rfc2822(one.started),
        "status": one.status,
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
        "to": one.to,
        "to_formatted": one.to,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: `number` from 0, `query` the filters as they were asked."""

    number: int
    size: int
    query: Mapping[str, str]


def page(name: str, account_sid: str, found: Sequence[Json], asked: Page) -> Json:
    """One page of a list."""
    number, size = asked.number, asked.size
    query = urlencode({**asked.query, "PageSize": str(size)})
    base = f"/{API_VERSION}/Accounts/{account_sid}/{name.capitalize()}.json?{query}&Page="
    shown = found[number * size : (number + 1) * size]
    more = len(found) > (number + 1) * size
    return {
        name: list(shown),
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + len(shown) - 1 if shown else 0,
        "uri": f"{base}{number}",
        "first_page_uri": f"{base}0",
        "next_page_uri": f"{base}{number + 1}" if more else None,
        "previous_page_uri": f"{base}{number - 1}" if number else None,
    }

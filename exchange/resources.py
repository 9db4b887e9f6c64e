"""The account, its numbers, calls, texts and recordings as JSON in the shape of the carrier's REST API; pure."""

from typing import Any

from exchange.calls import Call
from exchange.clock import rfc2822
from exchange.numbers import Line
from exchange.params import API_VERSION
from exchange.post import Text
from exchange.recordings import Kept
from exchange.refusals import UNDELIVERED
from exchange.texts import segments

Json = dict[str, Any]


def account(sid: str) -> Json:
    """The Account resource; its token is nobody's to read here."""
    uri = f"/{API_VERSION}/Accounts/{sid}"
    parts = ("calls", "messages", "recordings", "incoming_phone_numbers")
    return {
        "auth_token": None,
        "date_created": None,
        "date_updated": None,
        "friendly_name": "The exchange",
        "owner_account_sid": sid,
        "sid": sid,
        "status": "active",
        "subresource_uris": {name: f"{uri}/{name.title().replace('_', '')}.json" for name in parts},
        "type": "Full",
        "uri": f"{uri}.json",
    }


def incoming_number(account_sid: str, line: Line) -> Json:
    """An IncomingPhoneNumber resource."""
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "friendly_name": line.number,
        "phone_number": line.number,
        "sid": line.sid,
        "sms_fallback_method": line.sms_fallback_method,
        "sms_fallback_url": line.sms_fallback_url or "",
        "sms_method": line.sms_method,
        "sms_url": line.sms_url or "",
        "status_callback": line.status_url or "",
        "status_callback_method": line.status_method,
        "uri": f"/{API_VERSION}/Accounts/{account_sid}/IncomingPhoneNumbers/{line.sid}.json",
        "voice_fallback_method": line.fallback_method,
        "voice_fallback_url": line.fallback_url or "",
        "voice_method": line.voice_method,
        "voice_url": line.voice_url or "",
    }


def recording(kept: Kept) -> Json:
    """A Recording resource; `words`, what was said, is this exchange's own addition."""
    uri = f"/{API_VERSION}/Accounts/{kept.account_sid}/Recordings/{kept.sid}"
    return {
        "account_sid": kept.account_sid,
        "api_version": API_VERSION,
        "call_sid": kept.call_sid,
        "channels": 1,
        "conference_sid": None,
        "date_created": rfc2822(kept.created),
        "date_updated": rfc2822(kept.created),
        "duration": str(kept.seconds),
        "encryption_details": None,
        "error_code": None,
        "price": None,
        "price_unit": "USD",
        "sid": kept.sid,
        "source": "RecordVerb",
        "start_time": rfc2822(kept.started),
        "status": "completed",
        "subresource_uris": {},
        "uri": f"{uri}.json",
        "words": kept.words,
    }


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
        "error_message": UNDELIVERED.get(text.error_code or 0),
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
        "answered_by": one.answered_by,
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

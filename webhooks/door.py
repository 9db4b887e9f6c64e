"""The one door every webhook comes through: its size, its signature, and an answer in time when the database is away."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import BadRequest

from carrier.signature import is_genuine
from models.database import once_more
from webhooks.parts import parts

Args = ParamSpec("Args")
Result = TypeVar("Result")

LARGEST = 64 * 1024  # bytes
LONGEST_ID = 18  # digits; more do not fit the database's numbers
XML = "text/xml; charset=utf-8"


def guard(blueprint: Blueprint) -> None:
    """Put the door before every route of a blueprint."""
    blueprint.before_request(refuse_strangers)
    blueprint.register_error_handler(DBAPIError, answer_later)
    blueprint.register_error_handler(PoolTimeoutError, answer_later)


def refuse_strangers() -> Response | None:
    """403 and no trace but a counter for what the carrier did not sign; nothing has touched the database yet."""
    request.max_content_length = LARGEST
    the = parts()
    genuine = is_genuine(
        the.auth_tokens,
        the.base_urls,
        _raw_path(),
        [(name, value) for name, values in request.form.lists() for value in values],
        request.headers.get("X-Twilio-Signature"),
        body=request.get_data(),  # what is left of it: a form has been read, anything else is vouched for by its hash
        content_type=request.content_type or "",
    )
    if genuine:
        return None
    the.counts["refused"] += 1
    return Response("forbidden", 403, content_type="text/plain")


def _raw_path() -> str:
    """Path and query as they were sent: Flask's own `request.url` is decoded, which breaks right signatures."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if raw:
        return str(raw)
    query = request.query_string.decode("latin-1")
    path: str = request.environ.get("PATH_INFO", "")
    return path + (f"?{query}" if query else "")


def reconnecting(view: Callable[Args, Result]) -> Callable[Args, Result]:
    """A view that is tried once more when its connection had died: what it does is done once however often it runs."""

    @wraps(view)
    def tried(*args: Args.args, **keywords: Args.kwargs) -> Result:
        return once_more(lambda: view(*args, **keywords))

    return tried


def answer_later(_error: Exception) -> Response:
    """503: the turn could not be committed, the carrier is to try again, and then to use its fallback."""
    parts().counts["unavailable"] += 1
    return Response("try again", 503, content_type="text/plain", headers={"Retry-After": "1"})


def ours() -> int:
    """Our own id of a message, out of the signed address; 0 is nobody's."""
    raw = request.args.get("o", "")
    return int(raw) if raw.isdecimal() and len(raw) <= LONGEST_ID else 0


def said(name: str) -> str:
    """A parameter, or "" when it is absent; without NUL, which no text holds and PostgreSQL refuses."""
    return request.form.get(name, "").replace("\x00", "")


def field(name: str) -> str:
    """A parameter that must be there; 400 names it."""
    value = said(name)
    if not value:
        raise BadRequest(f"{name} is missing")
    return value


def xml(document: str) -> Response:
    """A TwiML answer."""
    return Response(document, content_type=XML)

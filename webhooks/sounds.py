"""Recorded prompts as the carrier fetches them: at an address nobody guesses, kept in its cache for good."""

import re

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from services.calling.sounds import SpoiltError, open_sound
from webhooks.addresses import SOUND
from webhooks.door import answer_later, reconnecting
from webhooks.parts import parts

sounds = Blueprint("sounds", __name__, url_prefix=SOUND)
sounds.register_error_handler(DBAPIError, answer_later)
sounds.register_error_handler(PoolTimeoutError, answer_later)

TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}", re.ASCII)  # 128 bits and more
A_YEAR = "public, max-age=31536000, immutable"

log = structlog.get_logger()


@sounds.get("/<token>")
@reconnecting
def sound(token: str) -> Response:
    """The sound. Without a signature, for the carrier signs no GET of a `<Play>` that it may cache: the token is the key."""
    the = parts()
    try:
        served = open_sound(the.engine, token) if TOKEN.fullmatch(token) else None
    except SpoiltError:
        the.counts["spoilt"] += 1
        log.error("a recorded prompt is spoilt and is played no more")
        served = None
    if served is None:
        return Response("not found", 404, content_type="text/plain")
    response = Response(served.content, content_type=served.content_type)
    response.headers["Cache-Control"] = A_YEAR
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(served.sha256)
    response.make_conditional(request)
    return response

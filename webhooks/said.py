"""What a resident said about a request, played to the worker once: a page with one button, for a link in a text.

The button is there because telephones and carriers open links by themselves to show what is behind them: a look at the
page plays nothing and uses nothing up.
"""

import base64
import re

import structlog
from flask import Blueprint, Response, render_template
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

import prompts
from models.database import read_only
from services.needs import spoken_links
from webhooks.door import answer_later, reconnecting
from webhooks.parts import parts

said = Blueprint("said", __name__, url_prefix=spoken_links.PATH, template_folder="templates")
said.register_error_handler(DBAPIError, answer_later)
said.register_error_handler(PoolTimeoutError, answer_later)

TOKEN = re.compile(r"[A-Za-z0-9_-]{24}", re.ASCII)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": (
        "default-src 'none'; media-src data:; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}

log = structlog.get_logger()


@said.get("/<token>")
@reconnecting
def ask(token: str) -> Response:
    """One button; nothing is played and nothing used up."""
    the = parts()
    if not TOKEN.fullmatch(token):
        return _ended()
    with Session(read_only(the.engine)) as session:
        language = spoken_links.language_of(session, token, the.clock.now())
    return _page(language, "button") if language else _ended()


@said.post("/<token>")
@reconnecting
def play(token: str) -> Response:
    """The sound, in the page itself: a player that asks twice for it asks the page, not us."""
    the = parts()
    if not TOKEN.fullmatch(token):
        return _ended()
    with Session(the.engine) as session, session.begin():
        heard = spoken_links.play(session, token, the.clock.now())
    if heard is None:
        return _ended()
    if heard.sound is None:
        the.counts["spoilt"] += 1
        log.error("what a resident said is spoilt and cannot be played")
        return _page(heard.language, "spoilt", status=410)
    bytes_ = base64.b64encode(heard.sound.content).decode()
    return _page(heard.language, "sound", source=f"data:{heard.sound.content_type};base64,{bytes_}")


def _ended() -> Response:
    """Whoever asks for a link that is none hears no more than who comes too late: in both languages."""
    return _page("", "ended", status=410)


def _page(language: str, shows: str, *, status: int = 200, source: str = "") -> Response:
    languages = [language] if language else list(prompts.languages())
    words = [{name: prompts.text(one, f"said.{name}") for name in _WORDS} for one in languages]
    page = render_template("said.html", language=languages[0], words=words, shows=shows, source=source)
    return Response(page, status, HEADERS, content_type="text/html; charset=utf-8")


_WORDS = ("title", "once", "play", "only_now", "ended", "spoilt")

"""The console's door: who is it, is the form ours, and what a browser may do with our pages."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from console import kept, pages
from console.forms import Form
from console.parts import parts
from console.tokens import SESSION, VISITOR, has_token
from services.staff.sessions import SignedIn, end_session, find_session, touch

Args = ParamSpec("Args")
Result = TypeVar("Result")

LARGEST = 64 * 1024  # bytes of a form
LARGEST_LIST = 5_000_000  # bytes of a list that is sent
OF_THE_CARRIER = "/webhooks/"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def guard(blueprint: Blueprint) -> None:
    """Put the door before every page."""
    blueprint.before_request(refuse_strangers)
    blueprint.after_request(close)
    blueprint.register_error_handler(HTTPException, pages.sorry)
    blueprint.register_error_handler(DBAPIError, pages.away)
    blueprint.register_error_handler(PoolTimeoutError, pages.away)


def is_open_to_all(view: Callable[Args, Result]) -> Callable[Args, Result]:
    """A page for who is not signed in yet."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def asks_by_itself(view: Callable[Args, Result]) -> Callable[Args, Result]:
    """A part of a page that the page asks for: nobody did anything, and the idle time goes on."""
    view.is_quiet = True  # type: ignore[attr-defined]
    return view


def for_district(view: Callable[Args, Result]) -> Callable[Args, Result]:
    """A page also for who answers for no door: there is no other for them."""
    view.is_for_district = True  # type: ignore[attr-defined]
    return view


def takes_up_to(largest: int) -> Callable[[Callable[Args, Result]], Callable[Args, Result]]:
    """A page that is sent a file, of so many bytes with its form."""

    def mark(view: Callable[Args, Result]) -> Callable[Args, Result]:
        view.largest = largest  # type: ignore[attr-defined]
        return view

    return mark


def office_only(view: Callable[Args, Result]) -> Callable[Args, Result]:
    """A page of the office and the duty telephone; for anybody else there is no such page."""

    @wraps(view)
    def tried(*args: Args.args, **keywords: Args.kwargs) -> Result:
        if not signed_in().area.is_office:
            raise NotFound
        return view(*args, **keywords)

    return tried


def allow_style(style: str) -> None:
    """Let the page that is shown now have this style, and no other: a sheet is one file, to be kept and printed anywhere."""
    g.style = f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def allow_microphone() -> None:
    """Let the page that is shown now ask the clerk for the microphone."""
    g.records = True


def signed_in() -> SignedIn:
    """Who is at the browser."""
    return cast("SignedIn", g.signed_in)


def visitor_is_in() -> bool:
    """Whether somebody is signed in, on a page that is open to all."""
    return g.signed_in is not None


def refuse_strangers() -> AnyResponse | None:
    """To the sign-in with whoever has no session; 403 for a form that is not one of our own pages.

    What was typed into one of ours is offered again: after the sign-in, or at once where its page was another session's.
    """
    request.max_content_length = getattr(_view(), "largest", LARGEST)
    g.once = secrets.token_urlsafe(12)
    if request.endpoint == "console.static":
        return None
    view = _view()
    g.signed_in = _find(is_quiet=hasattr(view, "is_quiet"))
    if g.signed_in is None and not hasattr(view, "is_open"):
        return _to_sign_in()
    if g.signed_in is not None and not g.signed_in.area.has_doors and not _is_for_all(view):
        if request.endpoint == "console.now":
            return redirect(url_for("console.district"), 303)
        raise NotFound
    if request.method == "POST" and not _is_from_here():
        raise Forbidden
    if request.method == "POST" and not has_token():
        if g.signed_in is None:
            raise Forbidden
        return make_response(pages.render("kept.html", 403, kept=kept.wanted(), word="kept.old"))
    return None


def answer_lost(error: HTTPException) -> AnyResponse | HTTPException:
    """An address that leads nowhere or takes no such form: the console's own page; the carrier gets a bare answer."""
    if request.path.startswith(OF_THE_CARRIER):
        return error
    g.once, g.signed_in = "", None
    if request.path.startswith(url_for("console.now")):
        g.signed_in = _find(is_quiet=True)
        if g.signed_in is None:
            return close(_to_sign_in())
    return close(make_response(pages.sorry(error)))


def _is_for_all(view: object) -> bool:
    return hasattr(view, "is_for_district") or hasattr(view, "is_open")


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def _find(*, is_quiet: bool) -> SignedIn | None:
    token = request.cookies.get(SESSION, "")
    if not token:
        return None
    the = parts()
    now = the.clock.now()
    with Session(the.reading, expire_on_commit=False) as session:
        found = find_session(session, token, now)
    if found is None:
        with Session(the.engine) as session, session.begin():
            end_session(session, token, now)
        return None
    if found.is_stale and not is_quiet:
        with Session(the.engine) as session, session.begin():
            touch(session, found.session_id, now)
    return found


def _to_sign_in() -> AnyResponse:
    """A part of a page is told to take the whole page along; what was asked for or typed goes along through the sign-in."""
    if request.headers.get("HX-Request"):
        return Response("", 401, headers={"HX-Redirect": url_for("console.sign_in")})
    if request.method == "POST" and request.endpoint != "console.sign_out" and _is_from_here():
        return make_response(pages.render("sign_in.html", 401, form=Form(), kept=kept.wanted()))
    return redirect((kept.wanted() if request.method == "GET" else kept.Kept()).address("sign_in"), 303)


def _is_from_here() -> bool:
    """Whether the browser says that one of our own pages sent this."""
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if not told:
        return request.headers.get("Sec-Fetch-Site") in {"same-origin", "none"}
    hosts = {request.host, *(urlsplit(one).netloc for one in parts().base_urls)}
    return urlsplit(told).netloc in hosts


def is_secure() -> bool:
    """Whether the browser came by https, as far as we or the proxy can tell."""
    if request.is_secure or request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip() == "https":
        return True
    return any(urlsplit(one).scheme == "https" and urlsplit(one).netloc == request.host for one in parts().base_urls)


def address() -> str:
    """Of the browser: what the nearest proxy adds last, where there is one."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (told or request.remote_addr or "")[:64]


def keep_cookie(response: AnyResponse, name: str, value: str, seconds: int | None = None) -> None:
    """A cookie for these pages alone, which no script reads."""
    path = url_for("console.now")
    response.set_cookie(name, value, seconds, path=path, secure=is_secure(), httponly=True, samesite="Lax")


def close(response: AnyResponse) -> AnyResponse:
    """Nothing from elsewhere, nothing inline, nothing in a frame, nothing kept by the browser but what has a version."""
    request.close()  # a large file that was sent lies in a temporary one
    response.headers.update(HEADERS)
    if "style" in g:
        response.headers["Content-Security-Policy"] = f"{POLICY}; style-src '{g.style}'"
    if "records" in g:
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    if is_secure():
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    is_versioned = request.endpoint == "console.static" and "v" in request.args
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_versioned else "no-store"
    if "visitor" in g and not request.cookies.get(VISITOR):
        keep_cookie(response, VISITOR, str(g.visitor))
    return response

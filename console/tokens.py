"""The word that every form carries, made of a cookie that other sites can neither read nor set."""

import hashlib
import secrets

from flask import g, request

from console.forms import sent_once

SESSION = "linli_session"
VISITOR = "linli_visitor"  # before anybody is signed in: what the forms' token is made of
CSRF = "csrf"


def has_token() -> bool:
    """Whether the form that was sent carries the word of this browser's session."""
    return secrets.compare_digest(request.form.get(CSRF, "").encode(), csrf_token().encode())


def csrf_token() -> str:
    """What every form carries; "" where there is none."""
    return token_of(request.cookies.get(SESSION, "") if g.get("signed_in") else _visitor())


def token_of(secret: str) -> str:
    """What the forms of a session, or of a visitor, carry."""
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest()


def form_secret() -> str:
    """What a visitor's form is known again by; nobody but this browser can make it. "" where the form has no such word."""
    once = sent_once()
    return f"{_visitor()}:{once}" if once else ""


def _visitor() -> str:
    if "visitor" not in g:
        g.visitor = request.cookies.get(VISITOR) or secrets.token_urlsafe(24)
    return str(g.visitor)

"""Signing in: who it is, the code from the telephone, or a password; signing out, and the language."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from console import door, kept, pages, tokens, words
from console.door import for_district, is_open_to_all, keep_cookie, takes_up_to
from console.forms import Form
from console.kept import is_ours
from console.parts import parts
from console.tokens import SESSION
from models import Community, Worker
from services.staff import audit, sign_ins
from services.staff.audit import Deed, What
from services.staff.sessions import LONGEST, begin_session, end_session
from services.staff.sign_ins import LIVES, Applicant, TooManyTries, Tried

ASKED = "linli_asked"  # the token that the code belongs to
LONGEST_NAME = 60
YEAR = 31_536_000  # seconds
LARGEST = 512 * 1024  # bytes of a form with what it carries along

Answer = Any  # what Flask takes as one


@is_open_to_all
def sign_in() -> Answer:
    """Who is it? Whoever is signed in already goes on."""
    if door.visitor_is_in():
        return redirect(kept.carried().to or url_for("console.now"), 303)
    return _page("sign_in")


@takes_up_to(LARGEST)
@is_open_to_all
def ask_code() -> Answer:
    """Send a code, if anybody is on file; the next page is the same in either case."""
    if "who" not in request.form:  # back from another page of the sign-in
        return _page("sign_in")
    form = Form.sent("who")
    if not form.value("who").strip() or len(form.value("who")) > LONGEST_NAME:
        form.refuse("who", "sign_in.who_missing")
        return _page("sign_in", form, 400)
    the = parts()
    try:
        with Session(the.engine) as session, session.begin():
            applicant = Applicant(form.value("who"), door.address(), tokens.form_secret())
            token = sign_ins.ask_code(session, applicant, the.clock.now())
    except TooManyTries:
        form.refuse("", "sign_in.too_many")
        return _page("sign_in", form, 429)
    the.doorbell.ring()
    answer = _onward("code")
    keep_cookie(answer, ASKED, token, int(LIVES.total_seconds()))
    return answer


@is_open_to_all
def code() -> Answer:
    """The six digits, please."""
    return _page("code")


@takes_up_to(LARGEST)
@is_open_to_all
def try_code() -> Answer:
    """In with whoever has the right digits."""
    form, the = Form.sent("code"), parts()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        tried, worker_id = sign_ins.try_code(session, request.cookies.get(ASKED, ""), form.value("code")[:20], now)
        worker = session.get(Worker, worker_id) if worker_id is not None else None
        if tried is Tried.RIGHT and worker is not None:
            return _let_one_in(session, worker)
        if worker is not None:
            audit.note(session, worker, [Deed(What.REFUSED, "worker", worker.id, "code")], now)
    form.values.clear()  # a wrong code is of no more use
    form.refuse("code", f"sign_in.code_{tried}")
    return _page("code", form, 400)


def _let_one_in(session: Session, worker: Worker) -> Response:
    """Of several with one telephone the next page asks which."""
    token, now = request.cookies.get(ASKED, ""), parts().clock.now()
    sharers = sign_ins.sharers(session, token, now)
    if len(sharers) > 1:
        return _onward("which", people=_named(session, sharers))
    sign_ins.spend(session, token, now)
    return _let_in(session, worker)


def _named(session: Session, people: Sequence[Worker]) -> list[tuple[int, str, str]]:
    return [(one.id, one.name, session.get_one(Community, one.community_id).name) for one in people]


@is_open_to_all
def which() -> Answer:
    """Who of those with this telephone is it? Only after the right code."""
    with Session(parts().reading) as session:
        people = sign_ins.sharers(session, request.cookies.get(ASKED, ""), parts().clock.now())
        listed = _named(session, people)
    if not listed:
        return redirect(kept.carried().address("sign_in"), 303)
    return _page("which", people=listed)


@takes_up_to(LARGEST)
@is_open_to_all
def choose() -> Answer:
    """In with whoever was chosen, once."""
    token, now = request.cookies.get(ASKED, ""), parts().clock.now()
    with Session(parts().engine) as session, session.begin():
        people = sign_ins.sharers(session, token, now)
        chosen = next((one for one in people if str(one.id) == request.form.get("worker")), None)
        if chosen is not None and sign_ins.spend(session, token, now):
            return _let_in(session, chosen)
    return redirect(kept.carried().address("which" if people else "sign_in"), 303)


@is_open_to_all
def password() -> Answer:
    """The second way in."""
    return _page("password")


@takes_up_to(LARGEST)
@is_open_to_all
def try_password() -> Answer:
    """In with whoever has it."""
    if "who" not in request.form:  # from another page of the sign-in
        return _page("password")
    form, the = Form.sent("who", "password"), parts()
    applicant = Applicant(form.value("who")[:LONGEST_NAME], door.address())
    now, typed = the.clock.now(), form.values.pop("password")[:LONGEST_NAME]
    try:
        is_right, worker_id = sign_ins.try_password(the.engine, applicant, typed, now)
    except TooManyTries:
        form.refuse("", "sign_in.too_many")
        return _page("password", form, 429)
    with Session(the.engine) as session, session.begin():
        worker = session.get(Worker, worker_id) if worker_id is not None else None
        if is_right and worker is not None:
            return _let_in(session, worker)
        if worker is not None:
            audit.note(session, worker, [Deed(What.REFUSED, "worker", worker.id, "password")], now)
    form.refuse("", "sign_in.password_wrong")
    return _page("password", form, 400)


def _page(name: str, form: Form | None = None, status: int = 200, **context: Any) -> Answer:
    """A page of the sign-in, with what it carries along."""
    return pages.render(f"{name}.html", status, form=form or Form(), kept=kept.carried(), **context)


def _onward(name: str, **context: Any) -> Response:
    """To the next page of the sign-in; what was typed cannot follow a redirect, so with it that page is the answer."""
    carried = kept.carried()
    if carried.typed:
        return make_response(_page(name, **context))
    return redirect(carried.address(name), 303)


def _let_in(session: Session, worker: Worker) -> Response:
    now, carried = parts().clock.now(), kept.carried()
    token = begin_session(session, worker, now)
    audit.note(session, worker, [Deed(What.SIGNED_IN, "worker", worker.id)], now)
    answer = redirect(carried.to or url_for("console.now"), 303)
    if carried.typed:
        shown = pages.render("kept.html", kept=carried, word="kept.ended", csrf=tokens.token_of(token))
        answer = make_response(shown)
    keep_cookie(answer, SESSION, token, int(LONGEST.total_seconds()))
    keep_cookie(answer, ASKED, "", 0)
    return answer


@for_district
def sign_out() -> Answer:
    """Out, at once."""
    the, worker = parts(), door.signed_in().worker
    with Session(the.engine) as session, session.begin():
        if end_session(session, request.cookies.get(SESSION, ""), the.clock.now()):
            audit.note(session, worker, [Deed(What.SIGNED_OUT, "worker", worker.id)], the.clock.now())
    answer = redirect(url_for("console.sign_in"), 303)
    keep_cookie(answer, SESSION, "", 0)
    return answer


@is_open_to_all
def language() -> Answer:
    """Another language from now on, in this browser, on the page where it was asked for.

    What was typed into the chain goes along: the browser posts it once more to where it is only looked at.
    """
    chosen, back = request.form.get("language", ""), request.form.get("back", "")
    is_typed = any(request.form[name].strip() for name in request.form if name == "pasted" or name.startswith("line_"))
    code = 307 if is_typed and back == url_for("console.look_chain") else 303
    answer = redirect(back if is_ours(back) else url_for("console.now"), code)
    if chosen in words.LANGUAGES:
        keep_cookie(answer, pages.LANGUAGE, chosen, YEAR)
    return answer

"""Requests: what is asked for and due, one with its history and what was said, and its next step."""

from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import acting, doorless, pages
from console.door import signed_in
from console.forms import Form
from console.lists import Column, show
from console.of_sale import amount
from console.parts import parts
from domain.gas_cards import Signature
from domain.life_cycles import RequestState, WrongStepError
from domain.money import yuan
from domain.refusals import Refused
from ivr.events import Result
from models import Request
from services.board.rows import door_order
from services.desk import request_desk
from services.desk.doorless import doorless_items
from services.desk.on_behalf import Typing
from services.desk.request_desk import ListedRequest
from services.desk.request_pages import STEPS, find_request, read_request, requests_for, spoken_sound
from services.desk.spoken_note_desk import notes_on_request, play
from services.life_cycles import By
from services.needs import gas_desk, requests, spoken_links
from services.needs.gas_cards import CardRefused
from services.needs.gas_desk import Signed
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any
LONGEST_NOTE = 200  # letters
ALIKE = {RequestState.TAKEN: Result.TAKEN, RequestState.DONE: Result.DONE}  # as by text or by telephone
COLUMNS: tuple[Column[ListedRequest], ...] = (
    Column("kind", lambda one: one.kind),
    Column("door", lambda one: door_order(one.building, one.unit, one.room)),
    Column("words"),
    Column("owner", lambda one: one.worker or ""),
    Column("due_by", lambda one: one.due),
    Column("age", lambda one: one.since),
    Column("state", lambda one: one.state),
)


def asked() -> Answer:
    """What is open, and what ended of late, and who waits at no known door; the look at each is written down."""
    the, who = parts(), signed_in()
    if not (who.area.is_office or who.area.grids):
        raise NotFound
    now = the.clock.now()
    with Session(the.reading) as session:
        found = requests_for(session, who, now)
        deeds = [Deed(What.SAW_REQUEST, "request", one.id) for one in found]
        waiting = doorless_items(session, who, now)
        deeds += [Deed(What.SAW_ITEM, "item", one.id) for one in waiting]
        is_new = bool(audit.unnoted(session, who.worker, deeds))
    if is_new:
        with Session(the.engine) as session, session.begin():
            audit.note_once(session, who.worker, deeds, now)
    late = [one for one in found if one.overdue]
    rows = late if request.args.get("late") else found
    shown, without_door = show(rows, COLUMNS, _text_of), doorless.shown(waiting)
    return pages.render("requests.html", shown=shown, late=len(late), total=len(found), without_door=without_door)


def _text_of(one: ListedRequest) -> str:
    spoken = pages.language()
    door = pages.door(spoken, one.building, one.unit, one.room).striptags()
    kind, state = pages.known(spoken, "item", one.kind), pages.known(spoken, "request_state", one.state)
    return f"{kind} {state} {one.building}-{one.unit}-{one.room} {door} {one.words} {one.note} {one.worker or ''}"


def asked_one(request_id: int) -> Answer:
    """One request; the look is written down first."""
    return _page(request_id, Form())


def _page(request_id: int, form: Form, status: int = 200) -> Answer:
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        _found(session, request_id)
        audit.note(session, who.worker, [Deed(What.SAW_REQUEST, "request", request_id)], now)
    with Session(the.reading) as session:
        found = _found(session, request_id)
        page, notes = read_request(session, who, found, now), notes_on_request(session, found)
        if page is None:
            raise NotFound
        linked = bool(request.args.get("linked"))
        return pages.render("request.html", status, page=page, notes=notes, form=form, linked=linked)


def _found(session: Session, request_id: int) -> Request:
    found = find_request(session, signed_in(), request_id, parts().clock.now())
    if found is None:
        raise NotFound
    return found


def move_request(request_id: int) -> Answer:
    """Its next step, with a note where there is something to note; or the note alone."""
    form = Form.sent("becomes", "note")

    def step(typing: Typing) -> Deed:
        found = _found(typing.session, request_id)
        note = " ".join(form.value("note").split())
        if len(note) > LONGEST_NOTE:
            form.refuse("note", "request.long_note")
        if not form.value("becomes") and not note:
            form.refuse("note", "request.no_note")
        if form.errors:
            raise Refused
        if form.value("becomes") in STEPS:
            _step(typing, found, RequestState(form.value("becomes")), note)
        elif note:
            request_desk.note(typing.session, found.community_id, found.id, note)
        return Deed(What.MOVED_REQUEST, "request", request_id, f"{form.value('becomes')} {note}".strip()[:LONGEST_NOTE])

    try:
        acting.act(step)
    except (Refused, WrongStepError):
        if not form.errors:
            form.refuse("", "request.too_late")
        return _page(request_id, form, 400)
    parts().boards.forget(signed_in().community.id)
    return redirect(url_for("console.asked_one", request_id=request_id), 303)


def link_request(request_id: int) -> Answer:
    """Text a fresh link to what was said to whoever has the request; the ones before it have ended."""
    the = parts()

    def link(typing: Typing) -> Deed:
        found = _found(typing.session, request_id)
        if not spoken_links.send_fresh(typing.session, found, the.base_urls[0], typing.now):
            raise Refused
        return Deed(What.LINKED_REQUEST, "request", request_id)

    try:
        acting.act(link)
    except Refused:
        form = Form()
        form.refuse("", "request.no_link")
        return _page(request_id, form, 400)
    return redirect(url_for("console.asked_one", request_id=request_id, linked=1), 303)


def sign_gas(request_id: int) -> Answer:
    """Who is signed in has a gas card and its money now, or has had so much put on it: as by text, key or command."""
    form = Form.sent("what", "yuan")

    def sign(typing: Typing) -> Deed:
        found, what, fen = _found(typing.session, request_id), form.value("what"), amount(form, "yuan", least=0)
        if form.errors or what not in set(Signature):
            raise Refused
        by = "office" if typing.who.area.is_office else "worker"
        gas_desk.sign(typing.session, Signed(found.id, Signature(what), fen), typing.who.worker, typing.now, by)
        return Deed(What.MOVED_REQUEST, "request", request_id, f"{what} ¥{yuan(fen)}")

    try:
        acting.act(sign)
    except CardRefused as refused:
        form.refuse("yuan", f"gas.{refused.why}")
    except Refused:
        if not form.errors:
            form.refuse("", "request.too_late")
    if form.errors:
        return _page(request_id, form, 400)
    return redirect(url_for("console.asked_one", request_id=request_id), 303)


def _step(typing: Typing, found: Request, becomes: RequestState, note: str) -> None:
    """Taken and done go the way of a worker's text, which answers the alert of a medicine too."""
    worker = typing.who.worker
    by = By("office" if typing.who.area.is_office else "worker", worker.id, note)
    if becomes in ALIKE:
        if not requests.work_on(typing.session, found, ALIKE[becomes], typing.now, by):
            raise Refused
        return
    requests.step(typing.session, requests.held(typing.session, found.id), becomes, typing.now, by)
    if note:
        request_desk.note(typing.session, found.community_id, found.id, note)


def spoken(request_id: int) -> Answer:
    """What was said after the tone, to be heard on its page."""
    with Session(parts().reading) as session:
        number = request.args.get("number", "0")
        found = _found(session, request_id)
        sound = spoken_sound(session, found, int(number)) if number.isdecimal() and len(number) < 4 else None  # noqa: PLR2004
    return pages.sound(sound)


def request_note(request_id: int) -> Answer:
    """What a worker said about it, to be heard on its page."""
    with Session(parts().reading) as session:
        notes = notes_on_request(session, _found(session, request_id))
        return pages.sound(play(session, notes, request.args.get("note", "")))

"""The health files: those that are open, and one with its timeline; a look is written down with its reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages, words
from console.door import signed_in
from console.forms import Form, sent_once
from console.lists import Column, show
from console.parts import parts
from domain.health import NORMAL_DAYS, NoteKind
from domain.refusals import Refused
from services.board.rows import door_order
from services.day.days import day_of
from services.desk.on_behalf import Typing, is_first_time
from services.health.endings import close_by_office
from services.health.files import Note, add_note
from services.health.views import Look, ShownFile, hold_file, list_files, may_see, show_file
from services.roster.communities import UnknownName
from services.staff import audit
from services.staff.audit import Deed, What

LONGEST = 500  # letters of a line
WRITTEN = (NoteKind.NOTE, NoteKind.ARRANGED, NoteKind.VISIT, NoteKind.CALL, NoteKind.SYMPTOM)  # by hand
FOUND = ("well", "nobody home", "ill", "moved")  # by a visit, with the worker's own words behind it
REASONS = ("follow_up", "alert", "asked", "check")  # why one looks: `why.…`

Answer = Any
COLUMNS: tuple[Column[ShownFile], ...] = (
    Column("door", lambda one: door_order(one.building, one.unit, one.room)),
    Column("names", lambda one: one.name),
    Column("since", lambda one: one.opened_at),
)


def files() -> Answer:
    """The open files of the worker's grids; what was looked at today already is not written down anew."""
    the, who = parts(), signed_in()
    _refuse_others()
    now = the.clock.now()
    look = Look(who.worker, words.text(pages.language(), "why.list"), now)
    with Session(the.engine) as session, session.begin():
        listed = list_files(session, look, day_of(now, who.community.timezone).begins)
    return pages.render("files.html", shown=show(listed, COLUMNS, _text_of))


def _text_of(one: ShownFile) -> str:
    return f"{pages.door(pages.language(), one.building, one.unit, one.room).striptags()} {one.name}"


def _refuse_others() -> None:
    """Health is the office's and the grid workers' business alone."""
    area = signed_in().area
    if not (area.is_office or area.grids):
        raise NotFound


def file(file_id: int) -> Answer:
    """One file: first why, then its timeline."""
    return _page(file_id, request.args.get("why", ""), Form())


def write(file_id: int) -> Answer:
    """A line onto the timeline, or the end of the file with its reason: once, however often the form is sent."""
    the, who = parts(), signed_in()
    form, now = Form.sent("kind", "words", "why", "close"), the.clock.now()
    line = " ".join(form.value("words").split())[:LONGEST]
    if form.value("close") and not who.area.is_office:
        raise NotFound
    try:
        kind = NoteKind(form.value("kind") or NoteKind.NOTE.value)
    except ValueError:
        raise NotFound from None
    if not line:
        form.refuse("words", "file.words_missing")
    with Session(the.engine) as session, session.begin():
        try:
            held = hold_file(session, file_id, who.worker, now)
        except UnknownName:
            raise NotFound from None
        except Refused:  # perhaps by this very form, which was sent twice
            form.refuse("", "file.is_closed")
        if not is_first_time(Typing(session, who, sent_once(), now)):
            form.errors.clear()
        elif not form.errors:
            deed = What.CLOSED_FILE if form.value("close") else What.NOTED_FILE
            if deed is What.CLOSED_FILE:
                close_by_office(session, held, who.worker, line, now)
            else:
                add_note(session, file_id, Note(kind, line, worker_id=who.worker.id), now)
            audit.note(session, who.worker, [Deed(deed, "health_file", file_id)], now)
    if form.errors:
        return _page(file_id, form.value("why"), form, 400)
    return redirect(url_for("console.file", file_id=file_id, why=form.value("why")), 303)


def _page(file_id: int, why: str, form: Form, status: int = 200) -> Answer:
    the, who = parts(), signed_in()
    now = the.clock.now()
    _refuse_others()
    if why not in REASONS:
        return _ask_why(file_id, now)
    try:
        with Session(the.engine) as session, session.begin():
            shown = show_file(session, file_id, Look(who.worker, words.text(pages.language(), f"why.{why}"), now))
    except UnknownName:
        raise NotFound from None
    spoken = pages.language()
    timeline = [replace(one, words=_heard(spoken, one.words)) for one in shown.timeline]
    seen = replace(shown, reason=_heard(spoken, shown.reason), timeline=tuple(timeline))
    return pages.render("file.html", status, file=seen, form=form, kinds=WRITTEN, why=why, wanted=NORMAL_DAYS)


def _heard(spoken: str, said: str) -> str:
    """What the line wrote by itself, in the language of the page: "nobody home 门锁着"; what somebody typed stands as it is."""
    book = words.book(spoken)
    if f"heard.{said}" in book:
        return book[f"heard.{said}"]
    head, colon, rest = said.partition(": ")
    if colon and f"heard.{head}" in book:
        return f"{book[f'heard.{head}']} · {_heard(spoken, rest)}"
    found = next((one for one in FOUND if said.startswith(f"{one} ")), None)
    return f"{book[f'heard.{found}']} {said.removeprefix(found).strip()}" if found else said


def _ask_why(file_id: int, now: datetime) -> Answer:
    """Nothing is shown yet, but that there is such a file."""
    with Session(parts().reading) as session:
        if not may_see(session, file_id, signed_in().worker, now):
            raise NotFound
    return pages.render("why.html", file_id=file_id, reasons=REASONS)

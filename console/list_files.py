"""The office's lists as files: one that is sent is seen before it is taken, and each can be fetched as it stands."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import cells, duties, pages, roster, sales
from console.door import LARGEST_LIST, office_only, signed_in, takes_up_to
from console.forms import Form, sent_once, sent_seen
from console.lists import Column, show
from console.parts import parts
from console.row_errors import told
from models import ListUpload
from services.desk.list_desk import (
    Change,
    find_upload,
    keep_upload,
    newest_upload,
    preview,
    take_upload,
    write_list,
)
from services.desk.on_behalf import Typing, is_first_time
from services.staff import audit
from services.staff.audit import Deed, What

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_ERRORS = 200  # rows that are told at once

Answer = Any
CHANGES: tuple[Column[Change], ...] = (
    Column("change", lambda one: one.what),
    Column("row", lambda one: one.key),
    Column("cells"),
)
PAGES: Mapping[str, Callable[[Form, int], Answer]] = {
    "roster": roster.roster_page,
    "staff": duties.staff_page,
    "sales": sales.sales_page,
}


@takes_up_to(LARGEST_LIST)
@office_only
def send(kind: str) -> Answer:
    """Keep the file that was sent; what it would do is the next page."""
    the, who = parts(), signed_in()
    sent = request.files.get("file")
    content = sent.read() if sent is not None else b""
    if sent is None or not content:
        word = "lists.empty_file" if sent is not None and sent.filename else "lists.no_file"
        return PAGES[kind](Form(errors={"file": word}), 400)
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, sent_once(), the.clock.now())
        number = (
            keep_upload(session, who.worker, kind, (sent.filename or "", content), typing.now)
            if is_first_time(typing)
            else newest_upload(session, who.worker, kind)
        )
    if number is None:  # the form is older than what is kept
        return redirect(url_for(f"console.{kind}"), 303)
    return redirect(url_for("console.upload", upload_id=number), 303)


@office_only
def upload(upload_id: int) -> Answer:
    """What the file would do, row by row; or every row that is wrong."""
    return _preview_page(upload_id, Form())


@office_only
def take(upload_id: int) -> Answer:
    """Take the file as it was shown, once; where it would do something else by now, show that."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        row = _find(session, upload_id, locked=True)
        done = take_upload(session, row, who.worker, sent_seen(), the.clock.now())
    if done is None:
        return _preview_page(upload_id, Form(errors={"": "lists.overtaken"}), 409)
    the.boards.forget(who.community.id)
    the.doorbell.ring()
    return redirect(url_for("console.upload", upload_id=upload_id), 303)


def _find(session: Session, upload_id: int, *, locked: bool = False) -> ListUpload:
    found = find_upload(session, signed_in().community.id, upload_id, locked=locked)
    if found is None:
        raise NotFound
    return found


def _preview_page(upload_id: int, form: Form, status: int = 200) -> Answer:
    the = parts()
    with Session(the.engine) as session:
        row = _find(session, upload_id)
        seen = preview(session, row, the.clock.now())
        session.rollback()
    spoken = pages.language()
    shown = show(seen.changes, CHANGES, lambda one: _text_of(spoken, seen.kind, one))
    wrong = [(one.row, told(spoken, one)) for one in seen.errors[:MOST_ERRORS]]
    return pages.render(
        "upload.html",
        status,
        seen=seen,
        shown=shown,
        form=form,
        number=upload_id,
        wrong_rows=wrong,
        most=MOST_ERRORS,
        said=partial(cells.said, spoken),
        row_name=partial(cells.row_name, spoken, seen.kind),
    )


def _text_of(spoken: str, kind: str, change: Change) -> str:
    """What a row is found by: as the file has it, and as it is shown."""
    shown = [cells.said(spoken, name, value) for name, *both in change.cells for value in both if value]
    stored = [cell for cells_ in change.cells for cell in cells_]
    return " ".join((*change.key, cells.row_name(spoken, kind, change.key).striptags(), *stored, *shown))


@office_only
def fetch(kind: str, suffix: str) -> Answer:
    """A list as a file; who fetched it stands in the audit."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        content = write_list(session, who.community.id, kind, suffix)
        deed = Deed(What.FETCHED_LIST, "community", who.community.id, f"{kind}.{suffix}")
        audit.note(session, who.worker, [deed], the.clock.now())
    answer = Response(content, content_type=TYPES[suffix])
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.{suffix}"'
    return answer

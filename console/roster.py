"""The roster: everybody who lives here."""

from typing import Any

from sqlalchemy.orm import Session

from console import pages
from console.door import office_only, signed_in
from console.forms import Form
from console.lists import At, Column, show
from console.parts import parts
from services.board.rows import door_order
from services.desk.list_kinds import KINDS, Line, roster_lines
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any
COLUMNS: tuple[Column[Line], ...] = (
    Column("door", lambda one: door_order(one["building"], one["unit"], one["room"])),
    Column("names", lambda one: one["name"]),
    Column("grid", lambda one: door_order(one["grid"])),
    Column("phone"),
)


@office_only
def roster() -> Answer:
    """Everybody of the roster, and the way to send another."""
    return roster_page(Form())


def roster_page(form: Form, status: int = 200) -> Answer:
    """The roster's page; the look is written down before anything is shown."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        audit.note(session, who.worker, [Deed(What.SAW_ROSTER, "community", who.community.id)], the.clock.now())
    with Session(the.reading) as session:
        lines = roster_lines(session, who.community.id)
    shown = show(
        lines,
        COLUMNS,
        lambda one: " ".join((_door(one), one["name"], one["grid"], one["phone"])),
        at=At("console.roster"),
    )
    return pages.render("roster.html", status, shown=shown, kind=KINDS["roster"], form=form, back=shown.place)


def _door(line: Line) -> str:
    written = pages.door(pages.language(), line["building"], line["unit"], line["room"]).striptags()
    return f"{written} {line['building']}-{line['unit']}-{line['room']}"

"""Quick entry: a door, a value, Enter; what came of it stands there with its undo, and the cursor is back in the box."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from console import pages
from console.door import signed_in
from console.forms import LONGEST_ONCE, Form, sent_once, sent_sid
from console.parts import parts
from models import Building, Household
from services.desk.household_record import typed_today
from services.desk.on_behalf import Entered, Typing, enter_line, is_first_time, take_back, what_came_of
from services.roster.places import household_place

LONGEST = 100  # letters of a line


@dataclass(frozen=True, slots=True)
class Typed:
    """One reading that was typed today."""

    sid: str
    household_id: int
    door: tuple[str, str, str]
    name: str
    tenths: int | None
    at: datetime


def entries() -> Any:
    """The box, what came of the line that the address names or else the open question, and what was typed today."""
    the, of = parts(), request.args.get("of", "")[:LONGEST_ONCE]
    with Session(the.reading) as session:
        entered = what_came_of(session, signed_in(), of, the.clock.now())
    return _page(Form(), entered)


def enter() -> Any:
    """Take one line; what came of it is read back on a page of its own, so that a browser goes back to it."""
    form, the, who, once = Form.sent("line"), parts(), signed_in(), sent_once()
    seen = redirect(url_for("console.entries", of=once or None), 303)
    line = form.value("line").strip()
    if not line or len(line) > LONGEST:
        form.refuse("line", "entry.empty" if not line else "entry.long")
        return _page(form, None, 400)
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, once, the.clock.now())
        if not is_first_time(typing):
            return seen
        entered = enter_line(typing, line)
    the.boards.forget(who.community.id)
    if entered.is_ill:
        the.doorbell.ring()
    if entered.is_stored or entered.choices or entered.is_ill:
        return seen
    if entered.refused:
        form.refuse("line", f"entry.{entered.refused}")
    return _page(form, entered, 400 if entered.refused else 200)


def undo() -> Any:
    """Take a line back."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        typing = Typing(session, who, sent_once(), the.clock.now())
        if is_first_time(typing):
            take_back(typing, sent_sid())
    the.boards.forget(who.community.id)
    back = request.form.get("household", "")
    if back.isdecimal():
        return redirect(url_for("console.household", household_id=int(back[:18])), 303)
    return redirect(url_for("console.entries"), 303)


def _page(form: Form, entered: Entered | None, status: int = 200) -> Any:
    return pages.render("entries.html", status, form=form, entered=entered, where=_where(entered), listed=_listed())


def _where(entered: Entered | None) -> tuple[str, str, str] | None:
    """The door that the line was about, as the line read it."""
    if entered is None or not entered.household_id:
        return None
    with Session(parts().reading) as session:
        place = household_place(session, entered.household_id)
    return place.building, place.unit, place.room


def _listed() -> list[Typed]:
    the, who = parts(), signed_in()
    with Session(the.reading) as session:
        rows = typed_today(session, who, the.clock.now())
        places = select(Household.id, Building.name, Household.unit, Household.room).join(
            Building, Building.id == Household.building_id
        )
        doors = session.execute(places.where(Household.id.in_({row[1] for row in rows}))).all()
    by_id = {row[0]: (row[1], row[2], row[3]) for row in doors}
    return [Typed(sid, home, by_id[home], name, tenths, at) for sid, home, name, tenths, at in rows]

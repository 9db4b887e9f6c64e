"""A person of the roster: changed, moved to another door, or merged with a double; who comes second is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import cells, pages
from console.door import office_only, signed_in
from console.forms import Form, sent_once, sent_seen
from console.parts import parts
from domain.cells import LANGUAGES
from domain.row_errors import ImportRefused
from services.desk import people_desk
from services.desk.on_behalf import Typing, is_first_time
from services.desk.people_desk import (
    CELLS,
    FLAGS,
    BothIllError,
    NameTakenError,
    NewDoorError,
    OvertakenError,
    SeenPerson,
    TooManyNumbersError,
)
from services.roster.communities import UnknownName
from services.roster.places import household_place
from services.staff import audit
from services.staff.audit import Deed, What


class UnsureError(Exception):
    """What cannot be undone was not confirmed."""


REFUSALS: Mapping[type[Exception], str] = {
    NameTakenError: "person.name_taken",
    NewDoorError: "person.new_door",
    BothIllError: "person.both_ill",
    TooManyNumbersError: "person.too_many_numbers",
    UnsureError: "person.not_sure",
    UnknownName: "person.unknown",
}
Answer = Any
Act = Callable[[Session, SeenPerson, Form, datetime], str]  # what the audit says of it


@office_only
def person(resident_id: int) -> Answer:
    """What the roster says of somebody."""
    return _page(resident_id, None)


@office_only
def change(resident_id: int) -> Answer:
    """Change it."""

    def act(session: Session, held: SeenPerson, form: Form, now: datetime) -> str:
        people_desk.change_person(session, held, form.values, now)
        return ""

    return _act(resident_id, What.CHANGED_PERSON, Form.sent(*CELLS, *FLAGS), act)


@office_only
def move(resident_id: int) -> Answer:
    """They live behind another door now; one that the roster lacks is added where that is said."""

    def act(session: Session, held: SeenPerson, form: Form, now: datetime) -> str:
        before = household_place(session, held.household.id)
        home = people_desk.move_person(session, held, form.value("door"), now, may_be_new=bool(form.value("new_door")))
        return f"{before.written} → {household_place(session, home.id).written}"

    return _act(resident_id, What.MOVED_PERSON, Form.sent("door", "new_door"), act)


@office_only
def merge(resident_id: int) -> Answer:
    """Somebody stands there twice; it cannot be undone, so whoever does it says that it is the same person."""

    def act(session: Session, held: SeenPerson, form: Form, now: datetime) -> str:
        double = next((one for one in held.others if str(one.id) == form.value("double")), None)
        if double is None:
            raise UnknownName
        if not form.value("sure"):
            raise UnsureError
        number = double.id
        people_desk.merge_double(session, held, double, now)
        return str(number)

    return _act(resident_id, What.MERGED_PERSON, Form.sent("double", "sure"), act)


def _act(resident_id: int, what: What, form: Form, act: Act) -> Answer:
    """Do it once, and nothing where something is wrong or somebody else was faster."""
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        if people_desk.find_person(session, who, resident_id) is None:
            raise NotFound
        if not is_first_time(Typing(session, who, sent_once(), now)):
            return redirect(url_for("console.person", resident_id=resident_id, done=what), 303)
        try:
            held = people_desk.hold_person(session, who, resident_id, sent_seen())
            deed = Deed(what, "resident", resident_id, act(session, held, form, now))
        except OvertakenError:
            form.refuse("", "person.overtaken")
        except ImportRefused as refused:
            for column in people_desk.wrong_cells(refused):
                form.refuse(column, f"person.wrong_{column}")
        except tuple(REFUSALS) as refused:
            form.refuse(_field_of(form, refused), _word_of(refused))
        else:
            audit.note(session, who.worker, [deed], now)
        if form.errors:
            session.rollback()
    if form.errors:
        return _page(resident_id, form, 409 if "" in form.errors else 400)
    the.boards.forget(who.community.id)
    return redirect(url_for("console.person", resident_id=resident_id, done=what), 303)


def _field_of(form: Form, refused: Exception) -> str:
    if isinstance(refused, UnsureError):
        return "sure"
    return next(one for one in ("door", "double", "name") if one in form.values)


def _word_of(refused: Exception) -> str:
    return next(word for kind, word in REFUSALS.items() if isinstance(refused, kind))


def _page(resident_id: int, sent: Form | None, status: int = 200) -> Answer:
    """With what was typed, or what stands in the roster; where somebody was faster, both."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        looked_at = people_desk.find_person(session, who, resident_id)
        if looked_at is None:
            raise NotFound
        deed = Deed(What.SAW_HOUSEHOLD, "household", looked_at.household.id)
        audit.note(session, who.worker, [deed], the.clock.now())
    with Session(the.reading) as session:
        seen = people_desk.find_person(session, signed_in(), resident_id)
        if seen is None:
            raise NotFound
        form = sent or Form()
        newer = _newer(seen.cells) if "" in form.errors else []
        values = {**seen.cells, **form.values}
        values |= {name: seen.cells[name] for name in newer if form.value(name) == _shown_before(name)}
        return pages.render(
            "person.html",
            status,
            back=url_for("console.person", resident_id=resident_id),
            seen=seen,
            form=Form(values, form.errors),
            said=partial(cells.said, pages.language()),
            cells=CELLS,
            flags=FLAGS,
            languages=LANGUAGES,
            newer=newer,
        )


def _newer(cells: Mapping[str, str]) -> list[str]:
    """What somebody else has changed since the form was shown: typed over, it stays as typed, else it is theirs."""
    return [name for name in (*CELLS, *FLAGS) if _shown_before(name) not in {None, cells[name]}]


def _shown_before(name: str) -> str | None:
    return request.form.get(f"was_{name}")

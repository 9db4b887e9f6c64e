"""The duty roster: who is there for what, who stands in for whom, and a grid that changes hands."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.door import office_only, signed_in
from console.forms import Form
from console.lists import At, Column, show
from console.parts import parts
from domain.refusals import Refused
from models import Worker
from services.alerting.handovers import hand_over
from services.alerting.stand_ins import Absence, come_back, stand_in
from services.board.rows import door_order
from services.desk.duty_desk import Post, list_absences, list_grids, list_posts, list_staff
from services.desk.list_kinds import KINDS
from services.desk.on_behalf import Typing, is_first_time
from services.staff import audit
from services.staff.audit import Deed, What

LONGEST_WORD = 40
DAY = len("2020-03-05")
DAY_ENDS = time(23, 59, 59)

Answer = Any
COLUMNS: tuple[Column[Post], ...] = (
    Column("worker", lambda one: one.worker),
    Column("role", lambda one: one.role),
    Column("place", lambda one: door_order(one.place)),
    Column("hours", lambda one: one.on_duty),
    Column("phone"),
    Column("acts", lambda one: one.acts),
)


@office_only
def staff() -> Answer:
    """Everybody of the staff and what they are there for."""
    return staff_page(Form())


def staff_page(form: Form, status: int = 200) -> Answer:
    """The staff's page."""
    the, community = parts(), signed_in().community
    with Session(the.reading) as session:
        posts = list_posts(session, community.id, the.clock.now())
        absences = list_absences(session, community.id, the.clock.now())
        people = [(one.id, one.name) for one in list_staff(session, community.id)]
        grids = [(one.id, one.name) for one in list_grids(session, community.id)]
    shown = show(posts, COLUMNS, _text_of, at=At("console.staff"))
    return pages.render(
        "staff.html",
        status,
        shown=shown,
        kind=KINDS["staff"],
        absences=absences,
        people=people,
        grids=grids,
        form=form,
        back=shown.place,
    )


def _text_of(one: Post) -> str:
    return " ".join((one.worker, pages.known(pages.language(), "role", one.role), one.place, one.phone, one.acts))


@office_only
def note_stand_in() -> Answer:
    """Somebody is away, and another does all their duties meanwhile."""
    the, who = parts(), signed_in()
    form, now = Form.sent("away", "by", "begins", "ends"), the.clock.now()
    begins = _instant(form, "begins", time()) or now
    ends = _instant(form, "ends", DAY_ENDS)
    with Session(the.engine) as session, session.begin():
        away, by = _chosen(session, form, "away"), _chosen(session, form, "by")
        if away is not None and by is not None and not form.errors and _is_first(session, now):
            try:
                stand_in(session, Absence(away, by, begins, ends), now)
            except Refused:
                form.refuse("by" if away.id == by.id else "ends", "duties.refused")
                session.rollback()
            else:
                audit.note(session, who.worker, [Deed(What.STANDS_IN, "worker", away.id, by.name)], now)
    return _done(form)


@office_only
def back(worker_id: int) -> Answer:
    """Somebody is there again."""
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        away = next((one for one in list_staff(session, who.community.id) if one.id == worker_id), None)
        if away is None:
            raise NotFound
        if come_back(session, away, now):
            audit.note(session, who.worker, [Deed(What.CAME_BACK, "worker", away.id)], now)
    return _done(Form())


@office_only
def give_grid() -> Answer:
    """A grid changes hands, with all that is open in it."""
    the, who = parts(), signed_in()
    form, now = Form.sent("grid", "to"), the.clock.now()
    with Session(the.engine) as session, session.begin():
        to = _chosen(session, form, "to")
        grid = next((one for one in list_grids(session, who.community.id) if str(one.id) == form.value("grid")), None)
        if grid is None:
            form.refuse("grid", "duties.choose")
        elif to is not None and _is_first(session, now) and hand_over(session, grid.id, to, now) is not None:
            audit.note(session, who.worker, [Deed(What.HANDED_OVER, "grid", grid.id, to.name)], now)
    return _done(form)


def _done(form: Form) -> Answer:
    if form.errors:
        return staff_page(form, 400)
    the = parts()
    the.boards.forget(signed_in().community.id)
    the.doorbell.ring()
    return redirect(url_for("console.staff"), 303)


def _is_first(session: Session, now: datetime) -> bool:
    return is_first_time(Typing(session, signed_in(), request.form.get("once", "")[:LONGEST_WORD], now))


def _chosen(session: Session, form: Form, name: str) -> Worker | None:
    """Who of the community's staff was chosen; an error of the form where nobody was."""
    staff = list_staff(session, signed_in().community.id)
    found = next((one for one in staff if str(one.id) == form.value(name)), None)
    if found is None:
        form.refuse(name, "duties.choose")
    return found


def _instant(form: Form, name: str, at: time) -> datetime | None:
    """2020-03-05 20:00, or a day alone `at`, of the community's clock; None where nothing was written, or it is wrong."""
    typed = form.value(name).strip()
    if not typed:
        return None
    try:
        instant = datetime.fromisoformat(typed[:40])
    except ValueError:
        form.refuse(name, "duties.time_wrong")
        return None
    if len(typed) == DAY:
        instant = datetime.combine(instant.date(), at)
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(signed_in().community.timezone))

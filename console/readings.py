"""One reading of a household's page: put right, or withdrawn, with a reason."""

from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.door import signed_in
from console.forms import Form, sent_once
from console.parts import parts
from console.values import BadValueError, read_value
from services.desk.on_behalf import Typing, is_first_time
from services.desk.reading_desk import SeenReading, find_reading, put_right, withdraw_reading
from services.staff import audit
from services.staff.audit import Deed, What

LONGEST_REASON = 200
Answer = Any


def reading(reading_id: int) -> Answer:
    """What was reported, and the form; the look is written down first."""
    return _page(reading_id, Form())


def correct(reading_id: int) -> Answer:
    """Put it right or withdraw it; nothing where the reason is wanting or somebody else was faster."""
    the, who = parts(), signed_in()
    form = Form.sent("value", "why")
    with Session(the.engine) as session, session.begin():
        now = the.clock.now()
        seen = _find(session, reading_id, now)
        home_id = seen.home.household.id
        typing = Typing(session, who, sent_once(), now)
        is_new = _act(typing, seen, form) if is_first_time(typing) else True
        if not is_new:
            form.refuse("", "reading.gone")
        if form.errors:
            session.rollback()
    if form.errors:
        return _page(reading_id, form, 409 if "" in form.errors else 400)
    the.boards.forget(who.community.id)
    the.doorbell.ring()
    return redirect(url_for("console.household", household_id=home_id, _anchor="readings-title"), 303)


def _act(typing: Typing, seen: SeenReading, form: Form) -> bool:
    """Whether it counted until now; True too where the form is wrong."""
    why = form.value("why").strip()
    if not why or len(why) > LONGEST_REASON:
        form.refuse("why", "reading.why_missing" if not why else "reading.why_long")
    if request.form.get("deed") == "withdraw" or not seen.is_of_today:
        return True if form.errors else withdraw_reading(typing, seen, why)
    try:
        tenths = read_value(form.value("value"))
    except BadValueError:
        form.refuse("value", "entry.no_value")
        return True
    return True if form.errors else put_right(typing, seen, tenths, why)


def _find(session: Session, reading_id: int, now: datetime) -> SeenReading:
    seen = find_reading(session, signed_in(), reading_id, now)
    if seen is None:
        raise NotFound
    return seen


def _page(reading_id: int, form: Form, status: int = 200) -> Answer:
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        household = _find(session, reading_id, now).home.household.id
        audit.note(session, who.worker, [Deed(What.SAW_HOUSEHOLD, "household", household)], now)
    with Session(the.reading) as session:
        seen = _find(session, reading_id, now)
        back = url_for("console.reading", reading_id=reading_id)
        return pages.render("reading.html", status, seen=seen, form=form, back=back)

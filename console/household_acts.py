"""What is done for people of a household from its page: not due for a while, called by a person, a telephone put on file."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import households
from console.door import office_only, signed_in
from console.forms import Form, sent_once, sent_seen
from console.parts import parts
from domain.call_by_person import Why
from domain.pauses import PauseReason
from models import Resident
from services.board.call_by_person import put_on_list, take_off_list
from services.board.pauses import PauseOrder, end_pause, pause_resident
from services.day.clock import local_day
from services.desk import callers
from services.desk.household_record import Home, people_of
from services.desk.on_behalf import Typing, is_first_time
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any
Act = Callable[[Session, Home, list[Resident], datetime], Form | None]


def pause(household_id: int) -> Answer:
    """Wait no more for somebody, until a day."""

    def act(session: Session, home: Home, people: list[Resident], now: datetime) -> Form | None:
        form = Form.sent("who", "reason", "until")
        today = local_day(now, signed_in().community.timezone)
        reason, until = _reason(form), _until(form, today)
        if reason is not None and until is None and reason is not PauseReason.MOVED:
            form.refuse("until", "pause.until_missing")
        if sent_seen() != households.seen(households.standing(session, home, today)):
            form.refuse("", "pause.changed")
        if reason is None or form.errors:
            return form
        for one in people:
            pause_resident(session, PauseOrder(one.id, reason, today, until), now)
        _note(session, What.PAUSED, people, now)
        return None

    return _act(household_id, act)


def resume(household_id: int) -> Answer:
    """Due again from now on."""

    def act(session: Session, _: Home, people: list[Resident], now: datetime) -> Form | None:
        _note(session, What.RESUMED, [one for one in people if end_pause(session, one.id, now)], now)
        return None

    return _act(household_id, act)


def by_person(household_id: int) -> Answer:
    """Called by a person and never by machine; or by machine again."""

    def act(session: Session, _: Home, people: list[Resident], now: datetime) -> Form | None:
        if request.form.get("off"):
            _note(session, What.BY_MACHINE, [one for one in people if take_off_list(session, one.id, now)], now)
            return None
        for one in people:
            put_on_list(session, one.id, Why.ASKED, now)
        _note(session, What.BY_PERSON, people, now)
        return None

    return _act(household_id, act)


@office_only
def add_number(household_id: int) -> Answer:
    """A caller's telephone is on file for somebody of the door from now on."""

    def act(session: Session, home: Home, people: list[Resident], now: datetime) -> Form | None:
        form = Form.sent("number", "who")
        if len(people) > 1:
            form.refuse("owner", "caller.whose")
            return form
        try:
            callers.put_on_file(session, home, people[0], form.value("number"), now)
        except callers.TwoNumbersError:
            form.refuse("owner", "caller.two_numbers")
        except callers.NotACallerError:
            form.refuse("owner", "caller.gone")
        else:
            _note(session, What.ADDED_NUMBER, people, now)
        return form if form.errors else None

    return _act(household_id, act)


def _act(household_id: int, act: Act) -> Answer:
    """Do it once for whom the form names, then show the page anew; nothing is done where something is wrong."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        now = the.clock.now()
        home = households.find(session, household_id)
        chosen = request.form.get("who", "")
        people = [one for one in people_of(session, home) if chosen in {"", str(one.id)}]
        if not people:
            raise NotFound
        typing = Typing(session, who, sent_once(), now)
        wrong = act(session, home, people, now) if is_first_time(typing) else None
        if wrong is not None:
            session.rollback()
    if wrong is not None:
        return households.page(household_id, wrong, status=400)
    the.boards.forget(who.community.id)
    return redirect(url_for("console.household", household_id=household_id), 303)


def _note(session: Session, what: What, people: list[Resident], now: datetime) -> None:
    audit.note(session, signed_in().worker, [Deed(what, "resident", one.id) for one in people], now)


def _reason(form: Form) -> PauseReason | None:
    try:
        return PauseReason(form.value("reason"))
    except ValueError:
        form.refuse("reason", "pause.reason_missing")
        return None


def _until(form: Form, today: date) -> date | None:
    if not form.value("until"):
        return None
    try:
        until = date.fromisoformat(form.value("until"))
    except ValueError:
        form.refuse("until", "pause.until_wrong")
        return None
    if until <= today:
        form.refuse("until", "pause.until_past")
    return until

"""A household's page: who lives there, what was heard of them, said, ordered and asked for; and what can be done for them."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.desk import read_desk
from console.door import office_only, signed_in
from console.forms import Form, sent_once, sent_seen
from console.parts import parts
from console.values import BadValueError, read_value
from domain.call_by_person import Why
from domain.pauses import PauseReason
from models import Pause, Resident
from services.board.call_by_person import put_on_list, take_off_list
from services.board.pauses import PauseOrder, end_pause, pause_resident, standing_pauses
from services.day.clock import local_day
from services.desk import callers
from services.desk.household_record import Heard, Home, Record, find_home, people_of, read_record
from services.desk.on_behalf import Entered, Typing, enter_values, is_first_time
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any
Act = Callable[[Session, Home, list[Resident], datetime], Form | None]


def household(household_id: int) -> Answer:
    """The page; the look is written down first."""
    return page(household_id, Form())


def report(household_id: int) -> Answer:
    """Values on behalf of those who live there."""
    the, who = parts(), signed_in()
    form = Form({name: value for name, value in request.form.items() if name.startswith("value_")})
    with Session(the.engine) as session, session.begin():
        home = find(session, household_id)
        values = _values(form, people_of(session, home))
        typing = Typing(session, who, sent_once(), the.clock.now())
        if form.errors:
            entered = None
        elif not is_first_time(typing):
            return redirect(url_for("console.household", household_id=household_id), 303)
        else:
            entered = enter_values(typing, home.household, home.building, values)
    if entered is None:
        return page(household_id, form, status=400)
    the.boards.forget(who.community.id)
    if entered.is_ill:
        the.doorbell.ring()
    return page(household_id, Form(), entered)


def pause(household_id: int) -> Answer:
    """Wait no more for somebody, until a day."""

    def act(session: Session, home: Home, people: list[Resident], now: datetime) -> Form | None:
        form = Form.sent("who", "reason", "until")
        today = local_day(now, signed_in().community.timezone)
        reason, until = _reason(form), _until(form, today)
        if reason is not None and until is None and reason is not PauseReason.MOVED:
            form.refuse("until", "pause.until_missing")
        if sent_seen() != _seen(_standing(session, home, today)):
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
        home = find(session, household_id)
        chosen = request.form.get("who", "")
        people = [one for one in people_of(session, home) if chosen in {"", str(one.id)}]
        if not people:
            raise NotFound
        typing = Typing(session, who, sent_once(), now)
        wrong = act(session, home, people, now) if is_first_time(typing) else None
        if wrong is not None:
            session.rollback()
    if wrong is not None:
        return page(household_id, wrong, status=400)
    the.boards.forget(who.community.id)
    return redirect(url_for("console.household", household_id=household_id), 303)


def _note(session: Session, what: What, people: list[Resident], now: datetime) -> None:
    audit.note(session, signed_in().worker, [Deed(what, "resident", one.id) for one in people], now)


def find(session: Session, household_id: int) -> Home:
    """The household, if it is one of theirs; else there is no such page."""
    home = find_home(session, signed_in(), household_id)
    if home is None:
        raise NotFound
    return home


def page(household_id: int, form: Form, entered: Entered | None = None, status: int = 200) -> Answer:
    """The page with what came of a form; the look is written down first."""
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        find(session, household_id)
        audit.note(session, who.worker, [Deed(What.SAW_HOUSEHOLD, "household", household_id)], now)
    with Session(the.reading) as session:
        home = find(session, household_id)
        record = read_record(session, who, home, now)
        today = local_day(now, who.community.timezone)
        standing = _standing(session, home, today)
        return pages.render(
            "household.html",
            status,
            home=home,
            record=record,
            form=form,
            entered=entered,
            charts=_charts(record),
            today=today,
            reasons=list(PauseReason),
            standing={one.resident_id: one for one in standing},
            standing_seen=_seen(standing),
            desk=read_desk(session, home, form, now),
            callers=callers.unverified_callers(session, home, now) if home.shows_health else (),
        )


def _charts(record: Record) -> dict[int, str]:
    """For each person with a value: days as seconds, and degrees, oldest first, as the chart reads them."""
    zone = ZoneInfo(signed_in().community.timezone)
    return {
        one.resident.id: json.dumps(
            [[_wall_clock(heard.at, zone) for heard in values], [_degrees(heard) for heard in values]]
        )
        for one in record.people
        if (values := [heard for heard in reversed(record.readings) if _is_of(heard, one.resident)])
    }


def _is_of(heard: Heard, resident: Resident) -> bool:
    return heard.resident_id == resident.id and heard.tenths is not None and heard.withdrawn_at is None


def _wall_clock(at: datetime, zone: ZoneInfo) -> int:
    """Seconds of the local wall clock, as if it were UTC: the chart knows no zones."""
    local = at.astimezone(zone)
    return int((local.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001


def _degrees(heard: Heard) -> float:
    return (heard.tenths or 0) / 10


def _values(form: Form, people: list[Resident]) -> dict[str, int | None]:
    """What was typed for each person by name; a field left empty says nothing."""
    values: dict[str, int | None] = {}
    for one in people:
        name = f"value_{one.id}"
        if not form.value(name).strip():
            continue
        try:
            values[one.name] = read_value(form.value(name))
        except BadValueError:
            form.refuse(name, "entry.no_value")
    if not values and not form.errors:
        form.refuse("values", "entry.empty_values")
    return values


def _standing(session: Session, home: Home, today: date) -> list[Pause]:
    return standing_pauses(session, [one.id for one in people_of(session, home)], today)


def _seen(standing: list[Pause]) -> str:
    """Which pauses a page has shown, as its form writes it down."""
    return ",".join(str(one.id) for one in standing)


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

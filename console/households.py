"""A household's page: who lives there, what was heard of them, said, ordered and asked for; and values entered for them."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.desk import read_desk
from console.door import signed_in
from console.forms import LONGEST_ONCE, Form, sent_once
from console.parts import parts
from console.values import BadValueError, read_value
from domain.pauses import PauseReason
from models import Pause, Resident
from services.board.pauses import standing_pauses
from services.day.clock import local_day
from services.desk import callers
from services.desk.household_record import Heard, Home, Record, find_home, people_of, read_record
from services.desk.on_behalf import Entered, Typing, enter_values, is_first_time, what_came_of
from services.desk.spoken_note_desk import notes_at_home, play
from services.staff import audit
from services.staff.audit import Deed, What

Answer = Any


def household(household_id: int) -> Answer:
    """The page, with what came of the values that its address names; the look is written down first."""
    the, of = parts(), request.args.get("of", "")[:LONGEST_ONCE]
    with Session(the.reading) as session:
        entered = what_came_of(session, signed_in(), of, the.clock.now()) if of else None
    is_here = entered is not None and entered.household_id == household_id
    return page(household_id, Form(), entered if is_here else None)


def report(household_id: int) -> Answer:
    """Values on behalf of those who live there; what came of them is read back on a page that can be gone back to."""
    the, who, once = parts(), signed_in(), sent_once()
    noted = redirect(url_for("console.household", household_id=household_id, of=once or None), 303)
    form = Form({name: value for name, value in request.form.items() if name.startswith("value_")})
    with Session(the.engine) as session, session.begin():
        home = find(session, household_id)
        values = _values(form, people_of(session, home))
        typing = Typing(session, who, once, the.clock.now())
        if form.errors:
            entered = None
        elif not is_first_time(typing):
            return noted
        else:
            entered = enter_values(typing, home.household, home.building, values)
    if entered is None:
        return page(household_id, form, status=400)
    the.boards.forget(who.community.id)
    if entered.is_ill:
        the.doorbell.ring()
    return noted if entered.is_stored or entered.is_ill else page(household_id, Form(), entered)


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
        pauses = standing(session, home, today)
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
            standing={one.resident_id: one for one in pauses},
            standing_seen=seen(pauses),
            desk=read_desk(session, home, form, now),
            notes=notes_at_home(session, home, now),
            callers=callers.unverified_callers(session, home, now) if home.shows_health else (),
        )


def household_note(household_id: int) -> Answer:
    """What a worker said about one of the door's items; to hear it is to look at the household."""
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        notes = notes_at_home(session, find(session, household_id), now)
        sound = play(session, notes, request.args.get("note", ""))
        if sound is not None:
            audit.note(session, who.worker, [Deed(What.SAW_HOUSEHOLD, "household", household_id)], now)
    return pages.sound(sound)


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


def standing(session: Session, home: Home, today: date) -> list[Pause]:
    """Who of the household is not due, and until when."""
    return standing_pauses(session, [one.id for one in people_of(session, home)], today)


def seen(pauses: list[Pause]) -> str:
    """Which pauses a page has shown, as its form writes it down."""
    return ",".join(str(one.id) for one in pauses)

"""The duty roster: who is there for what, who stands in for whom, and a grid that changes hands."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

import prompts
from console import acting, pages, words
from console.door import office_only, signed_in
from console.forms import Form
from console.lists import At, Column, show
from console.parts import parts
from domain.duty import ALWAYS, parse_hours
from domain.refusals import Refused
from models import Worker
from services.alerting.duty_gaps import Gap, gaps_of, hours_of_reports, named
from services.alerting.handovers import hand_over
from services.alerting.stand_ins import Absence, come_back, stand_in
from services.board.rows import door_order
from services.day.steps import plan_of
from services.desk.duty_desk import Post, duties_seen, list_absences, list_grids, list_posts, list_staff
from services.desk.list_kinds import KINDS
from services.desk.on_behalf import Typing
from services.roster.communities import hold_lists
from services.staff.audit import Deed, What

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


def unmanned(gaps: Sequence[Gap]) -> list[str]:
    """What nobody is on duty for, a sentence each: the whole day, and the hours of the duty telephone."""
    plan, spoken = plan_of(signed_in().community), pages.language()
    begins, ends = (f"{at:%H:%M}" for at in parse_hours(hours_of_reports(plan)))
    kinds = {
        "duties.unmanned": [gap for gap in gaps if ALWAYS in gap.hours],
        "duties.unmanned_at": [gap for gap in gaps if ALWAYS not in gap.hours],
    }
    comma = prompts.text(spoken, "sms.list_comma")
    return [
        words.text(spoken, word, places=comma.join(named(spoken, alone)), begins=begins, ends=ends)
        for word, alone in kinds.items()
        if alone
    ]


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
        seen = duties_seen(session, community.id, the.clock.now())
        gaps = gaps_of(session, community)
    shown = show(posts, COLUMNS, _text_of, at=At("console.staff"))
    return pages.render(
        "staff.html",
        status,
        shown=shown,
        kind=KINDS["staff"],
        absences=absences,
        people=people,
        grids=grids,
        seen=seen,
        unmanned=unmanned(gaps),
        form=form,
        back=shown.place,
    )


def _text_of(one: Post) -> str:
    return " ".join((one.worker, pages.known(pages.language(), "role", one.role), one.place, one.phone, one.acts))


@office_only
def note_stand_in() -> Answer:
    """Somebody is away, and another does all their duties meanwhile."""
    form = Form.sent("away", "by", "begins", "ends", "seen")

    def note(typing: Typing) -> Deed:
        _refuse_overtaken(typing, form)
        begins = _instant(form, "begins", time()) or typing.now
        ends = _instant(form, "ends", DAY_ENDS)
        away, by = _chosen(typing.session, form, "away"), _chosen(typing.session, form, "by")
        if away is None or by is None or form.errors:
            raise Refused
        try:
            stand_in(typing.session, Absence(away, by, begins, ends), typing.now)
        except Refused:
            form.refuse("by" if away.id == by.id else "ends", "duties.refused")
            raise
        return Deed(What.STANDS_IN, "worker", away.id, by.name)

    return _done(What.STANDS_IN, note, form)


@office_only
def back(worker_id: int) -> Answer:
    """Somebody is there again."""

    def come(typing: Typing) -> Deed | None:
        away = next((one for one in list_staff(typing.session, typing.who.community.id) if one.id == worker_id), None)
        if away is None:
            raise NotFound
        return Deed(What.CAME_BACK, "worker", away.id) if come_back(typing.session, away, typing.now) else None

    return _done(What.CAME_BACK, come, Form())


@office_only
def give_grid() -> Answer:
    """A grid changes hands, with all that is open in it."""
    form = Form.sent("grid", "to", "seen")

    def give(typing: Typing) -> Deed | None:
        _refuse_overtaken(typing, form)
        to, grids = _chosen(typing.session, form, "to"), list_grids(typing.session, typing.who.community.id)
        grid = next((one for one in grids if str(one.id) == form.value("grid")), None)
        if grid is None:
            form.refuse("grid", "duties.choose")
        if grid is None or to is None:
            raise Refused
        is_given = hand_over(typing.session, grid.id, to, typing.now) is not None
        return Deed(What.HANDED_OVER, "grid", grid.id, to.name) if is_given else None

    return _done(What.HANDED_OVER, give, form)


def _refuse_overtaken(typing: Typing, form: Form) -> None:
    """Refused where somebody has changed who does what since the page was shown; nobody else changes it meanwhile."""
    community = typing.who.community.id
    hold_lists(typing.session, community)
    if form.value("seen") != duties_seen(typing.session, community, typing.now):
        form.refuse("", "duties.overtaken")
        raise Refused


def _done(what: What, do: acting.Act, form: Form) -> Answer:
    return acting.done(do, form, "duties.refused", lambda: staff_page(form, 400), url_for("console.staff", done=what))


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

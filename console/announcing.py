"""Announcements: written, counted before anything is planned, sent once, followed door by door, withdrawn."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

import prompts
from console import acting, pages
from console.door import office_only, signed_in
from console.forms import Form
from console.lists import Column, show
from console.parts import parts
from domain.announcements import By, read_audience, read_words
from domain.refusals import Refused
from services.announcing import announcements
from services.announcing.announcements import Cost, ListedAnnouncement, ListedDelivery, TooMuch, Wanted
from services.announcing.audiences import audiences
from services.board.rows import door_order
from services.day.steps import plan_of
from services.desk.on_behalf import Typing
from services.staff.audit import Deed, What

Answer = Any
BACK = timedelta(days=30)
FIELDS = ("text", "to", "by", "speaks", "at")
COLUMNS: tuple[Column[ListedAnnouncement], ...] = (
    Column("at", lambda one: one.due_at),
    Column("to", lambda one: one.to),
    Column("text"),
    Column("homes", lambda one: len(one.households)),
    Column("state"),
)
DOORS: tuple[Column[ListedDelivery], ...] = (
    Column("door", lambda one: door_order(one.building, one.unit, one.room)),
    Column("state", lambda one: one.standing),
    Column("way", lambda one: one.channel or ""),
    Column("to", lambda one: one.to or ""),
    Column("at", lambda one: one.at),
)


@office_only
def told() -> Answer:
    """What was announced of late, the newest first."""
    the = parts()
    with Session(the.reading) as session:
        found = announcements.list_announcements(session, signed_in().community.id, the.clock.now() - BACK)
    return pages.render("announcements.html", shown=show(found[::-1], COLUMNS, lambda one: f"{one.to} {one.text}"))


@office_only
def write() -> Answer:
    """A new one."""
    return _page(Form())


def _page(
    form: Form,
    cost: Cost | None = None,
    status: int = 200,
    due: datetime | None = None,
    begins: datetime | None = None,
) -> Answer:
    with Session(parts().reading) as session:
        choices = audiences(session, signed_in().community.id)
    form.values.setdefault("by", By.BOTH.value)
    return pages.render(
        "announce.html",
        status,
        form=form,
        cost=cost,
        due=due,
        begins=begins,
        choices=choices,
        ways=list(By),
        spoken_here=prompts.languages(),
        fields=FIELDS,
    )


@office_only
def count_up() -> Answer:
    """Whom it would reach and what it would cost; nothing is planned yet."""
    form, the = Form.sent(*FIELDS), parts()
    wanted = _wanted(form, the.clock.now())
    if wanted is None:
        return _page(form, status=400)
    form.values["by"] = wanted.by.value
    try:
        with Session(the.reading) as session:
            cost = announcements.reckon(session, signed_in().community, wanted)
    except Refused as refused:
        _say_why(form, refused)
        return _page(form, status=400)
    return _page(form, cost, due=wanted.due_at if form.value("at").strip() else None, begins=_held_up_until(wanted))


def _held_up_until(wanted: Wanted) -> datetime | None:
    """When the first of them is told, where the quiet hours hold it up."""
    community = signed_in().community
    begins = plan_of(community).wakes(wanted.due_at, community.timezone)
    return begins if begins > wanted.due_at else None


def _say_why(form: Form, refused: Refused) -> None:
    """Beside whom it is for, unless something is said beside another field already."""
    if not form.errors:
        form.refuse("to", "announce.too_much" if isinstance(refused, TooMuch) else "announce.nobody")


def _wanted(form: Form, now: datetime) -> Wanted | None:
    """What is to be told; None where something is refused beside its field."""
    by = By(form.value("by")) if form.value("by") in set(By) else By.BOTH
    words, due = "", _due(form, now)
    try:
        words = read_words(form.value("text"), by)
    except Refused:
        form.refuse("text", "announce.long" if form.value("text").strip() else "announce.empty")
    try:
        audience = read_audience(form.value("to"))
    except Refused:
        form.refuse("to", "announce.whom_missing")
        return None
    if form.errors:
        return None
    return Wanted(audience, by, words, due, form.value("speaks") or None)


def _due(form: Form, now: datetime) -> datetime:
    if not form.value("at").strip():
        return now
    try:
        at = datetime.fromisoformat(form.value("at").strip()).replace(tzinfo=ZoneInfo(signed_in().community.timezone))
    except ValueError:
        form.refuse("at", "announce.no_time")
        return now
    if at < now - timedelta(minutes=1):
        form.refuse("at", "announce.past")
    return at


@office_only
def tell() -> Answer:
    """Plan it, as it was counted; once."""
    form, planned = Form.sent(*FIELDS), [0]

    def plan(typing: Typing) -> Deed:
        wanted = _wanted(form, typing.now)
        if wanted is None:
            raise Refused
        announcements.reckon(typing.session, typing.who.community, wanted)
        planned[0] = announcements.announce(typing.session, typing.who.community, wanted, typing.now)
        return Deed(What.ANNOUNCED, "announcement", planned[0], str(wanted.audience))

    try:
        is_first = acting.act(plan)
    except Refused as refused:
        _say_why(form, refused)
        return _page(form, status=400)
    if not is_first:
        return redirect(url_for("console.told"), 303)
    return redirect(url_for("console.announcement", announcement_id=planned[0]), 303)


@office_only
def announcement(announcement_id: int) -> Answer:
    """What became of it at each door."""
    return _one(announcement_id, Form())


def _one(announcement_id: int, form: Form, status: int = 200) -> Answer:
    with Session(parts().reading) as session:
        found = announcements.list_announcement(session, signed_in().community.id, announcement_id)
    if found is None:
        raise NotFound
    return pages.render(
        "announcement.html", status, one=found, form=form, shown=show(found.households, DOORS, _text_of)
    )


def _text_of(one: ListedDelivery) -> str:
    spoken = pages.language()
    door = pages.door(spoken, one.building, one.unit, one.room).striptags()
    return f"{door} {one.building}-{one.unit}-{one.room} {pages.known(spoken, 'told', one.standing)} {one.to or ''}"


@office_only
def withdraw(announcement_id: int) -> Answer:
    """Tell nobody more."""

    def take_back(typing: Typing) -> Deed:
        community = typing.who.community.id
        if announcements.list_announcement(typing.session, community, announcement_id) is None:
            raise NotFound
        spared = announcements.withdraw(typing.session, community, announcement_id, typing.now)
        return Deed(What.WITHDREW, "announcement", announcement_id, str(spared))

    acting.act(take_back)
    return redirect(url_for("console.announcement", announcement_id=announcement_id), 303)

"""The alerts: all that are open and what became of each; taken, given to somebody, noted and closed here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from console import pages
from console.door import signed_in
from console.forms import Form, sent_once
from console.lists import At, Column, show
from console.parts import parts
from services.alerting.alert_answers import ASSIGNED, MERGED
from services.alerting.alerts import AGAIN
from services.alerting.open_alerts import OpenAlert, open_alerts
from services.board.clusters import seen_clusters
from services.board.rows import door_order
from services.desk.alert_desk import IN_OTHER_HANDS, Deal, Dealing, PastStep, SeenAlert, deal_with, find_alert, takers
from services.desk.on_behalf import Typing, is_first_time
from services.desk.spoken_note_desk import notes_on_alert, play
from services.staff import audit
from services.staff.audit import Deed, What

BACK = timedelta(days=7)  # how long a closed alert is still listed
LONGEST = 300  # letters of a note

Answer = Any
COLUMNS: tuple[Column[OpenAlert], ...] = (
    Column("door", lambda one: door_order(one.building, one.unit, one.room)),
    Column("alert", lambda one: one.kind),
    Column("age", lambda one: one.raised_at),
    Column("has", lambda one: (one.state, one.worker or "")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A step as it is written on the page: `word` is the end of `step.…`, `tenths` of a value that was told."""

    at: datetime
    word: str
    worker: str
    note: str
    kind: str = ""
    tenths: int | None = None


def alerts() -> Answer:
    """Those that are open, or also those of the last week; each is looked at by whoever sees the list."""
    the, who = parts(), signed_in()
    is_past = request.args.get("past") == "1"
    with Session(the.reading) as session:
        now = the.clock.now()
        listed = open_alerts(session, who.worker, who.area, now - BACK if is_past else None)
        is_new = bool(audit.unnoted(session, who.worker, _looks(listed)))
    if is_new:
        with Session(the.engine) as session, session.begin():
            audit.note_once(session, who.worker, _looks(listed), now)
    shown_list = show(listed, COLUMNS, _text_of, at=At(kept={"past": "1"} if is_past else {}))
    return pages.render("alerts.html", shown=shown_list, is_past=is_past)


def _looks(listed: list[OpenAlert]) -> list[Deed]:
    return [Deed(What.SAW_ALERT, "alert", one.id) for one in listed]


def _text_of(one: OpenAlert) -> str:
    spoken = pages.language()
    place = pages.alert_place(spoken, one).striptags()
    kind = pages.known(spoken, "alert", one.kind)
    words = (place, kind, one.trouble, one.worker or "", f"{one.building}-{one.unit}-{one.room}")
    return " ".join(words)


def alert(alert_id: int) -> Answer:
    """One alert; the look is written down first."""
    return _page(alert_id, Form())


def deal(alert_id: int) -> Answer:
    """Take it, give it to somebody, note something, close it: once, however often the form is sent."""
    the, who = parts(), signed_in()
    form, now = Form.sent("deal", "words", "to"), the.clock.now()
    with Session(the.engine) as session, session.begin():
        _seen(session, alert_id)
        dealing = _dealing(session, form, now)
        typing = Typing(session, who, sent_once(), now)
        if dealing is not None and is_first_time(typing):
            done = deal_with(session, alert_id, dealing, now)
            if done in IN_OTHER_HANDS:
                form.refuse("", f"deal.{done}")
    if form.errors:
        return _page(alert_id, form, 409 if "" in form.errors else 400)
    the.boards.forget(who.community.id)
    the.doorbell.ring()
    return redirect(url_for("console.alert", alert_id=alert_id), 303)


def _dealing(session: Session, form: Form, now: datetime) -> Dealing | None:
    """What the form asks for; None with its errors told."""
    who = signed_in()
    try:
        what = Deal(form.value("deal"))
    except ValueError:
        raise NotFound from None
    if what is Deal.ASSIGN and not who.area.is_office:
        raise NotFound
    words = " ".join(form.value("words").split())[:LONGEST]
    if what in {Deal.NOTE, Deal.CLOSE} and not words:
        form.refuse("words", "deal.words_missing")
    staff = takers(session, who, now) if what is Deal.ASSIGN else ()
    to = next((one for one in staff if str(one.id) == form.value("to")), None)
    if what is Deal.ASSIGN and to is None:
        form.refuse("to", "deal.to_missing")
    return None if form.errors else Dealing(who, what, words, to)


def _seen(session: Session, alert_id: int) -> SeenAlert:
    found = find_alert(session, signed_in(), alert_id)
    if found is None:
        raise NotFound
    return found


def _page(alert_id: int, form: Form, status: int = 200) -> Answer:
    the, who = parts(), signed_in()
    now = the.clock.now()
    with Session(the.engine) as session, session.begin():
        _seen(session, alert_id)
        audit.note(session, who.worker, [Deed(What.SAW_ALERT, "alert", alert_id)], now)
    with Session(the.reading) as session:
        seen = _seen(session, alert_id)
        notes = notes_on_alert(session, seen)
        staff = [(one.id, one.name) for one in takers(session, who, now)] if who.area.is_office else []
    steps = [_told(one) for one in seen.steps]
    return pages.render("alert.html", status, seen=seen, steps=steps, staff=staff, notes=notes, form=form)


def _told(step: PastStep) -> Told:
    """A second report names its kind and value; what it was merged into is a number nobody reads."""
    if step.what == AGAIN:
        kind, _, tenths = step.note.partition(" ")
        return Told(step.at, step.what, step.worker, "", kind, int(tenths) if tenths.isdecimal() else None)
    note = "" if step.what in {MERGED, ASSIGNED} else step.note
    return Told(step.at, step.what, step.worker, note)


def alert_note(alert_id: int) -> Answer:
    """What a worker said about it; to hear it is to look at the alert."""
    the, who = parts(), signed_in()
    with Session(the.engine) as session, session.begin():
        sound = play(session, notes_on_alert(session, _seen(session, alert_id)), request.args.get("note", ""))
        if sound is not None:
            audit.note(session, who.worker, [Deed(What.SAW_ALERT, "alert", alert_id)], the.clock.now())
    return pages.sound(sound)


def clusters() -> Answer:
    """Units with several fevers, for who may see health; the look at their doors is written down first."""
    the, who = parts(), signed_in()
    if not (who.area.is_office or who.area.grids):
        raise NotFound
    now = the.clock.now()
    with Session(the.reading) as session:
        found = seen_clusters(session, who.worker, who.area, now)
    with Session(the.engine) as session, session.begin():
        doors = [home for one in found for home, _ in one.doors]
        audit.note(session, who.worker, [Deed(What.SAW_CLUSTER, "household", one) for one in doors], now)
    return pages.render("clusters.html", found=found)

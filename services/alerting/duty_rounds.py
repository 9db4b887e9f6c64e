"""Where is nobody on duty? A text the evening before, and an alarm before the day begins, while there is time to find somebody."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.duty import ALWAYS
from domain.segments import fit, segments
from models import Alert, Worker
from services.alerting import alert_answers, alerts
from services.alerting.alerts import Cause
from services.alerting.duty import desk_team
from services.alerting.duty_gaps import Gap, by_day, gaps_of, named
from services.day.steps import Occasion
from services.roster.places import Place
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import alert_text
from services.texting.threads import refusing_texts

SEGMENTS = 2

log = structlog.get_logger()


def tell_of_tomorrow(session: Session, occasion: Occasion) -> None:
    """One text each to the duty telephone and the office: where nobody is on duty tomorrow, and at which hours."""
    community = occasion.community
    gaps = gaps_of(session, community)
    if not gaps:
        return
    log.error("nobody on duty tomorrow", community=community.id, places=len(gaps))
    for worker in _readers(session, occasion):
        key = f"nobody_tomorrow:{occasion.day.date}:{worker.id}"
        body = tomorrow_text(worker.language, gaps)
        draft = Draft.to_worker(worker, key, "notice", Priority.REMINDER, body=body, not_after=occasion.day.ends)
        outbox.put(session, draft, occasion.now)


def _readers(session: Session, occasion: Occasion) -> Sequence[Worker]:
    """Who of them is on duty and reads texts; with none now, all who do: in the morning it would be too late."""
    community = occasion.community.id
    for off_duty_too in (False, True):
        there = desk_team(session, community, occasion.now, off_duty_too=off_duty_too)
        readers = set(there) - refusing_texts(session, there)
        if readers:
            return session.scalars(select(Worker).where(Worker.id.in_(readers)).order_by(Worker.id)).all()
    return ()


def tomorrow_text(language: str, gaps: Sequence[Gap]) -> str:
    """What nobody is on duty for, as much of it as two segments hold, and what to do."""
    return fit(named(language, gaps), lambda kept, left: _said(language, "sms.nobody_tomorrow", kept, left), SEGMENTS)


def alarm_where_nobody_is(session: Session, occasion: Occasion) -> None:
    """Alarm the duty telephone, else the office, with what nobody is there for while today's reports come in.

    The hours of the evening and the night have been told by then, and whom it wakes at `sheet` is busy with the day.
    With not even those there, the alert stands with nobody told: /readyz counts it, the console and the log say so.
    """
    community = occasion.community
    gaps = by_day(gaps_of(session, community), occasion.plan)
    cause = Cause(AlertKind.SYSTEM, Place(community.id, "", "", ""), matter="nobody_on_duty")
    _close_earlier(session, cause, occasion)
    if not gaps:
        return
    log.error("nobody on duty", community=community.id, places=len(gaps))
    alerts.raise_alert(session, replace(cause, note=_told(community.language, gaps)), occasion.now)


def _told(language: str, gaps: Sequence[Gap]) -> str:
    """As many of the gaps as the alert's one segment holds; of many hours it says none."""
    without_hours = [replace(gap, hours=(ALWAYS,)) for gap in gaps]
    notes = (
        _said(language, "sms.nobody_on_duty", places[:kept], len(places) - kept)
        for places in (named(language, gaps), named(language, without_hours))
        for kept in range(len(places), 0, -1)
    )
    none = _said(language, "sms.nobody_on_duty", [], len(named(language, gaps)))
    return next((note for note in notes if _is_one_segment(language, note)), none)


def _said(language: str, prompt: str, places: Sequence[str], left: int) -> str:
    more = prompts.text(language, "sms.nobody_more", count=str(left)) if left else ""
    return prompts.text(language, prompt, places=prompts.text(language, "sms.list_comma").join(places) + more)


def _is_one_segment(language: str, note: str) -> bool:
    """Whether the alert with this note is one segment, also where it says that it is a repeat."""
    alert = Alert(building="", unit="", room="", kind="system", note=note, symptoms="")
    return segments(alert_text(language, alert, "0000", again=True)) == 1


def _close_earlier(session: Session, cause: Cause, occasion: Occasion) -> None:
    """An earlier day's list is of no use today, nor is one that was raised before these had a matter of their own."""
    nowhere = replace(cause, matter="").subject
    lists = [
        Alert.note.startswith(_said(one, "sms.nobody_on_duty", [], 0), autoescape=True) for one in prompts.languages()
    ]
    statement = select(Alert).where(
        Alert.community_id == occasion.community.id,
        (Alert.subject == cause.subject) | (Alert.subject == nowhere) & or_(*lists),
        Alert.kind == AlertKind.SYSTEM,
        Alert.state != "done",
        Alert.raised_at < occasion.day.begins,
    )
    for alert in session.scalars(statement.with_for_update()):
        alert_answers.close_alert(session, alert, None, "", occasion.now)

"""Before the day begins: where is nobody on duty today? That is an alarm of its own, while there is time to find somebody."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind, Team
from domain.day_plan import DayPlan, instant_of
from domain.segments import segments
from models import Alert, Building, Community, Grid, Household
from services.alerting import alert_answers, alerts
from services.alerting.alerts import Cause
from services.alerting.duty import team_for
from services.board.board import door_order
from services.day.days import Day, day_of
from services.day.steps import Occasion, plan_of
from services.roster.places import Place
from services.texting.alert_texts import alert_text

log = structlog.get_logger()

LOOKS = timedelta(minutes=30)  # duties begin and end on the hour or the half hour
Gap = tuple[str, str]  # grid, building


def alarm_where_nobody_is(session: Session, occasion: Occasion) -> None:
    """Alarm the duty telephone, else the office, with the grids that nobody answers for at any hour of today's reports.

    With not even those there, the alert stands with nobody told: /readyz counts it, and the log says so.
    """
    community = occasion.community
    gaps = gaps_of(session, community, occasion.now)
    place = Place(community.id, "", "", "")
    _close_yesterdays(session, Cause(AlertKind.SYSTEM, place).subject, occasion)
    if not gaps:
        return
    log.error("nobody on duty", community=community.id, places=len(gaps))
    note = _told(community.language, gaps)
    alerts.raise_alert(session, Cause(AlertKind.SYSTEM, place, note=note), occasion.now)


def gaps_of(session: Session, community: Community, now: datetime) -> list[Gap]:
    """Grid by building, every one in which neither grid worker nor building team is there at any time of the day."""
    day, plan = day_of(now, community.timezone), plan_of(community)
    return [
        gap
        for gap, place in _places(session, community.id)
        if not any(_is_anybody(team_for(session, place, at)) for at in _looks(plan, day, community.timezone))
    ]


def _is_anybody(team: Team) -> bool:
    return team.grid_worker is not None or bool(team.building)


def _looks(plan: DayPlan, day: Day, timezone: str) -> Iterable[datetime]:
    """From the first report to the evening."""
    at, ends = (instant_of(day.date, one, timezone) for one in (plan.report_from, plan.evening))
    while at < ends:
        yield at
        at += LOOKS


def _places(session: Session, community_id: int) -> list[tuple[Gap, Place]]:
    """Each building of each grid, as one walks past them."""
    rows = session.execute(
        select(Household.grid_id, Grid.name, Household.building_id, Building.name)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.community_id == community_id)
        .distinct()
    )
    found = [
        ((grid or "", building), Place(community_id, building, "", "", None, building_id, grid_id))
        for grid_id, grid, building_id, building in rows
    ]
    return sorted(found, key=lambda one: door_order(one[0][0], one[0][1], ""))


def _told(language: str, gaps: Sequence[Gap]) -> str:
    """The grids with their buildings, as many as the alert's one segment holds."""
    grids: dict[str, list[str]] = defaultdict(list)
    for grid, building in gaps:
        grids[grid].append(prompts.text(language, "sms.door_building", building=building))
    comma = prompts.text(language, "sms.list_comma")
    places = [" ".join(filter(None, [grid, comma.join(buildings)])) for grid, buildings in grids.items()]

    def note(kept: int) -> str:
        left = len(places) - kept
        more = prompts.text(language, "sms.nobody_more", count=str(left)) if left else ""
        return prompts.text(language, "sms.nobody_on_duty", places=comma.join(places[:kept]) + more)

    fits = (kept for kept in range(len(places), 0, -1) if _is_one_segment(language, note(kept)))
    return note(next(fits, 0))


def _is_one_segment(language: str, note: str) -> bool:
    """Whether the alert with this note is one segment, also where it says that it is a repeat."""
    alert = Alert(building="", unit="", room="", kind="system", note=note, symptoms="")
    return segments(alert_text(language, alert, "0000", again=True)) == 1


def _close_yesterdays(session: Session, subject: str, occasion: Occasion) -> None:
    """Yesterday's list is of no use today."""
    statement = select(Alert).where(
        Alert.community_id == occasion.community.id,
        Alert.subject == subject,
        Alert.kind == AlertKind.SYSTEM,
        Alert.state != "done",
        Alert.raised_at < occasion.day.begins,
    )
    for alert in session.scalars(statement.with_for_update()):
        alert_answers.close_alert(session, alert, None, "", occasion.now)

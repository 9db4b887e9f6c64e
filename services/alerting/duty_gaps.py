"""Where nobody is on duty at any hour of a day's reports: buildings of grids, and the duty telephone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.day_plan import DayPlan
from domain.duty import is_on_duty
from models import Building, Community, Duty, Grid, Household
from services.board.rows import door_order
from services.texting.alert_texts import grid_text

LOOKS = timedelta(minutes=30)  # duties begin and end on the hour or the half hour
DESK = ("duty", "office")
TEAM = ("cadre", "volunteer")


@dataclass(frozen=True, slots=True)
class Gap:
    """A building of a grid, or of none, without grid worker and team; no building: neither duty telephone nor office."""

    grid: str
    building: str


def gaps_of(session: Session, community: Community) -> list[Gap]:
    """Every gap of the staff as it is now, the duty telephone first, the others as one walks past them.

    Duties are the same each day, and whoever is away has a stand-in, so it is today's list and tomorrow's. Where nobody
    lives there is none.
    """
    homes = session.execute(
        select(Household.grid_id, Grid.name, Household.building_id, Building.name)
        .join(Building, Building.id == Household.building_id)
        .outerjoin(Grid, Grid.id == Household.grid_id)
        .where(Household.community_id == community.id)
        .distinct()
    ).all()
    if not homes:
        return []
    duties = session.scalars(select(Duty).where(Duty.community_id == community.id))
    hours = _hours(DayPlan.of(community.settings))
    there = [duty for duty in duties if any(is_on_duty(duty.on_duty, at) for at in hours)]
    grids = {duty.grid_id for duty in there if duty.role == "grid_worker" and duty.grid_id is not None}
    buildings = {duty.building_id for duty in there if duty.role in TEAM}
    desk = [] if any(duty.role in DESK for duty in there) else [Gap("", "")]
    gaps = [
        Gap(grid or "", name) for grid_id, grid, id_, name in homes if grid_id not in grids and id_ not in buildings
    ]
    return desk + sorted(gaps, key=lambda gap: door_order(gap.grid, gap.building, ""))


def _hours(plan: DayPlan) -> list[time]:
    """From the first report to the evening; where that is before it, to the end of the day."""
    at, ends = (datetime.combine(date.min, one) for one in (plan.report_from, plan.evening))
    ends = ends if at < ends else datetime.combine(date.min, time.max)
    return [(at + LOOKS * step).time() for step in range(-((at - ends) // LOOKS))]


def named(language: str, gaps: Sequence[Gap]) -> list[str]:
    """The duty telephone and the grids, each with its buildings, as they are written in a text."""
    grids: defaultdict[str, list[str]] = defaultdict(list)
    for gap in gaps:
        grids[gap.grid].append(_named(language, gap))
    comma = prompts.text(language, "sms.list_comma")
    return [
        " ".join(filter(None, [grid and grid_text(language, grid), comma.join(places)]))
        for grid, places in grids.items()
    ]


def _named(language: str, gap: Gap) -> str:
    if not gap.building:
        return prompts.text(language, "sms.duty_telephone")
    return prompts.text(language, "sms.door_building", building=gap.building)

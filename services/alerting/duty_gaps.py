"""Where nobody is on duty: buildings of grids at any hour of a day's reports, and the duty telephone at some hours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.day_plan import DayPlan
from domain.duty import ALWAYS, covers_some, is_on_duty, uncovered, written_hours
from models import Building, Community, Duty, Grid, Household
from services.board.rows import door_order
from services.texting.alert_texts import grid_text

DESK = ("duty", "office")
TEAM = ("cadre", "volunteer")


@dataclass(frozen=True, slots=True)
class Gap:
    """A building of a grid, or of none, without grid worker and team; no building: neither duty telephone nor office.

    `hours`, as a duty's, are the duty telephone's alone: all of its gaps, or the whole day (`ALWAYS`).
    """

    grid: str
    building: str
    hours: tuple[str, ...] = (ALWAYS,)


def gaps_of(session: Session, community: Community) -> list[Gap]:
    """Every gap of the staff as it is now, the duty telephone first, the others as one walks past them.

    A building may well be alone for some hours: its alerts are the duty telephone's at once then. Behind that there is
    nobody, so each of its hours counts, the night's too. Duties are the same each day, and whoever is away has a
    stand-in at their hours, so it is today's list and tomorrow's; hours are the clock's, also on a day it is changed.
    Where nobody lives there is no gap.
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
    duties = session.scalars(select(Duty).where(Duty.community_id == community.id)).all()
    day = hours_of_reports(DayPlan.of(community.settings))
    there = [duty for duty in duties if covers_some(duty.on_duty, day)]
    grids = {duty.grid_id for duty in there if duty.role == "grid_worker" and duty.grid_id is not None}
    buildings = {duty.building_id for duty in there if duty.role in TEAM}
    alone = uncovered([duty.on_duty for duty in duties if duty.role in DESK])
    desk = [Gap("", "", alone)] if alone else []
    gaps = [
        Gap(grid or "", name) for grid_id, grid, id_, name in homes if grid_id not in grids and id_ not in buildings
    ]
    return desk + sorted(gaps, key=lambda gap: door_order(gap.grid, gap.building, ""))


def by_day(gaps: Sequence[Gap], plan: DayPlan) -> list[Gap]:
    """These gaps without the hours that are not the reports', and without a night that ends before the line calls.

    A desk that opens after the first report, or closes before the last, does so each day: no alarm each morning.
    """
    during = [replace(gap, hours=tuple(hours for hours in gap.hours if _is_by_day(hours, plan))) for gap in gaps]
    return [gap for gap in during if gap.hours]


def _is_by_day(hours: str, plan: DayPlan) -> bool:
    is_night = is_on_duty(hours, time()) or is_on_duty(hours, time(23, 59))
    return covers_some(hours, written_hours(plan.calls_from, plan.cut_off) if is_night else hours_of_reports(plan))


def hours_of_reports(plan: DayPlan) -> str:
    """From the first report to the evening, as a duty's hours; where that is before it, to the end of the day."""
    is_later = plan.report_from < plan.evening
    return written_hours(plan.report_from, plan.evening if is_later else time())


def named(language: str, gaps: Sequence[Gap]) -> list[str]:
    """The duty telephone with its hours and the grids, each with its buildings, as they are written in a text."""
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
        hours = prompts.text(language, "sms.list_comma").join(one for one in gap.hours if one != ALWAYS)
        return f"{prompts.text(language, 'sms.duty_telephone')} {hours}".strip()
    return prompts.text(language, "sms.door_building", building=gap.building)

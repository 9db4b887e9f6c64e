"""The meal headcount: how many households of each building get a meal today, to the kitchen; never who, never why."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.duty import is_on_duty
from domain.segments import fit
from models import Community, Duty, Worker
from services.alerting.stand_ins import replaced_at, who_acts
from services.board.board import door_order
from services.board.pauses import households_away
from services.day.steps import Occasion
from services.needs.meal_deliveries import eligible_homes, waiting_doors
from services.sending import outbox
from services.sending.outbox import Draft, Priority

SEGMENTS = 2
TOLD = ("kitchen", "office")  # the first role that anybody has


def put_headcount(session: Session, occasion: Occasion) -> None:
    """One text to the kitchen, else to the office; none where nobody waits for a meal."""
    local = occasion.now.astimezone(ZoneInfo(occasion.community.timezone))
    cook = cook_of(session, occasion.community, occasion.now)
    homes = count_meals(session, occasion)
    if cook is None or not homes:
        return
    body = headcount_text(cook.language, f"{local:%H:%M}", homes)
    key = f"digest:meals:{occasion.day.date}:{cook.id}"
    draft = Draft.to_worker(cook, key, "digest", Priority.NOTICE, body=body, not_after=occasion.day.ends)
    outbox.put(session, draft, occasion.now)


def count_meals(session: Session, occasion: Occasion) -> Counter[str]:
    """Households that wait for a meal by building, of those that may have one and where somebody is there."""
    away = households_away(session, occasion.community.id, occasion.day.date)
    may_have = eligible_homes(session, occasion.community.id)
    waiting = waiting_doors(session, occasion.community.id, occasion.day.date)
    doors = {
        (building, unit, room)
        for building, unit, room, home in waiting
        if home not in away and (may_have is None or home in may_have)
    }
    return Counter(building for building, _, _ in doors)


def headcount_text(language: str, clock: str, homes: Counter[str]) -> str:
    """The sum, then each building's count in the order of the buildings, as far as two segments hold."""
    counts = [
        prompts.text(language, "day.meals_building", building=building, count=str(homes[building]))
        for building in sorted(homes, key=lambda name: door_order(name, "", ""))
    ]

    def compose(kept: Sequence[str], left: int) -> str:
        shown = prompts.text(language, "sms.list_comma").join(kept)
        more = prompts.text(language, "day.left", count=str(left)) if left else ""
        total = str(homes.total())
        return prompts.text(language, "day.meals", clock=clock, count=total, buildings=shown + more)

    return fit(counts, compose, SEGMENTS)


def cook_of(session: Session, community: Community, now: datetime) -> Worker | None:
    """Who is told: somebody of the kitchen, on duty if anybody is, or who stands in; without a kitchen the office likewise."""
    at = now.astimezone(ZoneInfo(community.timezone)).time()
    for role in TOLD:
        query = select(Duty).where(Duty.community_id == community.id, Duty.role == role)
        duties = session.scalars(query.order_by(Duty.position, Duty.id)).all()
        if duties:
            there = [duty for duty in duties if is_on_duty(duty.on_duty, at)]
            chosen = (there or duties)[0].worker_id
            return session.get_one(Worker, who_acts(chosen, replaced_at(session, community.id, now)))
    return None

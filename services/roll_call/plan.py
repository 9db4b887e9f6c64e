"""Who is called today: a row for every household with a telephone, made when the calls begin or when a list brings it."""

from datetime import date, datetime, time

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from domain.day_plan import DayPlan, instant_of
from domain.roll_call import Rank, RollCallState, first_call
from models import Community, DayStep, Household, Phone, Resident, RollCall
from services.batches import add_rows
from services.day.days import day_of
from services.day.steps import Occasion, Step, plan_of
from services.roll_call.unheard import ROLL_CALL


def plan_roll_calls(session: Session, occasion: Occasion) -> None:
    """Everybody's, due at the preferred hour or with the first calls. A list that is being imported is waited for."""
    community = occasion.community
    session.execute(select(Community.id).where(Community.id == community.id).with_for_update(read=True))
    _plan(session, community, occasion.plan, occasion.day.date, occasion.now)


STEP = Step(ROLL_CALL, lambda plan: plan.calls_from, lambda plan: plan.calls_until, plan_roll_calls)


def join_roll_call(session: Session, community: Community, now: datetime) -> None:
    """Households that came, or came by a telephone, after the calls had begun are called today like all others.

    The caller holds the community's row, as an import does.
    """
    plan, day = plan_of(community), day_of(now, community.timezone)
    begun = select(DayStep.id).where(
        DayStep.community_id == community.id, DayStep.day == day.date, DayStep.what == ROLL_CALL, DayStep.done
    )
    in_time = now < instant_of(day.date, plan.calls_until, community.timezone)
    if in_time and session.scalar(begun) is not None:
        _plan(session, community, plan, day.date, now)


def _plan(session: Session, community: Community, plan: DayPlan, day: date, now: datetime) -> None:
    """A row for every household that has a telephone and none yet."""
    alone = func.max(case((Resident.lives_alone, 1), else_=0))
    planned = select(RollCall.id).where(RollCall.household_id == Household.id, RollCall.day == day)
    query = (
        select(Household.id, Household.call_at, alone)
        .join(Resident, Resident.household_id == Household.id)
        .where(Household.community_id == community.id)
        .where(select(Phone.id).where(Phone.household_id == Household.id).exists(), ~planned.exists())
        .group_by(Household.id, Household.call_at)
        .order_by(Household.id)
    )
    rows = [
        {
            "community_id": community.id,
            "household_id": household,
            "day": day,
            "state": RollCallState.WAITING,
            "rank": Rank.ALONE if is_alone else Rank.OTHER if call_at is None else Rank.PREFERRED,
            "next_at": first_call(day, _at(day, call_at, community), plan, community.timezone),
            "tries": 0,
            "promised_to": "",
            "at": now,
        }
        for household, call_at, is_alone in session.execute(query)
    ]
    add_rows(session, RollCall, rows)


def _at(day: date, call_at: time | None, community: Community) -> datetime | None:
    return None if call_at is None else instant_of(day, call_at, community.timezone)

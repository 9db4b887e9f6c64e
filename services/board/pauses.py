"""Pauses: who is in hospital, has moved or is away is not due, not called and not missing until the day they return."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from domain.pauses import PauseReason
from models import Household, Pause, Resident


@dataclass(frozen=True, slots=True)
class PauseOrder:
    """A pause to be: from the day `since` to before the day `until`, on which the person is due again."""

    resident_id: int
    reason: PauseReason
    since: date
    until: date | None = None  # until somebody says so


def pause_resident(session: Session, order: PauseOrder, now: datetime) -> Pause | None:
    """Begin the pause; returns the one it takes the place of. ValueError when it ends before it begins.

    Only who has moved may be waited for no more: everybody else has a day on which they are looked for again.
    """
    if order.until is None and order.reason is not PauseReason.MOVED:
        raise ValueError("a return date is missing; only who has moved needs none")
    if order.until is not None and order.until <= order.since:
        raise ValueError(f"the return date {order.until} is not after {order.since}: nobody would be paused")
    replaced = standing_pauses(session, [order.resident_id], order.since)
    end_pause(session, order.resident_id, now)
    community = select(Household.community_id).join(Resident).where(Resident.id == order.resident_id)
    session.add(
        Pause(
            community_id=session.execute(community).scalar_one(),
            resident_id=order.resident_id,
            reason=order.reason.value,
            since=order.since,
            until=order.until,
            at=now,
        )
    )
    session.flush()
    return replaced[-1] if replaced else None


def end_pause(session: Session, resident_id: int, now: datetime) -> bool:
    """The person is due again from now on; whether there was a pause that had not ended by itself or by hand."""
    standing = update(Pause).where(Pause.resident_id == resident_id, Pause.ended_at.is_(None)).values(ended_at=now)
    return bool(session.execute(standing.returning(Pause.id)).scalars().all())


def standing_pauses(session: Session, residents: Collection[int], day: date) -> list[Pause]:
    """The pauses of these people that hold on this day or later, the newest last: what a new one would take the place of."""
    standing = Pause.resident_id.in_(residents), Pause.ended_at.is_(None), or_(Pause.until.is_(None), Pause.until > day)
    return list(session.scalars(select(Pause).where(*standing).order_by(Pause.id)))


def is_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a pause holds on this day of its community: the return date ends it by itself."""
    return Pause.ended_at.is_(None) & (Pause.since <= day) & or_(Pause.until.is_(None), Pause.until > day)


def paused_residents(session: Session, community_id: int, day: date) -> dict[int, Pause]:
    """Who is paused on this day of the community, and why."""
    pauses = session.scalars(select(Pause).where(Pause.community_id == community_id, is_on(day)).order_by(Pause.id))
    return {pause.resident_id: pause for pause in pauses}


def households_away(session: Session, community_id: int, day: date) -> set[int]:
    """The households where everybody is paused on this day of the community: nobody is there to be told or fed."""
    people = (
        select(Resident.household_id)
        .join(Household, Household.id == Resident.household_id)
        .outerjoin(Pause, and_(Pause.resident_id == Resident.id, is_on(day)))
        .where(Household.community_id == community_id)
        .group_by(Resident.household_id)
        .having(func.count(Resident.id) == func.count(Pause.id))
    )
    return set(session.scalars(people))

"""Stand-ins: whoever is away is replaced at every duty, and is there again by themselves when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import prompts
from domain.refusals import Refused
from models import Community, StandIn, Worker
from services.sending import outbox
from services.sending.outbox import Draft, Priority

Replaced = Mapping[int, int]  # who is away: who stands in


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away, who stands in, and how long; `ends` None: until somebody says so."""

    away: Worker
    by: Worker
    begins: datetime
    ends: datetime | None


def replaced_at(session: Session, community_id: int, now: datetime) -> Replaced:
    """Who of the community is away at this instant, and by whom each is replaced."""
    rows = session.execute(
        select(StandIn.worker_id, StandIn.stand_in_id)
        .where(
            StandIn.community_id == community_id, StandIn.begins <= now, or_(StandIn.ends.is_(None), StandIn.ends > now)
        )
        .order_by(StandIn.id)
    )
    return {away: by for away, by in rows}  # noqa: C416 - rows are no pairs to mypy


def who_acts(worker_id: int, replaced: Replaced) -> int:
    """Who does this worker's duties: also a stand-in may be away, and a ring of them ends where it began."""
    met = {worker_id}
    while (by := replaced.get(worker_id)) is not None and by not in met:
        worker_id = by
        met.add(by)
    return worker_id


def posts_of(session: Session, worker: Worker, now: datetime) -> set[int]:
    """Whose duties a worker answers for: their own, and those of everybody they stand in for."""
    replaced = replaced_at(session, worker.community_id, now)
    return {worker.id} | {away for away in replaced if who_acts(away, replaced) == worker.id}


def stand_in(session: Session, absence: Absence, now: datetime) -> None:
    """Note who stands in, in place of what was noted for the same time, and tell them. The caller commits.

    Refused when nobody or the same person would stand in.
    """
    away, by = absence.away, absence.by
    if away.id == by.id:
        raise Refused(f"{away.name} cannot stand in for themselves")
    if absence.ends is not None and absence.ends <= max(absence.begins, now):
        raise Refused("the end of it is past already, or before its beginning")
    _cut_short(session, away.id, absence.begins)
    row = StandIn(
        community_id=away.community_id,
        worker_id=away.id,
        stand_in_id=by.id,
        begins=absence.begins,
        ends=absence.ends,
    )
    session.add(row)
    session.flush()
    _tell(session, absence, row.id, now)


def come_back(session: Session, away: Worker, now: datetime) -> bool:
    """The worker is there again; whether they were away."""
    return _cut_short(session, away.id, now)


def _cut_short(session: Session, worker_id: int, at: datetime) -> bool:
    """What was noted for this worker ends at this instant; what has not begun by then never does."""
    noted = select(StandIn).where(StandIn.worker_id == worker_id, or_(StandIn.ends.is_(None), StandIn.ends > at))
    rows = session.scalars(noted.with_for_update()).all()
    for row in rows:
        if row.begins >= at:
            session.delete(row)
        else:
            row.ends = at
    session.flush()
    return bool(rows)


def _tell(session: Session, absence: Absence, row_id: int, now: datetime) -> None:
    by = absence.by
    zone = ZoneInfo(session.get_one(Community, by.community_id).timezone)
    prompt = "sms.stand_in_until" if absence.ends is not None else "sms.stand_in"
    until = f"{absence.ends.astimezone(zone):%m-%d %H:%M}" if absence.ends is not None else ""
    begins = f"{absence.begins.astimezone(zone):%m-%d %H:%M}"
    body = prompts.text(by.language, prompt, worker=absence.away.name, begins=begins, until=until)
    outbox.put(session, Draft.to_worker(by, f"stand_in:{row_id}", "notice", Priority.REPLY, body=body), now)

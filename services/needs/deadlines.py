"""Requests that are overdue: the office is told, a routine step that comes once for each, by day, and hours apart."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, and_, select, text
from sqlalchemy.orm import Session

import prompts
from domain.doors import short_door
from domain.segments import fit
from models import Community, Item, Request, Worker
from services.alerting.duty import list_keeper, office_team
from services.day.digests import SEGMENTS
from services.day.steps import plan_of
from services.roster.places import Place
from services.sending import outbox
from services.sending.outbox import Draft, Priority

OPEN = text("request.state IN ('new', 'taken', 'in_hand')")  # literally as in the index

log = structlog.get_logger()


def is_late(now: datetime) -> ColumnElement[bool]:
    """Whether a request is overdue and the office was not told."""
    open_items = and_(Item.id == Request.item_id, Item.state != "done", Item.due <= now)
    return and_(OPEN, Request.late_at.is_(None), open_items)


def tell_late(session: Session, now: datetime, most: int = 200) -> int:
    """One text an hour at most to each community's office, with all that became overdue; safe in two processes."""
    query = (
        select(Request, Item)
        .where(is_late(now))
        .order_by(Item.due, Item.id)
        .limit(most)
        .with_for_update(of=Request, skip_locked=True)
    )
    late: defaultdict[int, list[tuple[Request, Item]]] = defaultdict(list)
    for request, item in session.execute(query):
        late[request.community_id].append((request, item))
    return sum(_tell(session, session.get_one(Community, community), rows, now) for community, rows in late.items())


def _tell(session: Session, community: Community, rows: Sequence[tuple[Request, Item]], now: datetime) -> int:
    worker = _office(session, community, now)
    local = now.astimezone(ZoneInfo(community.timezone))
    if plan_of(community).is_quiet(local.time()):
        return 0
    if worker is None:
        log.error("requests overdue and no office", community=community.id, requests=len(rows))
        return 0
    body = _text(worker.language, f"{local:%H:%M}", [item for _, item in rows])
    key = f"requests_late:{community.id}:{local:%Y-%m-%d %H}"
    if outbox.put(session, Draft.to_worker(worker, key, "digest", Priority.NOTICE, body=body), now) is None:
        return 0  # told this hour already: with the next
    for request, _ in rows:
        request.late_at = now
    return len(rows)


def _office(session: Session, community: Community, now: datetime) -> Worker | None:
    """The office, else whoever has the duty telephone."""
    nowhere = Place(community.id, "", "", "")
    on_duty = office_team(session, community.id, now).duty
    found = list_keeper(session, nowhere, now) or (on_duty[0] if on_duty else None)
    return session.get_one(Worker, found) if found else None


def _text(language: str, clock: str, items: Sequence[Item]) -> str:
    parts = [
        prompts.text(
            language,
            "sms.request_late",
            number=str(item.id),
            door=short_door(item.building, item.unit, item.room),
            what=prompts.text(language, f"item.{item.kind}"),
        )
        for item in items
    ]

    def compose(kept: Sequence[str], left: int) -> str:
        more = prompts.text(language, "day.left", count=str(left)) if left else ""
        doors = prompts.text(language, "sms.list_comma").join(kept) + more
        return prompts.text(language, "sms.requests_late", clock=clock, count=str(len(items)), doors=doors)

    return fit(parts, compose, SEGMENTS)

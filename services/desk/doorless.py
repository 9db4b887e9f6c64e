"""Items at no door of the roster: who waits to be called back and says then where they live, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from ivr.events import Result
from models import Item, Request, Resident, Worker
from services.alerting.item_work import work_on_item
from services.alerting.stand_ins import posts_of
from services.desk.listings import ListedItem, listed_item
from services.life_cycles import By
from services.staff.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class SeenItem:
    """One of them; `is_mine` once they who look at it have taken it, `seen` how it stands, in short."""

    listed: ListedItem
    is_mine: bool
    seen: str


def doorless_items(session: Session, who: SignedIn, now: datetime) -> Sequence[ListedItem]:
    """Those not done, what is due first: all for the office, their own for a grid worker, none for anybody else.

    One that is a request stands among the requests.
    """
    query = _rows().where(*_waiting(session, who, now))
    rows = session.execute(query.order_by(Item.due, Item.id))
    return [listed_item(item, name, worker) for item, name, worker in rows]


def count_doorless(session: Session, who: SignedIn, now: datetime) -> int:
    """How many they are."""
    waiting = Item.household_id.is_(None), *_waiting(session, who, now)
    return session.scalar(select(func.count(Item.id)).where(*waiting)) or 0


def _waiting(session: Session, who: SignedIn, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return _theirs(session, who, now), Item.state != "done", Item.id.not_in(select(Request.item_id))


def find_doorless(session: Session, who: SignedIn, item_id: int, now: datetime) -> SeenItem | None:
    """The item, done or not, if it is theirs."""
    of_it = Item.id == item_id, Item.id.not_in(select(Request.item_id))
    row = session.execute(_rows().where(_theirs(session, who, now), *of_it)).one_or_none()
    if row is None:
        return None
    item, name, worker = row
    is_mine = item.state == "taken" and item.worker_id == who.worker.id
    return SeenItem(listed_item(item, name, worker), is_mine, _stands(item))


def work_on_doorless(session: Session, item_id: int, result: Result, by: By, seen: str, now: datetime) -> None:
    """What was done about one that is theirs (`find_doorless`): who takes it has it from then on.

    Refused where somebody has changed it since it stood as `seen`. The caller commits.
    """
    held = select(Item).where(Item.id == item_id).with_for_update().execution_options(populate_existing=True)
    item = session.scalars(held).one()
    if item.state == "done" or _stands(item) != seen:
        raise Refused
    work_on_item(session, item, result, now, by)
    if result is Result.TAKEN:
        item.worker_id = by.worker_id


def _stands(item: Item) -> str:
    return f"{item.state} {item.worker_id or ''}"


def _rows() -> Select[Item, str | None, str | None]:
    rows: Select[Item, str | None, str | None] = select(Item, Resident.name, Worker.name)
    owned = rows.outerjoin(Resident, Resident.id == Item.resident_id).outerjoin(Worker, Worker.id == Item.worker_id)
    return owned.where(Item.household_id.is_(None))


def _theirs(session: Session, who: SignedIn, now: datetime) -> ColumnElement[bool]:
    """Without a door there is no grid: it is its owner's, and of whoever stands in for them."""
    of_community = Item.community_id == who.community.id
    if who.area.is_office:
        return of_community
    if not who.area.grids:
        return false()
    return of_community & Item.worker_id.in_(posts_of(session, who.worker, now))

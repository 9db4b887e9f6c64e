"""What the office does with requests: sees them, moves one on, notes something, asks for a door."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.life_cycles import RequestState, WrongStepError
from domain.refusals import Refused
from domain.requests import RequestKind
from ivr.events import ItemKind
from models import Household, Item, Request, RequestRecording, Worker
from services.alerting.items import Left
from services.desk.listings import Scope
from services.life_cycles import By
from services.needs.meal_deliveries import is_eligible
from services.needs.requests import OPEN, begin, held, show, step
from services.roster.places import household_place

OFFICE = "office"


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request as it is listed. `age` in minutes, `recordings` their states, `worker` a name."""

    id: int
    item: int
    kind: str
    building: str
    unit: str
    room: str
    state: str
    words: str
    days_left: int | None
    brings: bool | None
    same_again: bool
    note: str
    recordings: tuple[str, ...]
    worker: str | None
    since: datetime
    due: datetime
    age: int
    overdue: bool
    eligible: bool | None  # of a meal: whether the roster marks somebody there for it; None of anything else


def list_requests(
    session: Session, scope: Scope, *, overdue: bool = False, only: ColumnElement[bool] | None = None
) -> list[ListedRequest]:
    """Requests that are open, and those that ended of late; `overdue` only what should be done by now.

    `only` is a condition on them, their items and their households.
    """
    query = (
        select(Request, Item, Worker.name)
        .join(Item, Item.id == Request.item_id)
        .outerjoin(Worker, Worker.id == Item.worker_id)
        .outerjoin(Household, Household.id == Request.household_id)
        .where(Request.community_id == scope.community_id)
        .where(Request.state.in_(OPEN) | (Item.closed_at >= scope.since))
        .order_by(Item.due, Request.id)
    )
    if scope.grid_id is not None:
        query = query.where(Household.grid_id == scope.grid_id)
    if only is not None:
        query = query.where(only)
    listed = [_listed(session, request, item, name, scope.now) for request, item, name in session.execute(query)]
    return [one for one in listed if one.overdue or not overdue]


def _listed(session: Session, request: Request, item: Item, worker: str | None, now: datetime) -> ListedRequest:
    states = select(RequestRecording.state).where(RequestRecording.request_id == request.id)
    return ListedRequest(
        id=request.id,
        item=item.id,
        kind=request.kind,
        building=item.building,
        unit=item.unit,
        room=item.room,
        state=request.state,
        words=request.words,
        days_left=request.days_left,
        brings=request.brings,
        same_again=request.same_again,
        note=request.note,
        recordings=tuple(session.scalars(states.order_by(RequestRecording.id))),
        worker=worker,
        since=item.since,
        due=item.due,
        age=int((now - item.since).total_seconds()) // 60,
        overdue=request.state in OPEN and item.state != "done" and item.due <= now,
        eligible=is_eligible(session, request.community_id, request.household_id)
        if request.kind == RequestKind.MEAL
        else None,
    )


def move_on(session: Session, community_id: int, number: int, becomes: RequestState, now: datetime) -> None:
    """The office takes the next step. Refused says what can be done instead."""
    request = known(session, community_id, number)
    try:
        step(session, request, becomes, now, By(OFFICE))
    except WrongStepError as error:
        raise Refused(f"request {number} is {request.state}: {error}") from None


def note(session: Session, community_id: int, number: int, words: str) -> None:
    """Kept with the request and shown on its item."""
    request = known(session, community_id, number)
    request.note = " ".join(filter(None, [request.note, words.strip()]))
    show(session, request)


def ask_for(session: Session, household_id: int, kind: RequestKind, words: str, now: datetime) -> Request:
    """The office asks for a door. Refused without words."""
    if not words.strip():
        raise Refused("a request needs words: what is wanted")
    left = Left(ItemKind(kind), household_place(session, household_id), note=words.strip())
    request = begin(session, left, now)
    show(session, request)
    return request


def known(session: Session, community_id: int, number: int) -> Request:
    """The request of this number, held. Refused where there is none."""
    found = session.scalar(select(Request.id).where(Request.id == number, Request.community_id == community_id))
    if found is None:
        raise Refused(f"there is no request {number}; `linli requests` lists them")
    return held(session, found)

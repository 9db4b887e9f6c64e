"""Requests as somebody of the staff may see them: a list within their area, one with its history, what was said."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, undefer

from domain.life_cycles import REQUEST, RequestState
from domain.sounds import Sound
from models import GasCard, Household, Item, Request, RequestRecording, StateChange, Worker
from services.alerting.stand_ins import posts_of
from services.desk.listings import Scope
from services.desk.request_desk import ListedRequest, list_requests
from services.needs.gas_desk import ListedCard, listed_card
from services.needs.spoken import recordings_of
from services.staff.sessions import SignedIn

STEPS = (RequestState.TAKEN, RequestState.IN_HAND, RequestState.DONE, RequestState.WITHDRAWN)  # what the staff take


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step of a request, or of its gas card: when, to which state, by which channel and whom."""

    about: str
    at: datetime
    becomes: str
    channel: str
    worker: str
    note: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request; `nexts` are the steps that can follow, `household_id` None of a door that is not in the roster.

    `card` is the gas card, once somebody has signed for it.
    """

    listed: ListedRequest
    card: ListedCard | None
    household_id: int | None
    steps: tuple[PastStep, ...]
    recordings: tuple[RequestRecording, ...]
    nexts: tuple[RequestState, ...]


def requests_for(session: Session, who: SignedIn, now: datetime) -> Sequence[ListedRequest]:
    """What is theirs (`_theirs`), what is due first."""
    return list_requests(session, Scope(who.community.id, now), only=_theirs(session, who, now))


def find_request(session: Session, who: SignedIn, request_id: int, now: datetime) -> Request | None:
    """The request, if it is theirs (`_theirs`)."""
    return session.scalar(
        select(Request)
        .join(Item, Item.id == Request.item_id)
        .outerjoin(Household, Household.id == Request.household_id)
        .where(Request.id == request_id, Request.community_id == who.community.id, _theirs(session, who, now))
    )


def _theirs(session: Session, who: SignedIn, now: datetime) -> ColumnElement[bool]:
    """All for the office, else of their grids' doors, and their own at no door of the roster.

    Whoever stands in has those of whom they stand in for.
    """
    if who.area.is_office:
        return true()
    own = Request.household_id.is_(None) & Item.worker_id.in_(posts_of(session, who.worker, now))
    return Household.grid_id.in_(who.area.grids) | own


def read_request(session: Session, who: SignedIn, request: Request, now: datetime) -> RequestPage | None:
    """All that is known of it; None when it ended so long ago that no list has it."""
    scope = Scope(who.community.id, now, back=now - request_began(session, request))
    listed = next((one for one in list_requests(session, scope) if one.id == request.id), None)
    if listed is None:
        return None
    can = REQUEST.steps.get(request.state, frozenset())
    nexts = tuple(one for one in STEPS if one in can and request.state != RequestState.DONE)
    card, steps = listed_card(session, request.id), _steps(session, request.id)
    return RequestPage(listed, card, request.household_id, steps, tuple(recordings_of(session, request.id)), nexts)


def _steps(session: Session, request_id: int) -> tuple[PastStep, ...]:
    card = select(GasCard.id).where(GasCard.request_id == request_id).scalar_subquery()
    step = StateChange
    rows = session.execute(
        select(step, Worker.name)
        .outerjoin(Worker, Worker.id == step.worker_id)
        .where(
            ((step.about == Request.__tablename__) & (step.about_id == request_id))
            | ((step.about == GasCard.__tablename__) & (step.about_id == card))
        )
        .order_by(step.id)
    )
    return tuple(PastStep(one.about, one.at, one.becomes, one.channel, name or "", one.note) for one, name in rows)


def request_began(session: Session, request: Request) -> datetime:
    """When it was asked for."""
    return session.get_one(Item, request.item_id).since


def spoken_sound(session: Session, request: Request, number: int) -> Sound | None:
    """What was said, by its place on the page, from 0; None where nothing is kept, or it is not as it was kept."""
    kept = [one.id for one in recordings_of(session, request.id) if one.state == "kept"]
    if not 0 <= number < len(kept):
        return None
    query = select(RequestRecording).where(RequestRecording.id == kept[number])
    row = session.scalars(query.options(undefer(RequestRecording.sound))).one()
    sound = row.sound or b""
    return Sound(sound, row.content_type) if hmac.compare_digest(sha256(sound).hexdigest(), row.sha256) else None


def requests_at(session: Session, household_id: int) -> dict[int, int]:
    """The requests of a door, by the id of their item."""
    theirs = select(Request.item_id, Request.id).where(Request.household_id == household_id)
    return {row.item_id: row.id for row in session.execute(theirs)}

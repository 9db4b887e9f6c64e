"""What a worker has entered today by keys for a door, and how it is taken back; a resident's own word never is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from domain.temperature import is_fever
from domain.visits import VisitOutcome
from ivr.facts import CallState
from models import Community, Item, PinTry, Postponement, Reading, Request, Visit
from services.alerting.items import withdraw_items
from services.board.visits import take_back_visit
from services.calling.speaking import Speaking
from services.day.clock import local_day
from services.needs.meal_deliveries import take_back_delivery
from services.needs.request_answers import withdraw_requests
from services.needs.requests import OPEN


@dataclass(frozen=True, slots=True)
class Entered:
    """What still counts of it, by ids; `is_of_ill`: a fever or an illness is among it."""

    readings: list[int]
    waiting: list[int]
    visits: list[int]
    requests: list[int]
    items: list[int]
    is_of_ill: bool

    def __bool__(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self.readings or self.waiting or self.visits or self.requests or self.items)


def what_is_entered(session: Session, state: CallState, now: datetime) -> str:
    """For the dialogue (`ivr.facts.Facts.entered`): "" nothing, "ill" with an illness among it, else "well"."""
    entered = _entered(session, state, now)
    if not entered:
        return ""
    return "ill" if entered.is_of_ill else "well"


def take_back(speaking: Speaking) -> None:
    """It counts no more, though it stays in the record. An alert stays with whoever has it."""
    session, now, home = speaking.session, speaking.now, speaking.state.household
    entered = _entered(session, speaking.state, now)
    session.execute(update(Reading).where(Reading.id.in_(entered.readings)).values(withdrawn_at=now))
    for waiting in session.scalars(select(Postponement).where(Postponement.id.in_(entered.waiting))):
        session.delete(waiting)
    for visit in entered.visits:
        take_back_visit(session, visit, now)
    take_back_delivery(session, home, speaking.state.worker, speaking.day)
    withdraw_requests(speaking, entered.requests)
    withdraw_items(session, Item.id.in_(entered.items), now)


def _entered(session: Session, state: CallState, now: datetime) -> Entered:
    day = local_day(now, session.get_one(Community, state.community).timezone)
    home, worker = state.household, state.worker
    let_in = (PinTry.worker_id == worker, PinTry.day == day, PinTry.right)
    sids = list(session.scalars(select(PinTry.call_sid).where(*let_in)))
    hers = Reading.reporter == "worker", Reading.call_sid.in_(sids), Reading.withdrawn_at.is_(None)
    here = Reading.household_id == home, Reading.day == day
    readings = session.execute(select(Reading.id, Reading.tenths).where(*here, *hers)).all()
    visited = Visit.household_id == home, Visit.day == day, Visit.worker_id == worker, Visit.withdrawn_at.is_(None)
    visits = session.execute(select(Visit.id, Visit.outcome).where(*visited)).all()
    waits = Postponement.household_id == home, Postponement.day == day, Postponement.call_sid.in_(sids)
    fevers = any(is_fever(row.tenths or 0) for row in readings)
    return Entered(
        readings=[row.id for row in readings],
        waiting=list(session.scalars(select(Postponement.id).where(*waits))),
        visits=[row.id for row in visits],
        requests=list(session.scalars(_requests(home, sids))),
        items=list(session.scalars(_items(home, sids))),
        is_of_ill=fevers or any(row.outcome == VisitOutcome.ILL for row in visits),
    )


def _requests(home: int, sids: list[str]) -> Select[int]:
    return select(Request.id).where(Request.household_id == home, Request.sid.in_(sids), Request.state.in_(OPEN))


def _items(home: int, sids: list[str]) -> Select[int]:
    is_request = select(Request.id).where(Request.item_id == Item.id).exists()
    return select(Item.id).where(Item.household_id == home, Item.call_sid.in_(sids), Item.state != "done", ~is_request)

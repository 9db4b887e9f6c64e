"""What a resident answers: it is done, it is not, no meal today; and what the worker hears of that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import RequestState
from domain.requests import MealsOff, RequestKind, due_within, says_done
from models import Community, Item, Message, Request, Worker
from services.alerting.items import due_after
from services.calling.speaking import Speaking
from services.day.steps import plan_of
from services.life_cycles import By
from services.needs import gas_cards, meal_deliveries
from services.needs.news import asked_by_text
from services.needs.requests import OPEN, held, step
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from services.texting.alert_texts import door_text


def confirm(session: Session, request_id: int, now: datetime, by: By) -> None:
    """The resident says that it is done; once is enough."""
    request = held(session, request_id)
    if request.state == RequestState.DONE:
        step(session, request, RequestState.CONFIRMED, now, by)


def deny(session: Session, request_id: int, now: datetime, by: By) -> None:
    """The resident says that it is not done: it is the worker's again, who is told."""
    request = held(session, request_id)
    if request.state != RequestState.DONE:
        return
    step(session, request, RequestState.TAKEN, now, by)
    request.late_at = None
    item = session.get_one(Item, request.item_id)
    item.due = due_after(session, item.community_id, now, due_within(RequestKind(request.kind), None))
    tell_owner(session, request, "not_done", now)


def tell_owner(session: Session, request: Request, what: str, now: datetime) -> None:
    """One text to whoever has the request, not at night: request_not_done, request_withdrawn."""
    item = session.get_one(Item, request.item_id)
    worker = session.get(Worker, item.worker_id) if item.worker_id else None
    if worker is None:
        return
    community = session.get_one(Community, request.community_id)
    door = door_text(worker.language, item.building, item.unit, item.room)
    kind = prompts.text(worker.language, f"item.{request.kind}")
    body = prompts.text(worker.language, f"sms.request_{what}", door=door, what=kind)
    key = f"request:{request.id}:{what}:{now.isoformat()}"
    due = plan_of(community).wakes(now, community.timezone)
    outbox.put(session, Draft.to_worker(worker, key, "notice", Priority.NOTICE, body=body, due_at=due), now)


def answer_outcome(
    session: Session, community_id: int, sender: str, body: str, now: datetime
) -> tuple[str, str] | None:
    """An answer to the question by text whether it is done: language and words to answer with; None where nobody asked."""
    is_done = says_done(body)
    request = asked_by_text(session, community_id, sender, now) if is_done is not None and sender else None
    if request is None:
        return None
    (confirm if is_done else deny)(session, request.id, now, By("sms"))
    language = session.get_one(Message, request.message_id).language
    return language, prompts.text(language, "text.request_confirmed" if is_done else "text.request_again")


def refuse_meals(speaking: Speaking, off: MealsOff) -> None:
    """No meal is brought today or tomorrow; or none until one is asked for again, of which the worker hears."""
    session, household, now = speaking.session, speaking.state.household, speaking.now
    if not household or not speaking.state.verified:
        return
    day = speaking.day + timedelta(days=1) if off is MealsOff.TOMORROW else speaking.day
    meal_deliveries.skip(session, household, day, now)
    if off is not MealsOff.FOR_GOOD:
        return
    stand = Request.household_id == household, Request.kind == RequestKind.MEAL.value, Request.state.in_(OPEN)
    for request_id in session.scalars(select(Request.id).where(*stand).order_by(Request.id)):
        request = held(session, request_id)
        step(session, request, RequestState.WITHDRAWN, now, By(speaking.channel))
        tell_owner(session, request, "withdrawn", now)


def withdraw_asked(speaking: Speaking, sid: str) -> None:
    """What this text had asked for is not wanted any more; whoever has it already hears of that."""
    asked = select(Request.id).where(Request.sid == sid, Request.state.in_(OPEN))
    withdraw_requests(speaking, speaking.session.scalars(asked).all())


def withdraw_requests(speaking: Speaking, ids: Sequence[int]) -> None:
    """These are not wanted any more."""
    session, now = speaking.session, speaking.now
    for request_id in ids:
        request = held(session, request_id)
        was = request.state
        if not gas_cards.is_out(session, request):  # a card that is out comes back first
            step(session, request, RequestState.WITHDRAWN, now, By(speaking.channel))
        if was != RequestState.NEW:
            tell_owner(session, request, "withdrawn", now)

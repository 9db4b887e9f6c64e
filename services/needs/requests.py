"""Requests: each is on one list from the first key on, and moves step by step until the resident says that it is done."""

from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.life_cycles import RequestState, WrongStepError
from domain.requests import RequestKind, due_within, is_urgent
from ivr.events import ItemKind, Requested, Result
from ivr.facts import CallState, Facts
from models import Alert, Community, Item, Request, RequestRecording
from services.alerting import alert_answers, alerts
from services.alerting.alerts import Cause
from services.alerting.items import Left, due_after, file_item, left_by
from services.calling.speaking import Speaking
from services.life_cycles import By, move
from services.needs import gas_cards, meal_deliveries, spoken
from services.needs.meal_deliveries import is_eligible
from services.needs.news import tell_taken
from services.roster.places import Place

OPEN = (RequestState.NEW, RequestState.TAKEN, RequestState.IN_HAND)
ON_LIST = {RequestState.NEW: "open", RequestState.TAKEN: "taken", RequestState.IN_HAND: "taken"}  # else it is done

ONE_A_DOOR = {RequestKind.MEAL, RequestKind.GAS}  # who asks for it again wants the same

log = structlog.get_logger()


def ask(speaking: Speaking, asked: Requested) -> Request:
    """Somebody asks for something, or says more of it. A medicine that is used up soon is an alert at once."""
    session, now = speaking.session, speaking.now
    if is_urgent(asked.days_left):  # the alert before the request, as whoever answers its code locks them
        alerts.raise_alert(session, _cause(speaking, asked), now)
    request = _asked_before(speaking, asked) or _begin(speaking, asked)
    if request.sid != (asked.amends or speaking.call_sid):  # the same wish once more, maybe with more to it
        asked = replace(asked, words=_together(request.words, asked.words))
        request.sid = speaking.call_sid if speaking.state.verified else request.sid  # whose undoing takes it back
    request.words = asked.words or request.words
    request.same_again = asked.same_again or request.same_again
    request.days_left = asked.days_left if asked.days_left is not None else request.days_left
    request.brings = asked.brings if asked.brings is not None else request.brings
    if asked.kind is RequestKind.MEAL and speaking.place.household_id is not None:  # also who wanted none today
        meal_deliveries.want_again(session, speaking.place.household_id, speaking.day)
    if asked.recording_sid:
        spoken.want(session, request, asked.recording_sid, now)
    show(session, request)
    return request


def _together(before: str, words: str) -> str:
    return before if words in before else words if before in words else f"{before} {words}"


def _cause(speaking: Speaking, asked: Requested) -> Cause:
    return Cause(
        AlertKind.MEDICINE,
        speaking.place,
        resident_id=speaking.named(asked.person),
        unverified=not speaking.state.verified,
        telephone=speaking.number_there,
        call_sid=speaking.call_sid,
    )


def _asked_before(speaking: Speaking, asked: Requested) -> Request | None:
    """What this call, or the text that this one adds to, asked for at this door; of meals and gas, what stands there."""
    place = speaking.place
    same: tuple[ColumnElement[bool], ...] = (Request.sid == (asked.amends or speaking.call_sid),)
    if asked.kind in ONE_A_DOOR and place.household_id is not None:
        same = (Request.household_id == place.household_id,)
    at_door = (
        Item.household_id.is_not_distinct_from(place.household_id),
        Item.building == place.building,
        Item.room == place.room,
    )
    query = select(Request).join(Item, Item.id == Request.item_id).where(*same, *at_door)
    query = query.where(Request.kind == asked.kind.value, Request.state.in_(OPEN)).order_by(Request.id.desc())
    return speaking.session.scalars(query.limit(1).with_for_update(of=Request)).one_or_none()


def _begin(speaking: Speaking, asked: Requested) -> Request:
    left = left_by(speaking, ItemKind(asked.kind), resident_id=speaking.named(asked.person))
    return begin(speaking.session, replace(left, call_sid=speaking.call_sid), speaking.now)


def begin(session: Session, left: Left, now: datetime) -> Request:
    """A request with its item on the list of the grid's worker, else of the office; with nobody, an alarm."""
    item = session.get_one(Item, file_item(session, left, now))
    request = Request(
        community_id=item.community_id,
        item_id=item.id,
        kind=left.kind.value,
        household_id=item.household_id,
        resident_id=left.resident_id,
        state=RequestState.NEW.value,
        words=left.note,
        sid=left.call_sid,
        asked=0,
        same_again=False,
        note="",
    )
    session.add(request)
    session.flush()
    if item.worker_id is None:
        log.error("request without an owner", request=request.id, community=item.community_id)
        language = session.get_one(Community, item.community_id).language
        nobody, note = Place(item.community_id, "", "", ""), prompts.text(language, "note.no_owner")
        alerts.raise_alert(session, Cause(AlertKind.SYSTEM, nobody, note=note, matter="no_owner"), now)
    return request


def show(session: Session, request: Request) -> None:
    """Its item says what it is about and by when, in the community's language."""
    session.flush()
    item = session.get_one(Item, request.item_id)
    language = session.get_one(Community, request.community_id).language
    item.note = ", ".join(filter(None, [request.words, *_notes(session, request, language), request.note]))
    span = due_within(RequestKind(request.kind), request.days_left)
    item.due = due_after(session, item.community_id, item.since, span)


def _notes(session: Session, request: Request, language: str) -> list[str]:
    """What is known of it beside the words; what the words say themselves is not said again."""
    said: list[str] = []
    if not request.words:
        said += [prompts.text(language, "note.same_medicine")] if request.same_again else []
        if request.days_left is not None:
            said.append(prompts.text(language, "note.days_left", days=str(request.days_left)))
        if request.brings is not None:
            said.append(prompts.text(language, "note.brings" if request.brings else "note.collects"))
    if request.kind == RequestKind.MEAL and not is_eligible(session, request.community_id, request.household_id):
        said.append(prompts.text(language, "note.no_meals_mark"))
    states = set(session.scalars(select(RequestRecording.state).where(RequestRecording.request_id == request.id)))
    if states:
        said.append(prompts.text(language, "note.spoken_lost" if states <= set(spoken.LOST) else "note.spoken"))
    return said


def miss_recording(session: Session, recording_id: int) -> None:
    """What was said will not come any more: the item says that somebody must call and ask."""
    query = select(Request).join(RequestRecording, RequestRecording.request_id == Request.id)
    show(session, session.scalars(query.where(RequestRecording.id == recording_id)).one())


def held(session: Session, request_id: int) -> Request:
    """The request as it is now; nobody else moves it until this transaction ends."""
    query = select(Request).where(Request.id == request_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def step(session: Session, request: Request, becomes: RequestState, now: datetime, by: By) -> None:
    """The next step of a request that is held, and what comes of it. WrongStepError when it cannot follow."""
    was = RequestState(request.state)
    if becomes is RequestState.WITHDRAWN and gas_cards.is_out(session, request):
        raise WrongStepError("its gas card is not back yet; when it is: done")
    move(session, request, becomes, now, by)
    _follow_with_card(session, request, becomes, now, by)
    item = session.get_one(Item, request.item_id)
    item.state = ON_LIST.get(becomes, "done")
    item.closed_at = None if becomes in ON_LIST else now
    request.ask_at = None
    goes = RequestState.TAKEN, RequestState.IN_HAND
    if was is RequestState.NEW and becomes in goes and not gas_cards.is_out(session, request):
        tell_taken(session, request, by.worker_id or item.worker_id, now)
    if becomes is RequestState.DONE:
        request.asked, request.ask_at = 0, now


def _follow_with_card(session: Session, request: Request, becomes: RequestState, now: datetime, by: By) -> None:
    """A gas card that is out goes back with its request, and is signed for with it."""
    if becomes is RequestState.DONE:
        gas_cards.give_back(session, request, now, by)
    elif becomes is RequestState.CONFIRMED:
        gas_cards.sign(session, request, now, by)
    elif becomes is RequestState.TAKEN:
        gas_cards.miss(session, request, now, by)


def request_of(session: Session, item: Item) -> Request | None:
    """The request that an item stands for, if it is one."""
    return session.scalars(select(Request).where(Request.item_id == item.id)).one_or_none()


def work_on(session: Session, request: Request, result: Result, now: datetime, by: By) -> bool:
    """A worker takes it or has done it, by whatever way. False: somebody was there before."""
    alert = _alert_of(session, request)
    if alert is not None and by.worker_id is not None and result is not Result.NOBODY_HOME:
        alert_answers.take_alert(session, alert.id, by.worker_id, now)
        if result is Result.DONE:
            alert_answers.close_alert(session, alert, by.worker_id, by.note, now)
    return _work_on(session, held(session, request.id), result, now, by)


def _work_on(session: Session, request: Request, result: Result, now: datetime, by: By) -> bool:
    if by.note:
        request.note = " ".join(filter(None, [request.note, by.note]))
        show(session, request)
    state = RequestState(request.state)
    if result is Result.NOBODY_HOME:
        return state in OPEN
    becomes = RequestState.TAKEN if result is Result.TAKEN else finished(RequestKind(request.kind))
    if state not in OPEN or (result is Result.TAKEN and state is not RequestState.NEW) or state is becomes:
        return False
    step(session, request, becomes, now, by)
    if becomes is RequestState.IN_HAND:  # a meal stands, and there is nothing more to be done about it
        item = session.get_one(Item, request.item_id)
        item.state, item.closed_at = "done", now
    return True


def finished(kind: RequestKind) -> RequestState:
    """What a request becomes that a worker has seen to: meals go on until they are withdrawn."""
    return RequestState.IN_HAND if kind is RequestKind.MEAL else RequestState.DONE


def follow_alert(session: Session, alert: Alert, result: Result, now: datetime, by: By) -> None:
    """A worker answered the alert of a medicine: its request has come as far. The alert is held already."""
    if alert.kind != AlertKind.MEDICINE or alert.household_id is None:
        return
    theirs = Request.household_id == alert.household_id, Request.kind == RequestKind.MEDICINE.value
    for request_id in session.scalars(select(Request.id).where(*theirs, Request.state.in_(OPEN)).order_by(Request.id)):
        _work_on(session, held(session, request_id), result, now, by)


def _alert_of(session: Session, request: Request) -> Alert | None:
    """The alert that says that this medicine is used up soon."""
    if request.kind != RequestKind.MEDICINE or request.household_id is None or not is_urgent(request.days_left):
        return None
    theirs = Alert.household_id == request.household_id, Alert.kind == AlertKind.MEDICINE
    return session.scalars(select(Alert).where(*theirs, Alert.state != "done").limit(1)).one_or_none()


def read_requests(session: Session, facts: Facts, state: CallState) -> Facts:
    """What this household has asked for before."""
    query = select(Request.kind, Request.state).where(Request.household_id == state.household).distinct()
    before = {(row.kind, row.state) for row in session.execute(query)}
    finished_once = (RequestState.DONE, RequestState.CONFIRMED)
    return replace(
        facts,
        had_medicine=any((RequestKind.MEDICINE, one) in before for one in finished_once),
        meals_stand=any((RequestKind.MEAL, one) in before for one in OPEN),
    )

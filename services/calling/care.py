"""Stores what a key press meant: each event of a dialogue becomes readings, alerts, items or orders."""

from collections.abc import Sequence
from dataclasses import asdict

from domain.alerts import AlertKind
from ivr.events import (
    AnsweredOffer,
    CancelledOrder,
    Complaint,
    Event,
    FiledItem,
    HasSymptom,
    HeardGoods,
    HeardNotice,
    ItemKind,
    LeftMessage,
    NamedIll,
    NobodyAnswered,
    Ordered,
    Postponed,
    RaisedAlert,
    RecordedPrompt,
    RefusedMeals,
    Reported,
    Requested,
    ReturnedToSynthetic,
    Symptom,
    ToldOutcome,
    TookAlert,
    WantsBroughtUp,
    WishedSaleNews,
    Withdrew,
)
from models import Alert, Call, Household, Item
from services.alerting import alert_answers, alerts, items, ladder
from services.alerting.alert_answers import OvertakenError, Taking
from services.alerting.alerts import Cause
from services.alerting.duty import worker_by_number
from services.announcing import notices
from services.board import readings
from services.calling import recordings, worker_acts
from services.calling.recordings import Sentence
from services.calling.speaking import Speaking
from services.calling.worker_acts import WorkersEvent
from services.goods import goods_answers
from services.health import calls as health_calls
from services.life_cycles import By
from services.needs import request_answers, requests
from services.roll_call import results as roll_call_results
from services.sales import orders

RINGS = RaisedAlert | NamedIll | HasSymptom | NobodyAnswered | TookAlert | Requested | ToldOutcome


def store_event(speaking: Speaking, event: Event) -> bool:  # noqa: C901, PLR0912 one case an event
    """Store one event in the call's transaction. Returns whether a message is now due, so that the bell is worth ringing."""
    if isinstance(event, WorkersEvent):
        return worker_acts.store_work(speaking, event)
    match event:
        case Reported():
            readings.report(speaking, readings.unheard(speaking, event) if speaking.state.let_in else event)
        case RaisedAlert():
            _raise(speaking, event)
        case NamedIll():
            _name(speaking, event)
        case HasSymptom():
            _add_symptom(speaking, event)
        case FiledItem():
            _file(speaking, event)
        case Requested():
            requests.ask(speaking, event)
        case RefusedMeals(off):
            request_answers.refuse_meals(speaking, off)
        case ToldOutcome(is_done):
            settle = request_answers.confirm if is_done else request_answers.deny
            settle(speaking.session, speaking.state.request, speaking.now, By(speaking.channel))
        case Ordered():
            orders.order(speaking, event)
        case CancelledOrder():
            orders.cancel(speaking)
        case NobodyAnswered():
            alerts.raise_alert(speaking.session, _cause(speaking, AlertKind.PERSON, None, None), speaking.now)
        case LeftMessage():
            _keep_message(speaking, event)
        case Postponed():
            _postpone(speaking, event)
        case Withdrew():
            readings.withdraw(speaking, event)
            request_answers.withdraw_asked(speaking, event.sid)
            items.withdraw_items(speaking.session, Item.call_sid == event.sid, speaking.now)
        case RecordedPrompt():
            _want_recording(speaking, event)
        case ReturnedToSynthetic(prompt):
            recordings.return_to_synthetic(speaking.session, _sentence(speaking, prompt))
        case HeardNotice():
            notices.hear(speaking.session, speaking.state.notice, speaking.now)
        case WishedSaleNews(wanted):
            speaking.session.get_one(Household, speaking.state.household).wants_sales = wanted
        case AnsweredOffer() | HeardGoods() | WantsBroughtUp():
            goods_answers.store(speaking, event)
        case TookAlert():
            _take(speaking)
        case _:  # a leg's "1" is stored by the leg's own webhook, an over-press is read where the call ends
            return False
    return isinstance(event, RINGS)


def _cause(
    speaking: Speaking, kind: AlertKind, person: int | None, tenths: int | None, symptoms: Sequence[Symptom] = ()
) -> Cause:
    return Cause(
        kind=kind,
        place=speaking.place,
        resident_id=None if kind is AlertKind.PERSON else speaking.named(person),
        tenths=tenths,
        symptoms=tuple(symptom.value for symptom in symptoms),
        unverified=not (speaking.state.verified or speaking.state.let_in),
        telephone=speaking.number_there,
        call_sid=speaking.call_sid,
    )


def _raise(speaking: Speaking, event: RaisedAlert) -> None:
    cause = _cause(speaking, AlertKind(event.complaint), event.person, event.tenths, event.symptoms)
    alert = alerts.raise_alert(speaking.session, cause, speaking.now)
    if speaking.knows_door and cause.telephone:
        alerts.settle_door(speaking.session, alert, cause, speaking.now)
    if event.urgent or Symptom.BREATHLESS in event.symptoms:
        ladder.urge(speaking.session, alert, speaking.now)


def _name(speaking: Speaking, event: NamedIll) -> None:
    residents = [resident for person in event.people if (resident := speaking.named(person)) is not None]
    if residents:
        household = Cause(
            kind=AlertKind(Complaint.UNWELL),
            place=speaking.place,
            unverified=not speaking.state.verified,
            telephone=speaking.number_there,
            call_sid=speaking.call_sid,
        )
        alerts.name_ill(speaking.session, household, residents, speaking.now)


def _add_symptom(speaking: Speaking, event: HasSymptom) -> None:
    cause = _cause(speaking, AlertKind.SYMPTOM, event.person, None, [event.symptom])
    alert = alerts.raise_alert(speaking.session, cause, speaking.now)
    if event.symptom is Symptom.BREATHLESS:
        ladder.urge(speaking.session, alert, speaking.now)


def _file(speaking: Speaking, event: FiledItem) -> None:
    if event.of is not None:
        speaking = Speaking(speaking.session, event.of, speaking.call_sid, speaking.telephone, speaking.now)
    left = items.left_by(
        speaking,
        event.kind,
        about=event.about or "",
        resident_id=speaking.named(event.person),
        tenths=event.tenths,
        note=event.note,
    )
    items.file_item(speaking.session, left, speaking.now)


def _postpone(speaking: Speaking, event: Postponed) -> None:
    readings.postpone(speaking, event)
    if speaking.channel == "keypad":
        roll_call_results.put_off(speaking)
        if not speaking.state.last_call:
            health_calls.put_off(speaking.session, speaking.state.household, speaking.now)


def _keep_message(speaking: Speaking, event: LeftMessage) -> None:
    """A spoken message: on the worker's list, and beside the alert that nobody answered."""
    note = f"recording {event.recording_sid} {event.seconds}s"
    items.file_item(speaking.session, items.left_by(speaking, ItemKind.PERSON, note=note), speaking.now)


def _take(speaking: Speaking) -> None:
    """The called worker pressed 1. OvertakenError when another was quicker by less than the reading of this key."""
    session = speaking.session
    call = session.query(Call).filter(Call.sid == speaking.call_sid).one()
    if call.worker_id is None or session.get(Alert, speaking.state.alert) is None:
        return
    taken = alert_answers.take_alert(session, speaking.state.alert, call.worker_id, speaking.now)
    if taken in {Taking.ALREADY_TAKEN, Taking.HANDED_OVER, Taking.CLOSED}:
        raise OvertakenError


def _want_recording(speaking: Speaking, event: RecordedPrompt) -> None:
    worker = worker_by_number(speaking.session, speaking.state.community, speaking.telephone)
    sentence = _sentence(speaking, event.prompt)
    spoke = worker.id if worker else None
    recordings.want_recording(speaking.session, sentence, event.recording_sid, spoke, speaking.now)


def _sentence(speaking: Speaking, prompt: str) -> Sentence:
    return Sentence(speaking.state.community, speaking.state.language, prompt)


def written(event: Event) -> dict[str, object]:
    """The event as the turn's row keeps it."""
    return {"event": type(event).__name__, **asdict(event)}

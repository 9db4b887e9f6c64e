"""What a worker does on the telephone, let in by PIN: alerts and items worked on, visits, and the PIN itself."""

from ivr.events import (
    CalledWave,
    HandedMeal,
    LetIn,
    RefusedPin,
    Result,
    SignedForCard,
    SpokeNote,
    TookBack,
    Visited,
    WorkedOn,
)
from models import Alert, Item, Worker
from services.alerting import alert_answers
from services.alerting.alert_answers import OvertakenError, Taking
from services.alerting.item_work import work_on_item
from services.alerting.stand_ins import posts_of
from services.board.visits import VisitResult, record_visit
from services.calling import taking_back
from services.calling.speaking import Speaking
from services.goods import next_waves
from services.goods.next_waves import Called
from services.life_cycles import By
from services.needs import gas_desk, meal_deliveries, requests, spoken_notes
from services.needs.gas_cards import CardRefused
from services.needs.gas_desk import Signed
from services.needs.spoken_notes import Said
from services.staff import pin_tries

WorkersEvent = LetIn | RefusedPin | WorkedOn | SignedForCard | SpokeNote | CalledWave | Visited | HandedMeal | TookBack


def store_work(speaking: Speaking, event: WorkersEvent) -> bool:
    """Store it. Returns whether a message is now due. OvertakenError when another took the alert meanwhile."""
    match event:
        case LetIn():
            pin_tries.note_right(speaking)
            return False
        case RefusedPin():
            return pin_tries.note_wrong(speaking)
        case WorkedOn() if speaking.state.let_in:
            return _work_on(speaking, event)
        case SignedForCard() if speaking.state.let_in:
            _sign_for_card(speaking, event)
            return True
        case SpokeNote(sid, alert, item) if speaking.state.let_in:
            spoken_notes.keep(speaking.session, Said(sid, speaking.state.worker, alert, item), speaking.now)
            return False
        case CalledWave() if speaking.state.let_in:
            _call_wave(speaking)
            return True
        case Visited(outcome) if speaking.state.let_in:
            state = speaking.state
            visit = VisitResult(state.community, state.household, None, state.worker, outcome.value)
            record_visit(speaking.session, visit, speaking.now)
            return True
        case HandedMeal() if speaking.state.let_in:
            state = speaking.state
            meal_deliveries.deliver(speaking.session, state.household, state.worker, speaking.now)
            return False
        case TookBack() if speaking.state.let_in:
            taking_back.take_back(speaking)
            return True
        case _:
            return False


def _work_on(speaking: Speaking, worked: WorkedOn) -> bool:
    if worked.alert:
        _work_on_alert(speaking, worked.alert, worked.result)
        return True
    _work_on_item(speaking, worked.item, worked.result)
    return True


def _work_on_alert(speaking: Speaking, alert_id: int, result: Result) -> None:
    """As by text: whatever is told of it, it is theirs first."""
    session, worker, now = speaking.session, speaking.state.worker, speaking.now
    if alert_answers.take_alert(session, alert_id, worker, now) in {Taking.ALREADY_TAKEN, Taking.CLOSED}:
        raise OvertakenError
    alert = session.get_one(Alert, alert_answers.standing_alert(session, alert_id))
    requests.follow_alert(session, alert, result, now, By("keypad", worker))
    if result is Result.DONE:
        alert_answers.close_alert(session, alert, worker, "", now)
    elif result is Result.NOBODY_HOME:
        alert_answers.note_nobody_home(session, alert, worker, "", now)


def _work_on_item(speaking: Speaking, item_id: int, result: Result) -> None:
    """An item stays on the list until it is done; nobody home changes nothing about that."""
    item = speaking.session.get(Item, item_id)
    if item is None or item.state == "done" or item.worker_id not in _posts(speaking):
        return
    work_on_item(speaking.session, item, result, speaking.now, By("keypad", speaking.state.worker))


def _sign_for_card(speaking: Speaking, signed: SignedForCard) -> None:
    """OvertakenError when the card, or its money, has gone elsewhere since it was read out."""
    item = speaking.session.get(Item, signed.item)
    request = requests.request_of(speaking.session, item) if item is not None else None
    if item is None or request is None or item.worker_id not in _posts(speaking):
        return
    worker = speaking.session.get_one(Worker, speaking.state.worker)
    try:
        gas_desk.sign(speaking.session, Signed(request.id, signed.what, signed.fen), worker, speaking.now, "keypad")
    except CardRefused:
        raise OvertakenError from None


def _call_wave(speaking: Speaking) -> None:
    """OvertakenError when another called it meanwhile, nobody is left to call, or the night has begun."""
    by = By("keypad", speaking.state.worker)
    called = next_waves.call_next(speaking.session, speaking.state.community, speaking.now, by)
    if not isinstance(called, Called) or not called.is_new:
        raise OvertakenError


def _posts(speaking: Speaking) -> set[int]:
    """Whose lists are read to the worker: their own, and those of whom they stand in for."""
    return posts_of(speaking.session, speaking.session.get_one(Worker, speaking.state.worker), speaking.now)

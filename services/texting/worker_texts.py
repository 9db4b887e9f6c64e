"""A worker's text: an alert's code, a command, a report or order for a door, a pasted chain (reliability.md, "Spoofed SMS")."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from domain.doors import short_door
from domain.understanding.meanings import (
    Batch,
    Command,
    Help,
    Question,
    Reason,
    Role,
    Unknown,
    Verb,
    Why,
)
from ivr.events import Result
from ivr.facts import Household
from ivr.texting import conversation
from ivr.texting.conversation import Understood
from ivr.texting.thread import Thread
from models import Alert, AlertCode, Community, Item, Worker
from services.alerting import alert_answers, ladder
from services.alerting.alert_answers import Taking
from services.alerting.duty import rooms_of
from services.alerting.item_work import work_on_item
from services.alerting.stand_ins import posts_of
from services.calling import facts
from services.calling.facts import household_telephone
from services.life_cycles import By
from services.needs.requests import follow_alert
from services.sales.set_names import names_on_sale
from services.texting.alert_texts import door_text, place_text
from services.texting.chains import chain_undone, take_back, take_chain
from services.texting.gas_texts import answer_card_text
from services.texting.hearing_texts import answer_hear
from services.texting.letters import IncomingText, Opened, door_of_last_act, open_letter, take
from services.texting.meal_texts import answer_handed_over
from services.texting.replies import Reply, reply_to_worker
from services.texting.resident_texts import answer_text
from services.texting.threads import Correspondence, open_thread
from services.texting.visit_texts import answer_visit
from services.texting.wave_texts import answer_next_wave
from services.texting.worker_lists import answer_command

TRIES_AN_HOUR = 5  # wrong codes, before the line calls back instead (reliability.md)
HOUR = timedelta(hours=1)
SHORTEST_CODE = 1000
RESULTS = {Verb.ACK: Result.TAKEN, Verb.DONE: Result.DONE, Verb.NOBODY_HOME: Result.NOBODY_HOME}
LISTS = frozenset({Verb.MISSING, Verb.TOTALS, Verb.FEVERS, Verb.ORDERS, Verb.MORE})


def answer_worker(session: Session, community: Community, worker: Worker, text: IncomingText, now: datetime) -> bool:
    """Do what a worker's text says, or say why not. Returns whether something is now due in the outbox."""
    opened = Opened(session, community, text, now, channel="worker")
    correspondence = open_thread(session, community.id, text.sender, opened.day)
    names = names_on_sale(session, community.id, now)
    understood = conversation.listen(text.body, correspondence.thread, names, Role.WORKER)
    answered = (
        answer_handed_over(opened, worker)
        or answer_card_text(session, worker, text.body, now)
        or answer_next_wave(session, worker, text.body, now)
        or answer_hear(opened, worker)
    )
    of_visit = (answered, True) if answered else answer_visit(opened, worker, understood.meaning, correspondence)
    if of_visit is None and _is_of_her_home(opened, understood, correspondence.thread):
        return answer_text(session, community, text, now)
    body, rings = of_visit or _answer(opened, worker, understood, correspondence)
    is_code = isinstance(understood.meaning, Command) and understood.meaning.verb not in LISTS
    may_repeat = (
        rings or of_visit is not None or (understood.is_clear and not is_code)
    )  # a wrong code comes back with our answer to it
    said = Reply(community.id, text.sid, text.sender, worker.language, body, may_repeat)
    return reply_to_worker(session, said, worker, now) or rings


def _is_of_her_home(opened: Opened, understood: Understood, thread: Thread) -> bool:
    """A worker who lives here writes of her own home too: whatever is no worker's business."""
    meaning = understood.meaning
    if isinstance(meaning, Command | Batch) or getattr(meaning, "on_behalf", False) or chain_undone(meaning, thread):
        return False
    if isinstance(meaning, Question) and meaning.reason in {Reason.MISSING_ID, Reason.MISSING_ADDRESS}:
        return False
    doors = facts.doors_of(opened.session, opened.community.id, opened.text.sender, opened.now)
    settled = understood.taken.door or door_of_last_act(understood, thread)
    if settled and all(home.id != settled for home in doors):
        return False
    return bool(doors) and (understood.door is None or any(_is_at(understood, home) for home in doors))


def _is_at(understood: Understood, home: Household) -> bool:
    door = understood.door
    return door is not None and (door.building, door.room) == (home.building, home.room)


def _answer(opened: Opened, worker: Worker, understood: Understood, kept: Correspondence) -> tuple[str, bool]:
    meaning = understood.meaning
    match meaning:
        case Command() if meaning.verb in LISTS:
            return _list(opened, worker, meaning, kept), False
        case Command():
            return _act_on(opened, worker, meaning, kept)
        case Batch():
            return take_chain(opened, worker, meaning, kept)
        case Unknown(Why.COURTESY | Why.NOT_OURS):
            return "", False
        case Unknown() | Help():
            return _words(worker, "worker_how_to"), False
        case _:
            stay = ""
            if (chain := chain_undone(meaning, kept.thread)) is not None and not take_back(opened, worker, chain):
                stay = _words(worker, "orders_stay")
            letter = open_letter(opened, understood, kept.thread, (), worker)
            answer, rings = take(opened, letter)
            kept.keep(answer.thread)
            return _words(worker, "sentence_gap").join(filter(None, (answer.body, stay))), rings


def _list(opened: Opened, worker: Worker, command: Command, kept: Correspondence) -> str:
    """A list from the board; 更多 goes on with the one before."""
    after: tuple[str, ...] = ()
    thread = kept.thread
    if command.verb is Verb.MORE:
        if not thread.listed:
            return _words(worker, "no_more")
        verb, building, number = thread.listed.split(":")
        command = Command(Verb(verb), building=building, set_number=int(number) if number else None)
        after = thread.shown
    listing = answer_command(opened.session, worker, command, after, opened.now)
    if command.verb is Verb.TOTALS:  # no list: 更多 still goes on with the one before
        return listing.body
    listed = f"{command.verb}:{command.building}:{command.set_number or ''}"
    kept.keep(replace(thread, listed=listed, shown=listing.shown))
    return listing.body


def _words(to: Worker, prompt: str, /, **fields: str) -> str:
    return prompts.text(to.language, f"sms.{prompt}", **fields)


def _act_on(opened: Opened, worker: Worker, command: Command, kept: Correspondence) -> tuple[str, bool]:
    """Take, finish or find nobody home, for each code or item that was named."""
    wrong = [at for at in kept.thread.wrong_codes if datetime.fromisoformat(at) > opened.now - HOUR]
    if len(wrong) >= TRIES_AN_HOUR:
        return _call_back(opened, worker), True
    lines, rings = [], False
    for number in command.ids:
        if len(wrong) >= TRIES_AN_HOUR:  # also within one text
            break
        line, rang, is_known = _act_on_one(opened, worker, command, number)
        lines.append(line)
        rings = rings or rang
        if not is_known:
            wrong.append(opened.now.isoformat())
    kept.keep(replace(kept.thread, wrong_codes=tuple(wrong)))
    return _words(worker, "sentence_gap").join(dict.fromkeys(lines)), rings


def _call_back(opened: Opened, worker: Worker) -> str:
    """Too many wrong codes: the line calls the stored number about what is open, and 1 takes it there."""
    hour = opened.now.strftime("%Y%m%d%H")
    for alert in ladder.open_alerts_told_to(opened.session, worker.id):
        ladder.call_about(opened.session, alert, worker, f"locked:{hour}", opened.now)
    return _words(worker, "locked")


def _act_on_one(opened: Opened, worker: Worker, command: Command, number: int) -> tuple[str, bool, bool]:
    """The answer for one code or item, whether something is due, whether there is such a thing."""
    alert_id = _alert_of(opened.session, worker, number) if number >= SHORTEST_CODE else None
    if alert_id is not None:
        return (*_act_on_alert(opened, worker, command, alert_id), True)
    item = opened.session.get(Item, number)
    if item is not None and item.worker_id in posts_of(opened.session, worker, opened.now):
        return _act_on_item(opened, worker, command, item), False, True
    if str(number) in rooms_of(opened.session, worker.id):  # which is never a code
        return _words(worker, "code_is_room", room=str(number)), False, True
    return _words(worker, "code_unknown", code=str(number)), False, False


def _alert_of(session: Session, worker: Worker, code: int) -> int | None:
    return session.scalar(
        select(AlertCode.alert_id)
        .where(AlertCode.worker_id == worker.id, AlertCode.code == str(code))
        .order_by(AlertCode.closed_at.is_not(None), AlertCode.id.desc())
        .limit(1)
    )


def _act_on_alert(opened: Opened, worker: Worker, command: Command, alert_id: int) -> tuple[str, bool]:
    session, now = opened.session, opened.now
    taken = alert_answers.take_alert(session, alert_id, worker.id, now)
    alert = session.get_one(Alert, alert_answers.standing_alert(session, alert_id))
    is_hers = taken in {Taking.TAKEN, Taking.ALREADY_YOURS}
    door = place_text(worker.language, alert)
    if is_hers:
        follow_alert(session, alert, RESULTS[command.verb], now, By("sms", worker.id, command.note))
    if is_hers and command.verb is Verb.DONE:
        alert_answers.close_alert(session, alert, worker.id, command.note, now)
        if alert.kind == AlertKind.SILENT:  # else it would have ended by itself; what was found there is not said yet
            short = short_door(alert.building, alert.unit, alert.room)
            return _words(worker, "done_silent", door=door, short=short), True
        return _words(worker, "done", door=door), True
    if is_hers and command.verb is Verb.NOBODY_HOME:
        alert_answers.note_nobody_home(session, alert, worker.id, command.note, now)
        return _words(worker, "nobody_home", door=door), True
    if is_hers and command.note:
        ladder.note_step(session, alert, "note", now, worker.id, command.note)
        alert.note = command.note
    return _take_words(session, worker, alert, taken), True


def _take_words(session: Session, worker: Worker, alert: Alert, taken: str) -> str:
    door = place_text(worker.language, alert)
    match taken:
        case Taking.TAKEN | Taking.ALREADY_YOURS:
            telephone = household_telephone(session, alert)
            if telephone:
                return _words(worker, "yours", door=door, telephone=telephone)
            return _words(worker, "yours_without_telephone", door=door)
        case Taking.ALREADY_TAKEN:
            taker = session.get_one(Worker, alert.worker_id)
            return _words(worker, "taken_by", door=door, worker=taker.name)
        case Taking.HANDED_OVER:
            return _words(worker, "not_yours_now", door=door)
        case _:
            return _words(worker, "closed", door=door)


def _act_on_item(opened: Opened, worker: Worker, command: Command, item: Item) -> str:
    door = door_text(worker.language, item.building, item.unit, item.room)
    if item.state == "done":
        return _words(worker, "closed", door=door)
    by = By("sms", worker.id, command.note)
    work_on_item(opened.session, item, RESULTS[command.verb], opened.now, by)
    match command.verb:
        case Verb.DONE:
            return _words(worker, "done", door=door)
        case Verb.NOBODY_HOME:
            return _words(worker, "nobody_home", door=door)
        case _:
            return _words(worker, "item_taken", door=door)

"""What somebody needs by text: an illness or a call for help is told at once, the rest goes on the worker's list."""

from dataclasses import replace

from domain import requests
from domain.requests import RequestKind
from domain.understanding.meanings import Need, NeedKind
from ivr.events import Event, FiledItem, ItemKind, NamedIll, Requested
from ivr.texting import doors
from ivr.texting.alarms import unwell
from ivr.texting.letter import Answer, Letter, Spoken
from ivr.texting.thread import Act, Asked

ITEMS = {NeedKind.THERMOMETER: ItemKind.NO_THERMOMETER, NeedKind.CALL: ItemKind.CALL_BACK}
REQUESTS = {
    NeedKind.MEDICINE: RequestKind.MEDICINE,
    NeedKind.MEAL: RequestKind.MEAL,
    NeedKind.GAS: RequestKind.GAS,
    NeedKind.HOME_DELIVERY: RequestKind.OTHER,
    NeedKind.OTHER: RequestKind.OTHER,
}


def need(letter: Letter, meaning: Need) -> Answer:
    """Take a need, or ask for which door it is."""
    spoken = doors.settle(letter, meaning.door)
    if isinstance(spoken, Answer):
        return spoken
    if meaning.kind in {NeedKind.MEDICAL, NeedKind.EMERGENCY}:
        return _alarm(letter, meaning, spoken)
    if meaning.kind is NeedKind.MEDICINE:
        return _medicine(letter, spoken)
    thread = replace(letter.thread.did(Act(letter.sid, spoken.state.household)), door=spoken.state.household)
    what = letter.words(f"need_{meaning.kind}")
    return Answer(spoken.state, letter.words("need_noted", what=what), thread, (_left(letter, meaning.kind, spoken),))


def _left(letter: Letter, kind: NeedKind, spoken: Spoken) -> Event:
    person, words = _speaker(spoken), letter.taken.text
    if kind is NeedKind.THERMOMETER and spoken.state.people != 1:
        person = None  # it is the door's: nobody else there has one either
    if kind in ITEMS:
        return FiledItem(ITEMS[kind], person, note=words)
    return Requested(REQUESTS[kind], person, words)


def _medicine(letter: Letter, spoken: Spoken) -> Answer:
    """It is on the list at once; where nothing is said of it, the text is answered with how long the medicine lasts."""
    words = letter.taken.text
    asked, act = letter.thread.asked, letter.thread.act
    amends = act.sid if act and asked and asked.blank and words.startswith(asked.text) else ""
    days = requests.days_left(words)
    wanted = Requested(
        RequestKind.MEDICINE,
        _speaker(spoken),
        words,
        days_left=days,
        brings=requests.wants_bringing(words) or None,
        same_again=requests.is_same_again(words),
        amends=amends,
    )
    what = letter.words("need_medicine")
    thread = letter.thread.did(Act(amends or letter.sid, spoken.state.household))
    thread = replace(thread, door=spoken.state.household)
    if days is not None or letter.by_worker or not letter.is_alone:
        prompt = "need_urgent" if requests.is_urgent(days) else "need_noted"
        return Answer(spoken.state, letter.words(prompt, what=what), thread, (wanted,))
    blank = f"{words} {letter.words('days_text', days='{}')}"
    thread = replace(thread, asked=Asked(words, blank=blank, door=spoken.state.household))
    return Answer(spoken.state, letter.words("need_days", what=what), thread, (wanted,))


def _speaker(spoken: Spoken) -> int | None:
    """Who writes, where that is certain."""
    holders = spoken.home.holders if spoken.home else ()
    return holders[0] if len(holders) == 1 and spoken.state.verified else None


def _alarm(letter: Letter, meaning: Need, spoken: Spoken) -> Answer:
    person = 0 if spoken.state.people == 1 else None
    events: list[Event] = []
    if letter.taken.alerted and person is not None:
        events.append(NamedIll((person,)))
    events.append(unwell(meaning.symptoms, person, urgent=meaning.kind is NeedKind.EMERGENCY))
    done = letter.thread.did(Act(letter.sid, spoken.state.household, is_ill=True))
    thread = replace(done.asks(Asked("", alerted=person is None)), door=spoken.state.household)
    prompt = "emergency" if meaning.kind is NeedKind.EMERGENCY else "unwell"
    return Answer(spoken.state, letter.words(prompt), thread, tuple(events))

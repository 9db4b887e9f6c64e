"""What somebody needs by text: an illness or a call for help is told at once, the rest goes on the worker's list."""

from dataclasses import replace

from domain.understanding.meanings import Need, NeedKind
from ivr.events import Event, FiledItem, ItemKind, NamedIll
from ivr.texting import doors
from ivr.texting.alarms import unwell
from ivr.texting.letter import Answer, Letter, Spoken
from ivr.texting.thread import Act, Asked

ITEMS = {
    NeedKind.MEDICINE: ItemKind.MEDICINE,
    NeedKind.THERMOMETER: ItemKind.NO_THERMOMETER,
    NeedKind.MEAL: ItemKind.MEAL,
    NeedKind.GAS: ItemKind.GAS,
    NeedKind.CALL: ItemKind.CALL_BACK,
    NeedKind.HOME_DELIVERY: ItemKind.OTHER,
    NeedKind.OTHER: ItemKind.OTHER,
}


def need(letter: Letter, meaning: Need) -> Answer:
    """Take a need, or ask for which door it is."""
    spoken = doors.settle(letter, meaning.door)
    if isinstance(spoken, Answer):
        return spoken
    if meaning.kind in {NeedKind.MEDICAL, NeedKind.EMERGENCY}:
        return _alarm(letter, meaning, spoken)
    left = FiledItem(ITEMS[meaning.kind], _speaker(spoken), note=letter.taken.text)
    thread = replace(letter.thread.did(Act(letter.sid, spoken.state.household)), door=spoken.state.household)
    what = letter.words(f"need_{meaning.kind}")
    return Answer(spoken.state, letter.words("need_noted", what=what), thread, (left,))


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

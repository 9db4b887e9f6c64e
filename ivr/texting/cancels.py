"""Undoing by text: the last thing accepted today, the order or a set of it, today's report, the meals."""

from dataclasses import replace

import prompts
from domain.doors import Door
from domain.requests import MealsOff
from domain.understanding.meanings import Cancel, CancelWhat, NoMeals
from ivr.events import CancelledOrder, Event, FiledItem, ItemKind, Ordered, OrderLine, RefusedMeals, Withdrew
from ivr.facts import Need, Wanted
from ivr.texting import doors, orders
from ivr.texting.letter import Answer, Letter, Spoken, nowhere, say
from ivr.texting.thread import Act


def cancel(letter: Letter, meaning: Cancel) -> Answer | Wanted:
    """Undo what is meant, or say that there is nothing to undo. Opt-out words never come here."""
    if meaning.what is CancelWhat.ORDER:
        return _cancel_order(letter, meaning)
    act = letter.thread.act
    if act is None or (meaning.door is not None and not _is_at(letter, meaning.door, act)):
        return say(letter, letter.words("nothing_to_undo"))
    if not act.door:  # a chain of many doors
        thread = replace(letter.thread, act=None, asked=None)
        return Answer(nowhere(letter), letter.words("undone"), thread, (Withdrew(act.sid),))
    if meaning.what is CancelWhat.REPORT:
        if not act.people:  # the last text was none
            return say(letter, letter.words("nothing_to_undo"))
        act = replace(act, order=None)
    letter = replace(letter, taken=replace(letter.taken, door=act.door))
    spoken = doors.settle(letter, None)
    return spoken if isinstance(spoken, Answer) else _undo(letter, spoken, act)


def _undo(letter: Letter, spoken: Spoken, act: Act) -> Answer | Wanted:
    if act.order is not None and not spoken.state.verified:
        return _ask_worker(letter, spoken, *(_withdrawn(act) if act.people else []))
    if act.order is not None and Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    why_not = _stays(letter, spoken, act)
    if why_not and not act.people:
        return say(letter, why_not, spoken.state)
    events = _withdrawn(act)
    if act.order is not None and not why_not:
        lines = tuple(OrderLine(*line) for line in act.order)
        events.append(Ordered(lines, replaces=True) if lines else CancelledOrder())
    thread = replace(letter.thread, act=None, asked=None, misses=0)
    undone = letter.words("undone_ill" if act.is_ill else "undone")
    body = prompts.text(letter.language, "sms.sentence_gap").join(filter(None, (undone, why_not)))
    return Answer(spoken.state, body, thread, tuple(events))


def _stays(letter: Letter, spoken: Spoken, act: Act) -> str:
    """Why the order cannot be what it was before: the sale has closed, or others took what was given back."""
    if act.order is None:
        return ""
    if not letter.facts.sets:
        return orders.no_sale(letter, spoken)
    return orders.refused(letter, spoken, dict(act.order), replaces=True)


def _withdrawn(act: Act) -> list[Event]:
    """What each text of the conversation stored is taken back."""
    return [Withdrew(act.sid, act.waiting), *(Withdrew(sid) for sid in act.earlier)]


def _ask_worker(letter: Letter, spoken: Spoken, *events: Event) -> Answer:
    """An unverified sender orders, but never changes or cancels (call script, "order"): the worker asks back."""
    left = FiledItem(ItemKind.OTHER, note=letter.taken.text)
    return Answer(spoken.state, letter.words("left_to_worker"), replace(letter.thread, act=None), (*events, left))


def _is_at(letter: Letter, door: Door, act: Act) -> bool:
    """Whether it was done at the door that is named; a chain of many doors was at none."""
    known = (letter.facts.found, letter.facts.household, *letter.facts.doors)
    home = next((one for one in known if one is not None and one.id == act.door), None)
    return home is not None and door.room == home.room and door.building in {"", home.building}


def _cancel_order(letter: Letter, meaning: Cancel) -> Answer | Wanted:
    gone = {number for number in (meaning.set_number, *meaning.others) if number is not None}
    spoken = doors.settle(letter, meaning.door)
    if isinstance(spoken, Answer):
        return spoken
    if not spoken.state.verified:
        return _ask_worker(letter, spoken)
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    if not letter.facts.sets:
        return say(letter, orders.no_sale(letter, spoken), spoken.state)
    held = orders.before(letter, spoken)
    if not held or (gone and gone.isdisjoint(held)):
        return say(letter, letter.words("no_order"), spoken.state)
    left = {number: quantity for number, quantity in held.items() if gone and number not in gone}
    return orders.place(letter, spoken, left)


def refuse_meals(letter: Letter, meaning: NoMeals) -> Answer:
    """No meal today or tomorrow, or none any more: for a telephone on file; of any other the worker asks at the door."""
    spoken = doors.settle(letter, None)
    if isinstance(spoken, Answer):
        return spoken
    if not spoken.state.verified:
        return _ask_worker(letter, spoken)
    said = {
        MealsOff.TODAY: "meal_skipped",
        MealsOff.TOMORROW: "meal_skipped_tomorrow",
        MealsOff.FOR_GOOD: "meals_ended",
    }
    return Answer(spoken.state, letter.words(said[meaning.off]), letter.thread.undid(), (RefusedMeals(meaning.off),))

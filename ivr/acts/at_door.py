"""What a worker let in does at a door besides reports, orders and visits."""

from dataclasses import replace

from ivr import known
from ivr.events import Event, FiledItem, HandedMeal, ItemKind, Postponed, TookBack
from ivr.facts import CallState, Facts, Need
from ivr.script import Effect

Done = tuple[CallState, tuple[Event, ...]]


def begin_with_the_first(state: CallState, _: Facts) -> Done:
    """Each person of the door is asked about in turn."""
    return replace(state, person=0, rejected=0), ()


def who_is_next(state: CallState, _: Facts) -> str:
    """Whether somebody has not been asked about yet; who lives alone need not be."""
    people = max(1, state.people)
    if state.person >= people:
        return "nobody"
    return "only" if people == 1 else "next"


def postpone(state: CallState, _: Facts) -> Done:
    """Whoever is asked about has not measured yet."""
    return replace(state, person=state.person + 1), (Postponed((state.person,)),)


def go_on(state: CallState, _: Facts) -> Done:
    """They have: on to the next."""
    return replace(state, person=state.person + 1), ()


def what_is_entered(_: CallState, facts: Facts) -> str:
    """Whether this worker has entered anything here today by keys, and whether anybody ill."""
    known.require(Need.ENTERED, facts)
    return facts.entered or "nothing"


def take_back(state: CallState, _: Facts) -> Done:
    """It counts no more, and the door can be reported anew."""
    return replace(state, reported=False), (TookBack(),)


def hand_over_meal(state: CallState, _: Facts) -> Done:
    """Somebody opened and has the meal."""
    return state, (HandedMeal(),)


def leave(kind: ItemKind) -> Effect:
    """It goes on the list of whoever has the door, as by text."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (FiledItem(kind),)

    return effect

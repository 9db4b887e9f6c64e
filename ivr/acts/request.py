"""What the requests do: medicine said after the tone, meals, a gas card; and what the resident says when it is done."""

from dataclasses import replace

from domain.requests import MealsOff, RequestKind
from ivr import known
from ivr.acts import yes_or_no
from ivr.events import Event, RefusedMeals, Requested, ToldOutcome
from ivr.facts import CallState, Facts, Need
from ivr.script import Effect

Done = tuple[CallState, tuple[Event, ...]]


def ask(kind: RequestKind) -> Effect:
    """It is asked for from this key on: whoever hangs up now is on the worker's list."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, done=True, recorded=""), (Requested(kind),)

    return effect


def had_medicine(state: CallState, facts: Facts) -> str:
    """Whether there is a medicine of last time; never for a telephone that is not on file there."""
    if not state.verified:
        return "no"
    known.require(Need.REQUESTS, facts)
    return yes_or_no(answer=facts.had_medicine)


def same_again(state: CallState, _: Facts) -> Done:
    """The medicine of last time."""
    return state, (Requested(RequestKind.MEDICINE, same_again=True),)


def say(kind: RequestKind) -> Effect:
    """What was said after the tone."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (Requested(kind, recording_sid=state.recorded),)

    return effect


def note_days(state: CallState, _: Facts) -> Done:
    """How many days it lasts."""
    return state, (Requested(RequestKind.MEDICINE, days_left=state.quantity),)


def bring(*, brings: bool) -> Effect:
    """Collected by the resident, or brought to the door."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (Requested(RequestKind.MEDICINE, brings=brings),)

    return effect


def do_meals_stand(state: CallState, facts: Facts) -> str:
    """Whether a meal is brought every day already; never told to a telephone that is not on file there.

    A worker asks for one: whoever wants none says so themselves.
    """
    if not state.verified or state.let_in:
        return "no"
    known.require(Need.REQUESTS, facts)
    return yes_or_no(answer=facts.meals_stand)


def refuse_meals(off: MealsOff) -> Effect:
    """Not today, or not until it is asked for again."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, done=True), (RefusedMeals(off),)

    return effect


def is_about_card(_: CallState, facts: Facts) -> str:
    """Whether a gas card came back, which its household signs for."""
    known.require(Need.GAS_CARD, facts)
    return yes_or_no(answer=facts.gas_card is not None)


def tell_outcome(*, is_done: bool) -> Effect:
    """Whether it is done, as the resident says."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, done=True), (ToldOutcome(is_done),)

    return effect

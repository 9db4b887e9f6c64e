"""What the way to a person does, and the whisper to whoever is rung."""

from dataclasses import replace

from ivr import known
from ivr.acts import yes_or_no
from ivr.events import Event, LegTaken, NobodyAnswered
from ivr.facts import CallState, Facts
from ivr.leftovers import after_hang_up

Done = tuple[CallState, tuple[Event, ...]]


def begin(state: CallState, _: Facts) -> Done:
    """Ringing starts with the first. A door that was read out of a list is nobody's who asks for a person."""
    if state.listing:
        state = replace(state, building="", unit="", room="", listing="", page=0)
    return replace(state, leg=0), ()


def is_anyone_to_ring(_: CallState, facts: Facts) -> str:
    """Whether there is a number to ring at all."""
    return yes_or_no(answer=bool(known.people_to_ring(facts)))


def numbers(_: CallState, facts: Facts) -> tuple[str, ...]:
    """Whom to ring, in their order."""
    return known.people_to_ring(facts)


def reach(state: CallState, _: Facts) -> Done:
    """A person was reached: nothing is left over."""
    return replace(state, done=True, begun=False, values=(), short=0), ()


def reach_nobody(state: CallState, _: Facts) -> Done:
    """Everyone rang in vain: an alert at once, and what was begun goes to the worker as well."""
    closed = replace(state, done=True, begun=False, values=(), short=0)
    return closed, (NobodyAnswered(), *after_hang_up(state))


def take_leg(state: CallState, _: Facts) -> Done:
    """Whoever was rung is a person and ready to speak."""
    return state, (LegTaken(),)


def clear_tries(state: CallState, _: Facts) -> Done:
    """The question that was rejected is left behind with its tries."""
    return replace(state, rejected=0, page=0), ()

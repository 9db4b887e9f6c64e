"""What the call to a household that was not heard of does."""

from dataclasses import replace

from ivr.acts import report, yes_or_no
from ivr.events import Event, Postponed
from ivr.facts import CallState, Facts

Done = tuple[CallState, tuple[Event, ...]]


def begin(state: CallState, _: Facts) -> Done:
    """The line called: it asks for the report, and offers to call again in place of the menu."""
    return replace(state, called=True), ()


def question(state: CallState, _: Facts) -> str:
    """Which question this household is asked first: as when it calls itself."""
    return report.question_for(state)


def asks_anew(state: CallState, _: Facts) -> str:
    """Whether the household has told a fever, and is asked to measure once more."""
    return yes_or_no(answer=bool(state.before))


def is_last_call(state: CallState, _: Facts) -> str:
    """Whether the line has called often enough today."""
    return yes_or_no(answer=state.last_call)


def postpone(state: CallState, _: Facts) -> Done:
    """Nobody of the household has measured yet: the line calls again, or has done so often enough."""
    return replace(state, done=True), (Postponed(tuple(range(state.people))),)

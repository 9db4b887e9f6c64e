"""What the alert call to a worker does."""

from ivr import known
from ivr.acts import yes_or_no
from ivr.events import Event, TookAlert
from ivr.facts import CallState, Facts, Need

Done = tuple[CallState, tuple[Event, ...]]


def is_taken_by_other(_: CallState, facts: Facts) -> str:
    """Whether somebody else has it already."""
    known.require(Need.ALERT, facts)
    return yes_or_no(answer=facts.alert_taken_by_other)


def take(state: CallState, _: Facts) -> Done:
    """The alert is the called worker's."""
    return state, (TookAlert(),)


def has_telephone(_: CallState, facts: Facts) -> str:
    """Whether the household can be connected."""
    known.require(Need.ALERT, facts)
    return yes_or_no(answer=bool(facts.household_telephone))


def telephone(_: CallState, facts: Facts) -> tuple[str, ...]:
    """The household's number."""
    known.require(Need.ALERT, facts)
    return (facts.household_telephone,) if facts.household_telephone else ()

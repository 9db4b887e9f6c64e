"""What a call with an announcement does."""

from ivr.events import Event, HeardNotice
from ivr.facts import CallState, Facts


def hear(state: CallState, _: Facts) -> tuple[CallState, tuple[Event, ...]]:
    """A pressed key is the only proof that a person was there."""
    return state, (HeardNotice(),)

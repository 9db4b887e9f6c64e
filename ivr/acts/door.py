"""What the door questions do: whose telephone it is, which door is keyed, what the roster says of it."""

from dataclasses import replace

import prompts
from ivr import known
from ivr.acts import yes_or_no
from ivr.events import Event
from ivr.facts import CallState, Facts, Household
from ivr.leftovers import left_behind
from ivr.script import Effect

Done = tuple[CallState, tuple[Event, ...]]


def how_many_doors(_: CallState, facts: Facts) -> str:
    """How many doors are on the caller's telephone."""
    return {0: "none", 1: "one"}.get(len(known.doors(facts)), "several")


def listed_doors(_: CallState, facts: Facts) -> tuple[Household, ...]:
    """The doors to pick from."""
    return known.doors(facts)


def take(state: CallState, door: Household) -> CallState:
    """Speak for a door that this telephone is on file for."""
    language = door.language if door.language in prompts.languages() else state.language
    return replace(
        _at(state, door),
        language=language,
        verified=True,
        on_file=True,
        people=len(door.people),
        reported=door.reported,
        reporter="household",
        page=0,
    )


def take_only_door(state: CallState, facts: Facts) -> Done:
    """The telephone belongs to one door."""
    return take(state, known.doors(facts)[0]), ()


def know_several_doors(state: CallState, facts: Facts) -> Done:
    """The telephone is on file, for which door is asked next; with a report of each nothing is open yet."""
    reported = all(door.reported for door in known.doors(facts))
    return replace(state, on_file=True, reported=reported, page=0), ()


def has_reported(state: CallState, _: Facts) -> str:
    """Whether the household's report of today is there."""
    return yes_or_no(answer=state.reported)


def has_a_name(state: CallState, facts: Facts) -> str:
    """Whether the caller can be greeted by name."""
    household = known.household(state, facts)
    return yes_or_no(answer=household is not None and bool(household.greeted))


def is_on_file(state: CallState, _: Facts) -> str:
    """Whether the telephone is on file for some door."""
    return yes_or_no(answer=state.on_file)


def is_verified(state: CallState, _: Facts) -> str:
    """Whether the telephone is on file for the door of the call."""
    return yes_or_no(answer=state.verified)


def begin(state: CallState, _: Facts) -> Done:
    """Another door than the telephone's own, or one the line does not know: its number is asked for."""
    fresh = replace(
        state,
        household=0,
        verified=False,
        people=0,
        digits=False,
        reported=False,
        alerted=False,
        building="",
        unit="",
        room="",
        not_found=0,
        rejected=0,
        ill=(),
        values=(),
        short=0,
        begun=False,
    )
    return fresh, left_behind(state)


def hear_once(state: CallState, facts: Facts) -> Done:
    """A key that was pressed twice counts once where no door is as it was keyed: the read-back asks whether it is right."""
    if known.found(facts) or facts.meant is None:
        return state, ()
    meant = facts.meant
    return replace(state, building=meant.building, unit=meant.unit, room=meant.room), ()


def look_up(state: CallState, facts: Facts) -> str:
    """What the roster says of the keyed door."""
    if state.let_in:
        return "found_by_worker" if known.found(facts) else "missing_to_worker"
    if known.found(facts) is None:
        return "missing_again" if state.not_found else "missing"
    return "verified" if facts.found_verified else "found"


def take_verified(state: CallState, facts: Facts) -> Done:
    """The keyed door is one that this telephone is on file for: nothing more is asked about the caller."""
    door = known.found(facts)
    return (take(state, door) if door else state), ()


def take_unverified(state: CallState, facts: Facts) -> Done:
    """A door of the roster, from a telephone that is not on file for it."""
    door = known.found(facts)
    return (replace(_at(state, door), verified=False, reported=False) if door else state), ()


def miss(state: CallState, _: Facts) -> Done:
    """The roster has no such door: it is keyed once more."""
    return replace(state, not_found=state.not_found + 1), ()


def speaks(reporter: str) -> Effect:
    """Who is speaking: self, family or worker."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, reporter=reporter), ()

    return effect


def _at(state: CallState, door: Household) -> CallState:
    return replace(
        state, household=door.id, digits=door.digits, hard_of_hearing=door.hard_of_hearing, begun=False, alerted=False
    )

"""What a call leaves for the grid worker when it ends before everything in it was confirmed (call script, "items")."""

from dataclasses import replace

import prompts
from domain import temperature
from ivr.events import About, Event, FiledItem, ItemKind
from ivr.facts import CallState
from ivr.known import asked
from prompts import speech


def unconfirmed_values(state: CallState) -> tuple[FiledItem, ...]:
    """One item for each value that was keyed and not confirmed."""
    people = asked(state) or (0,)
    return tuple(
        FiledItem(ItemKind.UNCONFIRMED_VALUE, person, tenths, _whose(state, person), About.REPORT)
        for person, tenths in zip(people, state.values, strict=False)
        if temperature.is_possible(tenths)
    )


def unverified_order(state: CallState) -> FiledItem:
    """Whoever ordered is not on file for the door: a person calls before goods are packed, whatever comes later."""
    return FiledItem(ItemKind.CALL_BACK, note=_note(state, "unverified_order"))


def after_all(state: CallState) -> tuple[FiledItem, ...]:
    """What remains when a call ends well: a temperature, or an illness, that was begun before and never confirmed."""
    return unconfirmed_values(state) or (_unfinished(state) if state.begun else ())


def left_behind(state: CallState) -> tuple[Event, ...]:
    """The same when the caller turns to another door: it belongs to the door that was spoken for."""
    return tuple(replace(item, of=state) for item in after_all(state))


def after_hang_up(state: CallState) -> tuple[Event, ...]:
    """What remains when the caller hangs up; nothing when nothing was open."""
    if state.begun or state.values or not (state.reported or state.done):
        return _unconfirmed(state) or _unfinished(state)
    return ()


def after_failure(state: CallState) -> tuple[Event, ...]:
    """What remains when the line gives up on a question and a person must call back; a worker can call again."""
    if state.let_in and not state.begun:
        return ()
    return _unconfirmed(state) or (FiledItem(ItemKind.CALL_BACK, note=note(state), about=_about(state)),)


def note(state: CallState) -> str:
    """What the caller was about, in plain words, without a name."""
    if state.short:
        return _note(state, "short", degrees=speech.degrees(state.language, state.short))
    if state.set_number and state.begun:
        return _note(state, "set", set=str(state.set_number), quantity=str(state.quantity or "?"))
    if state.again and state.begun:
        return _note(state, "same_again")
    return ""


def _unfinished(state: CallState) -> tuple[FiledItem, ...]:
    return (FiledItem(ItemKind.UNFINISHED_CALL, note=note(state), about=_about(state)),)


def _unconfirmed(state: CallState) -> tuple[FiledItem, ...]:
    if state.position == "report.confirm_normal":
        return (FiledItem(ItemKind.UNCONFIRMED_VALUE, note=_note(state, "normal"), about=About.REPORT),)
    return unconfirmed_values(state)


def _about(state: CallState) -> About:
    """An illness that waits for its report outweighs an order begun after it."""
    return About.ORDER if state.position.startswith("order.") and not state.alerted else About.REPORT


def _whose(state: CallState, person: int) -> str:
    """Nobody is named to an unverified caller, nor in what is filed for one: which of several it was is said instead."""
    if state.verified or state.people <= 1:
        return _note(state, "unconfirmed")
    return _note(state, "unconfirmed_of", name=speech.ordinal(state.language, person))


def _note(state: CallState, name: str, /, **fields: str) -> str:
    return prompts.text(state.language, f"note.{name}", **fields)

"""What a call leaves for the grid worker when it ends before everything in it was confirmed (call script, "items")."""

import prompts
from domain import temperature
from ivr.events import Event, FiledItem, ItemKind
from ivr.facts import CallState
from ivr.known import asked
from prompts import speech


def unconfirmed_values(state: CallState) -> tuple[Event, ...]:
    """One item for each value that was keyed and not confirmed."""
    people = asked(state) or (0,)
    return tuple(
        FiledItem(ItemKind.UNCONFIRMED_VALUE, person, tenths, _note(state, "unconfirmed"))
        for person, tenths in zip(people, state.values, strict=False)
        if temperature.is_possible(tenths)
    )


def after_hang_up(state: CallState) -> tuple[Event, ...]:
    """What remains when the caller hangs up; nothing when nothing was open."""
    if state.begun or state.values or not (state.reported or state.done):
        return _unconfirmed(state) or (FiledItem(ItemKind.UNFINISHED_CALL, note=note(state)),)
    return ()


def after_failure(state: CallState) -> tuple[Event, ...]:
    """What remains when the line gives up on a question and a person must call back."""
    return _unconfirmed(state) or (FiledItem(ItemKind.CALL_BACK, note=note(state)),)


def note(state: CallState) -> str:
    """What the caller was about, in plain words, without a name."""
    if state.short:
        return _note(state, "short", degrees=speech.degrees(state.language, state.short))
    if state.set_number and state.begun:
        return _note(state, "set", set=str(state.set_number), quantity=str(state.quantity or "?"))
    if state.again and state.begun:
        return _note(state, "same_again")
    return ""


def _unconfirmed(state: CallState) -> tuple[Event, ...]:
    if state.position == "report.confirm_normal":
        return (FiledItem(ItemKind.UNCONFIRMED_VALUE, note=_note(state, "normal")),)
    return unconfirmed_values(state)


def _note(state: CallState, name: str, /, **fields: str) -> str:
    return prompts.text(state.language, f"note.{name}", **fields)

"""One key press further: walks the dialogues as far as the next question, and is kind in one place.

Pure: the same press with the same facts gives the same turn. Three tries a step, then a person calls back;
9 says it again, 0 goes to a person; 40 turns a call at most.
"""

from dataclasses import replace

from ivr import leftovers
from ivr.dialogues import ABOUT_GOODS, ALERT_CALL, LEG, NOTICE_CALL, RECORD_PROMPT, REQUEST_CALL, SCRIPT
from ivr.events import Event
from ivr.facts import CallState, Facts, Wanted
from ivr.known import NotReadError
from ivr.script import Transfer
from ivr.turn import KeyPress, Turn
from ivr.walk import Walk

_KEYS = frozenset("0123456789*#")
# Calls that the line places, and what the staff do in theirs, leave nothing over.
_PLACED = (
    *(f"{start.partition('.')[0]}." for start in (ALERT_CALL, NOTICE_CALL, RECORD_PROMPT)),
    *ABOUT_GOODS,
    LEG,
    REQUEST_CALL,
    "request.call",
    "request.card",
)


def begin(state: CallState, facts: Facts) -> Turn | Wanted:
    """The first turn of a call: `state.position` names the step to enter."""
    walk = Walk(state, facts)
    try:
        return walk.enter(state.position)
    except NotReadError as missing:
        return Wanted(missing.need, walk.state)


def press(press: KeyPress, facts: Facts) -> Turn | Wanted:
    """The turn after a key press, a silence, a ringing or a message; `Wanted` when facts must be read first.

    A position that no longer exists (a deploy in mid-call) is answered with a kind sentence and a call back.
    """
    walk = Walk(press.state, facts)
    keys = "".join(key for key in press.keys if key in _KEYS)
    try:
        return walk.answer(replace(press, keys=keys) if keys != press.keys else press)
    except NotReadError as missing:
        return Wanted(missing.need, walk.state)


def whisper(state: CallState, facts: Facts | None = None) -> Turn | Wanted:
    """What whoever is rung for a caller hears first; pressing 1 there gives `LegTaken`, all else hangs up."""
    return begin(replace(state, position=LEG, tries=0), facts or Facts())


def hang_up(state: CallState, facts: Facts | None = None) -> tuple[Event, ...]:
    """What remains for the worker when the caller hangs up here; nothing when nothing was open.

    After a ringing that somebody took (`facts.leg_taken`) a person was reached and nothing is left.
    """
    step = SCRIPT.steps.get(state.position)
    if step is None:
        return leftovers.after_hang_up(state)
    if state.called and not (state.begun or state.values or isinstance(step, Transfer)):
        return ()  # nobody has pressed a key that began anything: the day's roll call goes on
    if not step.targets() or state.position.startswith(_PLACED) or (facts is not None and facts.leg_taken):
        return ()
    if isinstance(step, Transfer):  # a person was wanted and not reached, whatever else was finished
        state = replace(state, begun=True)
    return leftovers.after_hang_up(state)

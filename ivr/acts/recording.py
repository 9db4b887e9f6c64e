"""What the recording of a prompt does: which one, what was spoken, whether it is to be played."""

import re
from dataclasses import replace

import prompts
from ivr.acts import yes_or_no
from ivr.events import Event, RecordedPrompt, ReturnedToSynthetic
from ivr.facts import CallState, Facts
from ivr.turn import Spoken
from prompts.numbers import prompt_of

_SID = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)

Done = tuple[CallState, tuple[Event, ...]]


def present(state: CallState) -> Spoken:
    """The prompt as callers hear it now."""
    prompt_id = _chosen(state)
    return Spoken(prompt_id, prompts.prompt(state.language, prompt_id).words)


def keep(state: CallState, recording_sid: str) -> CallState:
    """What was just spoken; "" for silence, and for a sid that no address could be built from."""
    return replace(state, recorded=recording_sid if is_sid(recording_sid) else "")


def is_sid(text: str) -> bool:
    """Whether an address could be built from it."""
    return _SID.fullmatch(text) is not None


def is_recorded(state: CallState, _: Facts) -> str:
    """Whether anything was said after the tone."""
    return yes_or_no(answer=bool(state.recorded))


def recorded(state: CallState) -> Spoken:
    """What was just spoken, as the carrier has it."""
    return Spoken(_chosen(state), prompts.prompt(state.language, _chosen(state)).words, state.recorded)


def accept(state: CallState, _: Facts) -> Done:
    """What was just spoken is to be played from now on."""
    return replace(state, recorded="", prompt=0), (RecordedPrompt(_chosen(state), state.recorded),)


def return_to_synthetic(state: CallState, _: Facts) -> Done:
    """No recording is to be played for this prompt."""
    return replace(state, recorded="", prompt=0), (ReturnedToSynthetic(_chosen(state)),)


def _chosen(state: CallState) -> str:
    prompt_id = prompt_of(state.prompt)
    if prompt_id is None:
        raise ValueError("a call's state with a prompt that is none")
    return prompt_id

"""What a worker's call does: the PIN, alerts and items one by one, lists, a door spoken for, a visit."""

from dataclasses import replace

import prompts
from domain.gas_cards import Signature
from domain.visits import VisitOutcome
from ivr import known, work
from ivr.acts import door, yes_or_no
from ivr.events import CalledWave, Event, LetIn, RefusedPin, Result, SignedForCard, SpokeNote, Visited, WorkedOn
from ivr.facts import CallState, Facts, Need
from ivr.script import TRIES, Effect
from ivr.turn import Spoken
from ivr.work_words import SETS

Done = tuple[CallState, tuple[Event, ...]]


def who_calls(state: CallState, facts: Facts) -> str:
    """Whether the telephone is a worker's, and some home's too."""
    if not state.worker:
        return "resident"
    return "worker_who_lives_here" if known.doors(facts) else "worker"


def be_resident(state: CallState, _: Facts) -> Done:
    """The worker calls for their own home, or has no PIN: from here on a caller as any other."""
    return replace(state, worker=0, done=False), ()


def begin(state: CallState, _: Facts) -> Done:
    """The worker calls to work: hanging up leaves nothing for anybody."""
    return replace(state, done=True, rejected=0, reporter="worker"), ()


def has_pin(_: CallState, facts: Facts) -> str:
    """Whether the worker was given a PIN."""
    known.require(Need.WORKER, facts)
    return yes_or_no(answer=facts.has_pin)


def refuse(state: CallState, _: Facts) -> Done:
    """The PIN was wrong, or is locked: one of the call's tries is gone."""
    return replace(state, rejected=state.rejected + 1), (RefusedPin(),)


def has_tries_left(state: CallState, _: Facts) -> str:
    """Whether the PIN may be keyed once more in this call."""
    return yes_or_no(answer=state.rejected < TRIES)


def enter(state: CallState, _: Facts) -> Done:
    """The PIN was right."""
    return replace(state, let_in=True), (LetIn(),)


def is_let_in(state: CallState, _: Facts) -> str:
    """Whether a worker is calling, let in by PIN."""
    return yes_or_no(answer=state.let_in)


def come_home(state: CallState, _: Facts) -> Done:
    """Back at the worker's menu; the door stays that of the call, for what was just done is stored for it."""
    return replace(state, done=True, rejected=0, page=0), ()


def leave_door(state: CallState, facts: Facts) -> Done:
    """On to something else: what was open at the door goes on the list."""
    left, events = door.begin(state, facts)
    clean = replace(left, ordered=False, changing=False, spent_fen=0, hard_of_hearing=False)
    return replace(clean, page=0, listing="", alert=0, item=0), events


# ---------------------------------------------------------------- alerts and items


def go_on(state: CallState, facts: Facts) -> Done:
    """The alert or item after this one."""
    following = work.next_matter(state, facts)
    return replace(state, alert=following.alert, item=following.item, recorded=following.recording), ()


def what_matter(state: CallState, facts: Facts) -> str:
    """Whether there was one, and what can be done about it beside the usual: what was said heard, a gas card signed for."""
    if not (state.alert or state.item):
        return "none"
    if state.recorded:
        return "spoken"
    matter = work.this_matter(state, facts)
    return "gas" if matter is not None and matter.card else "plain"


def recording(state: CallState) -> Spoken:
    """What was said after the tone, as the carrier has it."""
    return Spoken("worker.hear", prompts.text(state.language, "worker.hear"), state.recorded)


def is_still_open(state: CallState, facts: Facts) -> str:
    """Whether nobody else took or finished it meanwhile."""
    return yes_or_no(answer=work.this_matter(state, facts) is not None)


def work_on(result: Result) -> Effect:
    """Take it, finish it, or find nobody home."""

    def effect(state: CallState, _: Facts) -> Done:
        return replace(state, leg=0), (WorkedOn(result, state.alert, state.item),)

    return effect


def recall_note(state: CallState, facts: Facts) -> Done:
    """What another said about it, for whoever takes it now."""
    matter = work.this_matter(state, facts)
    return replace(state, recorded=matter.note if matter is not None else ""), ()


def note_left(state: CallState) -> Spoken:
    """The note, as the carrier has it."""
    return Spoken("worker.note_left", prompts.text(state.language, "worker.note_left"), state.recorded)


def leave_note(state: CallState, _: Facts) -> Done:
    """What was just said after the tone belongs to the matter the call has come to."""
    return state, (SpokeNote(state.recorded, state.alert, state.item),)


def whose_card(state: CallState, facts: Facts) -> str:
    """Who has the gas card: the household, this worker, another; gone where it is back."""
    matter = work.this_matter(state, facts)
    return (matter.card if matter is not None else "") or "gone"


def sign_for_card(what: Signature) -> Effect:
    """The worker signs for it, and for the yuan just keyed."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (SignedForCard(what, state.item, state.quantity * work.FEN),)

    return effect


def which_wave(_: CallState, facts: Facts) -> str:
    """Whether there is a wave to be called, or one was called a moment ago; or it is night, or who waits is in none."""
    known.require(Need.WAVE, facts)
    if facts.wave is None:
        return "none"
    if not facts.wave.number:
        return "left"
    if facts.wave.is_night:
        return "night"
    return "out" if facts.wave.is_called else "next"


def call_wave(state: CallState, _: Facts) -> Done:
    """The point is clear."""
    return state, (CalledWave(),)


def has_telephone(_: CallState, facts: Facts) -> str:
    """Whether the household can be connected."""
    known.require(Need.MATTERS, facts)
    return yes_or_no(answer=bool(facts.household_telephone))


def telephone(_: CallState, facts: Facts) -> tuple[str, ...]:
    """The household's number."""
    known.require(Need.MATTERS, facts)
    return (facts.household_telephone,) if facts.household_telephone else ()


# ---------------------------------------------------------------- lists


def list_doors(listing: str) -> Effect:
    """A list from its first door on."""

    def effect(state: CallState, facts: Facts) -> Done:
        left, events = leave_door(state, facts)
        return replace(left, listing=listing), events

    return effect


def is_in_several_buildings(_: CallState, facts: Facts) -> str:
    """Whether it is worth asking where to begin."""
    return yes_or_no(answer=len({listed.building for listed in work.listed(facts)}) > 1)


def how_many_sets(_: CallState, facts: Facts) -> str:
    """Whether anything was ordered, and whether one prompt holds the sets."""
    known.require(Need.LISTING, facts)
    if not facts.set_totals:
        return "none"
    return "few" if len(facts.set_totals) <= SETS else "many"


def turn_page(state: CallState, facts: Facts) -> Done:
    """The doors that the next prompt holds; the last of them is where the one after it goes on."""
    page = work.page_after(state, facts)
    if not page:
        return replace(state, page=0), ()
    last = page[-1]
    return replace(state, building=last.building, unit=last.unit, room=last.room, page=len(page)), ()


def what_is_listed(state: CallState, facts: Facts) -> str:
    """Whether there are doors to read out, all have been read, or there never was one."""
    if state.page:
        return "page"
    return "end" if work.listed(facts) else "nothing"


# ---------------------------------------------------------------- a door


def take_door(state: CallState, facts: Facts) -> Done:
    """Speak for a door of the roster, known by PIN: what is on file for it may be heard."""
    home = known.found(facts)
    if home is None:
        return state, ()
    spoken_for = door.take(state, home)
    return replace(spoken_for, language=state.language, reporter="worker", on_file=state.on_file), ()


def visit(outcome: VisitOutcome) -> Effect:
    """The worker was there."""

    def effect(state: CallState, _: Facts) -> Done:
        return state, (Visited(outcome),)

    return effect

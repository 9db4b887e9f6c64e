"""The {fields} of what a worker who was let in hears."""

from collections.abc import Callable, Mapping

import prompts
from domain import temperature
from ivr import known, work
from ivr.facts import CallState, Facts, Need
from prompts import speech

SETS = 3  # told in one prompt


def _matter_door(state: CallState, facts: Facts) -> str:
    matter = work.this_matter(state, facts)
    if matter is None or not matter.building:
        is_the_lines = matter is not None and matter.alert and matter.kind == "system"
        return prompts.text(state.language, "part.the_line" if is_the_lines else "part.unknown_door")
    return speech.door(state.language, matter.building, matter.unit, matter.room)


def _matter_what(state: CallState, facts: Facts) -> str:
    matter = work.this_matter(state, facts)
    if matter is None:
        return prompts.text(state.language, "work.settled")
    table = "alert_what" if matter.alert else "item_what"
    what = prompts.text(state.language, f"{table}.{matter.kind}")
    if matter.tenths is None or (matter.alert and not temperature.is_fever(matter.tenths)):
        return what
    return f"{what}{prompts.text(state.language, 'part.gap')}{speech.temperature(state.language, matter.tenths)}"


def _total(name: str) -> Callable[[CallState, Facts], str]:
    def fill(state: CallState, facts: Facts) -> str:
        known.require(Need.LISTING, facts)
        return speech.number(state.language, getattr(facts.totals, name))

    return fill


def _page(state: CallState, facts: Facts) -> str:
    return work.spoken_page(state.language, work.page_heard(state, facts))


def _sets(state: CallState, sets: tuple[tuple[str, int], ...]) -> str:
    said = [
        prompts.text(state.language, "part.line", set=name, quantity=speech.counted(state.language, count))
        for name, count in sets
    ]
    return prompts.text(state.language, "part.and").join(said)


def _first_sets(state: CallState, facts: Facts) -> str:
    known.require(Need.LISTING, facts)
    return _sets(state, facts.set_totals[:SETS])


def _other_sets(state: CallState, facts: Facts) -> str:
    known.require(Need.LISTING, facts)
    return _sets(state, facts.set_totals[SETS:])


def _wave(state: CallState, facts: Facts, what: str) -> str:
    known.require(Need.WAVE, facts)
    return speech.number(state.language, getattr(facts.wave, what, 0))


def _wave_clock(state: CallState, facts: Facts) -> str:
    known.require(Need.WAVE, facts)
    return speech.clock(state.language, facts.wave.clock) if facts.wave else ""


WORK_FIELDS: Mapping[str, Callable[[CallState, Facts], str]] = {
    "matter_door": _matter_door,
    "matter_what": _matter_what,
    "people_due": _total("due"),
    "people_heard": _total("heard"),
    "people_missing": _total("missing"),
    "people_abnormal": _total("abnormal"),
    "people_unwell": _total("unwell"),
    "keyed_yuan": lambda state, _: speech.money(state.language, state.quantity * work.FEN),
    "wave_number": lambda state, facts: _wave(state, facts, "number"),
    "wave_orders": lambda state, facts: _wave(state, facts, "orders"),
    "wave_clock": _wave_clock,
    "floor_page": _page,
    "first_sets": _first_sets,
    "other_sets": _other_sets,
}

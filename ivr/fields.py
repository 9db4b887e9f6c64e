"""The {fields} of the prompts: for each name, how it is filled in from the call and the facts."""

from collections.abc import Callable, Mapping

import prompts
from domain import temperature
from ivr import known
from ivr.facts import CallState, Facts, Need
from ivr.goods_words import GOODS_FIELDS
from ivr.order_words import ORDER_FIELDS
from ivr.parts import is_last_page, joined, page_of, part
from ivr.work_words import WORK_FIELDS
from prompts import speech

Fill = Callable[[CallState, Facts], str]


def fill(prompt_id: str, state: CallState, facts: Facts) -> str:
    """The words of a prompt for this call; KeyError for an unknown prompt or language."""
    found = prompts.prompt(state.language, prompt_id)
    if not found.fields:
        return found.words
    return found.words.format_map({name: FIELDS[name](state, facts) for name in found.fields})


def _community(state: CallState, facts: Facts) -> str:
    """A name in Chinese characters is nothing to an English voice: it is left out."""
    is_spoken = state.language.startswith("zh") or facts.community.isascii()
    return facts.community if is_spoken else part(state, "community")


def _greeted(state: CallState, facts: Facts) -> str:
    household = known.household(state, facts)
    return household.greeted if household else ""


def _people(state: CallState, _: Facts) -> str:
    if state.people <= 1:
        return part(state, "one_person")
    return part(state, "people", number=speech.counted(state.language, state.people))


def _name(state: CallState, facts: Facts) -> str:
    return known.names(state, facts)[known.person_asked(state)]


def _name_in_turn(state: CallState, facts: Facts) -> str:
    return known.names(state, facts)[state.person]


def _first(state: CallState, facts: Facts) -> str:
    return known.names(state, facts)[0]


def _second(state: CallState, facts: Facts) -> str:
    return known.names(state, facts)[1]


def _highest(state: CallState, _: Facts) -> str:
    return speech.temperature(state.language, max(state.values, default=0))


def _short(state: CallState, _: Facts) -> str:
    return speech.degrees(state.language, state.short)


def _feared(state: CallState, _: Facts) -> str:
    return speech.temperature(state.language, state.feared)


def _values(state: CallState, facts: Facts) -> str:
    """Who is said to be ill and has no fever hears that too: a slipped digit is noticed by it."""
    is_fever_missing = state.ill and not any(map(temperature.is_fever, state.values))
    return _keyed_values(state, facts) + (part(state, "no_fever") if is_fever_missing else "")


def _keyed_values(state: CallState, facts: Facts) -> str:
    if state.people <= 1:
        return speech.temperature(state.language, state.values[0])
    names = known.names(state, facts)
    keyed = dict(zip(known.asked(state), state.values, strict=False))
    parts = [
        part(state, "person_value", name=names[person], value=speech.temperature(state.language, tenths))
        for person, tenths in keyed.items()
    ]
    rest = [name for person, name in enumerate(names) if person not in keyed]
    if rest:
        parts.append(part(state, "person_normal", name=rest[0] if len(rest) == 1 else part(state, "the_rest")))
    return joined(state, parts)


def _keyed_door(state: CallState, _: Facts) -> str:
    return speech.slow_door(state.language, state.building, state.unit, state.room)


def _alert_door(state: CallState, facts: Facts) -> str:
    household = known.household(state, facts)
    if household:
        return speech.door(state.language, household.building, household.unit, household.room)
    if state.building:
        return speech.door(state.language, state.building, state.unit, state.room)
    return part(state, "the_line" if facts.alert_what == "system" else "unknown_door")


def _alert_what(state: CallState, facts: Facts) -> str:
    known.require(Need.ALERT, facts)
    what = prompts.text(state.language, f"alert_what.{facts.alert_what}")
    if facts.alert_tenths is None or not temperature.is_fever(facts.alert_tenths):
        return what
    return f"{what}{part(state, 'gap')}{speech.temperature(state.language, facts.alert_tenths)}"


def _doors(state: CallState, facts: Facts) -> str:
    doors = known.doors(facts)
    short = [(door.building, door.room) for door in doors]
    spoken = [
        speech.door(
            state.language, door.building, door.unit if short.count((door.building, door.room)) > 1 else "", door.room
        )
        for door in page_of(doors, state.page)
    ]
    parts = [
        part(state, "door_choice", door=door, key=speech.key(state.language, str(key)))
        for key, door in enumerate(spoken, 1)
    ]
    ending = "another_door" if is_last_page(doors, state.page) else "the_others"
    parts.append(part(state, ending, key=speech.key(state.language, str(len(parts) + 1))))
    return joined(state, parts, "choices") + part(state, "end")


def _notice(state: CallState, facts: Facts) -> str:
    """The announcement, with an end to its last sentence."""
    known.require(Need.NOTICE, facts)
    return facts.notice + (part(state, "end") if facts.notice[-1:].isalnum() else "")


def _card_money(state: CallState, facts: Facts, what: str) -> str:
    known.require(Need.GAS_CARD, facts)
    return speech.money(state.language, getattr(facts.gas_card, what, 0))


FIELDS: Mapping[str, Fill] = {
    "community": _community,
    "greeted": _greeted,
    "people": _people,
    "name": _name,
    "name_in_turn": _name_in_turn,
    "first": _first,
    "second": _second,
    "highest": _highest,
    "before": lambda state, _: speech.temperature(state.language, state.before),
    "short": _short,
    "feared": _feared,
    "values": _values,
    "keyed_door": _keyed_door,
    "alert_door": _alert_door,
    "alert_what": _alert_what,
    "doors": _doors,
    "notice": _notice,
    "card_charged": lambda state, facts: _card_money(state, facts, "charged_fen"),
    "card_returned": lambda state, facts: _card_money(state, facts, "returned_fen"),
    **ORDER_FIELDS,
    **WORK_FIELDS,
    **GOODS_FIELDS,
}

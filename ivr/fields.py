"""The {fields} of the prompts: for each name, how it is filled in from the call and the facts."""

from collections.abc import Callable, Mapping
from typing import Any

import prompts
from domain import temperature
from ivr import known
from ivr.facts import CallState, Facts, Need, OrderedSet
from ivr.work_words import WORK_FIELDS
from prompts import speech

Fill = Callable[[CallState, Facts], str]
PAGE = 3  # doors or sets read out at once (call script, "choices in one prompt")


def page_of(listed: tuple[Any, ...], page: int) -> tuple[Any, ...]:
    """The entries of a page, counted from 0."""
    return listed[page * PAGE : (page + 1) * PAGE]


def is_last_page(listed: tuple[Any, ...], page: int) -> bool:
    """Whether nothing follows this page."""
    return len(listed) <= (page + 1) * PAGE


def fill(prompt_id: str, state: CallState, facts: Facts) -> str:
    """The words of a prompt for this call; KeyError for an unknown prompt or language."""
    found = prompts.prompt(state.language, prompt_id)
    if not found.fields:
        return found.words
    return found.words.format_map({name: FIELDS[name](state, facts) for name in found.fields})


def _part(state: CallState, part: str, /, **fields: str) -> str:
    return prompts.text(state.language, f"part.{part}", **fields)


def _joined(state: CallState, parts: list[str], by: str = "and") -> str:
    return _part(state, by).join(parts)


def _community(state: CallState, facts: Facts) -> str:
    """A name in Chinese characters is nothing to an English voice: it is left out."""
    is_spoken = state.language.startswith("zh") or facts.community.isascii()
    return facts.community if is_spoken else _part(state, "community")


def _greeted(state: CallState, facts: Facts) -> str:
    household = known.household(state, facts)
    return household.greeted if household else ""


def _people(state: CallState, _: Facts) -> str:
    if state.people <= 1:
        return _part(state, "one_person")
    return _part(state, "people", number=speech.counted(state.language, state.people))


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


def _values(state: CallState, facts: Facts) -> str:
    if state.people <= 1:
        return speech.temperature(state.language, state.values[0])
    names = known.names(state, facts)
    keyed = dict(zip(known.asked(state), state.values, strict=False))
    parts = [
        _part(state, "person_value", name=names[person], value=speech.temperature(state.language, tenths))
        for person, tenths in keyed.items()
    ]
    rest = [name for person, name in enumerate(names) if person not in keyed]
    if rest:
        parts.append(_part(state, "person_normal", name=rest[0] if len(rest) == 1 else _part(state, "the_rest")))
    return _joined(state, parts)


def _keyed_door(state: CallState, _: Facts) -> str:
    return speech.slow_door(state.language, state.building, state.unit, state.room)


def _alert_door(state: CallState, facts: Facts) -> str:
    household = known.household(state, facts)
    if household:
        return speech.door(state.language, household.building, household.unit, household.room)
    if state.building:
        return speech.door(state.language, state.building, state.unit, state.room)
    return _part(state, "unknown_door")


def _alert_what(state: CallState, facts: Facts) -> str:
    known.require(Need.ALERT, facts)
    what = prompts.text(state.language, f"alert_what.{facts.alert_what}")
    if facts.alert_tenths is None or not temperature.is_fever(facts.alert_tenths):
        return what
    return f"{what}{_part(state, 'gap')}{speech.temperature(state.language, facts.alert_tenths)}"


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
        _part(state, "door_choice", door=door, key=speech.key(state.language, str(key)))
        for key, door in enumerate(spoken, 1)
    ]
    ending = "another_door" if is_last_page(doors, state.page) else "the_others"
    parts.append(_part(state, ending, key=speech.key(state.language, str(len(parts) + 1))))
    return _joined(state, parts, "choices") + _part(state, "end")


def _sets(state: CallState, facts: Facts) -> str:
    sets = known.sets_on_sale(state, facts)
    parts = [
        _part(
            state,
            "set_choice",
            set=offered.name,
            price=speech.money(state.language, offered.price_fen),
            key=speech.key(state.language, str(key)),
        )
        for key, offered in enumerate(page_of(sets, state.page), 1)
    ]
    if not is_last_page(sets, state.page):
        parts.append(_part(state, "the_others", key=speech.key(state.language, str(len(parts) + 1))))
    return _joined(state, parts, "choices") + _part(state, "end")


def _set(state: CallState, facts: Facts) -> str:
    offered = known.set_on_sale(state, facts)
    return offered.name if offered else ""


def _most(state: CallState, facts: Facts) -> str:
    offered = known.set_on_sale(state, facts)
    return speech.counted(state.language, known.limit(offered, state, facts) if offered else 0)


def _quantity(state: CallState, _: Facts) -> str:
    return speech.counted(state.language, state.quantity)


def lines_to_confirm(state: CallState, facts: Facts) -> tuple[OrderedSet, ...]:
    """What the caller is asked to confirm: the last order again, or the one set picked, at today's price."""
    if state.again:
        return known.last_order(state, facts)
    offered = known.set_on_sale(state, facts)
    return (OrderedSet(offered.number, offered.name, state.quantity, offered.price_fen),) if offered else ()


def amount(lines: tuple[OrderedSet, ...]) -> int:
    """What these lines cost, in fen."""
    return sum(line.quantity * line.price_fen for line in lines)


def _lines(state: CallState, lines: tuple[OrderedSet, ...]) -> str:
    return _joined(
        state,
        [_part(state, "line", set=line.name, quantity=speech.counted(state.language, line.quantity)) for line in lines],
    )


def _chosen(state: CallState, facts: Facts) -> str:
    return _lines(state, lines_to_confirm(state, facts))


def _cost(state: CallState, facts: Facts) -> str:
    return speech.money(state.language, amount(lines_to_confirm(state, facts)))


def _total(state: CallState, facts: Facts) -> str:
    return speech.money(state.language, state.spent_fen + amount(lines_to_confirm(state, facts)))


def _last_order(state: CallState, facts: Facts) -> str:
    return _lines(state, known.last_order(state, facts))


def _order(state: CallState, facts: Facts) -> str:
    return _lines(state, known.order(state, facts))


def _order_cost(state: CallState, facts: Facts) -> str:
    return speech.money(state.language, amount(known.order(state, facts)))


def _notice(state: CallState, facts: Facts) -> str:
    """The announcement, with an end to its last sentence."""
    known.require(Need.NOTICE, facts)
    return facts.notice + (_part(state, "end") if facts.notice[-1:].isalnum() else "")


FIELDS: Mapping[str, Fill] = {
    "community": _community,
    "greeted": _greeted,
    "people": _people,
    "name": _name,
    "name_in_turn": _name_in_turn,
    "first": _first,
    "second": _second,
    "highest": _highest,
    "short": _short,
    "values": _values,
    "keyed_door": _keyed_door,
    "alert_door": _alert_door,
    "alert_what": _alert_what,
    "doors": _doors,
    "sets": _sets,
    "set": _set,
    "most": _most,
    "quantity": _quantity,
    "chosen": _chosen,
    "cost": _cost,
    "total": _total,
    "last_order": _last_order,
    "order": _order,
    "order_cost": _order_cost,
    "notice": _notice,
    **WORK_FIELDS,
}

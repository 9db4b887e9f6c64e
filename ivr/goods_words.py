"""The {fields} of the prompts about a household's order."""

from collections.abc import Callable, Mapping

import prompts
from ivr import known
from ivr.acts.goods import asked
from ivr.facts import CallState, Change, Facts, Offer
from prompts import speech

_NOTHING = Offer(0, "", 0, "", 0)


def _offer(state: CallState, facts: Facts) -> Offer:
    return asked(state, facts) or _NOTHING


def _clock(state: CallState, facts: Facts) -> str:
    """At what time; or now, where that time has passed."""
    clock = known.goods(facts).clock
    if not clock:
        return prompts.text(state.language, "part.now")
    return prompts.text(state.language, "part.at", clock=speech.clock(state.language, clock))


def _place(state: CallState, facts: Facts) -> str:
    """A name in Chinese characters is nothing to an English voice."""
    place = known.goods(facts).place
    is_spoken = state.language.startswith("zh") or place.isascii()
    return place if is_spoken else prompts.text(state.language, "part.collection_point")


def _changes(state: CallState, facts: Facts) -> str:
    """Nothing arrived of these; or something else came in their place."""
    parts = [_change(state.language, one) for one in known.goods(facts).changes]
    return prompts.text(state.language, "part.and").join(parts)


def _change(language: str, one: Change) -> str:
    fields = {"set": one.set_name, "pieces": speech.counted(language, one.short)}
    if not one.granted:
        return prompts.text(language, "part.short", **fields)
    return prompts.text(
        language, "part.short_instead", instead=one.instead, granted=speech.counted(language, one.granted), **fields
    )


GOODS_FIELDS: Mapping[str, Callable[[CallState, Facts], str]] = {
    "cut_set": lambda state, facts: _offer(state, facts).set_name,
    "cut_pieces": lambda state, facts: speech.counted(state.language, _offer(state, facts).pieces),
    "instead": lambda state, facts: _offer(state, facts).instead,
    "instead_price": lambda state, facts: speech.money(state.language, _offer(state, facts).price_fen),
    "changes": _changes,
    "due": lambda state, facts: speech.money(state.language, max(0, known.goods(facts).due_fen)),
    "clock": _clock,
    "place": _place,
}

"""What a prompt of the order fills in: sets and prices to pick from, what is confirmed, what was ordered."""

from collections.abc import Callable, Mapping

from ivr import known
from ivr.facts import CallState, Facts, OrderedSet
from ivr.parts import is_last_page, joined, page_of, part
from prompts import speech


def _sets(state: CallState, facts: Facts) -> str:
    """The prices are heard once, with 9, and in the read-back: who was silent hears what to press sooner."""
    sets = known.sets_on_sale(state, facts)
    parts = [
        part(
            state,
            "set_choice_in_short" if state.in_short else "set_choice",
            set=offered.name,
            price=speech.money(state.language, offered.price_fen),
            key=speech.key(state.language, str(key)),
        )
        for key, offered in enumerate(page_of(sets, state.page), 1)
    ]
    if not is_last_page(sets, state.page):
        parts.append(part(state, "the_others", key=speech.key(state.language, str(len(parts) + 1))))
    return joined(state, parts, "choices") + part(state, "end")


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
    return joined(
        state,
        [part(state, "line", set=line.name, quantity=speech.counted(state.language, line.quantity)) for line in lines],
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


def _closed_order(state: CallState, facts: Facts) -> str:
    return _lines(state, known.closed_order(state, facts))


def _closed_cost(state: CallState, facts: Facts) -> str:
    return speech.money(state.language, amount(known.closed_order(state, facts)))


ORDER_FIELDS: Mapping[str, Callable[[CallState, Facts], str]] = {
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
    "closed_order": _closed_order,
    "closed_cost": _closed_cost,
}

"""What the order does: sets picked, quantities, what is confirmed, changed or cancelled."""

from dataclasses import replace

from ivr import known
from ivr.acts import yes_or_no
from ivr.events import CancelledOrder, Event, Ordered, OrderLine
from ivr.facts import CallState, Facts, Need, SaleSet
from ivr.leftovers import unverified_order
from ivr.order_words import amount, lines_to_confirm

Done = tuple[CallState, tuple[Event, ...]]


def begin(state: CallState, _: Facts) -> Done:
    """An order from its first question on."""
    return replace(_nothing_picked(state), changing=False, rejected=0), ()


def what_is_there(state: CallState, facts: Facts) -> str:
    """Whether there is something to order, and whether the household ordered before."""
    if known.order(state, facts):
        return "ordered"
    if not known.sets_on_sale(state, facts):
        return "closed" if known.closed_order(state, facts) else "nothing"
    return "last_time" if known.last_order(state, facts) and not state.ordered else "new"


def change(state: CallState, _: Facts) -> Done:
    """The next confirmed set replaces the order, also what was ordered in this call."""
    return replace(state, changing=True, ordered=False, spent_fen=0), ()


def pick_again(state: CallState, _: Facts) -> Done:
    """Another set is picked, from the first page."""
    return _nothing_picked(state), ()


def reject(state: CallState, _: Facts) -> Done:
    """The read-back was wrong: another set is picked; what was begun stays open until one is confirmed."""
    return replace(_nothing_picked(state), begun=True), ()


def listed_sets(state: CallState, facts: Facts) -> tuple[SaleSet, ...]:
    """The sets to pick from."""
    return known.sets_on_sale(state, facts)


def pick(state: CallState, offered: SaleSet) -> CallState:
    """Want this set."""
    return replace(state, set_number=offered.number, quantity=0, again=False, page=0, begun=True)


def same_again(state: CallState, _: Facts) -> Done:
    """All of the last order is wanted again."""
    return replace(state, again=True, set_number=0, quantity=0, begun=True), ()


def which_read_back(state: CallState, facts: Facts) -> str:
    """Whether what was picked can still be had; and is the first of the call, adds to others, or replaces an order."""
    lines = lines_to_confirm(state, facts)
    left = {offered.number: known.limit(offered, state, facts) for offered in known.sets_on_sale(state, facts)}
    if not lines or any(line.quantity > left.get(line.number, 0) for line in lines):
        return "gone"
    if state.changing:
        return "changed"
    return "further" if state.ordered else "first"


def why_gone(_: CallState, facts: Facts) -> str:
    """Whether others took it, or the sale has closed."""
    known.require(Need.SALE, facts)
    return "gone" if facts.sets else "late"


def confirm(state: CallState, facts: Facts) -> Done:
    """The read-back was right: these lines are ordered; the first of a changed order replaces it."""
    lines = lines_to_confirm(state, facts)
    ordered = Ordered(tuple(OrderLine(line.number, line.quantity) for line in lines), state.changing)
    events: tuple[Event, ...] = (ordered,)
    if not state.verified and not state.ordered:
        events += (unverified_order(state),)
    spent = state.spent_fen + amount(lines)
    return replace(_nothing_picked(state), changing=False, ordered=True, done=True, spent_fen=spent), events


def can_order_more(state: CallState, facts: Facts) -> str:
    """Whether anything is left to order, or the sale has closed behind an order."""
    return "yes" if known.sets_on_sale(state, facts) else why_nothing(state, facts)


def why_nothing(state: CallState, facts: Facts) -> str:
    """Whether the sale has closed behind an order of the household."""
    return "closed" if known.closed_order(state, facts) else "no"


def begin_cancelling(state: CallState, _: Facts) -> Done:
    """Cancelling is asked about and not confirmed yet."""
    return replace(state, begun=True), ()


def keep(state: CallState, _: Facts) -> Done:
    """The order stays as it was."""
    return replace(state, begun=_is_report_open(state)), ()


def can_cancel(state: CallState, facts: Facts) -> str:
    """Whether the order can still be cancelled: the sale may have closed while it was asked."""
    return yes_or_no(answer=bool(known.order(state, facts)))


def cancel(state: CallState, _: Facts) -> Done:
    """The household's order is cancelled."""
    return replace(_nothing_picked(state), done=True), (CancelledOrder(),)


def _nothing_picked(state: CallState) -> CallState:
    return replace(state, set_number=0, quantity=0, again=False, page=0, begun=_is_report_open(state))


def _is_report_open(state: CallState) -> bool:
    """A temperature or an illness begun before stays begun: a confirmed report ends the call."""
    return bool(state.alerted or state.values or state.short)

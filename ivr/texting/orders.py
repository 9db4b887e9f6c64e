"""Orders by text: what is wanted against what is on sale, echoed with its total and how to undo it."""

from collections.abc import Iterable
from dataclasses import replace

from domain.doors import Door
from domain.money import yuan
from domain.understanding.meanings import Change, Order
from ivr.events import CancelledOrder, Event, Ordered, OrderLine
from ivr.facts import Need, SaleSet, Wanted
from ivr.known import closed_order, last_order, limit, order
from ivr.texting import doors
from ivr.texting.letter import Answer, Letter, Spoken, ask, choices, say
from ivr.texting.thread import Act, Asked, Choice

Lines = dict[int, int]  # set number to quantity


def take_order(letter: Letter, meaning: Order) -> Answer | Wanted:
    """Order, add to an order or change it; what cannot be had is said with what can."""
    spoken = doors.settle(letter, meaning.door)
    if isinstance(spoken, Answer):
        return spoken
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    if not letter.facts.sets:
        return say(letter, no_sale(letter, spoken), spoken.state)
    wanted = summed((line.set_number, line.quantity) for line in meaning.lines)
    held = before(letter, spoken)
    change = _change(meaning, held)
    if held and change is Change.NONE:
        return _ask_add_or_replace(letter, spoken, wanted)
    why_not = refused(letter, spoken, wanted, replaces=change is Change.REPLACE)
    if why_not:
        return say(letter, why_not, spoken.state)
    return place(letter, spoken, _changed(held, wanted, change, meaning.without))


def _change(meaning: Order, held: Lines) -> Change:
    """水果不要,菜2份: who takes a set out of the order says what is to be in it."""
    takes_out = not held.keys().isdisjoint(meaning.without)
    return Change.REPLACE if takes_out and meaning.change is Change.NONE else meaning.change


def summed(lines: Iterable[tuple[int, int]]) -> Lines:
    """Quantities by set."""
    total: Lines = {}
    for number, quantity in lines:
        total[number] = total.get(number, 0) + quantity
    return total


def before(letter: Letter, spoken: Spoken) -> Lines:
    """The door's order in the open sale; none for an unverified sender."""
    return summed((line.number, line.quantity) for line in order(spoken.state, letter.facts))


def no_sale(letter: Letter, spoken: Spoken) -> str:
    """Nothing is on sale; whoever ordered in the sale that has closed reads what, and that it stays."""
    closed = closed_order(spoken.state, letter.facts)
    if not closed:
        return letter.words("no_sale")
    lines = letter.listed(
        [letter.words("order_line", set=line.name, quantity=str(line.quantity)) for line in closed],
    )
    total = yuan(sum(line.quantity * line.price_fen for line in closed))
    if letter.by_worker:
        return letter.words("sale_closed_for", door=spoken.door(letter.language), lines=lines, total=total)
    return letter.words("sale_closed", lines=lines, total=total)


def _changed(held: Lines, wanted: Lines, change: Change, without: tuple[int, ...] = ()) -> Lines:
    """The order as it is to be: 改水果1份 leaves other sets as they are where fruit was ordered, else replaces them.

    Where the text says what is taken out (`without`), all else stays.
    """
    kept = {number: quantity for number, quantity in held.items() if number not in without}
    if change is Change.ADD:
        return summed([*kept.items(), *wanted.items()])
    return {**kept, **wanted} if held.keys() & {*wanted, *without} else wanted


def refused(letter: Letter, spoken: Spoken, wanted: Lines, *, replaces: bool) -> str:
    """Why this cannot be ordered, "" when it can."""
    offered = {one.number: one for one in letter.facts.sets}
    state = replace(spoken.state, changing=replaces)
    for number, quantity in wanted.items():
        one = offered.get(number)
        most = limit(one, state, letter.facts) if one else 0
        if one is None or most <= 0:
            return _none_left(letter, number)
        if quantity > most:
            return letter.words("over_limit", set=one.name, most=str(most))
    return ""


def _none_left(letter: Letter, number: int) -> str:
    """The household has as many as it may or as there are; or it is sold out, and what is not."""
    name = _names(letter).get(number, str(number))
    held = sum(line.quantity for line in letter.facts.order if line.number == number)
    if held:
        return letter.words("no_more_of_it", set=name, quantity=str(held))
    sets = catalogue(letter)
    return letter.words("sold_out", set=name, sets=sets) if sets else letter.words("all_sold_out", set=name)


def _ask_add_or_replace(letter: Letter, spoken: Spoken, wanted: Lines) -> Answer:
    """Each choice is shown as it leaves the order: what is changed beside what stays."""
    lines, held = said(letter, wanted), before(letter, spoken)
    changed = said(letter, _changed(held, wanted, Change.REPLACE))
    body = letter.words("has_order", held=said(letter, held), changed=changed, lines=lines)
    options = (letter.words("replacing_text", lines=changed), letter.words("adding_text", lines=lines))
    asked = Asked(letter.taken.text, tuple(Choice(option, spoken.state.household) for option in options))
    return ask(letter, body, asked, state=spoken.state)


def place(letter: Letter, spoken: Spoken, lines: Lines) -> Answer:
    """The door's order is this from now on."""
    held = before(letter, spoken)
    kept = {number: quantity for number, quantity in lines.items() if quantity}
    events: tuple[Event, ...] = (
        (Ordered(tuple(OrderLine(*line) for line in sorted(kept.items())), replaces=bool(held)),)
        if kept
        else (CancelledOrder(),)
    )
    act = Act(letter.sid, spoken.state.household, order=tuple(held.items()))
    thread = replace(letter.thread.did(act), door=spoken.state.household)
    return Answer(spoken.state, _echo(letter, spoken, kept), thread, events)


def _echo(letter: Letter, spoken: Spoken, lines: Lines) -> str:
    if not lines:
        return letter.words("order_cancelled")
    words, total = said(letter, lines), yuan(total_fen(letter, lines))
    if letter.by_worker:
        return letter.words("ordered_for", door=spoken.door(letter.language), lines=words, total=total)
    if not spoken.state.verified:
        return letter.words("ordered_unverified", door=spoken.door(letter.language), lines=words, total=total)
    return letter.words("ordered", lines=words, total=total, example=_example(letter, lines))


def _example(letter: Letter, lines: Lines) -> str:
    """How a change of this order is written: the first set with another quantity."""
    number, quantity = min(lines.items())
    return said(letter, {number: 1 if quantity > 1 else quantity + 1})


def said(letter: Letter, lines: Lines) -> str:
    """蔬菜2份、水果1份; 2 Vegetables, 1 Fruit."""
    names = _names(letter)
    return letter.listed(
        [
            letter.words("order_line", set=names.get(number, str(number)), quantity=str(quantity))
            for number, quantity in sorted(lines.items())
        ]
    )


def _names(letter: Letter) -> dict[int, str]:
    return {one.number: one.name for one in _known_sets(letter)}


def _known_sets(letter: Letter) -> tuple[SaleSet, ...]:
    held = tuple(SaleSet(one.number, one.name, one.price_fen, 0) for one in letter.facts.order)
    return (*held, *letter.facts.sets)


def total_fen(letter: Letter, lines: Lines) -> int:
    """What they cost at today's prices, in fen."""
    prices = {one.number: one.price_fen for one in _known_sets(letter)}
    return sum(prices[number] * quantity for number, quantity in lines.items())


def catalogue(letter: Letter) -> str:
    """What is on sale and not sold out, with prices."""
    return letter.listed(
        [
            letter.words("offer", set=one.name, price=yuan(one.price_fen))
            for one in letter.facts.sets
            if one.limit > 0 or any(line.number == one.number for line in letter.facts.order)
        ]
    )


def same_again(letter: Letter, door: Door | None = None) -> Answer | Wanted:
    """跟上次一样: what the last order was, to be confirmed at today's prices."""
    spoken = doors.settle(letter, door)
    if isinstance(spoken, Answer):
        return spoken
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    if not letter.facts.sets:
        return say(letter, no_sale(letter, spoken), spoken.state)
    lines = summed((line.number, line.quantity) for line in last_order(spoken.state, letter.facts))
    if not lines:
        return say(letter, letter.words("no_last_order", sets=catalogue(letter)), spoken.state)
    words = said(letter, lines)
    body = letter.words("same_again", lines=words, total=yuan(total_fen(letter, lines)))
    choice = Choice(letter.words("order_text", lines=words), spoken.state.household)
    return ask(letter, body, Asked(letter.taken.text, (choice,)), state=spoken.state)


def offer_sets(letter: Letter, quantity: str, prompt: str, door: Door | None = None) -> Answer | Wanted:
    """Which set? Each one on sale to choose."""
    spoken = doors.settle(letter, door)
    if isinstance(spoken, Answer):
        return spoken
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    sets = [one for one in letter.facts.sets if one.limit > 0]
    if not sets:
        return say(letter, no_sale(letter, spoken), spoken.state)
    body = letter.words(prompt, choices=choices(letter, [one.name for one in sets]))
    text = [letter.words("order_line", set=one.name, quantity=quantity) for one in sets]
    options = tuple(Choice(letter.words("order_text", lines=one), spoken.state.household) for one in text)
    return ask(letter, body, Asked(letter.taken.text, options), state=spoken.state)


def ask_quantity(letter: Letter, number: int, door: Door | None = None) -> Answer | Wanted:
    """Ask how many of this set."""
    spoken = doors.settle(letter, door)
    if isinstance(spoken, Answer):
        return spoken
    if Need.SALE not in letter.facts.read:
        return Wanted(Need.SALE, spoken.state)
    offered = next((one for one in letter.facts.sets if one.number == number), None)
    if offered is None:
        return offer_sets(letter, "1", "only_sets", door)
    line = letter.words("order_line", set=offered.name, quantity="{}")
    blank = letter.words("order_text", lines=line)
    asked = Asked(letter.taken.text, blank=blank, door=spoken.state.household)
    return ask(letter, letter.words("how_many", set=offered.name), asked, state=spoken.state)

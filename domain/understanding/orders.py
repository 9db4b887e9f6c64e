"""Orders out of the lines of a text: what is taken, what is asked (rule 7)."""

from itertools import pairwise

from domain.understanding.meanings import Change, Order, OrderLine, Question, Reason
from domain.understanding.order_lines import MOST, Lines
from domain.understanding.patterns import Words, compiled, has, letters, only, values
from domain.understanding.words import Kind

OF_ORDERS = frozenset({Kind.SET, Kind.LINE, Kind.ORDER_DOUBT, Kind.QUANTITY, Kind.ALL_SETS, Kind.SAME_AS_LAST})
_NOT_ORDERED = compiled("(?<! want) not _ want")


def read_order(words: Words, numbers: tuple[int, ...], *, is_order: bool = False) -> Order | Question | None:
    """The order of a text, `numbers` those of the sets on sale; a question when it is not clear; None for no order.

    `is_order`: 代订 stood before it, which is as good as 要.
    """
    doubts = values(only(words, Kind.ORDER_DOUBT), Reason)
    lines = _lines(words, numbers)
    unknown = any(line.set_number not in numbers for line in lines)
    bare = values(only(words, Kind.SET), int)
    if doubts:
        return Question(doubts[0], lines=lines)
    if lines and has(words, Kind.QUANTITY) and not has(words, Kind.ALL_SETS):
        return Question(Reason.NOT_A_SET, lines=lines)
    if unknown:
        return Question(Reason.MISSING_ITEM)
    if has(words, Kind.SAME_AS_LAST) or _tells_of_earlier(words, bare, lines):
        return Question(Reason.NEEDS_HISTORY)
    counts = values(only(words, Kind.QUANTITY), int)
    if bare and (lines or not (counts or is_order or _is_wanted(words))):
        return Question(Reason.MISSING_QUANTITY, lines=(*lines, *(OrderLine(one, 1, assumed=True) for one in bare)))
    if bare and len(set(bare)) == 1 and len(counts) == 1:
        return _counted_apart(words, OrderLine(bare[0], counts[0]))
    if bare and counts:
        return Question(Reason.MISSING_QUANTITY, lines=tuple(OrderLine(one, 1, assumed=True) for one in bare))
    if bare:
        return _order(words, tuple(OrderLine(one, 1, assumed=True) for one in dict.fromkeys(bare)))
    return _order(words, lines) if lines else _without_set(words)


def _tells_of_earlier(words: Words, bare: list[int], lines: tuple[OrderLine, ...]) -> bool:
    """我没订水果, 蔬菜订错了: of an order that was, and no new one."""
    is_denied = bool(bare or lines) and bool(_NOT_ORDERED.search(letters(words)))
    return is_denied or (bool(bare) and not lines and has(words, Kind.CORRECTION) and not has(words, Kind.QUANTITY))


def _counted_apart(words: Words, line: OrderLine) -> Order | Question:
    """蔬菜要新鲜的2份: one set and one number are meant together, unless they are asked about."""
    if any(word.text in {"吗", "?"} for word in words) or line.quantity < 1:
        return Question(Reason.MISSING_QUANTITY, lines=(line,) if 1 <= line.quantity <= MOST else ())
    return Question(Reason.OVER_LIMIT) if line.quantity > MOST else _order(words, (line,))


def _is_asked(words: Words) -> bool:
    """蔬菜38元一份吗 asks what is on sale; 蔬菜一份可以吗 is a wish."""
    said = [word for word in words if word.kind is not Kind.BLANK]
    asking = ("吗", "?", "嘛")
    behind = any(before.kind is Kind.LINE and word.text in asking for before, word in pairwise(said))
    return (behind or any(word.text.endswith(asking) for word in only(words, Kind.LINE))) and not _is_wanted(words)


def _is_wanted(words: Words) -> bool:
    return has(words, Kind.WANT, Kind.ADD)


def _lines(words: Words, numbers: tuple[int, ...]) -> tuple[OrderLine, ...]:
    """Every line; 三样各一份 is one of each set on sale."""
    lines = [line for made in values(words, Lines) for line in made.lines]
    if has(words, Kind.ALL_SETS) and not lines:
        counts = values(only(words, Kind.QUANTITY), int)
        if counts or _is_wanted(words):
            count = counts[0] if counts else 1
            return tuple(OrderLine(number, count, assumed=not counts) for number in numbers if 1 <= count <= MOST)
    return tuple(lines)


def _order(words: Words, lines: tuple[OrderLine, ...]) -> Order | Question:
    if has(words, Kind.HEDGE, Kind.CONDITION) or _is_asked(words):
        return Question(Reason.HEDGE, lines=lines)
    if len({line.set_number for line in lines}) < len(lines):
        return Question(Reason.TWO_VALUES, lines=lines)
    changes = values(only(words, Kind.CHANGE_TO, Kind.CORRECTION, Kind.ADD), Change)
    return Order(lines, changes[0] if changes else Change.NONE)


def _without_set(words: Words) -> Question | None:
    return Question(Reason.MISSING_ITEM) if has(words, Kind.QUANTITY) else None

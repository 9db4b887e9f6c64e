"""Orders out of the lines of a text: what is taken, what is asked (rule 7)."""

import re
from itertools import pairwise

from domain.understanding.meanings import Change, Order, OrderLine, Question, Reason
from domain.understanding.order_lines import MOST, Lines
from domain.understanding.patterns import Words, compiled, has, letters, only, text_of, values
from domain.understanding.refusals import refused_sets
from domain.understanding.words import Kind

_FETCHES = {"拿", "带", "捎"}
_NO_WISH = re.compile("来[取领提]|(?:多少|好多|几)个?[人户家]")
OF_ORDERS = frozenset({Kind.SET, Kind.LINE, Kind.ORDER_DOUBT, Kind.QUANTITY, Kind.ALL_SETS, Kind.SAME_AS_LAST})
_NOT_ORDERED = compiled("(?<! want) not _ want")
_EITHER = compiled("(line|set) (_ (stop|comma|filler))? _ or (_ (want|filler|is)){0,2} _ (line|set|quantity)")
_PUT_OFF = compiled("tomorrow _ add")
_ORDERED_YESTERDAY = compiled("yesterday (_ (self|filler|want|word|order_word)){0,3} _ (line|set)")
_ORDERED = re.compile(r"[订定买][了过]|[订定买]好了|已经?[订定买]|送来的|少了|[收拿领]到了")
_CAME = re.compile(r"(?:收|拿|领)到了?的?")
_CAME_OR_NOT = re.compile(
    r"[的是都也还全怎么一直只就,。 ]{0,6}(?:(?:没有?|未)(?:收|到|送|来|拿|领|见)|(?:收|拿|领)到了|(?:送|发|拿|装|给)错|漏了|少了|[坏烂臭馊霉]|不新鲜)"
)


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
    if open_choice := _open_choice(words):
        return Question(open_choice, lines=(*lines, *(OrderLine(one, 1, assumed=True) for one in bare)))
    if lines and has(words, Kind.QUANTITY) and not has(words, Kind.ALL_SETS) and not _is_total(words, lines):
        return Question(Reason.NOT_A_SET, lines=lines)
    if unknown:
        return Question(Reason.MISSING_ITEM)
    if has(words, Kind.SAME_AS_LAST) or _tells_of_earlier(words, bare, lines):
        return Question(Reason.NEEDS_HISTORY)
    counts = values(only(words, Kind.QUANTITY), int)
    if bare and (lines or not (counts or is_order or _is_ordered(words))):
        return Question(Reason.MISSING_QUANTITY, lines=(*lines, *(OrderLine(one, 1, assumed=True) for one in bare)))
    if bare and len(set(bare)) == 1 and len(counts) == 1:
        return _counted_apart(words, OrderLine(bare[0], counts[0]))
    if bare and counts:
        return Question(Reason.MISSING_QUANTITY, lines=tuple(OrderLine(one, 1, assumed=True) for one in bare))
    if bare:
        return _order(words, tuple(OrderLine(one, 1, assumed=True) for one in dict.fromkeys(bare)))
    return _order(words, lines) if lines else _without_set(words)


def _open_choice(words: Words) -> Reason | None:
    """蔬菜一份或者水果一份, 明天再订菜: nothing is decided yet."""
    written = letters(words)
    if _EITHER.search(written):
        return Reason.TWO_VALUES
    return Reason.HEDGE if _PUT_OFF.search(written) else None


def _is_total(words: Words, lines: tuple[OrderLine, ...]) -> bool:
    """蔬菜1份 水果2份 共3份: said once more, and right."""
    counts = values(only(words, Kind.QUANTITY), int)
    return len(lines) > 1 and counts == [sum(line.quantity for line in lines)]


def _is_of_goods_that_came(words: Words) -> bool:
    """收到蔬菜一份, 蔬菜一份没收到, 水果2份是烂的."""
    for place, word in enumerate(words):
        before = words[max(place - 2, 0) : place]
        behind = text_of(words[place + 1 : place + 8])
        if word.kind is Kind.LINE and (_CAME.fullmatch(text_of(before)) or _CAME_OR_NOT.match(behind)):
            return True
    return False


def _tells_of_earlier(words: Words, bare: list[int], lines: tuple[OrderLine, ...]) -> bool:
    """我没订水果, 蔬菜订错了, 昨天订了蔬菜一份, 菜一份已经订了: of an order that was, and no new one."""
    if (bare or lines) and _ORDERED.search(text_of(words)):
        return True
    if _is_of_goods_that_came(words) or (not has(words, Kind.TODAY) and _ORDERED_YESTERDAY.search(letters(words))):
        return True
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


def _is_ordered(words: Words) -> bool:
    """要菜, without a number; 去拿菜 and 来取菜 fetch what was ordered, 多少人订菜 asks of others."""
    wants = [word.text for word in only(words, Kind.WANT)]
    is_wish = bool(wants) and wants[-1] not in _FETCHES and not _NO_WISH.search(text_of(words))
    return has(words, Kind.ADD) or is_wish


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
    is_hedged = any(word.text != "吧" or not _is_wanted(words) for word in only(words, Kind.HEDGE))  # 来份菜吧: please
    if is_hedged or has(words, Kind.CONDITION) or _is_asked(words):
        return Question(Reason.HEDGE, lines=lines)
    if len({line.set_number for line in lines}) < len(lines):
        return Question(Reason.TWO_VALUES, lines=lines)
    changes = values(only(words, Kind.CHANGE_TO, Kind.CORRECTION, Kind.ADD), Change)
    without = tuple(number for number in refused_sets(words) if all(line.set_number != number for line in lines))
    return Order(lines, changes[0] if changes else Change.NONE, without=without)


def _without_set(words: Words) -> Question | None:
    return Question(Reason.MISSING_ITEM) if has(words, Kind.QUANTITY) else None

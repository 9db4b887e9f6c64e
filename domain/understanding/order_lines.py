"""Order lines in a text: sets by name, number or place, how many of each, and what is no set (rule 7)."""

from dataclasses import dataclass

from domain.understanding import refusals
from domain.understanding.degrees import is_of_a_body
from domain.understanding.marks import N, numbers_in
from domain.understanding.meanings import OrderLine, Reason
from domain.understanding.numerals import DIGITS, number_of
from domain.understanding.patterns import Words, has, only, rule, text_of, values
from domain.understanding.words import Kind, Word

MOST = 5  # of one set; more is asked back (rule 7)


@dataclass(frozen=True, slots=True)
class Lines:
    """Order lines that one phrase makes."""

    lines: tuple[OrderLine, ...]


def _doubt(words: Words, reason: Reason) -> Word:
    return Word(Kind.ORDER_DOUBT, text_of(words), reason)


def _number(word: Word) -> int:
    number = number_of(word.text)
    return -1 if number is None else number


def _quantity(words: Words) -> Word:
    counted = only(words, Kind.NUMBER, Kind.NUMERAL)[0]
    if _is_either(counted):
        return _doubt(words, Reason.RANGE)
    return Word(Kind.QUANTITY, text_of(words), _number(counted))


def _is_either(counted: Word) -> bool:
    """两三份: two numerals side by side are a guess."""
    return counted.kind is Kind.NUMERAL and len(counted.text) > 1 and all(letter in DIGITS for letter in counted.text)


def _range(words: Words) -> Word:
    return _doubt(words, Reason.RANGE)


def _half(words: Words) -> Word:
    return _doubt(words, Reason.HALF_SET)


def _numbered(words: Words) -> Word:
    """1号套餐, 二号: a set by its number."""
    return Word(Kind.SET, text_of(words), _number(only(words, Kind.NUMBER, Kind.NUMERAL)[0]))


def _numbered_with_rest(words: Words) -> Words:
    """套餐三 2份, 套餐2 两份, 2号两份."""
    place = next(place for place, word in enumerate(words) if word.kind in {Kind.NUMBER, Kind.NUMERAL})
    end = place + 2 if has(words[place + 1 : place + 2], Kind.ORDINAL) else place + 1
    return (_numbered(words[:end]), *words[end:])


def _numbered_and_counted(words: Words) -> Words | None:
    """套餐一两份: the first numeral names the set, the second counts."""
    numeral = only(words, Kind.NUMERAL)[0]
    if len(numeral.text) != len("一两"):
        return None
    count = _number(Word(Kind.NUMERAL, numeral.text[1]))
    return (
        Word(Kind.SET, words[0].text + numeral.text[0], _number(Word(Kind.NUMERAL, numeral.text[0]))),
        Word(Kind.QUANTITY, numeral.text[1] + words[-1].text, count),
    )


def _numbered_each(words: Words) -> Word:
    """一号二号各一份."""
    *numbers, count = numbers_in(words)
    return _made(words, tuple(OrderLine(number, count) for number in numbers))


def _in_order(words: Words) -> Word | None:
    """第二个套餐: a set by its place."""
    return _numbered(words) if words[0].text == "第" else None


def _set_or_quantity(words: Words) -> Word:
    return _doubt(words, Reason.SET_OR_QUANTITY)


def _line(words: Words) -> Words | None:
    """The words that say a change (改成, 加) stay beside the line; 36 蔬菜 are no 36 of them."""
    sets = values(only(words, Kind.SET), int)
    counts = values(only(words, Kind.QUANTITY), int) or numbers_in(words)
    if not has(words, Kind.QUANTITY) and is_of_a_body(counts[-1]):
        return None
    made = _made(words, tuple(OrderLine(one, counts[-1]) for one in sets))
    return (*only(words, Kind.CHANGE_TO, Kind.ADD), made)


def _made(words: Words, lines: tuple[OrderLine, ...]) -> Word:
    counts = [line.quantity for line in lines]
    if any(count > MOST for count in counts):
        return _doubt(words, Reason.OVER_LIMIT)
    if any(count < 1 for count in counts):
        return _doubt(words, Reason.MISSING_QUANTITY)
    return Word(Kind.LINE, text_of(words), Lines(lines))


def _all(words: Words) -> Words | None:
    """三个都要."""
    return (Word(Kind.ALL_SETS, text_of(words[:-1])), words[-1]) if numbers_in(words)[0] == len("123") else None


def _each(words: Words) -> Words | None:
    return _line(words) if has(words, Kind.EACH) else None


def _changed(words: Words) -> Words | None:
    """蔬菜两份改成一份: the last quantity is meant."""
    lines = [line for made in values(words, Lines) for line in made.lines]
    counts = values(only(words, Kind.QUANTITY), int)
    if len(lines) != 1 or not has(words, Kind.CHANGE_TO):
        return None
    return (*only(words, Kind.CHANGE_TO), _made(words, (OrderLine(lines[0].set_number, counts[-1]),)))


def _food(words: Words) -> Word | None:
    """土豆5斤; a word of one letter (前面, 加油) is food only where it is counted or asked for."""
    if len(words) == 1 and len(words[0].text) == 1:
        return None
    return _doubt(words, Reason.NOT_A_SET)


def _food_and_set(words: Words) -> Word:
    """鱼和蔬菜各一份: the fish, of however few letters, is no set."""
    return _doubt(words, Reason.NOT_A_SET)


def _fewer(words: Words) -> Words | None:
    """少一份水果: fewer than an earlier order had."""
    return (Word(Kind.SAME_AS_LAST, words[0].text), *words[1:]) if words[0].text in {"少", "减"} else None


def _plus(words: Words) -> Words | None:
    """蔬菜+1, as chains count."""
    is_plus = any(word.text == "+" for word in only(words, Kind.STOP))
    return _line(words) if is_plus else None


def _third_set(words: Words) -> Word | None:
    """第三个套餐 is one set by its place, and not three."""
    is_place = words[0].text == "第" and words[1].text.startswith("三") and "个套餐" in words[1].text
    return _numbered((Word(Kind.NUMERAL, "三"),)) if is_place else None


def _price(words: Words) -> Words:
    """水果 38元 2份: what a set costs says nothing of how many."""
    return tuple(only(words, Kind.BLANK)[:1])


_PRICE = "(_ set_word)? _ (stop|comma|colon)? _ money _ (filler|stop)?"
_PAUSE = "(_ (want|filler|comma|stop)){0,3} _"
_SETS = "set (_ ((stop|and|comma|each|slash) _)? set){0,5}"
_SEVERAL = "set (_ ((stop|and|comma|each|slash) _)? set){1,5}"
_EACH_SO_MANY = f"each _ (want _)? {N} _ (counter|tenth_word)?"
_NUMBERS = f"{N} (_ (stop|and|comma) _ {N}){{1,5}}"
_NAMED = "set (_ (stop|and) _ set|set){0,5}"
_LISTED = "set (_ (stop|and|comma)? _ set){1,5}"  # 取消蔬菜,水果
_COUNT = f"(quantity|{N})"
RULES = (
    rule(f"set counter (?= _ {N} _ counter)", lambda words: words[0]),  # 蔬菜包一个
    rule(f"{N} _ (to|stroke|or) _ {N} _ (counter|tenth_word)", _range),
    rule(
        f"(half _ (counter|tenth_word|weight|filler? set)|{N} _ (counter)? half|number point number _ (counter|tenth_word))",
        _half,
    ),
    rule(
        f"((set_word _ {N}|{N} ordinal (_ set_word)?) _ ((stop|and|comma) _)?){{2,6}} {_EACH_SO_MANY}",
        _numbered_each,
    ),
    rule(
        f"(set_word _ {_NUMBERS}|{_NUMBERS} _ ordinal (_ set_word)?|{_NUMBERS} _ set_word) _ {_EACH_SO_MANY}",
        _numbered_each,
    ),
    rule(f"{N} counter _ each _ want", _all),
    rule("filler all_sets", _third_set),
    rule("cancel word", refusals.order_taken_back),
    rule("filler numeral (counter|set_word) _ set_word?", _in_order),
    rule("filler number (counter|set_word) _ set_word?", _in_order),
    rule(f"{N} _ ordinal _ set_word", _numbered),
    rule(
        f"set_word _ {N} (ordinal)? _ (want _)? (?= ({N} _ counter|times _ {N}|{N} tenth_word|half))",
        _numbered_with_rest,
    ),
    rule("set_word _ numeral _ counter", _numbered_and_counted),
    rule(f"{N} _ (counter|tenth_word) (_ filler)? (?! month)", _quantity),
    rule(f"times _ {N}", _quantity),
    rule(f"{N} _ times (?= _ set)", _quantity),
    rule(f"{_PRICE} _ (slash|each)? _ (quantity|counter) (?= {_PAUSE} (quantity|{N} _ counter))", _price),
    rule(f"(?<= set) {_PRICE} (?! _ (charge|gas))", _price),
    rule(f"{N} ordinal _ (want _)? quantity", _numbered_with_rest),
    rule("odd _ counter (?= _ filler? _ set)", _range),
    rule("(?<= set) _ ((want|add) _)? odd _ counter", _range),
    rule("word _ quantity", _fewer),
    rule("(set|word) _ set_word", lambda words: words[0] if words[0].kind is Kind.SET else None),
    rule("set _ (filler _)? quantity _ (?= not_wanted filler? set)", _line),  # 水果一份不要蔬菜
    rule(
        f"(?<! not_wanted) (?<! cancel) {_NAMED} (_ (word|counter|quantity|filler|each)){{0,3}} (not_wanted|cancel)",
        refusals.refused,
    ),
    rule(
        "(not_wanted|cancel) _ filler? _ (need|medicine|gas|thermometer)",
        refusals.not_needed,
    ),
    rule(
        f"cancel (_ (filler|order_word|very|self)){{0,2}} _ {_LISTED} (?= (_ (comma|stop|point|courtesy|filler)){{0,3}} _$)",
        refusals.refused,
    ),
    rule(
        f"(not_wanted|cancel) (_ (filler|line|quantity|order_word|very|self)){{0,2}} _ {_NAMED} _ (quantity (?! (_ (filler|comma|stop))? _ set)|(filler|each))?",
        refusals.refused,
    ),
    rule(f"{_NAMED} (_ (word|counter|quantity|filler|each)){{0,3}} _ (not_wanted|cancel)", refusals.refused),
    rule(f"({N}|quantity) _ (weight|pack) _ set", _food),
    rule(f"set _ (colon _)? ({N} _ (weight|pack)|half _ weight)", _food),
    rule(f"(not_wanted|want|add|filler)? _ food _ (want _)? (colon _)? (quantity|{N} _ (weight|pack)|{N})?", _food),
    rule(f"(quantity|{N} _ (weight|pack)|half _ (weight|pack|counter)) _ filler? _ food", _food),
    rule("food _ (and|stop) _ (?= set)", _food_and_set),
    rule("(?<= set) _ (and|stop) _ food", _food_and_set),
    rule("cancel _ (filler _)? want", refusals.cancelled_order),
    rule(f"{_SEVERAL} (want|each|blank|comma){{0,6}} {_COUNT}", _each),
    rule(f"each _ (want _)? {_COUNT} _ filler? _ {_SETS}", _line),
    rule(
        f"(quantity _ filler? _ set|{N} _ add? _ set|set _ (order_word _)? (filler|each)? _ (change_to|add|want|colon|very|stroke|to)? _ (add|want)? _ (quantity|{N} (?! _ (degree|point number))))",
        _line,
    ),
    rule("set _ (filler _)? stop _ number (?! (_ (degree|counter)|point number))", _plus),
    rule("line _ change_to _ quantity", _changed),
    rule(
        f"want _ {N} ordinal (?= _ (comma|stop|point|courtesy|filler)? _$)",
        lambda words: (words[0], _numbered(words[1:])),
    ),
    rule(f"set_word _ {N}", _set_or_quantity),
)

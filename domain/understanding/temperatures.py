"""Temperatures in a text: what digits, decimals, degrees and limits say, and what must be asked (rules 1 and 2)."""

import re
from dataclasses import replace

from domain.temperature import FEVER, HIGHEST, LOWEST
from domain.understanding.degrees import (
    CROSSING,
    WHOLE,
    Temperature,
    asked_for,
    from_decimal,
    from_degrees_or_fahrenheit,
    from_digits,
    from_fahrenheit,
    from_whole,
)
from domain.understanding.marks import N, is_date_with_point, numbers_in, read
from domain.understanding.meanings import Change, Reason
from domain.understanding.numerals import DIGITS, TENS, digits_of, number_of
from domain.understanding.patterns import Words, only, rule, text_of
from domain.understanding.words import Kind, Word

NEAR_FEVER = range(FEVER - 2, FEVER + 2)  # 左右 can mean either side


def _word(words: Words, temperature: Temperature) -> Word:
    return Word(Kind.VALUE, text_of(words), temperature)


def _digits(word: Word) -> str:
    if word.kind is Kind.NUMBER:
        return word.text
    number = number_of(word.text)
    return "".join(letter for letter in digits_of(word.text) if letter.isdecimal()) if number is None else str(number)


def _pair(words: Words) -> tuple[str, str]:
    whole, tenth = only(words, Kind.NUMBER, Kind.NUMERAL)[:2]
    return _digits(whole), digits_of(tenth.text) if tenth.kind is Kind.NUMERAL and tenth.text[
        0
    ] not in TENS else _digits(tenth)


def _decimal(words: Words) -> Word | None:
    if is_date_with_point(words):
        return read(words)
    whole, tenth = _pair(words)
    return _word(words, from_decimal(whole, tenth)) if tenth.isdecimal() else None


def _decimal_word(words: Words) -> Word | None:
    """With 度 or 点 between: an hour or a count of degrees has its own rule, so only two digits before are meant."""
    whole, tenth = _pair(words)
    return _word(words, from_decimal(whole, tenth)) if int(whole) in range(30, 50) and tenth.isdecimal() else None


def _spaced(words: Words) -> Word | None:
    """36 7 and 36,5: two digits of a body's warmth and one more."""
    whole, tenth = _pair(words)
    is_one = int(whole[:3]) in WHOLE and len(tenth) == 1
    return _word(words, from_decimal(whole, tenth)) if is_one else None


def _listed(words: Words) -> Word | None:
    """36、5: the comma of the Chinese keyboard in place of a point."""
    return _spaced(words) if words[1].text == "、" else None


def _half(words: Words) -> Word | None:
    whole = _digits(words[0])
    return _word(words, from_decimal(whole, "5")) if int(whole[:3]) in WHOLE else None


def _about(counted: Word) -> Temperature | None:
    """三十六七度: 36 or 37, and no 36.7."""
    text = counted.text
    if counted.kind is not Kind.NUMERAL or text[-3:-2] not in TENS or not {text[-2], text[-1]} <= DIGITS.keys():
        return None
    least = number_of(text[:-1])
    if least is None or DIGITS[text[-2]] + 1 != DIGITS[text[-1]]:
        return None
    return replace(asked_for(Reason.RANGE, [least * 10, least * 10 + 10]), alert=least >= CROSSING)


def _whole(words: Words) -> Word | None:
    counted = only(words, Kind.NUMBER, Kind.NUMERAL)[0]
    about = _about(counted)
    if about:
        return _word(words, about)
    digits = _digits(counted)
    if len(digits) == len("365"):  # 365度: the point is missing, as without 度
        return _word(words, from_degrees_or_fahrenheit(digits))
    return _word(words, from_whole(int(digits[:6]))) if len(digits) == len("36") else None


def _said_whole(words: Words) -> Words | None:
    made = _whole(words[-1:])
    return None if made is None else (*words[:-1], made)


def _fahrenheit(words: Words) -> Word:
    digits = only(words, Kind.NUMBER)
    tenth = digits[1].text[0] if len(digits) > 1 else "0"
    return _word(words, from_fahrenheit(int(digits[0].text[:5]) * 10 + int(tenth)))


def _bare(words: Words) -> Word | None:
    digits = words[0].text if words[0].kind is Kind.NUMBER else digits_of(words[0].text)
    is_taken = len(digits) == len("365") and digits.isdecimal() and LOWEST <= int(digits) <= HIGHEST
    return _word(words, from_digits(digits)) if is_taken else None


def limit(words: Words) -> int | None:
    """The limit that 不到 or 以上 speaks of, in tenths."""
    for word in words:
        if isinstance(word.value, Temperature):
            known = word.value.tenths
            return (
                known if known is not None else CROSSING * 10 if word.value.reason is Reason.CROSSES_THRESHOLD else None
            )
    numbers = numbers_in(words)
    return numbers[0] * 10 if numbers and numbers[0] in WHOLE else None


def _below(words: Words) -> Word | None:
    """不到37, 没超过37.3 are normal without a value; 没超过38 is asked."""
    most = limit(words)
    if most is None:
        return None
    if most <= FEVER:
        return Word(Kind.NORMAL, text_of(words))
    return _word(words, Temperature(reason=Reason.CROSSES_THRESHOLD, alert=False))


def _above(words: Words) -> Word | None:
    least = limit(words)
    if least is None:
        return None
    return Word(Kind.ABOVE_LIMIT, text_of(words), Temperature(reason=Reason.NO_VALUE, alert=least >= CROSSING * 10))


def _between(words: Words) -> Word | None:
    """36到37, 36.5-36.8: a range. 36-7 is neither a range nor a value."""
    ends = [words[0], words[-1]]
    digits = [word.text for word in ends if word.kind in {Kind.NUMBER, Kind.NUMERAL}]
    if len(digits) == len(ends) and len(_digits(words[-1])) == 1 and int(_digits(words[0])[:3]) in WHOLE:
        return _word(words, asked_for(Reason.BAD_DIGITS, [int(_digits(words[0]) + _digits(words[-1]))]))
    known = [limit((end,)) for end in ends]
    if any(one is None for one in known):
        return None
    tenths = [one for one in known if one is not None]
    return _word(words, asked_for(Reason.RANGE, tenths))


def _either(words: Words) -> Word | None:
    known = [limit((words[0],)), limit((words[-1],))]
    return _word(words, asked_for(Reason.TWO_VALUES, [one for one in known if one is not None]))


def _one_or_other(words: Words) -> Word | None:
    """不是36.4就是36.8."""
    return _either(tuple(only(words, Kind.VALUE))) if "就是" in text_of(words) else None


def _corrected(words: Words) -> Words | None:
    """不是37.4是36.4, 36.4 not 37.4: the value that is, as a correction."""
    if any(word.text not in {"not", "isn't", "is not"} for word in only(words, Kind.NOT)):
        return None
    is_first = words[0].kind is not Kind.VALUE
    value = words[-1] if is_first else words[0]
    return (value, Word(Kind.CORRECTION, text_of(words[:-1] if is_first else words[1:]), Change.REPLACE))


def _changed(words: Words) -> Words:
    """36.5改成36.8; 36.5写错了,36.9."""
    return (Word(Kind.CORRECTION, text_of(words[:-1]), Change.REPLACE), words[-1])


def _moved(words: Words) -> Word | None:
    """从36.5升到37.6: one person's, and not two people's."""
    if not _MOVES.fullmatch(text_of(words[1:-1])):
        return None
    tenths = [one for one in (limit(words[:1]), limit(words[-1:])) if one is not None]
    return _word(words, replace(asked_for(Reason.TWO_READINGS, tenths), alert=any(one >= FEVER for one in tenths)))


def _hedged(words: Words) -> Word | None:
    """36.5左右 is taken, 37.2左右 can be a fever; 36度多 is as coarse as 36度."""
    value = words[0].value
    if not isinstance(value, Temperature) or value.tenths is None:
        return _word(words, value) if isinstance(value, Temperature) else None
    if value.tenths in NEAR_FEVER:
        return _word(words, replace(value.asked(Reason.CROSSES_THRESHOLD), alert=True))
    return _word(words, replace(value, hedged=True))


_MOVES = re.compile("[ ,又就已经慢]{0,4}(?:上?升|上?涨|下?降|退|烧|变|高|窜|飙)(?:到|至|成|为)了? ?")
_COUNTS = "counter|pack|weight|person_counter|building_mark|unit_mark|ordinal|dot_word|month|span|money_unit|dose_unit|point number|times"
_ALONE = f"(?! _ ({_COUNTS}|set))"
_UNCOUNTED = f"(?! _ ({_COUNTS}))"  # 365 蔬菜2份: nobody orders so many
VALUES = (
    rule("number (point number)? _ fahrenheit", _fahrenheit),
    rule("fahrenheit _ number (point number)?", _fahrenheit),
    rule("number _ point _ number (_ degree)?", _decimal),
    rule(f"{N} _ dot_word _ {N} (_ degree)?", _decimal_word),
    rule(f"{N} _ degree _ {N} (_ tenth_word)? {_ALONE}", _decimal_word),
    rule(f"{N} _ degree {N} (?= blank (span|pack) word)", _decimal_word),  # 36度6 周秀珍: a name, and no six weeks
    rule(f"{N} (degree|dot_word) half", _half),
    rule("number comma number (?! (number|point number|_ counter|comma number)) (_ degree)?", _spaced),
    rule("number stop number (?! (number|point number|_ counter|(comma|stop) number)) (_ degree)?", _listed),
    rule(f"number blank number (?! _ number) {_ALONE} (_ degree)?", _spaced),
    rule(f"{N} _ degree (?! {N} (span|pack))", _whole),
    rule(f"temperature _ (is|colon|comma|stroke)? _ {N} (?! (point|colon|slash|stroke) {N}) {_UNCOUNTED}", _said_whole),
    rule(f"(?<! point) {N} {_UNCOUNTED} (?! (point|colon|slash|stroke) {N})", _bare),
)
_ONE = f"(value|{N})"
LIMITS = (
    rule("nearly _ (value|number|normal)", lambda words: (Word(Kind.HEDGE, words[0].text), *words[1:])),
    rule("value _ odd _ degree?", _hedged),
    rule(f"{_ONE} _ (to|stroke) _ {_ONE}", _between),
    rule("value _ (blank|comma)? or _ (is _)? value", _either),
    rule("not_is _ value _ (comma|stop)? _ filler _ value", _one_or_other),
    rule("(not_is|not) _ value _ (comma|stop)? _ (is _|word _)? value", _corrected),
    rule("value _ (comma|stop)? _ (and _)? (not_is|not) _ value", _corrected),
    rule("value (_ (word|abnormal|symptom|to|fever_gone|change_to|comma|filler)){1,4} _ value", _moved),
    rule("value _ (comma|stop)? _ (change_to|correction) _ filler? _ (comma|stop)? _ (is _)? value", _changed),
    rule(f"(below|not (_ (very|filler))? _ above) _ filler? _ {_ONE}", _below),
    rule(f"{_ONE} _ below_behind", _below),
    rule(f"{_ONE} _ below (?! _ {_ONE})", _below),
    rule(f"above _ filler? _ {_ONE}", _above),
    rule(f"{_ONE} _ above_behind", _above),
    rule("value _ (odd _)? about", _hedged),
)
RULES = (*VALUES, *LIMITS)

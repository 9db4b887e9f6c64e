"""Temperatures in a text: what digits, decimals and degrees say, and what must be asked (rules 1 and 2)."""

import re
from dataclasses import replace

from domain.temperature import HIGHEST, LOWEST
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
from domain.understanding.marks import N, is_date_with_point, read
from domain.understanding.meanings import Reason
from domain.understanding.numerals import DIGITS, TENS, digits_of, number_of
from domain.understanding.patterns import Words, only, rule, text_of
from domain.understanding.words import Kind, Word


def value_of(words: Words, temperature: Temperature) -> Word:
    """These words as a value."""
    return Word(Kind.VALUE, text_of(words), temperature)


def digits_of_word(word: Word) -> str:
    """The digits of a number or of a numeral: 36 of 三十六 and of 三六; 0 of what writes none (十十)."""
    if word.kind is Kind.NUMBER:
        return word.text
    number = number_of(word.text)
    if number is not None:
        return str(number)
    return "".join(filter(str.isdecimal, digits_of(word.text))) or "0"


def _pair(words: Words) -> tuple[str, str]:
    whole, tenth = only(words, Kind.NUMBER, Kind.NUMERAL)[:2]
    is_said_singly = tenth.kind is Kind.NUMERAL and tenth.text[0] not in TENS
    return digits_of_word(whole), digits_of(tenth.text) if is_said_singly else digits_of_word(tenth)


def _decimal(words: Words) -> Word | None:
    if is_date_with_point(words):
        return read(words)
    whole, tenth = _pair(words)
    return value_of(words, from_decimal(whole, tenth)) if tenth.isdecimal() else None


def _decimal_word(words: Words) -> Word | None:
    """With 度 or 点 between, or in numerals (三六。五): an hour or a count of degrees has its own rule, so only two digits before are meant."""
    whole, tenth = _pair(words)
    return value_of(words, from_decimal(whole, tenth)) if int(whole) in range(30, 50) and tenth.isdecimal() else None


def _spaced(words: Words) -> Word | None:
    """36 7 and 36,5: two digits of a body's warmth and one more."""
    whole, tenth = _pair(words)
    is_one = int(whole[:3]) in WHOLE and len(tenth) == 1
    return value_of(words, from_decimal(whole, tenth)) if is_one else None


def _listed(words: Words) -> Word | None:
    """36、5: the comma of the Chinese keyboard in place of a point."""
    return _spaced(words) if words[1].text == "、" else None


def _half(words: Words) -> Word | None:
    whole = digits_of_word(words[0])
    return value_of(words, from_decimal(whole, "5")) if int(whole[:3]) in WHOLE else None


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
        return value_of(words, about)
    digits = digits_of_word(counted)
    if len(digits) == len("365"):  # 365度: the point is missing, as without 度
        return value_of(words, from_degrees_or_fahrenheit(digits))
    return value_of(words, from_whole(int(digits[:6]))) if len(digits) == len("36") else None


def _said_whole(words: Words) -> Words | None:
    made = _whole(words[-1:])
    return None if made is None else (*words[:-1], made)


def _fahrenheit(words: Words) -> Word:
    digits = only(words, Kind.NUMBER)
    tenth = digits[1].text[0] if len(digits) > 1 else "0"
    return value_of(words, from_fahrenheit(int(digits[0].text[:5]) * 10 + int(tenth)))


def _bare(words: Words) -> Word | None:
    digits = words[0].text if words[0].kind is Kind.NUMBER else digits_of(words[0].text)
    is_taken = len(digits) == len("365") and digits.isdecimal() and LOWEST <= int(digits) <= HIGHEST
    return value_of(words, from_digits(digits)) if is_taken else None


def _not_measured(words: Words) -> Word | None:
    """没得空量, 不想测, 没人给我量体温."""
    return Word(Kind.NOT_MEASURED, text_of(words)) if _UNMEASURED.fullmatch(text_of(words)) else None


_UNMEASURED = re.compile(
    "(?:没有?|没得|不|还没)(?:得|有)?(?:空|时间|工夫|功夫|顾得?上|来得?及|机会|想起来?|记得|办法|法|想|愿意|人|会)(?:去|给我|帮我|来)?(?:量|测)"
)
_COUNTS = "counter|pack|weight|person_counter|building_mark|unit_mark|ordinal|dot_word|month|span|money_unit|dose_unit|point number|times"
_ALONE = f"(?! _ ({_COUNTS}|set))"
_UNCOUNTED = f"(?! _ ({_COUNTS}))"  # 365 蔬菜2份: nobody orders so many
RULES = (
    rule("number (point number)? _ fahrenheit", _fahrenheit),
    rule("fahrenheit _ number (point number)?", _fahrenheit),
    rule("number _ point _ number (_ degree)?", _decimal),
    rule(f"{N} point {N} {_ALONE} (_ degree)?", _decimal_word),
    rule(f"{N} _ dot_word _ {N} (_ degree)?", _decimal_word),
    rule(f"{N} _ degree _ {N} (_ tenth_word)? {_ALONE}", _decimal_word),
    rule(f"{N} _ degree {N} (?= blank (span|pack) word)", _decimal_word),  # 36度6 周秀珍: a name, and no six weeks
    rule(f"{N} (degree|dot_word) half", _half),
    rule("number comma{1,2} number (?! (number|point number|_ counter|comma number)) (_ degree)?", _spaced),
    rule("number stop number (?! (number|point number|_ counter|(comma|stop) number)) (_ degree)?", _listed),
    rule(f"number blank number (?! _ number) {_ALONE} (_ degree)?", _spaced),
    rule(f"{N} _ degree (?! {N} (span|pack))", _whole),
    rule(f"temperature _ (is|colon|comma|stroke)? _ {N} (?! (point|colon|slash|stroke) {N}) {_UNCOUNTED}", _said_whole),
    rule(f"(?<! point) {N} {_UNCOUNTED} (?! (point|colon|slash|stroke) {N})", _bare),
    rule(
        "(not|not_wanted) (_ (word|filler|very|spoilt|self|for|want|hour_mark|person_counter)){0,5} _ filler",
        _not_measured,
    ),
)

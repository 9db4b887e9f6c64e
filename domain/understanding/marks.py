"""What is read and put aside before temperatures: telephones, dates, times, doses, prices, other measures."""

from dataclasses import dataclass

from domain.understanding.meanings import Symptom
from domain.understanding.numerals import number_of
from domain.understanding.patterns import Words, only, rule, text_of
from domain.understanding.words import Kind, Word

N = "(number|numeral)"
AGES = range(50, 110)
ENOUGH_OXYGEN = 94  # per cent
LEAST_SEEN = 50
_OF_MEDICINE = {"mg", "毫克", "ug", "μg", "微克", "mcg", "iu"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in fen."""

    fen: int


def read(words: Words) -> Word:
    """Words that are understood and say nothing for us."""
    return Word(Kind.READ, text_of(words))


def numbers_in(words: Words) -> list[int]:
    """The numbers among some words; a numeral that writes no number is -1."""
    found = [number_of(word.text) for word in only(words, Kind.NUMBER, Kind.NUMERAL)]
    return [-1 if number is None else number for number in found]


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar


def _date(words: Words) -> Word | None:
    month, day = numbers_in(words)[-2:]
    return read(words) if _is_day(month, day) else None


def _day_then_month(words: Words) -> Word | None:
    day, month = numbers_in(words)
    return read(words) if _is_day(month, day) else None


def _short_date(words: Words) -> Word | None:
    """2/20 and 20/2 are dates; 2-20 could be a door, 02-20 not."""
    if words[1].kind is Kind.STROKE and not words[0].text.startswith("0"):
        return None
    return _date(words) or _day_then_month(words)


def is_date_with_point(words: Words) -> bool:
    """2.20 in front of a temperature is the day."""
    return len(words) == len(("2", ".", "20")) and _is_day(*numbers_in(words))


def _day_of_month(words: Words) -> Words | None:
    if not _is_day(1, numbers_in(words)[0]):
        return None
    return (read(words[:2]), *words[2:])


def _day_named(words: Words) -> Words | None:
    """今天28号."""
    return (words[0], read(words[1:])) if _is_day(1, numbers_in(words)[0]) else None


def _clock(words: Words) -> Word | None:
    hour, minute = numbers_in(words)[:2]
    is_time = 0 <= hour <= 24 and 0 <= minute <= 59 and len(words[2].text) == len("30")  # noqa: PLR2004 - a clock
    return read(words) if is_time and words[-1].kind is not Kind.POINT else None


def _hour_before_value(words: Words) -> Words | None:
    """8点36.5 is an hour and a temperature."""
    return (read(words[:2]), *words[2:]) if 0 <= numbers_in(words)[0] <= 24 else None  # noqa: PLR2004 - a clock


def _hour(words: Words) -> Word | None:
    numbers = numbers_in(words)
    if not 0 <= numbers[0] <= 24:  # noqa: PLR2004 - a clock
        return None
    if len(numbers) > 1 and not (0 <= numbers[1] <= 59 and numbers[1] >= 10):  # noqa: PLR2004 - 8点5 is no time
        return None
    return read(words)


def _age(words: Words) -> Word | None:
    """70多了, 七十好几: an age; 36多 is a temperature."""
    return read(words) if numbers_in(words)[0] in AGES else None


def _weighed(words: Words) -> Word | None:
    """36.5公斤; 头 and 条 are words of other things too."""
    return read(words) if words[-1].text in {"斤", "公斤", "千克", "市斤", "kg", "kilo", "kilos"} else None


def _dose(words: Words) -> Words | None:
    """甲硝唑0.2g: what comes in milligrams is a medicine, whatever its name."""
    amount = text_of(words[1:-1]).strip()
    is_small = words[-1].text in _OF_MEDICINE or (words[-1].text in {"g", "克"} and amount.startswith("0."))
    return (Word(Kind.MEDICINE, words[0].text), read(words[1:])) if is_small else None


def _told_age(words: Words) -> Word | None:
    if words[0].text == "at" and 0 <= numbers_in(words)[0] <= 24:  # noqa: PLR2004 - a clock
        return read(words)
    return _age(words) if words[0].text in {"i'm", "aged", "age", "今年"} else None


def _money(words: Words) -> Word:
    digits = [word for word in words if word.kind in {Kind.NUMBER, Kind.NUMERAL}]
    yuan = number_of(digits[0].text) or 0
    fen = int(digits[1].text.ljust(2, "0")[:2]) if len(digits) > 1 and digits[1].text.isdecimal() else 0
    return Word(Kind.MONEY, text_of(words), Money(yuan * 100 + fen))


def _measure(words: Words) -> Word:
    """血压140/90, 血氧97; little oxygen is a want of breath."""
    is_oxygen = words[0].text in {"血氧", "氧饱和度", "spo2", "oxygen"}
    if is_oxygen and LEAST_SEEN <= numbers_in(words)[0] < ENOUGH_OXYGEN:
        return Word(Kind.SYMPTOM, text_of(words), Symptom.BREATHLESS)
    return Word(Kind.OTHER_MEASURE, text_of(words))


_VALUE_FOLLOWS = "(point|degree|dot_word)"
RULES = (
    rule(
        f"measure _ (is|colon|filler|very|abnormal|above|word|read|to|fever_gone|part_of_day){{0,2}} _ {N} ((point|slash|stroke|stop) {N}){{0,4}} _ (percent|dose_unit)?",
        _measure,
    ),
    rule(f"breath _ (is|colon|read)? _ {N} _ span?", _measure),
    rule("code_word _ (is|colon)? _ (number|long_number) (?! point)", read),
    rule("(number stroke)? long_number", read),
    rule(
        "number stroke number stroke number (?! _ (point|degree))",
        lambda w: read(w) if len(text_of(w)) > len("027-555-010") else None,
    ),
    rule(f"({N} year _)? {N} _ month _ {N} _ (day|ordinal)?", _date),
    rule(
        "number (stroke|point|slash) number (stroke|point|slash) number",
        lambda w: _date(w) if len(w[0].text) == len("2020") else None,
    ),
    rule("(?<! (point|slash|stroke)) number (point|slash|stroke) number _ (day|ordinal (?! _ set_word))", _date),
    rule(f"{N} day", lambda w: read(w) if _is_day(1, numbers_in(w)[0]) else None),
    rule(f"{N} ordinal _ (part_of_day|today|temperature)", _day_of_month),
    rule(f"(?<! floor) {N} ordinal _ (comma _)? {N} _ (point _ number|degree|dot_word)", _day_of_month),
    rule(f"{N} ordinal _ (comma _)? {N} _ (building_mark|hash)", _day_of_month),
    rule(f"today _ {N} ordinal (?! _ (set_word|want|each|{N} _ (counter|pack)))", _day_named),
    rule(f"number colon number (colon number)? (_ hour_mark|{_VALUE_FOLLOWS})?", _clock),
    rule(f"{N} dot_word _ {N} _ (point _ number|degree|dot_word _ {N})", _hour_before_value),
    rule(f"{N} dot_word ({N} tenth_word?|half)?", _hour),
    rule(f"{N} dot_word", _hour),
    rule(f"{N} _ hour_mark", _hour),
    rule(f"word _ {N} (point number)? _ dose_unit", _dose),
    rule(f"{N} (point number)? _ dose_unit", read),
    rule(
        f"({N} (point number)? _ money_unit ({N} (?! _ (counter|pack|weight|person_counter|tenth_word)))?|money_sign _ number (point number)?)",
        _money,
    ),
    rule(f"(?<! degree) {N} (half|odd)? _ span half?", read),
    rule(f"(word|filler) _ {N} (?! (point|slash|stroke|colon)) (?! _ (degree|counter))", _told_age),
    rule(f"{N} odd (?! _ (degree|counter|pack|weight|person_counter|money_unit|dot_word))", _age),
    rule("number point number _ weight", _weighed),
    rule(f"{N} _ percent", read),
    rule(
        "(?<! (point|slash)) number (slash|stroke) number (?! slash number (?! point)) (?! _ (point|degree|counter|weight|pack|fahrenheit|building_mark|unit_mark))",
        _short_date,
    ),
)

"""What stands around a temperature: limits, ranges, hedges, denials and corrections (rules 1, 2 and 6)."""

import re
from dataclasses import replace

from domain.temperature import FEVER
from domain.understanding.degrees import CROSSING, WHOLE, Temperature, asked_for
from domain.understanding.marks import N, numbers_in
from domain.understanding.meanings import Change, Reason
from domain.understanding.patterns import Words, only, rule, text_of
from domain.understanding.temperatures import digits_of_word, value_of
from domain.understanding.words import Kind, Word

NEAR_FEVER = range(FEVER - 2, FEVER + 2)  # 左右 can mean either side


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
    return value_of(words, Temperature(reason=Reason.CROSSES_THRESHOLD, alert=False))


def _above(words: Words) -> Word | None:
    least = limit(words)
    if least is None:
        return None
    return Word(Kind.ABOVE_LIMIT, text_of(words), Temperature(reason=Reason.NO_VALUE, alert=least >= CROSSING * 10))


def _between(words: Words) -> Word | None:
    """36到37, 36.5-36.8: a range. 36-7 is neither a range nor a value."""
    ends = [words[0], words[-1]]
    digits = [word.text for word in ends if word.kind in {Kind.NUMBER, Kind.NUMERAL}]
    if len(digits) == len(ends) and len(digits_of_word(words[-1])) == 1 and int(digits_of_word(words[0])[:3]) in WHOLE:
        return value_of(
            words, asked_for(Reason.BAD_DIGITS, [int(digits_of_word(words[0]) + digits_of_word(words[-1]))])
        )
    known = [limit((end,)) for end in ends]
    if any(one is None for one in known):
        return None
    tenths = [one for one in known if one is not None]
    return value_of(words, asked_for(Reason.RANGE, tenths))


def _either(words: Words) -> Word | None:
    known = [limit((words[0],)), limit((words[-1],))]
    return value_of(words, asked_for(Reason.TWO_VALUES, [one for one in known if one is not None]))


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
    return value_of(words, replace(asked_for(Reason.TWO_READINGS, tenths), alert=any(one >= FEVER for one in tenths)))


def _denied(words: Words) -> Words | None:
    """不是36.5, 没有37.5: what it is stands nowhere; 没烧 36.5 does."""
    return (Word(Kind.HEDGE, words[0].text), *words[1:])


def _supposed(words: Words) -> Words | None:
    """应该是36.5, with nothing corrected before it: a guess."""
    place = next(place for place, word in enumerate(words) if word.kind is Kind.IS)
    is_guess = words[place].text in {"应该是", "应是", "should be"}
    return (*words[:place], Word(Kind.HEDGE, words[place].text), *words[place + 1 :]) if is_guess else None


def _hedged(words: Words) -> Word | None:
    """36.5左右 is taken, 37.2左右 can be a fever; 36度多 is as coarse as 36度."""
    value = words[0].value
    if not isinstance(value, Temperature) or value.tenths is None:
        return value_of(words, value) if isinstance(value, Temperature) else None
    if value.tenths in NEAR_FEVER:
        return value_of(words, replace(value.asked(Reason.CROSSES_THRESHOLD), alert=True))
    return value_of(words, replace(value, hedged=True))


_MOVES = re.compile("[ ,又就已经慢]{0,4}(?:上?升|上?涨|下?降|退|烧|变|高|窜|飙)(?:到|至|成|为)了? ?")
_ONE = f"(value|{N})"
RULES = (
    rule("^ (_ (temperature|self|kin|name|today|part_of_day|filler)){0,4} _ is _ value", _supposed),
    rule("nearly _ (value|number|normal)", lambda words: (Word(Kind.HEDGE, words[0].text), *words[1:])),
    rule("value _ odd _ degree?", _hedged),
    rule(f"{_ONE} _ (to|stroke) _ {_ONE}", _between),
    rule("value _ (blank|comma)? or _ (is _)? value", _either),
    rule("not_is _ value _ (comma|stop)? _ filler _ value", _one_or_other),
    rule("(not_is|not) _ value _ (comma|stop)? _ (is _|word _)? value", _corrected),
    rule("value _ (comma|stop)? _ (and _)? (not_is|not) _ value", _corrected),
    rule("not_is _ value", _denied),
    rule("not value", _denied),
    rule("value (_ (word|abnormal|symptom|to|fever_gone|change_to|comma|filler)){1,4} _ value", _moved),
    rule("value _ (comma|stop)? _ (change_to|correction) _ filler? _ (comma|stop)? _ (is _)? value", _changed),
    rule(f"(below|not (_ (very|filler))? _ above) _ filler? _ {_ONE}", _below),
    rule(f"{_ONE} _ below_behind", _below),
    rule(f"{_ONE} _ below (?! _ {_ONE})", _below),
    rule(f"above _ filler? _ {_ONE}", _above),
    rule(f"{_ONE} _ above_behind", _above),
    rule("value _ (odd _)? about", _hedged),
)

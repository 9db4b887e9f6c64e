"""The day that an answer was given for: what is of another day, and what of yesterday is no temperature (rule 6)."""

from itertools import pairwise

from domain.understanding.degrees import WHOLE
from domain.understanding.marks import N, numbers_in, read
from domain.understanding.patterns import Words, has, rule, text_of
from domain.understanding.vocabulary.daily import USUAL
from domain.understanding.words import Kind, Word

ANSWERS = (Kind.VALUE, Kind.NORMAL, Kind.NOT_MEASURED)
TIMES = (Kind.PART_OF_DAY, Kind.TIMES_MEASURED)
OTHER_DAYS = (Kind.YESTERDAY, Kind.TOMORROW)
_DAYS = (*OTHER_DAYS, Kind.TODAY)
_SAY_NO_MORE = {
    *(Kind.BLANK, Kind.NEWLINE, Kind.POINT, Kind.COMMA, Kind.STOP),
    *(Kind.COURTESY, Kind.PART_OF_DAY, Kind.TEMPERATURE, *ANSWERS, *_DAYS),
}


def _day_before(words: Words) -> Words:
    """36.6(今天), 36.9是昨天的: the day behind a value stands before it, as elsewhere."""
    day = next(word for word in words if word.kind in _DAYS)
    return (Word(Kind.STOP, ""), day, words[0])


def _lived(words: Words) -> Word | None:
    """昨晚睡得好: yesterday's sleep or meal, no temperature; 昨晚睡觉前量的 is one."""
    return None if any(letter in text_of(words) for letter in "量测前后时") else read(words)


def _coarse(words: Words) -> Words | None:
    """昨天37 今天36.4: of yesterday nobody asks for the tenth."""
    places = [place for place, word in enumerate(words) if word.kind in {Kind.NUMBER, Kind.NUMERAL}]
    if numbers_in(words)[0] not in WHOLE:
        return None
    return tuple(read((word,)) if place == places[0] else word for place, word in enumerate(words))


def _forgotten(words: Words) -> Word | None:
    """昨天忘了,今天补上36.5: no guess at today's."""
    return read(words) if words[-1].text in {"忘了", "忘记了", "forgot"} else None


def _put_off(words: Words) -> Words | None:
    """晚上再量, 等吃完饭再测: not yet."""
    *before, last = words
    return (*before, Word(Kind.NOT_MEASURED, last.text)) if last.text in _AGAIN else None


def _earlier_mistake(words: Words) -> Words | None:
    """之前报错了: of the last text, and no day."""
    return words[1:] if words[0].text in {"之前", "上次", "last time"} else None


_AGAIN = {"再量", "再测", "重新量"}
_UNTIL = (
    "(word|filler|part_of_day|daily_life|want|today|tomorrow|self|comma|blank|need|food|courtesy|read|times_measured)"
)
_DAY = "(yesterday|today|tomorrow)"
_ASIDE = "(_ (not|very|filler|word|self|kin|courtesy|fine|each|hour_mark|part_of_day|times_measured)){0,4}"
RULES = (
    rule(
        f"yesterday (_ (temperature|is|filler))? _ {N} (?! point) (_ (stop|comma|filler|is|temperature|degree)){{0,3}} _ today",
        _coarse,
    ),
    rule(f"yesterday {_ASIDE} _ daily_life {_ASIDE}", _lived),
    rule(f"yesterday {_ASIDE} _ correction", _earlier_mistake),
    rule("yesterday _ hedge", _forgotten),
    rule(f"^ {_UNTIL}{{1,8}} times_measured _ (courtesy|filler)?$", _put_off),
    rule(f"(value|normal) _ stop _ {_DAY} _ (filler _)? stop", _day_before),
    rule(f"(value|normal) _ is {_DAY} filler?", _day_before),
)


def without_asides(words: Words) -> Words:
    """36.5,明天再量: a day to come behind the last answer is of something else, as 平时也这样 is; 36.5明天 says when."""
    if not has(words, *OTHER_DAYS):
        return words
    last = max((place for place, word in enumerate(words) if word.kind in ANSWERS), default=len(words))
    return tuple(
        word
        for place, word in enumerate(words)
        if not (place > last and (word.value == USUAL or _is_plan(words[place:])))
    )


def _is_plan(words: Words) -> bool:
    behind = words[1:]
    return words[0].kind is Kind.TOMORROW and any(
        word.kind not in _SAY_NO_MORE and word.text not in {"的", "吧", "了"} for word in behind
    )


def of_today(words: Words) -> Words:
    """Without what was said of another day: an answer belongs to the last day named before it, or the first behind."""
    if not has(words, *OTHER_DAYS):
        return words
    words = _day_first(words)
    out: list[Word] = []
    is_other = not has(words[: _first(words, *ANSWERS)], *_DAYS) and not has(words, Kind.TODAY)
    for word in words:
        if word.kind in _DAYS:
            is_other = word.kind in OTHER_DAYS
        elif not (is_other and word.kind in {*ANSWERS, *TIMES}):
            out.append(word)
    return tuple(out)


def _day_first(words: Words) -> Words:
    """36.6今天36.9昨天, each day behind its answer and near it, as 今天36.6昨天36.9; 38.5 昨天正常 今天 stays."""
    places = [place for place, word in enumerate(words) if word.kind in {*ANSWERS, *_DAYS}]
    order = [words[place].kind in _DAYS for place in places]
    if order != [False, True] * (len(order) // 2) or len(order) <= len(("36.6", "today")):
        return words
    pairs = list(zip(places[::2], places[1::2], strict=True))
    margin = 1 if any(words[answer].kind is not Kind.VALUE for answer, _ in pairs) else 0
    if any(day - answer + margin > after - day for (answer, day), (after, _) in pairwise(pairs)):
        return words
    turned = list(words)
    for answer, day in pairs:
        turned[answer], turned[day] = words[day], words[answer]
    return tuple(turned)


def is_day_unclear(words: Words) -> bool:
    """36.9昨天,36.6今天,36.5 or 36.6, 昨天, 36.9: days and answers that do not go by turns, nobody named."""
    spoken = [word.kind in _DAYS for word in words if word.kind in {*ANSWERS, *_DAYS}]
    answers = spoken.count(False)
    return answers > 1 and len(spoken) > answers and (not spoken[0] or spoken[-1]) and _day_first(words) == words


def _first(words: Words, *kinds: Kind) -> int:
    return next((place for place, word in enumerate(words) if word.kind in kinds), len(words))

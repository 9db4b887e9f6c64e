"""Readings out of values, people and times: who said what of whom today, and what must be asked (rules 2 to 6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.temperature import is_fever
from domain.understanding import people
from domain.understanding.days import ANSWERS, OTHER_DAYS, TIMES, is_day_unclear, of_today, without_asides
from domain.understanding.degrees import Temperature, to_choose_from
from domain.understanding.meanings import Answer, Person, Question, Reading, Reason
from domain.understanding.patterns import Words, has, only, values
from domain.understanding.people import NAMES
from domain.understanding.words import Kind, Word

_PLACES = {"额温", "腋温", "耳温", "腋下"}
_CLOCK = re.compile("[0-9一二三四五六七八九十]{1,3} ?(?:[点:时]|am|pm)")
_FEVER = re.compile("烧|热|fever")
_NOT_OF_TODAYS_PEOPLE = (Kind.NEED, Kind.FOOD, *OTHER_DAYS)
# Words among which only a value can be unclear. Most lines of a chain have no others.
PLAIN = frozenset({Kind.DOOR, Kind.NAME, *ANSWERS, Kind.TEMPERATURE, Kind.PEOPLE, Kind.BLANK, Kind.COMMA, Kind.POINT})
MOST_READINGS = 8  # in one text of one door: the reply says each, in two segments
_OF_THINGS = frozenset(
    {Kind.NEED, Kind.NEGATED_NORMAL, Kind.ABNORMAL, Kind.FILLER, Kind.VERY, Kind.COURTESY, Kind.DOOR, Kind.BLANK}
    | {Kind.COMMA, Kind.STOP, Kind.POINT}
)
_WHOLE_DAY = {"今天", "今日", "今儿", "今", "今天的", "今日的", "today", "today's"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the readings of a text cannot be taken."""

    reason: Reason
    tenths: tuple[int, ...] = ()
    alert: bool = False


Readings = tuple[Reading, ...]


def read_report(words: Words) -> Readings | Doubt | None:
    """The readings of a text; a doubt when something must be asked; None when it reports nothing."""
    answers = only(words, *ANSWERS)
    is_plain = PLAIN.issuperset([word.kind for word in words])
    doubt = _unclear_value(answers) if is_plain else _first_doubt(words, answers)
    if doubt or not answers:
        return doubt
    today = words if is_plain else _said_today(words)
    if today is None:
        return _asked(Reason.NOT_TODAY, answers)
    readings = _of_people(today)
    if not isinstance(readings, Doubt) and len(readings) > MOST_READINGS:
        return doubt_of(readings, Reason.COUNT_MISMATCH)
    return readings


def had_fever(words: Words, readings: Readings) -> bool:
    """昨晚38.2,今早36.9, or 退烧了36.8: a fever that was is no reading of today's, and somebody looks all the same."""
    if any(_FEVER.search(word.text) for word in only(words, Kind.FEVER_GONE)):  # and not only 好多了
        return True
    if not has(words, Kind.YESTERDAY):
        return False
    today = {one.tenths for one in readings}
    said = [value.tenths for value in values(words, Temperature) if value.tenths is not None]
    return any(is_fever(tenths) for tenths in said if tenths not in today)


def _said_today(words: Words) -> Words | None:
    """The words that are of today; None when no answer is, or which is cannot be told."""
    words = without_asides(words)
    if has(words, *OTHER_DAYS) and not has(words, *NAMES) and is_day_unclear(words):
        return None
    today = of_today(words)
    return today if has(today, *ANSWERS) else None


def doubt_of(readings: Readings, reason: Reason) -> Doubt:
    """Readings that cannot be taken as they stand; a fever among them is told all the same."""
    tenths = tuple(dict.fromkeys(one.tenths for one in readings if one.tenths is not None))
    return Doubt(reason, tenths, alert=any(map(is_fever, tenths)))


def question_of(doubt: Doubt) -> Question:
    """The doubt as a question."""
    return Question(doubt.reason, to_choose_from(doubt.tenths), alert=doubt.alert)


def _asked(reason: Reason, answers: Sequence[Word]) -> Doubt:
    found = values(answers, Temperature)
    tenths = tuple(dict.fromkeys(one for value in found for one in (value.asked(reason).candidates)))
    return Doubt(reason, tenths, alert=any(map(is_fever, tenths)) or any(value.alert for value in found))


def _first_doubt(words: Words, answers: Sequence[Word]) -> Doubt | None:
    if not _has_fever(answers) and _is_called_not_normal(words, beside_value=_has_value(answers)):
        return replace(_asked(Reason.NEGATED_NORMAL, answers), alert=True)
    above = values(only(words, Kind.ABOVE_LIMIT), Temperature)
    if above and not _has_value(answers):
        return Doubt(Reason.NO_VALUE, alert=any(one.alert for one in above))
    if has(words, Kind.FEVER_GONE) and not _has_value(answers):
        return Doubt(Reason.SYMPTOM_HISTORY, alert=True)
    unclear = _unclear_value(answers)
    if unclear:
        return unclear
    if answers and (has(words, Kind.HEDGE) or _is_conditional(words)):
        return _asked(Reason.HEDGE, answers)
    return None


def _unclear_value(answers: Sequence[Word]) -> Doubt | None:
    for value in values(answers, Temperature):
        if value.reason:
            return _asked(value.reason, answers)
    return None


def _is_conditional(words: Words) -> bool:
    """要是36.5就算正常 reports nothing; 36.5,如果有事打我电话 does."""
    first = next(place for place, word in enumerate(words) if word.kind in ANSWERS)
    return has(words[:first], Kind.CONDITION)


def _is_called_not_normal(words: Words, *, beside_value: bool) -> bool:
    """Whether somebody is; beside a value, or alone, 空调不正常 is a thing's, and beside one 昨天不正常 another day's."""
    is_of_things = _OF_THINGS.issuperset([word.kind for word in words])
    others = _NOT_OF_TODAYS_PEOPLE if beside_value else (Kind.NEED,) if is_of_things else ()
    return any(
        word.kind in {Kind.NEGATED_NORMAL, Kind.ABNORMAL} and not has(words[max(0, place - 1) : place], *others)
        for place, word in enumerate(words)
    )


def _has_fever(answers: Sequence[Word]) -> bool:
    return any(value.tenths is not None and is_fever(value.tenths) for value in values(answers, Temperature))


def _has_value(answers: Sequence[Word]) -> bool:
    return any(value.tenths is not None for value in values(answers, Temperature))


def _of_people(words: Words) -> Readings | Doubt:
    words = people.without_signature(words)
    answers = _said_once(words, only(words, *ANSWERS))
    names = _named_once(only(words, *NAMES))
    if len(names) == 1 and len(answers) > 1 and names[0].kind is Kind.SELF and _people(words):
        names = []  # 我家两人, 我报体温 36.5 36.6: the sender speaks for all
    if names:
        return _of_named(words, names, answers)
    return _of_unnamed(words, answers)


def _said_once(words: Words, answers: list[Word]) -> list[Word]:
    """36.5 正常 is one answer; 没量 beside a value is another time's."""
    if len(answers) == 1 or len({word.text for word in only(words, *NAMES)}) > 1:
        return answers
    if {word.kind for word in answers} == {Kind.NORMAL}:
        return answers[:1]  # 我没有发烧,体温正常
    return only(answers, Kind.VALUE) or answers


def _named_once(names: list[Word]) -> list[Word]:
    """我 and 我的体温 are one person, as a name said twice is."""
    return list({"" if word.kind is Kind.SELF else word.text: word for word in names}.values())


def _people(words: Words) -> int | None:
    counts = values(only(words, Kind.PEOPLE), int)
    return counts[0] if counts else None


def _of_unnamed(words: Words, answers: list[Word]) -> Readings | Doubt:
    count = _people(words)
    if len(answers) > 1 and _is_one_person(words):
        if len({word.value for word in answers}) == 1:
            return (_reading(answers[0], people.at_place(0)),)
        return _asked(Reason.TWO_READINGS, answers)
    if not has(answers, Kind.VALUE):
        return (_reading(answers[0], people.at_place(0)),)
    if count is not None and len(answers) != count:
        if len(answers) == 1 and has(words, Kind.EACH):
            return tuple(_reading(answers[0], people.at_place(place)) for place in range(count))
        return _asked(Reason.COUNT_MISMATCH, answers)
    return tuple(_reading(answer, people.at_place(place)) for place, answer in enumerate(answers))


def _is_one_person(words: Words) -> bool:
    """早36.4晚36.6, 8点36.4 18点36.6, 第一次…第二次…, 额温…腋温…: one person, measured twice."""
    if len({word.text for word in only(words, Kind.TEMPERATURE)} & _PLACES) > 1:
        return True
    times = {word.text for word in only(words, *TIMES, Kind.TODAY)} - _WHOLE_DAY
    checks = {word.text for word in only(words, Kind.REPORT_WORD) if word.text.endswith("检")}
    clocks = {word.text for word in only(words, Kind.READ) if _CLOCK.match(word.text)}
    return max(map(len, (times, clocks, checks))) > 1 or has(words, Kind.TIMES_MEASURED)


def _of_named(words: Words, names: list[Word], answers: list[Word]) -> Readings | Doubt:
    if len(names) == 1 and len(answers) == 1:
        return (_reading(answers[0], people.person(names[0])),)
    if len(names) == 1 and _is_one_person(words) and len({word.value for word in answers}) > 1:
        return _asked(Reason.TWO_READINGS, answers)
    readings: list[Reading] = []
    for group_names, group_answers in _groups(words):
        paired = _paired(group_names, group_answers, is_shared=_is_shared(words, group_answers))
        if paired is None:
            return _asked(Reason.MISSING_VALUE if len(group_names) > len(group_answers) else Reason.TWO_VALUES, answers)
        readings += [_reading(answer, who) for who, answer in paired]
    return tuple(readings)


def _groups(words: Words) -> Iterator[tuple[list[Word], list[Word]]]:
    """Names with the answers that go with them, in the order the text begins with: 我36.5老伴36.7, or 36.4是我的."""
    spoken = only(words, *NAMES, *ANSWERS)
    leads = NAMES if spoken[0].kind in NAMES else ANSWERS
    group: list[Word] = []
    for word in spoken:
        if group and word.kind in leads and group[-1].kind not in leads:
            yield only(group, *NAMES), only(group, *ANSWERS)
            group = []
        if not (group and word.kind in NAMES and word.text == group[-1].text):
            group.append(word)
    yield only(group, *NAMES), only(group, *ANSWERS)


def _is_shared(words: Words, answers: list[Word]) -> bool:
    """我和老伴都36.5, 我和老伴正常; 老伴发烧,我正常 is no answer for both."""
    return has(words, Kind.EACH) or (not has(answers, Kind.VALUE) and not has(words, Kind.SYMPTOM))


def _paired(names: list[Word], answers: list[Word], *, is_shared: bool) -> list[tuple[Person, Word]] | None:
    if len(answers) > len(names):
        answers = _said_once((), answers)  # 我36.5正常
    if len(answers) == 1 and len(names) > 1 and is_shared:
        answers = answers * len(names)
    if len(answers) != len(names):
        return None
    return [(people.person(name), answer) for name, answer in zip(names, answers, strict=True)]


def _reading(answer: Word, who: Person) -> Reading:
    if isinstance(answer.value, Temperature):
        value = answer.value
        return Reading(who, Answer.VALUE, value.tenths, coarse=value.coarse, hedged=value.hedged)
    return Reading(who, Answer.NORMAL if answer.kind is Kind.NORMAL else Answer.NOT_MEASURED)

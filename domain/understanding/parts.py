"""One text's words as one meaning: report, order, needs and questions found beside each other are put in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.doors import Door
from domain.understanding.addresses import door_of
from domain.understanding.asking import call_for_somebody
from domain.understanding.feelings import is_emergency, symptoms_of
from domain.understanding.leftovers import is_of_temperature, left_over, says_number
from domain.understanding.meanings import (
    Answer,
    Cancel,
    CancelWhat,
    Help,
    Meaning,
    Need,
    NeedKind,
    Order,
    Question,
    Reason,
    Report,
    Symptom,
    Topic,
    Unknown,
    Why,
    raises_alert,
)
from domain.understanding.needs import OF_NEEDS, read_needs
from domain.understanding.orders import OF_ORDERS, read_order
from domain.understanding.patterns import Words, compiled, has, letters, only, values
from domain.understanding.refusals import read_cancel
from domain.understanding.reports import PLAIN, Doubt, doubt_of, had_fever, question_of, read_report
from domain.understanding.vocabulary.measuring import WELL
from domain.understanding.words import Kind, Word

EVERYONE = ("都", "均", "全", "一家")

_FOR_NEIGHBOUR = compiled(
    "(for _ (filler|word)? _ neighbour|neighbour (_ (filler|word|want|each)){1,3} _ (line|set)|and _ neighbour _ line)"
)
_FOR_SOMEBODY = compiled("for _ ((filler|word)? _ name|door)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is known beside the words: the sets on sale, a question the text asks, whether a worker speaks for a door, and orders."""

    numbers: tuple[int, ...]
    asked: Meaning | None = None
    on_behalf: bool = False
    is_order: bool = False


def meaning_of(words: Words, spoken: Spoken) -> Meaning:
    """What the words mean together."""
    doors = door_of(words)
    if len(doors) > 1:
        return Question(
            Reason.MULTI_HOUSEHOLD, alert=is_emergency(words) or _is_alarming(words), symptoms=symptoms_of(words)
        )
    door = doors[0] if doors else None
    return _placed(_meaning(words, spoken), door, spoken)


def _meaning(words: Words, spoken: Spoken) -> Meaning:
    kinds = {word.kind for word in words}
    report = _report(words, spoken)
    if isinstance(report, Report) and spoken.asked is None and kinds <= PLAIN:
        return report
    needs = [] if kinds.isdisjoint(OF_NEEDS) else read_needs(words, has_report=isinstance(report, Report))
    if spoken.asked == Help(Topic.GENERAL) and _is_about_texting(words):
        needs = []  # 不会用, 教一下, 怎么发短信: nothing is broken, and nobody deaf
    cancel = None if isinstance(spoken.asked, Help) else read_cancel(words, report)
    if needs and needs[0].kind is NeedKind.EMERGENCY:
        also = [*needs[1:], *(one for one in (report, cancel) if isinstance(one, Report | Cancel))]
        return replace(needs[0], also=tuple(also))
    if isinstance(report, Report) and _is_for_others(words) and not spoken.on_behalf:
        return _third_party(report)
    if isinstance(cancel, Question):
        return cancel
    order = (
        None
        if cancel or spoken.asked or kinds.isdisjoint(OF_ORDERS)
        else read_order(words, spoken.numbers, is_order=spoken.is_order)
    )
    if isinstance(order, Order) and _FOR_NEIGHBOUR.search(letters(words)) and not spoken.on_behalf:
        order = Question(Reason.THIRD_PARTY, lines=order.lines)
    if isinstance(order, Question) and order.reason is Reason.MISSING_ITEM and needs:
        order = None
    if cancel and cancel.what is not CancelWhat.ORDER:
        needs = [need for need in needs if raises_alert(need)]  # 买药取消
    return _together(words, spoken, (report, order, needs, cancel))


def _is_about_texting(words: Words) -> bool:
    return all(word.kind is Kind.SPOILT or word.text in {"发短信", "发信息"} for word in only(words, *OF_NEEDS))


def _report(words: Words, spoken: Spoken) -> Report | Question | None:
    found = read_report(words)
    if isinstance(found, Doubt):
        return question_of(found)
    if found is None:
        return None
    if _is_asked(words):
        return question_of(doubt_of(found, Reason.HEDGE))
    counts = values(only(words, Kind.PEOPLE), int)
    people = counts[0] if counts else None
    correction = has(words, Kind.CORRECTION, Kind.CHANGE_TO) and not values(only(words, Kind.LINE), object)
    symptoms = symptoms_of(words) | ({Symptom.FEVER} if had_fever(words, found) else set())
    everyone = len(found) == 1 and any(map(_says_everyone, words))
    return Report(
        found, people=people, everyone=everyone, symptoms=symptoms, correction=correction, on_behalf=spoken.on_behalf
    )


def _says_everyone(word: Word) -> bool:
    """都, 全家, 一家人, 全部正常, all."""
    return word.kind is Kind.EACH or (word.kind in {Kind.FILLER, Kind.NORMAL} and word.text.startswith(EVERYONE))


_SAYS_NO_MORE = (Kind.BLANK, Kind.COURTESY, Kind.NEWLINE)


def _is_asked(words: Words) -> bool:
    """36.5正常吗? is a question, no report."""
    last = next((word for word in reversed(words) if word.kind not in _SAYS_NO_MORE), None)
    if last is None or last.text not in {"吗", "?", "嘛"}:
        return False
    return not has(words, *OF_NEEDS, *OF_ORDERS) or has(words, Kind.SYMPTOM)


def _is_alarming(words: Words) -> bool:
    report = _report(words, Spoken(()))
    return report is not None and raises_alert(report)


def _is_for_others(words: Words) -> bool:
    return has(words, Kind.NEIGHBOUR) or bool(_FOR_SOMEBODY.search(letters(words)))


def _third_party(report: Report) -> Question:
    question = question_of(doubt_of(report.readings, Reason.THIRD_PARTY))
    return replace(question, symptoms=report.symptoms, alert=raises_alert(report))


def _says_all_well(words: Words) -> bool:
    """都好 says nothing of a temperature (rule 4); of goods or a day it is 蛮好 and 不错."""
    return WELL in values(only(words, Kind.FINE), str) and not has(words, Kind.SYMPTOM, Kind.CANCEL, Kind.CONDITION)


Found = tuple[Report | Question | None, Order | Question | None, Sequence[Need], Cancel | None]


def _together(words: Words, spoken: Spoken, found: Found) -> Meaning:
    report, order, needs, cancel = found
    left = left_over(words)
    if report is None and (order or needs) and _says_all_well(words):
        report = Question(Reason.NO_TEMPERATURE_WORD)
        found = (report, order, needs, cancel)
    questions = [one for one in (report, left, order) if isinstance(one, Question)]
    if questions:
        return _question(words, questions, found, left)
    alarms = [need for need in needs if raises_alert(need)]
    others = [need for need in needs if need not in alarms]
    clear: list[Meaning] = [one for one in (report, order, *alarms, cancel, *others) if one is not None]
    if needs and isinstance(report, Report) and _lacks_thermometer(report, needs):
        clear.append(clear.pop(0))
    if spoken.asked:
        clear.append(spoken.asked)
    if not clear:
        return _without_parts(words)
    first, *also = clear
    return replace(first, also=tuple(also)) if also and isinstance(first, Report | Order | Need | Cancel) else first


def _lacks_thermometer(report: Report, needs: Sequence[Need]) -> bool:
    """没有体温计,量不了: the thermometer is what is wanted."""
    is_measured = any(reading.answer is not Answer.NOT_MEASURED for reading in report.readings)
    return not is_measured and any(need.kind is NeedKind.THERMOMETER for need in needs)


def _question(words: Words, questions: list[Question], found: Found, left: Question | None) -> Question:
    """The first question; what was clear beside it is kept, and an order's own question, where digits `left` are not theirs."""
    report, order, needs, cancel = found
    clear: list[Meaning] = [need for need in needs if need.kind is not NeedKind.MEDICAL]
    clear += [cancel] if cancel else []
    if order is not None and order is not questions[0] and (left is None or is_of_temperature(left)):
        clear.insert(0, order)
    if isinstance(report, Report) and left is None:
        clear.insert(0, report)
    found_all: list[Meaning] = [*questions, *needs, *([report] if report else [])]
    alert = any(map(raises_alert, found_all))
    return replace(questions[0], symptoms=symptoms_of(words), alert=alert, also=tuple(clear))


_ALONE = (
    (Kind.OTHER_MEASURE, Reason.OTHER_MEASURE),
    (Kind.FINE, Reason.NO_TEMPERATURE_WORD),
    (Kind.TEMPERATURE, Reason.NO_VALUE),
    (Kind.CORRECTION, Reason.NO_VALUE),
    (Kind.REPORT_WORD, Reason.NO_VALUE),
    (Kind.DOOR, Reason.ADDRESS_ONLY),
    (Kind.CHANGE_TO, Reason.NEEDS_CONTEXT),
)


def _without_parts(words: Words) -> Meaning:
    """A text that reports, orders and needs nothing: asked back if it wants to, else left alone."""
    beside = "".join(word.text for word in words if word.kind is not Kind.DOOR)
    if any(door.room for door in door_of(words)) and (call := call_for_somebody(beside)):
        return call
    for kind, reason in _ALONE:
        if has(words, kind):
            return Question(reason)
    if any(word.text in {"套餐", "套菜", "套装", "package", "combo"} for word in words):
        return Question(Reason.MISSING_ITEM)
    if says_number(words):
        return Question(Reason.NEEDS_CONTEXT)
    return Unknown(Why.COURTESY if has(words, Kind.COURTESY) else Why.NOTHING)


def _placed(meaning: Meaning, door: Door | None, spoken: Spoken) -> Meaning:
    match meaning:
        case Report() | Order() | Need():
            return replace(meaning, door=door, on_behalf=spoken.on_behalf)
        case Question() | Cancel():
            return replace(meaning, door=door)
        case _:
            return meaning

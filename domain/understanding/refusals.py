"""What is taken back: an order or a set of it, a report, a request, or whatever came last (rule 10)."""

import re

from domain.understanding.days import ANSWERS
from domain.understanding.leftovers import left_over
from domain.understanding.meanings import Cancel, CancelWhat, NeedKind, Question, Reason, Report, raises_alert
from domain.understanding.patterns import Words, has, only, text_of, values
from domain.understanding.words import Kind, Word

_IS_CRY = re.compile("救(?!护车)|来人")


def refused(words: Words) -> Word:
    """不要蔬菜, 蔬菜和水果都退了: the sets' numbers."""
    return Word(Kind.REFUSED_SET, text_of(words), tuple(values(only(words, Kind.SET), int)))


def refused_sets(words: Words) -> tuple[int, ...]:
    """The numbers of the sets that a text does not want, each once."""
    return tuple(dict.fromkeys(number for each in values(only(words, Kind.REFUSED_SET), tuple) for number in each))


def not_needed(words: Words) -> Word | None:
    """不要送饭; 不要打电话 is how somebody wants to be reached, and takes back nothing; 取消 救命 is a cry for help."""
    if words[-1].value is NeedKind.EMERGENCY and _IS_CRY.match(words[-1].text):
        return None
    is_call = words[-1].value is NeedKind.CALL and has(words[:1], Kind.NOT_WANTED)
    return Word(Kind.NEED, text_of(words), NeedKind.OTHER) if is_call else Word(Kind.CANCEL, text_of(words))


def order_taken_back(words: Words) -> Words | None:
    """退订单: 退订 and 单."""
    is_order = words[0].text == "退订" and words[1].text == "单"
    return (words[0], Word(Kind.ORDER_WORD, "单")) if is_order else None


def cancelled_order(words: Words) -> Words | None:
    """取消预订, cancel order: the order as a thing, and no wish."""
    is_order = words[-1].text in {"order", "预订", "预定", "订购", "团购", "下单"}
    return (words[0], Word(Kind.ORDER_WORD, "order")) if is_order else None


def read_cancel(words: Words, report: Report | Question | None) -> Cancel | Question | None:
    """取消, 退掉水果, 取消刚才报的体温; beside an order line the refused set is the order's."""
    if (
        not has(words, Kind.CANCEL, Kind.REFUSED_SET)
        or has(words, Kind.LINE, Kind.ORDER_DOUBT, Kind.QUANTITY)
        or (has(words, Kind.SET) and has(words, Kind.WANT, Kind.CHANGE_TO, Kind.ADD))
    ):
        return None
    is_ill = report is not None and raises_alert(report)
    if has(words, Kind.CONDITION):  # 如果没有就取消
        return None if has(words, Kind.SYMPTOM) else Question(Reason.NEEDS_CONTEXT, alert=is_ill)
    if sets := refused_sets(words):
        first, *others = sets
        return Cancel(CancelWhat.ORDER, first, others=tuple(others))
    return None if has(words, Kind.SYMPTOM) else _without_set(words, is_ill=is_ill)


def _without_set(words: Words, *, is_ill: bool) -> Cancel | Question | None:
    if not has(words, Kind.CANCEL):
        return None
    is_of_order = has(words, Kind.ORDER_WORD, Kind.ALL_SETS) or bool(values(words, CancelWhat))
    if has(words, *ANSWERS):
        if has(words, Kind.CORRECTION, Kind.CHANGE_TO):
            return None
        return Cancel(CancelWhat.ORDER) if is_of_order else Question(Reason.NEEDS_CONTEXT, alert=is_ill)
    if left := left_over(words):
        return left
    if has(words, Kind.TEMPERATURE, Kind.REPORT_WORD) and not is_of_order:
        return Cancel(CancelWhat.REPORT)
    return Cancel(CancelWhat.ORDER if is_of_order else CancelWhat.LAST)

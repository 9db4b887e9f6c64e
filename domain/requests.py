"""Requests: what they can be, by when they are due, and what a text says of a medicine."""

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum

URGENT_DAYS = 3  # of a medicine: with so many left or fewer it is needed today, and somebody is told at once
MOST_DAYS = 9  # one digit; who has more says nine
TODAY = timedelta(hours=8)
TOMORROW = timedelta(hours=24)


class RequestKind(StrEnum):
    """What somebody asks the grid worker to do; the words of an item's kind."""

    MEDICINE = "medicine"
    MEAL = "meal"
    GAS = "gas"
    OTHER = "other"


class MealsOff(StrEnum):
    """For how long a household wants no meal: one day, or until it asks for one again."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    FOR_GOOD = "for_good"


def due_within(kind: RequestKind, days_left: int | None) -> timedelta:
    """How long it may take: everything is done today but a medicine of which there is enough."""
    return TOMORROW if kind is RequestKind.MEDICINE and days_left is not None and not is_urgent(days_left) else TODAY


def is_urgent(days_left: int | None) -> bool:
    """Whether the medicine is used up so soon that it is an alert."""
    return days_left is not None and days_left <= URGENT_DAYS


_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_DAYS = re.compile(
    r"(?:还剩|只剩|剩下?|还有|只有|还能吃|能吃|还够吃?|只够吃?|够吃?)\s*(\d{1,2}|[一二两三四五六七八九十])\s*[天日]"
    r"|(\d{1,2})\s*days?\s*(?:left|more|of\s+it)"
    r"|(?:left|enough)\s+for\s+(\d{1,2})\s*days?"
)
_SAME = re.compile(
    r"药[^,。;]{0,4}(?:[同和跟]?(?:上次|上回|以前|原来)(?:一样)?|一样)|(?:上次|上回|以前|原来|一样)[^,。;]{0,4}药"
    r"|same (?:medicine|pills|drugs)|(?:medicine|pills|drugs)[^,.;]{0,12}same as (?:last time|before)"
)
_AT_DOOR = re.compile(r"送上门|送到家|送上来|送到门口|下不了楼|走不动|bring it|to my door")


def days_left(text: str) -> int | None:
    """How many days the medicine lasts, as a text says it: 还剩3天, 3 days left; None where it does not."""
    found = _DAYS.search(_plain(text))
    if found is None:
        return None
    said = next(group for group in found.groups() if group)
    return _COUNT.get(said) or int(said)


def is_same_again(text: str) -> bool:
    """Whether a text asks for the medicine of last time: 一样的药, 买药 同上次."""
    return _SAME.search(_plain(text)) is not None


def wants_bringing(text: str) -> bool:
    """Whether it is to be brought to the door."""
    return _AT_DOOR.search(_plain(text)) is not None


_OUTCOME = re.compile(
    r"(?:回复?)?\s*(?:(?P<done>1|(?:都?已?经?(?:办|弄|买)?好了|[药饭卡钱东西都]*(?:收|拿|送|买)到了)|done)"
    r"|2|(?:还?没有?(?:办好?|弄好|好|收到|拿到|送到|买到|送|到)?|还?没有?(?:办|送)|no|not (?:yet|done))[呢啊]?)"
    r"\s*[.!,。]*\s*(?:谢谢.{0,4}|thanks?(?: you)?)?[.!。]*"
)


def says_done(text: str) -> bool | None:
    """What a short text answers to whether it is done: 1, 好了, 收到了; 2, 没办好, 还没有; None for any other."""
    found = _OUTCOME.fullmatch(_plain(text).strip())
    return None if found is None else found["done"] is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

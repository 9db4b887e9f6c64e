"""What a text says of meals that are brought: a household that wants none, and a worker who has handed them over."""

import re
from dataclasses import dataclass

from domain.doors import Door
from domain.requests import MealsOff
from domain.understanding.meanings import NoMeals
from domain.understanding.normal_form import clean, simplified
from domain.understanding.visits import doors_in

_POLITE = r"(?:(?:请|麻烦|谢谢|您好|你好|please|thanks|thank you)[,。!. ]*)?"
_MEAL = r"(?:的?(?:中午|晚上|中饭|晚饭|午饭|晚餐|午餐))?"
_TODAY = rf"(?:我家?|我们)?(?:今天|今日|今儿){_MEAL}"
_TOMORROW = rf"(?:我家?|我们)?(?:明天|明日|明儿){_MEAL}"
_NOT = r"(?:我家|我们?)?(?:就|都|先)?(?:不要|不用|不必|不需要|别)(?:再|给我们?|给我家)?"
_BRING = r"(?:(?:送|带)(?:饭|餐|盒饭)来?|饭|餐)"
_FOOD_NOT = r"(?:饭|餐|盒饭)(?:就|都|先|也)?(?:不要|不用|不必|不需要|别)(?:再|给我们?)?(?:送|带)?来?"
_EATS_NOT = r"不吃(?:食堂|饭堂|社区)的?饭"
_REFUSED = rf"(?:{_NOT}{_BRING}|{_FOOD_NOT}|{_EATS_NOT})"
_END = r"[了啦哈啊吧。.!~, ]*"
_FOOD = r"(?:a |any |the |my |more )?(?:meals?|lunch|dinner|food)"
_NO_FOOD = rf"(?:no (?:meals?|lunch|dinner)|(?:don't|do not) (?:bring|send) (?:me |us )?{_FOOD})"
_NONE_TODAY = re.compile(
    rf"{_POLITE}{_TODAY}[, ]*{_REFUSED}{_END}{_POLITE}"
    rf"|{_POLITE}{_NOT}(?:送|带)(?:饭|餐|盒饭)[。.! ]*"  # says not until when: the least is taken, and the rest is told
    rf"|{_POLITE}{_FOOD_NOT}[。.! ]*"
    rf"|{_POLITE}{_NO_FOOD} today[ ,.!]*{_POLITE}"
)
_NONE_TOMORROW = re.compile(
    rf"{_POLITE}{_TOMORROW}[, ]*{_REFUSED}{_END}{_POLITE}|{_POLITE}{_NO_FOOD} tomorrow[ ,.!]*{_POLITE}"
)
_NONE_AT_ALL = re.compile(
    rf"{_POLITE}(?:从?(?:今|现在|明天|今天)?(?:以后|起|开始)|往后)[, ]*{_REFUSED}{_END}{_POLITE}"
    rf"|{_POLITE}(?:{_NOT}{_BRING}|{_FOOD_NOT})[了啦]{_END}{_POLITE}"
    rf"|{_POLITE}(?:no more meals|(?:stop|end) (?:bringing )?(?:the |my |our )?meals)[ ,.!]*{_POLITE}"
)
_HANDED_OVER = re.compile(
    r"(?:(?:饭|餐)(?:已经?)?(?:送?到)了?|送(?:饭|餐)到了?|meals? delivered|delivered meals?|meals?)[\s:,]+(?=.*\d)"
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Doors where a worker handed over a meal; `unread` are the words among them that are no door."""

    doors: tuple[Door, ...]
    unread: tuple[str, ...] = ()


def read_no_meals(text: str) -> NoMeals | None:
    """Of a text in normal form: 今天不要送饭, no more meals. None where it says more or something else."""
    patterns = ((_NONE_TODAY, MealsOff.TODAY), (_NONE_TOMORROW, MealsOff.TOMORROW), (_NONE_AT_ALL, MealsOff.FOR_GOOD))
    return next((NoMeals(off) for pattern, off in patterns if pattern.fullmatch(text.strip())), None)


def read_handed_over(text: str) -> HandedOver | None:
    """The doors of a worker's 饭到 3-1-1504 3-1-1503; None for any other text."""
    plain = simplified(clean(text)).strip()
    begun = _HANDED_OVER.match(plain)
    return HandedOver(*doors_in(plain[begun.end() :])) if begun else None

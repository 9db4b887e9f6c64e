"""What the callers call for: the kinds of calls, each with a household, its people and their temperatures."""

from collections.abc import Iterator
from enum import StrEnum
from random import Random

from tests.elders.mind import FEVER, Person, Wish
from tests.elders.town import BUILDING, PORTIONS, SETS, Home

NAMES = {"zh-CN": ("王阿姨", "李叔叔", "小刘"), "en": ("Auntie Mary", "Uncle Li", "Peter")}
LOWEST_NORMAL, HIGHEST_FEVER = 360, 395  # tenths
HOUSEHOLDS = (0.55, 0.30, 0.15)  # of one, two, three people: 1.6 on average (product.md, "Size")
_ROOMS = 8999  # of a unit


class Errand(StrEnum):
    """A kind of call."""

    YES_NO = "normal, yes/no"
    DIGITS = "normal, three digits"
    FEVER_YES_NO = "fever, yes/no"
    FEVER_DIGITS = "fever, three digits"
    ORDER = "order of one set"
    BY_THE_DOOR = "normal, unknown telephone"


_ILL = {Errand.FEVER_YES_NO, Errand.FEVER_DIGITS}
_KEYS_DIGITS = {Errand.DIGITS, Errand.FEVER_DIGITS}
_SEVERAL = {Errand.YES_NO, Errand.FEVER_YES_NO}


def make_homes(errand: Errand, calls: int, first: int, chance: Random) -> Iterator[Home]:
    """One fresh household for each call, Chinese and English in turn."""
    for number in range(first, first + calls):
        language = "en" if number % 2 else "zh-CN"
        people = _people(errand, language, chance)
        door = (BUILDING, str(number // _ROOMS + 1), str(1000 + number % _ROOMS))
        zh, en, _ = chance.choice(SETS)
        is_order = errand is Errand.ORDER
        wanted, quantity = (en if language == "en" else zh, chance.randint(1, PORTIONS)) if is_order else ("", 0)
        yield Home(
            number,
            language,
            Wish(people, door, wanted, quantity),
            digits=errand in _KEYS_DIGITS,
            reported=is_order,
            registered=errand is not Errand.BY_THE_DOOR,
        )


def _people(errand: Errand, language: str, chance: Random) -> tuple[Person, ...]:
    sizes = range(1, len(HOUSEHOLDS) + 1)
    (count,) = chance.choices(sizes, HOUSEHOLDS) if errand in _SEVERAL else (1,)
    ill = chance.randrange(count) if errand in _ILL else -1
    return tuple(
        Person(
            NAMES[language][place],
            chance.randint(FEVER, HIGHEST_FEVER) if place == ill else chance.randint(LOWEST_NORMAL, FEVER - 2),
        )
        for place in range(count)
    )

"""What somebody types to find a household while a caller waits: a place, a telephone, names; and what it was perhaps meant to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.doors import normal

SHORTEST_END = 4  # digits of a telephone's end
SHORTEST_WITH_TRUNK = 10  # digits of a number whose leading 0 is dialled and not stored
LONGEST_ALIKE = 20  # letters of a name that is compared letter by letter
SHORTEST_ALIKE = {True: 4, False: 3}  # by whether it is written in Latin letters: two Chinese ones would be any Wang
SEVERAL_DOTS = re.compile(r"[.*·•x…-]*[.*•…]{2,}[.*·•x…-]*|[*•…]")
PLACE = re.compile(
    r"(?:(?P<zh>[0-9A-Za-z]{1,3})\s*(?:号楼|栋|幢|座)(?:\s*(?P<zh_unit>[0-9A-Za-z]{1,2})\s*单元)?"
    r"|\b(?:building|bldg\.?|block)\s*(?P<en>[0-9A-Za-z]{1,3})(?:\s*,?\s*unit\s*(?P<en_unit>[0-9A-Za-z]{1,2}))?\b)",
    re.IGNORECASE,
)
BETWEEN_NAMES = re.compile(r"[\s,,、·]+")
HOME = re.compile(r"(家里|家|屋里)$")
TITLE = re.compile(r"(奶奶|爷爷|阿姨|叔叔|伯伯|大妈|大爷|大娘|婆婆|爹爹|先生|女士|师傅|老师|太太|老太|老人)$")
ENGLISH_TITLES = frozenset({"mr", "mrs", "ms", "miss", "auntie", "uncle", "granny"})


@dataclass(frozen=True, slots=True)
class Place:
    """A building, or one of its units; `unit` is empty for all of them."""

    building: str
    unit: str


def read_place(text: str) -> tuple[Place | None, str]:
    """The building that a text names, without a room, and what else it says."""
    found = PLACE.search(text)
    if found is None:
        return None, text
    door = normal(found["zh"] or found["en"], found["zh_unit"] or found["en_unit"], "")
    return Place(door.building, door.unit), f"{text[: found.start()]} {text[found.end() :]}".strip()


def read_number(text: str) -> tuple[str, str] | None:
    """Digits at the beginning of a telephone, "" where none are told, and at its end; None where no telephone is meant.

    138…0522 and 138****0522 leave out the middle. A leading 0 is dialled before a whole number and never stored.
    """
    head, _, end = SEVERAL_DOTS.sub("…", text).rpartition("…")
    if any(letter.isalpha() for letter in text):
        return None
    head, end = _digits(head), _digits(end)
    if len(end) >= SHORTEST_WITH_TRUNK:
        end = end.lstrip("0")
    return (head, end) if len(end) >= SHORTEST_END else None


def read_names(text: str) -> tuple[str, ...]:
    """The words of a name, all of which must fit."""
    return tuple(filter(None, BETWEEN_NAMES.split(text)))


def without_titles(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same without 奶奶, 家 or Mrs, as far as something is left; empty where nothing of it was there."""
    bare = [TITLE.sub("", HOME.sub("", one)) for one in names if one.casefold().strip(".") not in ENGLISH_TITLES]
    left = tuple(filter(None, bare))
    return () if left == names else left


def alike(name: str) -> Iterator[str]:
    """Patterns of SQL for what a slip of one key makes this name of: a wrong letter, and of Latin ones one too many or too few."""
    is_latin = name.isascii()
    if not (name.isalpha() and SHORTEST_ALIKE[is_latin] <= len(name) <= LONGEST_ALIKE):
        return
    for at in range(len(name)):
        head, tail = name[:at], name[at + 1 :]
        yield f"{head}_{tail}"
        if is_latin:
            yield f"{head}{tail}"
            yield f"{head}_{name[at:]}"


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())

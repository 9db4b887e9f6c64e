"""What a worker who was let in hears: alerts and items one after the other, lists of doors floor by floor."""

from itertools import groupby

import prompts
from ivr import known
from ivr.facts import CallState, Facts, ListedDoor, Matter, Need
from prompts import speech

FEN = 100
LONGEST = 26  # Chinese characters of a page's doors: with its question, what a prompt may be (call script)
MOST_WORDS = 19  # in English, each digit of a room one: with its question 14 s
_ABOVE_FLOOR = 2  # digits of a room behind its floor: 1504 is on the fifteenth


def next_matter(state: CallState, facts: Facts) -> Matter:
    """The alert or item after the one the call has come to; an empty one behind the last."""
    known.require(Need.MATTERS, facts)
    here = _place(Matter(state.alert, state.item))
    return next((one for one in facts.matters if _place(one) > here), Matter())


def this_matter(state: CallState, facts: Facts) -> Matter | None:
    """The alert or item the call has come to; None when it is nobody's or another's by now."""
    known.require(Need.MATTERS, facts)
    here = _place(Matter(state.alert, state.item))
    return next((one for one in facts.matters if _place(one) == here), None)


def can_sign(state: CallState, facts: Facts, yuan: int) -> bool:
    """Whether so many yuan can be with the gas card the call has come to."""
    matter = this_matter(state, facts)
    if matter is None:
        return False
    most = matter.card_fen // FEN
    is_others = matter.card == "others"
    return yuan * FEN == matter.card_fen if is_others else (yuan > 0 or matter.card == "home") and yuan <= most


def _place(matter: Matter) -> tuple[bool, int]:
    """Alerts first, each in the order they came."""
    return bool(matter.item), matter.alert or matter.item


def listed(facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors of the list."""
    known.require(Need.LISTING, facts)
    return facts.listed


def page_after(state: CallState, facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors behind the last that was heard, of one building and unit, as many as a prompt holds."""
    here = _walked(state.building, state.unit, state.room)
    following = [one for one in listed(facts) if _walked(one.building, one.unit, one.room) > here]
    page: list[ListedDoor] = []
    for one in following:
        is_elsewhere = (one.building, one.unit) != (following[0].building, following[0].unit)
        if is_elsewhere or (page and is_too_long(state.language, spoken_page(state.language, (*page, one)))):
            break
        page.append(one)
    return tuple(page)


def page_heard(state: CallState, facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors of the page that was last turned to, by how many they were and which came last."""
    here = _walked(state.building, state.unit, state.room)
    heard = [one for one in listed(facts) if _walked(one.building, one.unit, one.room) <= here]
    return tuple(heard[-state.page :]) if state.page else ()


def _walked(building: str, unit: str, room: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts doors as one walks past them, as the board does."""
    return tuple((int(part) if part.isascii() and part.isdigit() else -1, part) for part in (building, unit, room))


def floor_of(door: ListedDoor) -> str:
    """The floor, "" where the room does not say it."""
    is_numbered = door.room.isascii() and door.room.isdigit() and len(door.room) > _ABOVE_FLOOR
    return door.room[:-_ABOVE_FLOOR] if is_numbered else ""


def is_too_long(language: str, words: str) -> bool:
    """Whether a page is more than one prompt may hold beside its question."""
    if language.startswith("zh"):
        return sum(mark.isalnum() for mark in words) > LONGEST
    return len(words.replace("-", " ").split()) > MOST_WORDS


def spoken_page(language: str, page: tuple[ListedDoor, ...]) -> str:
    """三栋一单元三楼:三零幺;十五楼:幺五零三,幺五零四独居."""
    if not page:
        return ""
    gap = prompts.text(language, "part.gap")
    where = [speech.building(language, page[0].building)]
    if page[0].unit:
        where.append(speech.unit(language, page[0].unit))
    floors = [_spoken_floor(language, floor, tuple(doors)) for floor, doors in groupby(page, floor_of)]
    return gap.join((*where, prompts.text(language, "part.choices").join(floors)))


def _spoken_floor(language: str, floor: str, doors: tuple[ListedDoor, ...]) -> str:
    gap = prompts.text(language, "part.gap")
    rooms = [speech.room(language, one.room) + (gap + one.said if one.said else "") for one in doors]
    said = prompts.text(language, "part.and").join(rooms)
    if not floor:
        return said
    return prompts.text(language, "work.floor", floor=speech.number(language, int(floor)), doors=said)

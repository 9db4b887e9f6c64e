"""What a worker who was let in hears: alerts and items one after the other, lists of doors floor by floor."""

from itertools import takewhile

import prompts
from ivr import known
from ivr.facts import CallState, Facts, ListedDoor, Matter, Need
from prompts import speech

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


def _place(matter: Matter) -> tuple[bool, int]:
    """Alerts first, each in the order they came."""
    return bool(matter.item), matter.alert or matter.item


def listed(facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors of the list."""
    known.require(Need.LISTING, facts)
    return facts.listed


def page_after(state: CallState, facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors of one floor, behind the last that was heard, as many as a prompt holds."""
    here = _walked(state.building, state.unit, state.room)
    following = [one for one in listed(facts) if _walked(one.building, one.unit, one.room) > here]
    on_floor = list(takewhile(lambda one: floor_of(one) == floor_of(following[0]), following))
    while len(on_floor) > 1 and is_too_long(state.language, spoken_page(state.language, tuple(on_floor))):
        on_floor.pop()
    return tuple(on_floor)


def page_heard(state: CallState, facts: Facts) -> tuple[ListedDoor, ...]:
    """The doors of the page that was last turned to, by how many they were and which came last."""
    here = _walked(state.building, state.unit, state.room)
    heard = [one for one in listed(facts) if _walked(one.building, one.unit, one.room) <= here]
    return tuple(heard[-state.page :]) if state.page else ()


def _walked(building: str, unit: str, room: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts doors as one walks past them, as the board does."""
    return tuple((int(part) if part.isascii() and part.isdigit() else -1, part) for part in (building, unit, room))


def floor_of(door: ListedDoor) -> tuple[str, str, str]:
    """Building, unit and floor; the floor "" where the room does not say it."""
    is_numbered = door.room.isascii() and door.room.isdigit() and len(door.room) > _ABOVE_FLOOR
    return door.building, door.unit, door.room[:-_ABOVE_FLOOR] if is_numbered else ""


def is_too_long(language: str, words: str) -> bool:
    """Whether a page is more than one prompt may hold beside its question."""
    if language.startswith("zh"):
        return sum(mark.isalnum() for mark in words) > LONGEST
    return len(words.replace("-", " ").split()) > MOST_WORDS


def spoken_page(language: str, page: tuple[ListedDoor, ...]) -> str:
    """三栋一单元十五楼:幺五零四独居,幺五零三."""
    if not page:
        return ""
    building, unit, floor = floor_of(page[0])
    where = [speech.building(language, building)]
    if unit:
        where.append(speech.unit(language, unit))
    if floor:
        where.append(prompts.text(language, "work.floor", floor=speech.number(language, int(floor))))
    doors = [speech.room(language, one.room) + (_gap(language) + one.said if one.said else "") for one in page]
    place = _gap(language).join(where)
    return prompts.text(language, "work.floor_doors", place=place, doors=prompts.text(language, "part.and").join(doors))


def _gap(language: str) -> str:
    return prompts.text(language, "part.gap")

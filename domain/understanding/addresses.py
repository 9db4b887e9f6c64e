"""Doors in a text: 3栋1单元1504, 3-1-1504, 3#1504, A座1203, Bldg 3 Unit 1 Rm 1504."""

import re

from domain import doors
from domain.doors import Door
from domain.temperature import is_possible
from domain.understanding.degrees import is_of_a_body
from domain.understanding.marks import N, numbers_in, read
from domain.understanding.numerals import digits_of, number_of
from domain.understanding.patterns import Words, has, only, rule, text_of
from domain.understanding.words import Kind, Word

SHORTEST_ROOM = 3
_COUNTED = {Kind.NUMBER, Kind.NUMERAL}
_LETTERS = "(word|filler|degree|fahrenheit|times|very)"
_GAP = "(blank|comma|stop|stroke|slash|colon|read)? (blank|read)?"
_MARK = "(building_mark|hash)"
_FLOOR_FIRST = re.compile("([二三]?十[一二三四五六七八九]?)([零〇幺一二三四五六七八九]{2})")
_NO_VALUE = "(?! _ (degree|dot_word|point _ number|tenth_word|fahrenheit|counter|person_counter))"


def _digits(word: Word) -> str:
    if word.kind is Kind.NUMBER:
        return word.text
    number = number_of(word.text)
    return digits_of(word.text) if number is None else str(number)


def _room_digits(word: Word) -> str:
    """Digit by digit, or the floor as a number: 一五零四, 十五零四."""
    if word.kind is Kind.NUMBER:
        return word.text
    floor = _FLOOR_FIRST.fullmatch(word.text)
    if floor:
        return f"{number_of(floor[1])}{digits_of(floor[2])}"
    return digits_of(word.text) if "十" not in word.text else _digits(word)


def _building(word: Word) -> str | None:
    """A building's number, or its one letter."""
    if word.kind in _COUNTED:
        digits = _digits(word)
        return digits if len(digits) <= doors.LONGEST_BUILDING else None
    return word.text if len(word.text) == 1 and word.text.isascii() and word.text.isalpha() else None


def _parts(words: Words) -> list[Word]:
    """What names building, unit and room: a leading letter or number, then numbers."""
    return [words[0], *only(words[1:], Kind.NUMBER, Kind.NUMERAL)]


def _door(building: str, unit: str, room: str, words: Words) -> Word | None:
    is_written = f"{building}{unit}{room}".isascii()  # 十十 writes no number
    if not is_written or len(unit) > doors.LONGEST_UNIT or len(room) > doors.LONGEST_ROOM:
        return None
    return Word(Kind.DOOR, text_of(words), Door(_spelled(building), _spelled(unit), _spelled(room)))


def _spelled(part: str) -> str:
    """As `doors.normal` spells it, for parts that are bare digits or one letter already."""
    return (part.lstrip("0") or part[:1]).upper()


def _with_unit(words: Words) -> Word | None:
    building, unit, room = _parts(words)
    name = _building(building)
    return None if name is None else _door(name, _digits(unit), _room_digits(room), words)


def _without_unit(words: Words) -> Word | None:
    building, room = _parts(words)
    name, digits = _building(building), _room_digits(room)
    is_named = any(word.kind is Kind.ROOM_MARK for word in words)
    if name is None or (len(digits) < SHORTEST_ROOM and not is_named):
        return None
    return _door(name, "", digits, words)


def _dashed(words: Words) -> Word | None:
    return None if len(_room_digits(_parts(words)[-1])) < SHORTEST_ROOM else _with_unit(words)


def _english(words: Words) -> Word | None:
    """Bldg 3 Unit 1 Rm 1504, and Unit 1 Rm 1504 Bldg 3."""
    mark = next(place for place, word in enumerate(words) if word.kind is Kind.BUILDING_WORD)
    named = next(place for place in range(mark + 1, len(words)) if words[place].kind not in {Kind.BLANK, Kind.HASH})
    name, numbers = _building(words[named]), only((*words[:named], *words[named + 1 :]), *_COUNTED)
    unit = _digits(numbers[0]) if len(numbers) == len(("unit", "room")) else ""
    if name is None or (numbers and has(words, Kind.UNIT_WORD) and not unit):
        return None
    return _door(name, unit, _digits(numbers[-1]) if numbers else "", words)


def _from_within(words: Words) -> Word | None:
    """Room 801 unit 2 building 3."""
    room, unit, building = only(words, *_COUNTED)
    name = _building(building)
    return None if name is None else _door(name, _digits(unit), _digits(room), words)


def _unit_and_room(words: Words) -> Word | None:
    unit, room = only(words, Kind.NUMBER, Kind.NUMERAL)
    return _door("", _digits(unit), _room_digits(room), words)


def _room(words: Words) -> Word | None:
    digits = _room_digits(only(words, Kind.NUMBER, Kind.NUMERAL)[0])
    return _door("", "", digits, words) if len(digits) >= SHORTEST_ROOM else None


def _building_alone(words: Words) -> Word | None:
    name = _building(words[0])
    unit = _digits(words[-2]) if words[-1].kind is Kind.UNIT_MARK else ""
    return None if name is None else _door(name, unit, "", words)


def _floor(words: Words) -> Word:
    return read(words)


def _on_floor(words: Words) -> Words | None:
    """15楼4号 and 15楼1504 are room 1504; 15楼 365 is no room."""
    floor, number = (_digits(word) for word in only(words, *_COUNTED))
    room = number if len(number) >= SHORTEST_ROOM else f"{floor}{number.zfill(2)}"
    is_named = words[-1].kind in {Kind.ROOM_MARK, Kind.ORDINAL}
    is_on_it = room.isdecimal() and room.startswith(floor) and len(room) == len(floor) + len("04")
    if not is_on_it or (not is_named and is_possible(int(room))):
        return None
    return (Word(Kind.NUMBER, room), Word(Kind.ROOM_MARK, ""))


_ROOM_BEHIND = f"{_NO_VALUE} (_ (room_mark|ordinal))?"
_ROOM = f"room_word _ {N} _ comma?"


def _line_number(words: Words) -> Words | None:
    """大家好 12、3栋1504: a chain's line behind a greeting; 36、3栋1504 may be a temperature."""
    place = next(place for place, word in enumerate(words) if word.kind is Kind.NUMBER)
    return None if is_of_a_body(numbers_in(words)[0]) else (*words[:place], read(words[place:]))


RULES = (
    rule(f"{N} floor {_GAP} {N} {_ROOM_BEHIND}", _on_floor),
    rule(f"{N} floor", _floor),
    rule(f"{_ROOM} _ unit_word _ {N} _ comma? _ building_word _ hash? {N} {_NO_VALUE}", _from_within),
    rule(f"(unit_word _ {N} _ comma? _)? {_ROOM} _ building_word _ hash? ({N}|{_LETTERS}) {_NO_VALUE}", _english),
    rule(
        f"building_word _ hash? ({N}|{_LETTERS}) (_ comma? _ unit_word _ {N})? _ comma? _ (room_word|hash)? _ {N} {_NO_VALUE}",
        _english,
    ),
    rule(f"{N} _ hash _ {N} _ hash _ {N} {_NO_VALUE}", _dashed),
    rule(f"({N}|{_LETTERS}) _ {_MARK} {_GAP} {N} _ unit_mark {_GAP} {N} _ room_mark? {_NO_VALUE}", _with_unit),
    rule(f"({N}|{_LETTERS}) _ {_MARK} {_GAP} {N} stroke {N} _ room_mark? {_NO_VALUE}", _dashed),
    rule(f"({N}|{_LETTERS}) _ {_MARK} {_GAP} {N} (_ room_mark)? {_NO_VALUE}", _without_unit),
    rule(f"({N}|{_LETTERS}) _ stroke _ {N} _ stroke _ {N} {_NO_VALUE}", _dashed),
    rule(f"(?<! (point|slash)) ({N}|{_LETTERS}) _ slash _ {N} _ slash _ {N} {_NO_VALUE}", _dashed),
    rule(f"(?<! point) ({N}|{_LETTERS}) _ (stroke|slash) _ {N} (_ room_mark)? {_NO_VALUE}", _without_unit),
    rule(f"{N} _ ordinal {_GAP} {N} _ unit_mark {_GAP} {N} _ room_mark? {_NO_VALUE}", _with_unit),
    rule(f"{N} _ unit_mark {_GAP} {N} _ room_mark? {_NO_VALUE}", _unit_and_room),
    rule(f"building_word _ ({N}|{_LETTERS}) {_NO_VALUE}", _english),
    rule(f"unit_word _ {N} _ comma? _ room_word _ {N} {_NO_VALUE}", _unit_and_room),
    rule(f"{N} ordinal (?! _ set_word)", _room),
    rule(f"({N} _ room_mark|room_word _ {N} {_NO_VALUE})", _room),
    rule(f"({N}|{_LETTERS}) _ building_mark (_ {N} unit_mark)?", _building_alone),
    rule(
        "^ (courtesy|filler|word|name|report_word|comma|stop|blank|colon){1,8} number (point|stop) _ (?= door)",
        _line_number,
    ),
)


def door_of(words: Words) -> tuple[Door, ...]:
    """The different doors of a text, in order; 我是3栋的, 3栋1504 is one."""
    named = dict.fromkeys(word.value for word in words if isinstance(word.value, Door))
    within = {(one.building, unit) for one in named if one.room for unit in ("", one.unit)}
    return tuple(one for one in named if one.room or (one.building, one.unit) not in within)

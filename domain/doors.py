"""The door, the identity everyone knows: building, unit and room as one spelling each."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

LONGEST_BUILDING = 3  # digits keyed
LONGEST_UNIT = 2
LONGEST_ROOM = 5
LONGEST_SHORT_ROOM = 4  # 1504: two digits of the floor, two of the flat; a fifth digit belongs to the flat

_TAILS = {
    "building": re.compile(r"(号楼|栋|幢|座|楼|号)$"),
    "unit": re.compile(r"(单元|门)$"),
    "room": re.compile(r"(室|号|房)$"),
}
_HEADS = re.compile(r"^(building|bldg\.?|block|unit|room|rm\.?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Door:
    """A door in its one spelling; `unit` is empty where the building has none."""

    building: str
    unit: str
    room: str


def short_door(building: str, unit: str, room: str) -> str:
    """3-1-1504, without unit 3-1504: as doors are typed, and written on every list."""
    return "-".join(part for part in (building, unit, room) if part)


def normal(building: object, unit: object, room: object) -> Door:
    """One spelling for a door: 3, 3栋, 3号楼 and Building 3 are one building; an empty unit stays empty."""
    return Door(_bare(building, "building"), _bare(unit, "unit"), _bare(room, "room"))


def normal_building(building: object) -> str:
    """The one spelling of a building alone."""
    return _bare(building, "building")


def from_keys(keys: str, longest: int) -> str | None:
    """The number keyed for a building, unit or room, without #, * and leading zeros.

    Zeros alone are "0"; an empty text when nothing was keyed; None when it is longer than `longest`.
    """
    digits = keys.replace("#", "").replace("*", "")
    number = digits.lstrip("0") or digits[:1]
    return number if len(number) <= longest else None


def keys_once(keyed: Door, doors: Collection[Door]) -> Door:
    """What a trembling finger means: of a part that no door has, a key pressed twice counts once. 15504 is 1504, 33 is 3.

    `doors`: those of every building that can be meant, `once` of the keyed one. A part stays as it was keyed where it
    can be right (1102 beside a 1104, though the roster lacks it), or where more than one can be meant; and all of them
    do where that makes no door of the roster.
    """
    building = _only_one(keyed.building, {door.building for door in doors})
    there = [door for door in doors if door.building == building]
    unit = _only_one(keyed.unit, {door.unit for door in there})
    rooms = {door.room for door in there if door.unit == unit}
    is_too_long = len(keyed.room) > max(map(len, rooms), default=LONGEST_ROOM)
    meant = Door(building, unit, _only_one(keyed.room, rooms) if is_too_long else keyed.room)
    return meant if meant in doors else keyed


def once(number: str) -> frozenset[str]:
    """The number as keyed, and all that it is when equal digits side by side count once."""
    meant = {""}
    for digit in number:
        meant = {before + digit for before in meant} | {before for before in meant if before.endswith(digit)}
    return frozenset(meant)


def _only_one(keyed: str, known: Collection[str]) -> str:
    meant = once(keyed) & set(known)
    return keyed if keyed in known or len(meant) != 1 else next(iter(meant))


def floor_of(room: str) -> int | None:
    """The floor a room number tells: 15 of 1504, 3 of 301; None where it tells none (12, A座)."""
    if not (room.isascii() and room.isdigit()):
        return None
    return int(room) // (100 if len(room) <= LONGEST_SHORT_ROOM else 1000) or None


def _bare(part: object, kind: str) -> str:
    text = unicodedata.normalize("NFKC", "" if part is None else str(part)).strip()
    text = _HEADS.sub("", text)
    text = _TAILS[kind].sub("", text).strip()
    if text.endswith(".0") and text[:-2].isdigit():  # a number that a spreadsheet made a decimal
        text = text[:-2]
    return text.lstrip("0") if text.isdigit() and text.strip("0") else text.upper()

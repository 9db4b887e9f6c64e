"""The call's state as the query of an action URL and back: field names, defaults left out, strict when read."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ivr.facts import CallState

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,60}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_LONGEST_DOOR = 60  # characters of a building, a unit or a room
_LONGEST_LIST = 40  # a person is asked about once a turn, and a call has 40 turns at most


def to_query(state: CallState) -> str:
    """The state as `position=report.today&household=7&…`; what has its default value is left out."""
    pairs = [("position", state.position)]
    for name, default in _DEFAULTS:
        value = getattr(state, name)
        if value != default:
            pairs.append((name, _written(value)))
    return urlencode(pairs)


def from_query(query: str | Mapping[str, str]) -> CallState:
    """The state that a query carries; unknown keys are ignored. ValueError for a malformed one."""
    given = dict(parse_qsl(query, keep_blank_values=True)) if isinstance(query, str) else query
    position = given.get("position")
    if position is None:
        raise ValueError("a call's state without a position")
    values = {name: _READ[name](value) for name, value in given.items() if name in _READ}
    return CallState(**values)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ".".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _word(text: str) -> str:
    if text and not _WORD.fullmatch(text):
        raise ValueError("a malformed word in a call's state")
    return text


def _door_part(text: str) -> str:
    """A building, a unit or a room: of an alert also as the roster spells it, 东区 or 1504甲."""
    if len(text) > _LONGEST_DOOR or not text.isprintable():
        raise ValueError("a malformed door in a call's state")
    return text


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("a malformed number in a call's state")
    return int(text)


def _truth(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("a malformed yes or no in a call's state")
    return text == "1"


def _numbers(text: str) -> tuple[int, ...]:
    parts = text.split(".") if text else []
    if len(parts) > _LONGEST_LIST:
        raise ValueError("too long a list in a call's state")
    return tuple(_number(part) for part in parts)


_READERS: Mapping[type, Callable[[str], Any]] = {bool: _truth, int: _number, tuple: _numbers, str: _word}
_DEFAULTS = tuple((field.name, field.default) for field in dataclasses.fields(CallState) if field.name != "position")
_READ: Mapping[str, Callable[[str], Any]] = {
    "position": _word,
    **{name: _READERS[type(default)] for name, default in _DEFAULTS},
    **dict.fromkeys(("building", "unit", "room"), _door_part),
}

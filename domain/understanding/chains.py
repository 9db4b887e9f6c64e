"""Chains (接龙) and texts of several lines: headers dropped, numbers cut off, one line a door."""

import re
from dataclasses import dataclass

_HEADER = re.compile(
    r"^\s*#?\s*(?:接龙|群接龙|例|格式|体温接龙|体温登记|体温上报|今日体温|每日体温|.{0,12}(?:接龙|登记|上报)[^0-9]{0,8})\s*[:。]?\s*$|^\s*#\s*(?:接龙|.{0,6}接龙)[^\n0-9]*$"
)
_IS_HASHED = re.compile(r"^\s*#\s*接龙|^\s*#\s*[^\d\s]{0,12}接龙")
_EXAMPLE = re.compile(
    r"^\s*(?:例|示例|例如|格式|模板|样例|example)\b|^\s*(?:例|示例|例如|格式|模板|样例)[ :。、]"
)  # nobody's reading
_DOOR_AHEAD = r"(?=\d{1,3}\s*(?:栋|幢|号楼|座|#|-\s*\d)|[a-z]\s*(?:栋|座|-\s*\d)|[a-z]\d?\s*-\d)"
_HEADING_BEFORE = re.compile(
    r"^\s*#?\s*[^\d\n]{0,12}接龙\D{0,12}(?=\d.*(?:(?:3[5-9]|4[0-2]) ?[.度点] ?\d|正常|没量)|"
    rf"(?:\d{{1,3}}\s*[.、):]?\s*)?{_DOOR_AHEAD}.*(?:[份套]|[x×*] ?\d))"
)
_NUMBER = re.compile(
    rf"^\s*(?:[(\[【]\s*(?P<bracketed>\d{{1,3}})\s*[)\]】]\s*(?:{_DOOR_AHEAD}|(?=[^\W\d_几多]))|"
    rf"(?:第|no\.?)?\s*(?P<ordinal>\d{{1,3}})\s*[号个户位]?[\s.、:]+{_DOOR_AHEAD}|"
    rf"(?P<marked>\d{{1,3}})\s*[.、)．:]\s*(?:{_DOOR_AHEAD}|(?=[^\W\d_几多]))|(?P<spaced>\d{{1,3}})\s*[.、)]\s+(?!\d(?![\d.栋幢号座#-])))"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the chain (None without), its text without number, and where that begins in the whole."""

    number: int | None
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The lines of a text that say something; `is_headed` when a 接龙 stands above them."""

    lines: tuple[Line, ...]
    is_headed: bool


def read_chain(text: str) -> Chain:
    """The lines of a text in simplified small letters."""
    lines: list[Line] = []
    is_headed, start = False, 0
    for written in text.split("\n"):
        if heading := _HEADING_BEFORE.match(written):  # the line ends were lost on the way
            is_headed = True
            lines.append(_line(written[heading.end() :], start + heading.end()))
        elif _EXAMPLE.match(written) or _IS_HASHED.match(written) or (_HEADER.match(written) and "\n" in text):
            is_headed = True
        elif written.strip():
            lines.append(_line(written, start))
        start += len(written) + 1
    return Chain(tuple(lines), is_headed)


def _line(written: str, start: int) -> Line:
    match = _NUMBER.match(written)
    if match is None:
        return Line(None, written, start)
    number = next(filter(None, match.groups()))
    return Line(int(number), written[match.end() :], start + match.end())

"""Headings of a chain, and what is said between its doors: nobody's report, whatever dates and counts stand in it."""

import re

from domain.understanding.meanings import Cancel, ChainLine, Need, Order, Question, Reason, Report, raises_alert

_WITHOUT_VALUE = {Reason.ADDRESS_ONLY, Reason.MISSING_VALUE, Reason.NO_VALUE, Reason.NEEDS_CONTEXT, Reason.MISSING_ID}
_CERTAIN = (Report, Order, Need, Cancel)  # 王秀英 正常 lacks its door alone
_DATE = r"(?:\d{2,4}\s*[年/.-]\s*)?(?<!\d)(?:1[0-2]|0?[1-9])\s*[月/.-]\s*\d{1,2}(?!\d)\s*[日号]?"
_NO_VALUE = re.compile(  # dates, times, counts, grids and buildings; or the number alone of a line that was left empty
    rf"{_DATE}|\d{{1,2}}[:：]\d{{2}}|\d{{1,2}}\s*点|\d+\s*[户人条天]|\d{{1,3}}\s*(?:网格|栋|幢|座|号楼|单元)"
    r"|^\s*\d{1,3}\s*[.、)）:：．]?\s*$"
)


def is_heading(line: ChainLine) -> bool:
    """今日(2.29)体温, 谢谢大家, 22.: what has an illness, a room, or a number that can be a value is no heading."""
    if isinstance(line.meaning, _CERTAIN) or raises_alert(line.meaning):
        return False
    if not isinstance(line.meaning, Question):  # 谢谢大家; 3栋 发烧, which alone asks for a list
        return not _has_number(line.text)
    door = line.meaning.door
    names_room = door is not None and bool(door.room)
    return line.meaning.reason in _WITHOUT_VALUE and not names_room and not _has_number(_NO_VALUE.sub("", line.text))


def _has_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text)

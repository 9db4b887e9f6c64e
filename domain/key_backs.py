"""What is keyed back from a sheet of paper: a temperature, "normal", "not measured", or what a visit found; in each language."""

import re
import unicodedata
from dataclasses import dataclass

from domain.row_errors import BadCell, Wrong
from domain.temperature import is_possible
from domain.visits import VisitOutcome

NORMAL = frozenset({"normal", "n", "ok", "正常", "√", "✓", "✔"})
NOT_YET = frozenset({"not measured", "not yet", "not measured yet", "没量", "未量", "还没量"})
VISITS = {
    VisitOutcome.WELL: frozenset({"visited", "well", "走访", "已走访", "平安", "在家"}),
    VisitOutcome.NOBODY_HOME: frozenset({"nobody home", "nobody", "没人", "无人"}),
    VisitOutcome.ILL: frozenset({"ill", "unwell", "不适", "不舒服"}),
    VisitOutcome.MOVED: frozenset({"moved", "搬走", "搬家"}),
}
DEGREES = re.compile(r"(3[5-9]|4[0-2])[.,](\d)")
BARE = re.compile(r"(3[5-9]|4[0-2])(\d)")  # 365, as it is keyed on the telephone


@dataclass(frozen=True, slots=True)
class Written:
    """One person's entry: `tenths` of a degree, `is_normal` without a value, not measured yet, or what the visit found."""

    tenths: int | None = None
    is_normal: bool = False
    is_waiting: bool = False
    visit: VisitOutcome | None = None

    @property
    def is_reading(self) -> bool:
        """Whether it is a report, with a value or as "normal"."""
        return self.is_normal or self.tenths is not None


def read_written(text: str) -> Written:
    """The entry a cell or a keyed line holds. BadCell says what can be written."""
    word = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if word in NORMAL:
        return Written(is_normal=True)
    if word in NOT_YET:
        return Written(is_waiting=True)
    for outcome, words in VISITS.items():
        if word in words:
            return Written(visit=outcome)
    match = DEGREES.fullmatch(word.removesuffix("°c").removesuffix("度").strip()) or BARE.fullmatch(word)
    if match is None or not is_possible(tenths := int(match[1] + match[2])):
        raise BadCell(Wrong.VALUE, text=text)
    return Written(tenths=tenths)

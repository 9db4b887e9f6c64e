"""What the cells of a list say: text, yes or no, whole numbers, languages; and how a bad row is told to its author."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from domain.row_errors import BadCell, RowError, Wrong

Value = TypeVar("Value")
LANGUAGES = ("zh-CN", "en")
YES = frozenset({"1", "是", "yes", "y", "true", "对", "有"})
NO = frozenset({"", "0", "否", "no", "n", "false", "无"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number as the spreadsheet shows it and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one row and collects what is wrong with them, so that all is told at once."""

    row: Row
    errors: list[RowError] = field(default_factory=list)

    def read(self, column: str, rule: Callable[[str], Value], default: Value) -> Value:
        """The cell by `rule`, whose BadCell becomes an error of this row; an absent or empty cell is `default`."""
        value = self.read_or_none(column, rule)
        return default if value is None else value

    def read_or_none(self, column: str, rule: Callable[[str], Value]) -> Value | None:
        """The cell by `rule`, whose BadCell becomes an error of this row; an absent or empty cell is None."""
        text = self.text(column)
        try:
            return rule(text) if text else None
        except BadCell as bad:
            self.refuse(bad.code, column, **bad.values)
            return None

    def text(self, column: str) -> str:
        """The cell's text without surrounding and doubled spaces; "" when it is absent."""
        try:
            return plain(self.row.cells.get(column, ""))
        except BadCell as bad:
            self.refuse(bad.code, column, **bad.values)
            return ""

    def needed(self, column: str) -> str:
        """The cell's text; empty is an error."""
        before = len(self.errors)
        text = self.text(column)
        if not text and len(self.errors) == before:
            self.refuse(Wrong.EMPTY, column)
        return text

    def refuse(self, code: Wrong, column: str = "", /, **values: object) -> None:
        """Note an error of this row, or of its cell in a column."""
        self.errors.append(RowError(self.row.number, code, column, values))


def plain(text: str) -> str:
    """Text on one line with single spaces and without marks of direction or width zero, which come along in a copy.

    BadCell where it holds characters nobody can see or type.
    """
    if text.isprintable():  # nothing of what follows is in it
        return " ".join(text.split())
    line = " ".join("".join(letter for letter in text if unicodedata.category(letter) != "Cf").split())
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in line):
        raise BadCell(Wrong.CONTROL)
    return line


def yes_or_no(text: str) -> bool:
    """1/0, 是/否, yes/no."""
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(Wrong.YES_NO, text=text)


def whole_number(text: str) -> int:
    """A whole number of 0 or more; 5000.0, as spreadsheets write it, is one."""
    digits = unicodedata.normalize("NFKC", text)
    digits = digits.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len("999999999"):
        raise BadCell(Wrong.NUMBER, text=text)
    return int(digits)


def number_between(lowest: int, highest: int) -> Callable[[str], int]:
    """A rule for whole numbers from `lowest` to `highest`."""

    def rule(text: str) -> int:
        number = whole_number(text)
        if not lowest <= number <= highest:
            raise BadCell(Wrong.RANGE, text=str(number), lowest=lowest, highest=highest)
        return number

    return rule


def language(text: str) -> str:
    """zh-CN or en."""
    for known in LANGUAGES:
        if text.casefold().replace("_", "-") == known.casefold():
            return known
    raise BadCell(Wrong.LANGUAGE, text=text, known=" or ".join(LANGUAGES))

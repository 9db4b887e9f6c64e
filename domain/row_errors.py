"""Why a row of a list is refused: a code with its values, of which the sentences of every language are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Wrong(StrEnum):
    """What can be wrong with a row, a cell, or the file as a whole."""

    EMPTY = "empty"
    CONTROL = "control"
    YES_NO = "yes_no"
    NUMBER = "number"
    RANGE = "range"
    LANGUAGE = "language"
    DATE = "date"
    LINE = "line"
    ENTRY = "entry"
    TIME = "time"
    PHONE = "phone"
    HOURS = "hours"
    ROLE = "role"
    MOMENT = "moment"
    FEN = "fen"
    TWICE = "twice"
    TWO_GRIDS = "two_grids"
    DUTY_TWICE = "duty_twice"
    TWO_FACES = "two_faces"
    CUTOFF = "cutoff"
    SALE_CLOSED = "sale_closed"
    SET_TWICE = "set_twice"
    TWO_HOURS = "two_hours"
    VALUE = "value"
    OTHER_DAY = "other_day"
    NOBODY = "nobody"
    PERSON_TWICE = "person_twice"
    COMMA = "comma"
    NO_COLUMN = "no_column"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    NO_CONTENT = "no_content"
    NO_ROWS = "no_rows"
    OLD_EXCEL = "old_excel"
    NOT_UTF8 = "not_utf8"
    BROKEN = "broken"
    NO_SPREADSHEET = "no_spreadsheet"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    UNREADABLE = "unreadable"


ENGLISH: Mapping[Wrong, str] = {
    Wrong.EMPTY: "{column} is empty",
    Wrong.CONTROL: "it holds a control character; type the cell anew",
    Wrong.YES_NO: "{text!r} is neither yes nor no; write 1 or 0, 是 or 否, yes or no",
    Wrong.NUMBER: "{text!r} is not a whole number",
    Wrong.RANGE: "{text} is not between {lowest} and {highest}",
    Wrong.LANGUAGE: "{text!r} is not spoken here; write {known}",
    Wrong.DATE: "{text!r} is a date that a spreadsheet made of it; format the cell as text, type it anew",
    Wrong.LINE: "{text!r} is the number of the line itself; write the person's own telephone",
    Wrong.ENTRY: "{text!r} is unknown; write yesno or digits",
    Wrong.TIME: "{text!r} is no time of the day; write one such as 09:30",
    Wrong.PHONE: "telephone number {text!r} {why}",
    Wrong.HOURS: "{text!r} is no duty; write 0, 1 (always) or hours such as 08:00-20:00",
    Wrong.ROLE: "{text!r} is unknown; write {known}",
    Wrong.MOMENT: "{text!r} is not a time; write 2020-02-29 20:00",
    Wrong.FEN: "{text!r} is no price in fen; write 3000 for 30 yuan",
    Wrong.TWICE: "{name} stands at {door} already in row {row}",
    Wrong.TWO_GRIDS: "{door} is in grid {grid!r}, but in grid {other!r} in row {row}",
    Wrong.DUTY_TWICE: "{name} has this duty already in row {row}",
    Wrong.TWO_FACES: "{name} has another telephone or language than in row {row}; two people need two names",
    Wrong.CUTOFF: "cutoff is not after opens",
    Wrong.SALE_CLOSED: "{sale} is closed; what was ordered then stays as it was",
    Wrong.SET_TWICE: "set {number} of {sale} stands already in row {row}",
    Wrong.TWO_HOURS: "{sale} opens or closes at another time in row {row}",
    Wrong.VALUE: "{text!r} is no entry; write a value from 35.0 to 42.0, normal, not measured, visited, nobody home, ill or moved",
    Wrong.OTHER_DAY: "the sheet is of {text}, and today is {today}: it can be keyed back the same day",
    Wrong.NOBODY: "nobody called {name} lives at {door}",
    Wrong.PERSON_TWICE: "this person stands in row {row} already",
    Wrong.COMMA: "it has more cells than there are columns; a text with a comma needs quotes around it",
    Wrong.NO_COLUMN: "column {column!r} is missing",
    Wrong.NO_HEADER: "the first row must name the columns, with commas between: {known}",
    Wrong.COLUMN_TWICE: "column {column!r} is there twice",
    Wrong.NO_CONTENT: "the file is empty",
    Wrong.NO_ROWS: "the file has a header but no rows",
    Wrong.OLD_EXCEL: "this is an old Excel file; save it as .xlsx or as CSV UTF-8",
    Wrong.NOT_UTF8: "the file is not UTF-8; save it in Excel as 'CSV UTF-8' or as .xlsx",
    Wrong.BROKEN: "the CSV is broken: {why}",
    Wrong.NO_SPREADSHEET: "the file is not a spreadsheet that can be read; save it anew as .xlsx or as CSV UTF-8",
    Wrong.TOO_LARGE: "{text} is larger than {most} MB",
    Wrong.TOO_MUCH: "the file holds more than {most} MB",
    Wrong.UNREADABLE: "{text} cannot be read: {why}",
}


class BadCell(ValueError):  # noqa: N818 - it is the file's author who erred
    """A text that a rule does not read: what is wrong, and the values of the sentence that says so."""

    def __init__(self, code: Wrong, **values: object) -> None:
        super().__init__(ENGLISH[code].format_map(values) if values else ENGLISH[code])
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is refused. `row` counts as the spreadsheet shows it: the header is row 1; 0 is the file as a whole.

    `column` is the cell's, empty where it is more than one cell; `values` are those of the sentence.
    """

    row: int
    code: Wrong
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The English sentence, its column in front."""
        words = ENGLISH[self.code]
        said = words.format(column=self.column, **self.values)
        return f"{self.column}: {said}" if self.column and "{column" not in words else said

    def __str__(self) -> str:
        """As it is told to whoever wrote the file."""
        return f"row {self.row}: {self.reason}" if self.row else self.reason


def wrong(at: int, code: Wrong, /, **values: object) -> RowError:
    """An error of a row that is of no single cell."""
    return RowError(at, code, values=values)


class ImportRefused(Exception):  # noqa: N818 - it is the file's author who erred
    """Nothing of the file was imported; `errors` are all of them, in the order of the rows."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__(f"{len(errors)} errors, the first: {errors[0]}")
        self.errors = sorted(errors, key=lambda one: (one.row, one.reason))

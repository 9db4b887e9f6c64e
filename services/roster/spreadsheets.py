"""Reads lists as people keep them, CSV in UTF-8 or XLSX, into rows of text by column; and writes what Excel opens."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from domain.cells import Row
from domain.reading_direction import upright
from domain.row_errors import ImportRefused, RowError, Wrong, wrong

ZIP = b"PK"
PDF = b"%PDF"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LARGEST = 50_000_000  # bytes; a roster of 8,000 people is one million
TEXT = "@"  # the format of a cell that is text and nothing else
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a kind of list has: columns it must have, and columns it may have; `also` are other headings of a column."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list's rows; `columns` of the contract that it has, `ignored` those nobody knows."""

    rows: list[Row]
    columns: frozenset[str]
    ignored: tuple[str, ...]


def read_sheet(path: Path, columns: Columns) -> Sheet:
    """The list in this file, empty rows left out. ImportRefused when the file cannot be read or lacks a column."""
    return read_content(_content(path), columns)


def read_content(content: bytes, columns: Columns) -> Sheet:
    """The same of a file that is at hand already."""
    lines = [[_unquoted(cell) for cell in line] for line in _lines(content)]
    if not lines:
        raise _refused(Wrong.NO_CONTENT)
    headings = [str(cell).strip().casefold() for cell in lines[0]]
    header = [columns.also.get(heading, heading) for heading in headings]
    _check(header, columns)
    _refuse_surplus(lines, len(header))
    known = {*columns.needed, *columns.optional}
    rows = [
        Row(number, {name: cell for name, cell in zip(header, line, strict=False) if name in known})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise _refused(Wrong.NO_ROWS)
    return Sheet(
        rows, frozenset(known.intersection(header)), tuple(name for name in header if name and name not in known)
    )


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV in UTF-8 with BOM, so that Excel reads it as such. Text that Excel would run as a formula gets a ' in front.

    Telephone numbers (+ and digits alone) stay as they are: an import must read them back, and Excel computes nothing.
    """
    path.write_bytes(csv_bytes(header, rows))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """What `write_csv` writes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> object:
    """The cell with a ' in front where a spreadsheet would run it as a formula, read in one direction; see `write_csv`."""
    cell = upright(cell) if isinstance(cell, str) else cell
    if isinstance(cell, str) and cell.startswith(FORMULA) and not cell.removeprefix("+").isdigit():
        return f"'{cell}"
    return cell


def put_text(cell: Cell, text: str) -> None:
    """The text in a workbook's cell, read in one direction. Its type says that it is text, so nothing need stand before it.

    The format keeps it text when somebody goes through it in Excel; the mark of a quoted cell, which is not seen, does so
    also where the format is taken away.
    """
    shown = upright(text)
    cell.value, cell.number_format = shown, TEXT
    cell.data_type, cell.quotePrefix = "s", shown.startswith(FORMULA)


def _unquoted(cell: str) -> str:
    """The cell without the ' that `harmless` put in front, so that a list that was written is read as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _refused(code: Wrong, at: int = 0, **values: object) -> ImportRefused:
    return ImportRefused([wrong(at, code, **values)])


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(Wrong.TOO_LARGE, text=path.name, most=LARGEST // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise _refused(Wrong.UNREADABLE, text=path, why=error.strerror or error) from None


def _lines(content: bytes) -> Iterator[list[str]]:
    if content.startswith(ZIP):
        return _xlsx_lines(content)
    if content.startswith(OLD_EXCEL):
        raise _refused(Wrong.OLD_EXCEL)
    if content.lstrip()[:1] == b"<" or content.startswith(PDF):  # a page or a paper that was only called a list
        raise _refused(Wrong.NO_SPREADSHEET)
    return _csv_lines(content)


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise _refused(Wrong.NOT_UTF8, row) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise _refused(Wrong.BROKEN, reader.line_num, why=error) from None


def _xlsx_lines(content: bytes) -> Iterator[list[str]]:
    try:
        with warnings.catch_warnings():  # about styles and validations that are not read
            warnings.simplefilter("ignore")
            _refuse_bomb(content)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            lines = [[_cell(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError):
        raise _refused(Wrong.NO_SPREADSHEET) from None
    yield from lines


def _refuse_bomb(content: bytes) -> None:
    """A small archive may hold more than a machine's memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LARGEST:
            raise _refused(Wrong.TOO_MUCH, most=LARGEST // 1_000_000)


def _cell(value: object) -> str:
    """A cell as the same list in CSV would have it: whole numbers without a point, times in ISO."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _refuse_surplus(lines: list[list[str]], columns: int) -> None:
    """A comma inside a cell without quotes moves the rest of its row to the right, where nobody would read it."""
    errors = [
        wrong(number, Wrong.COMMA)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line[columns:])
    ]
    if errors:
        raise ImportRefused(errors)


def _check(header: list[str], columns: Columns) -> None:
    missing = [name for name in columns.needed if name not in header]
    errors = [RowError(1, Wrong.NO_COLUMN, name) for name in missing]
    if len(missing) == len(columns.needed):
        wanted = ", ".join((*columns.needed, *columns.optional))
        errors = [wrong(1, Wrong.NO_HEADER, known=wanted)]
    errors += [RowError(1, Wrong.COLUMN_TWICE, name) for name in {*header} if name and header.count(name) > 1]
    if errors:
        raise ImportRefused(errors)

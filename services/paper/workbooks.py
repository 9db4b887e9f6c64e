"""Sheets as XLSX: every text a text, whatever it begins with, so that nothing is computed and no room loses its zeros."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from services.paper.headings import Heading, Kind
from services.paper.pages import COUNTED
from services.paper.sheets import DoorSheet, SheetDoor, StreetSheet
from services.roster.spreadsheets import TEXT, put_text

A4 = 9  # the paper's number in a workbook (ECMA-376, ST_PaperSize)
THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MONEY = "0.00"  # yuan with their fen


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading's prompt, or what stands there, and how many letters it is wide."""

    heading: str
    width: int
    title: str = ""  # in place of a prompt's words


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook: what it is called, its columns and rows."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]


DOOR = (Column("building_column", 8), Column("unit_column", 8), Column("room", 8))
DAY_COLUMNS = (
    *DOOR,
    Column("name", 14),
    Column("value", 9),
    Column("visit", 12),
    Column("note", 20),
    Column("state", 12),
    Column("marks", 16),
    Column("phone", 32),
    Column("day_column", 12),
)
KNOCK_COLUMNS = (
    *DOOR,
    Column("name", 14),
    Column("value", 9),
    Column("visit", 12),
    Column("note", 20),
    Column("state", 12),
    Column("marks", 16),
    Column("phone", 32),
    Column("tried", 30),
    Column("open_items", 20),
    Column("day_column", 12),
)


def door_book(sheet: DoorSheet) -> bytes:
    """A day sheet or a knock list, a row a person; filled in, `linli sheet import` reads it back."""
    is_knock_list = sheet.heading.kind is Kind.KNOCK_LIST
    columns = KNOCK_COLUMNS if is_knock_list else DAY_COLUMNS
    rows = [row for door in sheet.doors for row in _rows(sheet.heading, door, is_knock_list=is_knock_list)]
    return book_of(sheet.heading, columns, rows)


def _rows(heading: Heading, door: SheetDoor, *, is_knock_list: bool) -> list[list[object]]:
    tried = [door.tried, door.items] if is_knock_list else []
    known = [door.marks, " ".join(door.phones), *tried, heading.day.isoformat()]
    return [[door.building, door.unit, door.room, one.name, "", "", "", one.known, *known] for one in door.people]


def street_book(sheet: StreetSheet) -> bytes:
    """The street office's table; its numbers are numbers."""
    columns = (Column("grid", 18), Column("building_column", 10), *(Column(name, 12) for name in COUNTED))
    total = replace(sheet.table.total, grid=sheet.heading.words("total"))
    rows = [
        [row.grid, row.building, *(getattr(row, column) for column in COUNTED)] for row in (*sheet.table.rows, total)
    ]
    return book_of(sheet.heading, columns, rows)


def book_of(heading: Heading, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    return book_of_tables(heading, [Table(heading.title, columns, rows)])


def book_of_tables(heading: Heading, tables: Iterable[Table]) -> bytes:
    """A workbook of a sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet: Worksheet = book.create_sheet(table.title)
        _write(sheet, heading, table)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Worksheet, heading: Heading, table: Table) -> None:
    head = [column.title or heading.words(column.heading) for column in table.columns]
    for number, row in enumerate([head, *table.rows], 1):
        sheet.append([_cell(sheet, number, place, value) for place, value in enumerate(row, 1)])
    for place, column in enumerate(table.columns, 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    _lay_out(sheet, heading)


def in_yuan(fen: int) -> Decimal:
    """Yuan as a number, to be added up."""
    return Decimal(fen) / 100


def _cell(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """A number as a number; all else as text that no spreadsheet takes for a formula."""
    cell = Cell(sheet, row=row, column=column)
    if isinstance(value, int | Decimal):
        cell.value = value
        cell.number_format = MONEY if isinstance(value, Decimal) else "General"
    else:
        cell.number_format = TEXT
    if isinstance(value, str) and value:
        put_text(cell, value)
    cell.border = RULED
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _lay_out(sheet: Worksheet, heading: Heading) -> None:
    """On A4 across, as wide as the page, the first row on each, and the heading and page numbers in the margin."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    whose = f"{heading.community} {heading.area} {heading.title} {heading.date} {heading.printed}"
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(text=whose.replace("&", "&&")))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart(text="&P / &N"))

"""Lists in the files people really have."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from domain.row_errors import ImportRefused
from services.roster.spreadsheets import FORMULA, Columns, csv_bytes, put_text, read_content, read_sheet, write_csv

COLUMNS = Columns(("name", "phone"), ("notes",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_it_reads_csv_with_and_without_bom(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(line_end.join(["Name , PHONE,colour", "王秀英,10000000001,red", "", "李强,,"]).encode(encoding))
    sheet = read_sheet(path, COLUMNS)
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (2, {"name": "王秀英", "phone": "10000000001"}),
        (4, {"name": "李强", "phone": ""}),
    ]
    assert sheet.columns == frozenset({"name", "phone"})
    assert sheet.ignored == ("colour",)


def test_it_reads_xlsx_as_the_same_list(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    cells: list[list[object]] = [
        ["name", "phone", "notes"],
        ["王秀英", 10000000001, True],
        [None, None, None],
        ["李强", 10000000002.0, datetime(2020, 2, 29, 20)],  # noqa: DTZ001 - a spreadsheet knows no zones
        ["陈静", "027 5550 0101", 1.5],
    ]
    for line in cells:
        sheet.append(line)
    book.save(tmp_path / "list.xlsx")
    rows = read_sheet(tmp_path / "list.xlsx", COLUMNS).rows
    assert [row.number for row in rows] == [2, 4, 5]
    assert [row.cells["phone"] for row in rows] == ["10000000001", "10000000002", "027 5550 0101"]
    assert [row.cells["notes"] for row in rows] == ["1", "2020-02-29 20:00", "1.5"]


@pytest.mark.parametrize(
    ("content", "row", "reason"),
    [
        (b"", 0, "the file is empty"),
        (b"name,phone\n", 0, "no rows"),
        (b"name\nx\n", 1, "column 'phone' is missing"),
        (b"a,b\nx,y\n", 1, "the first row must name the columns"),
        (b"name;phone\nx;y\n", 1, "with commas between"),
        (b"name,phone,name\nx,y,z\n", 1, "column 'name' is there twice"),
        ("name,phone\nx,1\n王秀英,2\n".encode("gb18030"), 3, "the file is not UTF-8"),
        ("name,phone\n王,1\n".encode("utf-16"), 1, "the file is not UTF-8"),
        (b'name,phone\nx,"1\n', 2, "the CSV is broken"),
        (b"name,phone,notes\nx,1,deaf\ny,2,deaf, left ear\n", 3, "a text with a comma needs quotes"),
        (b"PK\x03\x04 not really", 0, "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "old Excel file"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(tmp_path: Path, content: bytes, row: int, reason: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=reason) as refused:
        read_sheet(path, COLUMNS)
    assert refused.value.errors[0].row == row


def test_it_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="No such file"):
        read_sheet(tmp_path / "list.csv", COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@x", "\tx", "＝1", "＋1", "－1", "＠x"])
def test_it_writes_no_formula(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "list.csv", ("name",), [(text,)])
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["name"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["+8610000000001", "王秀英", "a=b"])
def test_it_writes_what_is_harmless_as_it_is(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "list.csv", ("name",), [(text,)])
    assert (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()[1] == text


@pytest.mark.parametrize("text", ["=1+1", "-2", "@x", "＝1", "'quoted'", "+8610000000001", "'"])
def test_what_it_writes_is_read_as_it_was(text: str) -> None:
    rows = read_content(csv_bytes(("name", "phone"), [(text, "1")]), COLUMNS).rows
    assert [row.cells["name"] for row in rows] == [text]


def book_with(text: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    cell = Cell(sheet, row=1, column=1)
    put_text(cell, text)
    sheet.append([cell])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("begins", [sign for sign in FORMULA if sign != "\0"])  # which no workbook can hold
def test_a_workbook_computes_nothing_whatever_a_text_begins_with(begins: str) -> None:
    cell = load_workbook(io.BytesIO(book_with(f"\u202e{begins}1+1"))).worksheets[0]["A1"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)
    with zipfile.ZipFile(io.BytesIO(book_with(f"{begins}1+1"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b't="s"' in sheet or b't="inlineStr"' in sheet


@pytest.mark.parametrize("text", ["+8610000000001 +8610000000002", "=1+1", "-2", "@x", "\tx", "＝1", "王秀英"])
def test_a_workbook_shows_a_text_as_it_is(text: str) -> None:
    assert load_workbook(io.BytesIO(book_with(text))).worksheets[0]["A1"].value == text


def test_a_small_archive_that_holds_too_much_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_001)
    assert len(packed.getvalue()) < 100_000
    with pytest.raises(ImportRefused, match="holds more than 50 MB"):
        read_content(packed.getvalue(), COLUMNS)

"""The printed sheets: everybody in door order, nothing that a spreadsheet would run, the board's own numbers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Reading, Resident
from services.day.clock import real_clock
from tests.integration.lists import people, saved
from tests.integration.test_commands import COMMUNITY, Terminal

CAPITAL = "=HYPERLINK(1)"
ROWS = (
    {"building": "10", "room": "0301", "name": "丁一", "phone": ""},
    {"building": "9", "room": "1002", "name": "<b>甲</b>", "lives_alone": "1", "hard_of_hearing": "1"},
    {"building": "9", "room": "1002", "name": CAPITAL},
    {"building": "9", "room": "902", "name": "丙三", "grid": "3"},
)
Print = Callable[..., str]


@pytest.fixture
def terminal(database_address: str, tmp_path: Path) -> Terminal:
    """A terminal on a community of two grids."""
    typed = Terminal(database_address)
    typed.gets(*COMMUNITY)
    typed.gets("roster", "import", saved(tmp_path / "roster.csv", [dict(row.cells) for row in people(*ROWS).rows]))
    return typed


@pytest.fixture
def printed(terminal: Terminal, tmp_path: Path) -> Print:
    """Print a sheet as HTML; its text."""

    def sheet(what: str, *options: str) -> str:
        terminal.gets("print", what, "--out", tmp_path / "sheet.html", *options)
        return (tmp_path / "sheet.html").read_text()

    return sheet


def cells(path: Path) -> list[list[tuple[object, str]]]:
    """A workbook's cells, each with its type."""
    sheet = load_workbook(path).worksheets[0]
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_the_day_sheet_has_everybody_of_the_grid_in_door_order(printed: Print) -> None:
    sheet = printed("day-sheet", "--grid", "2")
    assert sheet.index("9栋1单元") < sheet.index("甲") < sheet.index("10栋1单元") < sheet.index("丁一")
    assert "独居、耳背" in sheet
    assert "丙三" not in sheet
    assert "网格 2" in sheet


def test_names_are_text_and_never_markup(printed: Print) -> None:
    sheet = printed("day-sheet")
    assert "&lt;b&gt;甲&lt;/b&gt;" in sheet
    assert "<b>甲" not in sheet


def test_a_sheet_needs_nothing_from_elsewhere(printed: Print) -> None:
    assert not any(word in printed("day-sheet") for word in ("http:", "https:", "src=", "url("))


def test_the_day_sheet_says_who_is_ill_and_no_value(terminal: Terminal, printed: Print, engine: Engine) -> None:
    terminal.gets("board")
    with Session(engine) as session, session.begin():
        one = session.scalars(select(Resident).where(Resident.name == "丁一")).one()
        now = real_clock().now()
        day = date.fromisoformat(terminal.json("board")["day"])
        how = {"channel": "keypad", "reporter": "self", "verified": True, "at": now}
        about = {"household_id": one.household_id, "resident_id": one.id, "community_id": 1, "day": day}
        session.add(Reading(tenths=382, **how, **about))
    sheet = printed("day-sheet")
    assert sheet.count("发热") == 1
    assert not any(word in sheet for word in ("38.2", "已报"))


def test_a_workbook_holds_text_that_nothing_computes(terminal: Terminal, tmp_path: Path) -> None:
    terminal.gets("print", "day-sheet", "--grid", "2", "--out", tmp_path / "sheet.xlsx")
    head, *rows = cells(tmp_path / "sheet.xlsx")
    assert [value for value, _ in head[:5]] == ["栋", "单元", "室", "姓名", "体温"]
    assert rows[1][3] == (CAPITAL, "s")
    assert rows[2][:3] == [("10", "s"), ("1", "s"), ("301", "s")]
    assert {kind for row in rows for value, kind in row if value} == {"s"}


def test_a_directory_gets_both_forms_for_every_grid(terminal: Terminal, tmp_path: Path) -> None:
    terminal.gets("print", "knock-list", "--out", tmp_path / "sheets")
    assert {path.name for path in (tmp_path / "sheets").iterdir()} == {
        f"knock-list-{grid}{form}" for grid in (2, 3) for form in (".html", ".xlsx")
    }


def test_the_knock_list_has_the_floor_and_what_was_tried(printed: Print) -> None:
    sheet = printed("knock-list")
    assert "10楼" in sheet
    assert sheet.count("未联系") == 3
    assert "3户" in sheet


def test_the_street_table_has_the_boards_numbers(terminal: Terminal, tmp_path: Path) -> None:
    terminal.gets("print", "street-table", "--out", tmp_path / "table.xlsx")
    head, *rows = cells(tmp_path / "table.xlsx")
    assert [value for value, _ in head[:4]] == ["网格", "栋", "应报", "已报"]
    counted = [[value for value, _ in row[:4]] for row in rows]
    assert counted == [["2", "9", 2, 0], ["2", "10", 1, 0], ["3", "9", 1, 0], ["合计", None, 4, 0]]


def test_another_ending_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    refused = terminal.types("print", "day-sheet", "--out", tmp_path / "sheet.pdf")
    assert refused.exit_code == 2
    assert "neither .html nor .xlsx" in refused.output


def test_an_english_community_has_english_paper(terminal: Terminal, tmp_path: Path, engine: Engine) -> None:
    terminal.gets("community", "add", "Hele Court", "--line", "+862755500112", "--language", "en")
    terminal.gets("print", "street-table", "--community", "Hele Court", "--out", tmp_path / "table.html")
    assert "Street office table" in (tmp_path / "table.html").read_text()


def test_the_knock_list_for_programs_is_one_document(terminal: Terminal) -> None:
    found = terminal.json("knock-list", "--grid", "2")
    assert set(found) == {"community", "day", "as_of", "doors"}
    assert [(door["building"], door["floor"]) for door in found["doors"]] == [("9", 10), ("10", 3)]
    assert found["doors"][0]["marks"] == ["alone", "hard_of_hearing"]
    assert [one["state"] for one in found["doors"][0]["people"]] == ["silent", "silent"]
    assert "9-1-1002" in terminal.gets("knock-list")

"""Paper keyed back: a worker's word for each person, once, and never in place of what was reported."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.cell import Cell
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from linli.cli import main
from models import Alert, Duty, Grid, Reading, Resident, Visit, Worker
from services.day.clock import real_clock
from tests.integration.lists import people, saved
from tests.integration.test_commands import COMMUNITY, Terminal
from tests.tables import counts

PEOPLE = ({"name": "甲"}, {"name": "乙"}, {"room": "1604", "name": "=丙"})
DOOR = {"building": "3", "unit": "1", "room": "1504"}


@pytest.fixture
def terminal(database_address: str, tmp_path: Path, engine: Engine) -> Terminal:
    """A terminal on a grid of three people with its worker."""
    typed = Terminal(database_address)
    typed.gets(*COMMUNITY)
    typed.gets("roster", "import", saved(tmp_path / "roster.csv", [dict(row.cells) for row in people(*PEOPLE).rows]))
    with Session(engine) as session, session.begin():
        worker = Worker(community_id=1, name="孙丽", phone="+8610000000100")
        session.add(worker)
        session.flush()
        grid = session.scalars(select(Grid.id)).one()
        session.add(Duty(community_id=1, worker_id=worker.id, role="grid_worker", grid_id=grid, position=0))
    return typed


def readings(engine: Engine) -> list[tuple[str, int | None, str, str, bool]]:
    with Session(engine) as session:
        columns = (Resident.name, Reading.tenths, Reading.channel, Reading.reporter, Reading.verified)
        query = select(*columns).join(Resident, Resident.id == Reading.resident_id).order_by(Reading.id)
        return [
            (name, tenths, channel, reporter, known)
            for name, tenths, channel, reporter, known in session.execute(query)
        ]


def reports(terminal: Terminal, engine: Engine, name: str, tenths: int) -> None:
    """The resident's own report of today."""
    day = date.fromisoformat(terminal.json("board")["day"])
    with Session(engine) as session, session.begin():
        one = session.scalars(select(Resident).where(Resident.name == name)).one()
        how = {"channel": "keypad", "reporter": "self", "verified": True, "at": real_clock().now(), "day": day}
        session.add(Reading(community_id=1, household_id=one.household_id, resident_id=one.id, tenths=tenths, **how))


def test_the_printed_workbook_filled_in_comes_back(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    terminal.gets("print", "day-sheet", "--grid", "2", "--out", path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column_letter for cell in sheet[1] if isinstance(cell, Cell)}
    sheet[f"{column['体温']}2"], sheet[f"{column['体温']}3"], sheet[f"{column['上门']}4"] = 36.5, "正常", "没人"
    book.save(path)
    assert terminal.gets("sheet", "import", path) == "2 readings and 1 visits taken\n"
    assert readings(engine) == [("甲", 365, "worker", "worker", True), ("乙", None, "worker", "worker", True)]
    with Session(engine) as session:
        visited = session.execute(select(Resident.name, Visit.outcome).join(Resident, Resident.id == Visit.resident_id))
        assert [tuple(row) for row in visited] == [("=丙", "nobody_home")]


def test_not_measured_is_an_answer_and_no_report(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    reports(terminal, engine, "乙", 366)
    rows = [{**DOOR, "name": "甲", "value": "没量", "visit": "平安"}, {**DOOR, "name": "乙", "value": "没量"}]
    path = saved(tmp_path / "sheet.csv", rows)
    told = "0 readings and {} visits taken; 1 not measured yet; 1 had reported before and stay as they were\n"
    assert terminal.gets("sheet", "import", path) == told.format(1)
    assert terminal.gets("sheet", "import", path) == told.format(0)
    states = {one["name"]: one["state"] for one in terminal.json("board")["people"]}
    assert (states["甲"], states["乙"]) == ("not_measured", "reported")


def test_the_same_sheet_twice_changes_nothing(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    rows = [{**DOOR, "name": "甲", "value": "38.2"}, {**DOOR, "name": "乙", "value": "visited"}]
    path = saved(tmp_path / "sheet.csv", rows)
    terminal.gets("sheet", "import", path)
    with Session(engine) as session, session.begin():
        session.scalars(select(Alert)).one().state = "done"
    before = counts(engine)
    assert "1 had reported before" in terminal.gets("sheet", "import", path)
    assert counts(engine) == before


def test_a_residents_own_report_stays_and_a_fever_beside_it_is_told(
    terminal: Terminal, engine: Engine, tmp_path: Path
) -> None:
    reports(terminal, engine, "甲", 366)
    path = saved(tmp_path / "sheet.csv", [{**DOOR, "name": "甲", "value": "38.2"}])
    assert terminal.gets("sheet", "import", path).startswith("0 readings")
    assert readings(engine) == [("甲", 366, "keypad", "self", True)]
    assert [(one["name"], one["kind"], one["value"]) for one in terminal.json("alerts")] == [("甲", "fever", 382)]


def test_an_abnormal_report_is_never_made_normal(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    reports(terminal, engine, "甲", 382)
    terminal.gets("sheet", "import", saved(tmp_path / "sheet.csv", [{**DOOR, "name": "甲", "value": "36.5"}]))
    (state,) = {one["state"] for one in terminal.json("board")["people"] if one["name"] == "甲"}
    assert state == "abnormal"
    assert len(readings(engine)) == 1


def test_every_wrong_row_is_told_and_nothing_is_taken(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    rows = [
        {**DOOR, "name": "甲", "value": "36.5", "day": ""},
        {**DOOR, "name": "甲", "value": "36.6", "day": ""},
        {**DOOR, "name": "丁", "value": "36.5", "day": ""},
        {**DOOR, "name": "乙", "value": "63.5", "day": ""},
        {**DOOR, "name": "乙", "value": "36.5", "day": "2020-02-28"},
    ]
    refused = terminal.types("sheet", "import", saved(tmp_path / "sheet.csv", rows))
    assert refused.exit_code == 2
    for told in (
        "row 3: this person stands in row 2",
        "row 4: nobody called 丁 lives at 3-1-1504",
        "row 5: value: '63.5' is no entry",
        "row 6: the sheet is of 2020-02-28",
    ):
        assert told in refused.output
    assert readings(engine) == []


def test_keyed_by_hand_each_line_counts_at_once(database_address: str, terminal: Terminal, engine: Engine) -> None:
    typed = "nonsense\n365\n\nno body\nnobody home\n"
    result = CliRunner().invoke(
        main, ["sheet", "key-back", "--grid", "2"], input=typed, env={"DATABASE_URL": database_address}
    )
    assert result.exit_code == 0, result.output
    assert "3-1-1504 甲" in result.output
    assert "'nonsense' is no entry" in result.output
    assert result.output.endswith("1 readings and 1 visits taken\n")
    assert readings(engine) == [("甲", 365, "worker", "worker", True)]


def test_who_has_reported_is_not_asked_for_again(database_address: str, terminal: Terminal, engine: Engine) -> None:
    reports(terminal, engine, "甲", 366)
    result = CliRunner().invoke(main, ["sheet", "key-back"], input="q\n", env={"DATABASE_URL": database_address})
    assert "3-1-1504 乙" in result.output
    assert "甲" not in result.output

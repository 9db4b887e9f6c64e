"""What the office does in the demo: its lists, the sheets of the morning, the cut-offs; by an operator's commands."""

import csv
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import urllib3

from linli.demo_words import WORDS, WORKER
from linli.embedded import EmbeddedError
from linli.house import House
from models.database import open_engine
from services.day.clock import open_clock

LINE = "+862755500100"
START = datetime.fromisoformat("2020-02-29T07:50:00+08:00")
SALE_LASTS = timedelta(hours=6)  # of the line's time: on a slow machine a list takes half an hour of it to come in
SOON = timedelta(minutes=1)


def linli(house: House, *arguments: str) -> str:
    """An operator's command, as an operator runs it. EmbeddedError with its complaint."""
    command = [sys.executable, "-m", "linli", *arguments]
    done = subprocess.run(command, env=house.environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise EmbeddedError(f"linli {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def prepare(house: House, language: str) -> None:
    """Import the community as an office does, and print the day's sheet of the grid."""
    words, folder = WORDS[language], house.plan.directory
    print(f"{words['clock']}\n{words['import']}", flush=True)
    linli(house, "community", "add", words["community"], "--line", LINE, "--language", language)
    roster = [
        ["3", "1", room, "2", name, salutation, number, language, "1"]
        for room, name, salutation, number in words["doors"]
    ]
    header = ["building", "unit", "room", "grid", "name", "salutation", "phone", "language", "lives_alone"]
    linli(house, "roster", "import", _sheet(folder / "roster.csv", header, roster))
    header = ["name", "role", "grid", "building", "phone", "language", "on_duty"]
    staff = [[words["worker"], "grid_worker", "2", "", WORKER, language, "1"]]
    linli(house, "staff", "import", _sheet(folder / "staff.csv", header, staff))
    linli(house, "print", "day-sheet", "--grid", "2", "--out", str(folder / "sheet.html"))
    set_exchange_clock(house)
    print(words["sheet"].format(doors=len(roster)), flush=True)


def set_exchange_clock(house: House) -> None:
    """The exchange began its clock when it began: from now on it has the line's."""
    now = line_time(house).isoformat()
    urllib3.request("PUT", f"{house.exchange}/exchange/time", json={"now": now}, retries=False)


def open_sale(house: House) -> datetime:
    """Today's sale is imported. Returns since when it is open."""
    opens = line_time(house)
    _import_sale(house, opens, opens + SALE_LASTS)
    return opens


def close_sale(house: House, opens: datetime) -> None:
    """The sale once more, with an earlier cut-off."""
    _import_sale(house, opens, line_time(house) + SOON)


def cut_off_now(house: House) -> None:
    """The calls of the morning end and the cut-off is the next minute, so that nobody waits until eleven."""
    clock = f"{line_time(house).astimezone(START.tzinfo) + 2 * SOON:%H:%M}"
    linli(house, "community", "set", f"calls_until={clock}", f"cut_off={clock}")


def line_time(house: House) -> datetime:
    """What the line's clock says; without simulated time it would be the machine's."""
    engine = open_engine(house.database)
    now = open_clock(engine).now()
    engine.dispose()
    return now


def _import_sale(house: House, opens: datetime, cutoff: datetime) -> None:
    folder = house.plan.directory
    header = ["sale", "opens", "cutoff", "supplier", "set", "name_zh", "name_en", "price_fen", "limit"]
    sets = [
        ("1", "粮油冻品", "Grain, oil and frozen food", "5000"),
        ("2", "蔬菜", "Vegetables", "3000"),
        ("3", "水果", "Fruit", "2500"),
    ]
    rows = [["1", opens.isoformat(), cutoff.isoformat(), "中百", *offer, "3"] for offer in sets]
    linli(house, "sale", "import", _sheet(folder / "sale.csv", header, rows))


def _sheet(path: Path, header: list[str], rows: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return str(path)

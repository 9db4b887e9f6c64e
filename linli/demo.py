"""`make demo`: a line from real processes, told step by step as it happens. Nothing is printed that did not happen."""

import argparse
import csv
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from linli.demo_words import BUYER, ELDER, ILL, WORDS, WORKER
from linli.embedded import EmbeddedError
from linli.house import House, Plan
from linli.phone import Handset, PhoneError
from models.database import open_engine
from services.board.board import read_board
from services.day.clock import open_clock
from services.desk.listings import Scope, list_alerts
from services.roster.communities import find_community

LINE = "+862755500100"
START = datetime.fromisoformat("2020-02-29T08:30:00+08:00")
SALE_LASTS = timedelta(hours=6)  # of the line's time: on a slow machine a list takes half an hour of it to come in
INTERRUPTED = 128 + signal.SIGINT  # as a shell tells it
SPEED = 60.0  # a minute a second


class Demo:
    """The story and its telephones."""

    def __init__(self, house: House, language: str) -> None:
        self._house, self._language = house, language
        self._words = WORDS[language]
        self._phones = {number: Handset(house.exchange, number) for number in (ELDER, ILL, BUYER, WORKER)}
        self._worker = self._phones[WORKER]

    def run(self) -> None:
        """The whole story."""
        self._title("report")
        self._report()
        self._title("fever")
        self._fever()
        self._title("unanswered")
        self._unanswered()
        self._title("order")
        self._order()
        self._board()
        print(f"\n{self._words['end']}")

    def _report(self) -> None:
        phone = self._call(ELDER)
        self._press(phone, "1")
        self._press(phone, "1")
        self._until_end(phone)

    def _fever(self) -> None:
        phone = self._call(ILL)
        pressed = time.monotonic()
        self._press(phone, "2")
        text = self._worker.receives(within=15)
        print(f"   {self._name(WORKER)} {self._words['gets']}: {text['body']}")
        print("   " + self._words["text_at"].format(seconds=time.monotonic() - pressed, at=_local(text["at"])))
        for keys in ("382", "1", "2", "1", "2"):
            self._press(phone, keys)
        self._until_end(phone)
        more = self._worker.receives(within=15)
        print(f"   {self._name(WORKER)} {self._words['gets']}: {more['body']}")
        code = text["body"][-4:]
        self._worker.text(LINE, code)
        print(f"   {self._words['takes']}\n   {self._name(WORKER)} {self._words['writes']}: {code}")
        print(f"   {self._name(WORKER)} {self._words['gets']}: {self._worker.receives(within=15)['body']}")
        self._alerts()

    def _unanswered(self) -> None:
        phone = self._call(ELDER)
        for keys in ("1", "1", "2"):
            self._press(phone, keys)
        text = self._worker.receives(within=15)
        print(f"   {self._name(WORKER)} {self._words['gets']}: {text['body']}")
        phone.hangup()
        ring = self._worker.rings(within=20)
        waited = datetime.fromisoformat(ring["at"]) - datetime.fromisoformat(text["at"])
        print("   " + self._words["rang"].format(minutes=waited.total_seconds() / 60))
        self._worker.answer()
        self._press(self._worker, "1")
        self._worker.hears("", within=5)
        self._worker.hangup()
        self._alerts()

    def _order(self) -> None:
        opens = _line_time(self._house)
        _import_sale(self._house, opens, opens + SALE_LASTS)
        phone = self._call(BUYER)
        for keys in ("3", "2", "2", "2", "1", "2"):
            self._press(phone, keys)
        self._until_end(phone)
        _import_sale(self._house, opens, _line_time(self._house) + timedelta(minutes=1))
        digest = self._worker.meets("the digest", lambda e: e["type"] == "text" and _is_digest(e["body"]), within=60)
        print(f"   {_local(digest['at'])} {self._name(WORKER)} {self._words['gets']}: {digest['body']}")

    def _call(self, number: str) -> Handset:
        phone = self._phones[number]
        phone.dial(LINE)
        return phone

    def _press(self, phone: Handset, keys: str) -> None:
        """Hear the question out, then answer it: the listening pause after a read-back is no question."""
        phone.meets("a question", lambda event: self._told(phone, event) and _is_question(event), within=15)
        heard = phone.press(keys, patience=5)
        print(f"   {self._name(phone.number)} {self._words['keys']} {heard}")

    def _until_end(self, phone: Handset) -> None:
        phone.meets("the end", lambda event: self._told(phone, event) and event["type"] == "ended", within=15)

    def _told(self, phone: Handset, event: dict[str, Any]) -> bool:
        if event["type"] == "says":
            print(f"   {self._name(phone.number)} {self._words['hears']}: {event['text']}")
        return True

    def _alerts(self) -> None:
        with self._reading() as (session, now, community):
            listed = list_alerts(session, Scope(community, now))
        for alert in listed:
            door = f"{alert.building}-{alert.unit}-{alert.room}"
            print("   " + self._words["alert"].format(door=door, state=self._words[alert.state], worker=alert.worker))

    def _board(self) -> None:
        print(f"\n{self._words['board']}")
        with self._reading() as (session, now, community):
            board = read_board(session, community, now)
        for person in board.people:
            value = "" if person.value is None else f" {person.value / 10:.1f}"
            state = self._words["states"].get(person.state, person.state)
            print(f"   {person.building}-{person.unit}-{person.room} {person.name}: {state}{value}")

    @contextmanager
    def _reading(self) -> Iterator[tuple[Session, datetime, int]]:
        """The database as `linli alerts` and `linli board` read it."""
        engine = open_engine(self._house.database)
        with Session(engine) as session:
            yield session, open_clock(engine).now(), find_community(session, None).id
        engine.dispose()

    def _title(self, key: str) -> None:
        print(f"\n{self._words[key]}", flush=True)

    def _name(self, number: str) -> str:
        names = {door[3]: door[2] for door in self._words["doors"]} | {WORKER: self._words["worker"]}
        return str(names[number])


def _local(instant: str) -> str:
    """The time of day on the community's own clock."""
    return f"{datetime.fromisoformat(instant).astimezone(START.tzinfo):%H:%M:%S}"


def _is_question(event: dict[str, Any]) -> bool:
    return event["type"] == "awaits" and event.get("timeout") != 1


def _is_digest(body: str) -> bool:
    return body.startswith(("Orders closed", "订单截止"))


def _linli(house: House, *arguments: str) -> str:
    """An operator's command, as an operator runs it."""
    command = [sys.executable, "-m", "linli", *arguments]
    done = subprocess.run(command, env=house.environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise EmbeddedError(f"linli {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def _prepare(house: House, language: str) -> None:
    """Import the community as an office does: three files."""
    words = WORDS[language]
    print(f"{words['clock']}\n{words['import']}", flush=True)
    folder = house.plan.directory
    _linli(house, "community", "add", words["community"], "--line", LINE, "--language", language)
    roster = [
        ["3", "1", room, "2", name, salutation, number, language, "1"]
        for room, name, salutation, number in words["doors"]
    ]
    header = ["building", "unit", "room", "grid", "name", "salutation", "phone", "language", "lives_alone"]
    _linli(house, "roster", "import", _sheet(folder / "roster.csv", header, roster))
    header = ["name", "role", "grid", "building", "phone", "language", "on_duty"]
    staff = [[words["worker"], "grid_worker", "2", "", WORKER, language, "1"]]
    _linli(house, "staff", "import", _sheet(folder / "staff.csv", header, staff))


def _import_sale(house: House, opens: datetime, cutoff: datetime) -> None:
    """Today's sale; once more with an earlier cut-off, and it closes then."""
    folder = house.plan.directory
    header = ["sale", "opens", "cutoff", "supplier", "set", "name_zh", "name_en", "price_fen", "limit"]
    sets = [
        ("1", "粮油冻品", "Grain, oil and frozen food", "5000"),
        ("2", "蔬菜", "Vegetables", "3000"),
        ("3", "水果", "Fruit", "2500"),
    ]
    rows = [["1", opens.isoformat(), cutoff.isoformat(), "中百", *offer, "3"] for offer in sets]
    _linli(house, "sale", "import", _sheet(folder / "sale.csv", header, rows))


def _line_time(house: House) -> datetime:
    """What the line's clock says; without simulated time it would be the machine's."""
    engine = open_engine(house.database)
    now = open_clock(engine).now()
    engine.dispose()
    return now


def _sheet(path: Path, header: list[str], rows: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return str(path)


def main() -> int:
    """Tell the story; 1 with one line when a part failed, 130 at Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--language", choices=sorted(WORDS), default="en")
    language = parser.parse_args().language
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="linli-demo-") as directory:
        house = House(Plan(Path(directory), line=LINE, start=START, speed=SPEED, web_processes=1))
        try:
            house.open()
            house.start()
            _prepare(house, language)
            Demo(house, language).run()
        except (EmbeddedError, PhoneError) as error:
            print(f"demo: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            house.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make demo`: a line from real processes, told step by step as it happens. Nothing is printed that did not happen."""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from linli.demo_office import LINE, START, close_sale, cut_off_now, linli, open_sale, prepare
from linli.demo_words import BUYER, ELDER, ILL, LATE, SILENT, WORDS, WORKER
from linli.embedded import EmbeddedError
from linli.house import House, Plan
from linli.phone import Handset, PhoneError
from models.database import open_engine
from services.board.board import read_board
from services.day.clock import open_clock
from services.desk.listings import Scope, list_alerts
from services.roster.communities import find_community

DOOR = "3-1-602"  # of whom nobody has heard
Tell = Callable[[str], object]  # where a line of the story goes
INTERRUPTED = 128 + signal.SIGINT  # as a shell tells it
PEOPLE = (ELDER, ILL, BUYER, LATE, SILENT, WORKER)
SPEED = 60.0  # a minute a second


class Demo:
    """The story and its telephones."""

    def __init__(self, house: House, language: str) -> None:
        self._house, self._language = house, language
        self._words = WORDS[language]
        self._phones = {number: Handset(house.exchange, number) for number in PEOPLE}
        self._worker = self._phones[WORKER]
        self._codes: list[str] = []
        self._late = ThreadPoolExecutor(1).submit(self._answers_late)

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
        self._title("roll_call")
        self._roll_call()
        self._title("cut_off")
        self._cut_off()
        self._title("visit")
        self._visit()
        self._board()
        print(f"\n{self._words['end']}")

    def _report(self) -> None:
        phone = self._call(ELDER)
        self._press(phone, "1")
        self._press(phone, "1")
        self._until_end(phone)
        self._writes(BUYER, "36.5")

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
        print(f"   {self._words['takes']}")
        self._writes(WORKER, code)
        self._codes.append(code)
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
        print(f"   {self._words['been']}")
        for code, room in zip([*self._codes, text["body"][-4:]], ("1201", "1504"), strict=True):
            self._writes(WORKER, f"{code} 1", room)

    def _order(self) -> None:
        opens = open_sale(self._house)
        phone = self._call(BUYER)
        for keys in ("2", "2", "2", "1", "2"):  # she has reported: the menu comes at once
            self._press(phone, keys)
        self._until_end(phone)
        close_sale(self._house, opens)
        digest = self._worker.meets("the digest", lambda e: e["type"] == "text" and _is_digest(e["body"]), within=60)
        print(f"   {_local(digest['at'])} {self._name(WORKER)} {self._words['gets']}: {digest['body']}")

    def _roll_call(self) -> None:
        """What happened meanwhile at the telephones of those who had not reported."""
        for line in self._late.result(timeout=60):
            print(line)
        text = self._phones[SILENT].receives(within=60)
        print(f"   {_local(text['at'])} {self._name(SILENT)} {self._words['gets']}: {text['body']}")

    def _answers_late(self) -> list[str]:
        """Lets the first call ring out and picks up the second, while the story goes on elsewhere; what there is to tell."""
        phone, lines = self._phones[LATE], list[str]()
        first = phone.rings(within=90)
        lines.append(f"   {_local(first['at'])} {self._name(LATE)}: {self._words['rings_out']}")
        phone.answers("at_once")  # the line's clock leaves half a second for it
        again = phone.rings(within=90)
        lines.append(f"   {_local(again['at'])} {self._name(LATE)}: {self._words['picks_up']}")
        for keys in ("1", "1"):
            self._press(phone, keys, lines.append)
        self._until_end(phone, lines.append)
        return lines

    def _cut_off(self) -> None:
        cut_off_now(self._house)
        digest = self._worker.meets("the list", lambda e: e["type"] == "text" and DOOR in e["body"], within=30)
        print(f"   {_local(digest['at'])} {self._name(WORKER)} {self._words['gets']}: {digest['body']}")
        for line in linli(self._house, "knock-list").splitlines():
            print(f"   {line}")

    def _visit(self) -> None:
        self._writes(WORKER, f"{DOOR} 1", "602")

    def _writes(self, number: str, body: str, answered: str = "") -> None:
        """A text, and what it is answered: words with `answered` among them."""
        phone = self._phones[number]
        phone.text(LINE, body)
        print(f"   {self._name(number)} {self._words['writes']}: {body}")
        print(f"   {self._name(number)} {self._words['gets']}: {phone.receives(answered, within=15)['body']}")

    def _call(self, number: str) -> Handset:
        phone = self._phones[number]
        phone.dial(LINE)
        return phone

    def _press(self, phone: Handset, keys: str, tell: Tell = print) -> None:
        """Hear the question out, then answer it: the listening pause after a read-back is no question."""
        phone.meets("a question", lambda event: self._told(phone, event, tell) and _is_question(event), within=15)
        heard = phone.press(keys, patience=5)
        tell(f"   {self._name(phone.number)} {self._words['keys']} {heard}")

    def _until_end(self, phone: Handset, tell: Tell = print) -> None:
        phone.meets("the end", lambda event: self._told(phone, event, tell) and event["type"] == "ended", within=15)

    def _told(self, phone: Handset, event: dict[str, Any], tell: Tell) -> bool:
        if event["type"] == "says":
            tell(f"   {self._name(phone.number)} {self._words['hears']}: {event['text']}")
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


def main() -> int:
    """Tell the story; 1 with one line when a part failed, 130 at Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--language", choices=sorted(WORDS), default="en")
    language = parser.parse_args().language
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script that starts it in the background has it ignored
    with tempfile.TemporaryDirectory(prefix="linli-demo-") as directory:
        house = House(Plan(Path(directory), line=LINE, start=START, speed=SPEED, web_processes=1))
        try:
            house.open()
            house.start()
            prepare(house, language)
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

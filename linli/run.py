"""`make run`: the whole service on embedded parts with the demo community, until Ctrl-C."""

import fcntl
import json
import shutil
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.embedded import EmbeddedError
from linli.house import House, Plan
from linli.people import offer, office_telephone, read_people, telephones
from models import Community
from models.database import open_engine
from services.demo.community import add_demo
from services.demo.lists import LINE

WANTED = Path("var")
SPEECH = 950.0  # letters a minute at the normal rate, as a browser's voice speaks


def main() -> int:
    """Run until Ctrl-C or SIGTERM; 1 when a part does not start or dies."""
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    directory, lock = _take_directory(WANTED)
    house = House(Plan(directory, line=LINE, speech=SPEECH))
    try:
        return _run(house, directory, ended)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        house.stop()
        (directory / "run.json").unlink(missing_ok=True)
        if lock is not None:
            lock.close()
        elif ended.is_set():
            shutil.rmtree(directory)  # nobody opens a copy's own directory again


def _take_directory(wanted: Path) -> tuple[Path, IO[str] | None]:
    """`var`, or a directory beside it with a database of its own while another copy runs here."""
    wanted.mkdir(exist_ok=True)
    lock = (wanted / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return Path(tempfile.mkdtemp(prefix="beside-", dir=wanted)), None
    return wanted, lock


def _run(house: House, directory: Path, ended: Event) -> int:
    print("Setting up the database and the demo community …", flush=True)
    house.open()
    people = _settle(house.database)
    house.start()
    offer(house.exchange, people)
    running: dict[str, object] = {
        "web": house.web,
        "exchange": house.exchange,
        "phone": f"{house.exchange}/phone",
        "console": f"{house.web}/console/",
        "line": house.plan.line,
        "telephones": telephones(people),
    }
    _leave(directory / "run.json", running)
    if not ended.is_set():
        _greet(house, directory, office_telephone(people), beside=directory != WANTED)
    while not ended.wait(1.0):
        dead = house.dead()
        if dead is not None:
            print(f"{dead} has ended by itself; its last words are in {house.log(dead)}", file=sys.stderr)
            return 1
    print("\nEnding …", flush=True)
    return 0


def _leave(path: Path, running: dict[str, object]) -> None:
    """Where others find the addresses: all of them or none."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(running, ensure_ascii=False, indent=1) + "\n")
    draft.replace(path)


def _greet(house: House, directory: Path, office: str, *, beside: bool) -> None:
    told = f" --exchange {house.exchange} --to {house.plan.line} --number +8610000000001" if beside else ""
    asked = f"DATABASE_URL={house.database} " if beside else ""
    print(
        f"""
Linli Line is running.
  phone page      {house.exchange}/phone   (open it: pick up a telephone, be an elder, then her grid worker)
  the line        {house.plan.line}
  console         {house.web}/console/   (the office's pages; sign in with {office}, its code comes to
                  {house.exchange}/phone?phone=%2B{office[1:]})
  web             {house.web}   (webhooks, /healthz, /readyz)
  exchange        {house.exchange}   (the stand-in for the telephone network)
  addresses in    {directory / "run.json"}
  logs in         {directory}

In the terminal: .venv/bin/linli phone{told}
Look at: {asked}.venv/bin/linli board (or items, alerts, messages, orders)
Ctrl-C ends everything.""",
        flush=True,
    )


def _settle(database: str) -> dict[str, Any]:
    """The demo community where there is none, and whose telephones there are."""
    engine = open_engine(database)
    with Session(engine) as session, session.begin():
        if session.scalar(select(Community.id).limit(1)) is None:
            add_demo(session, datetime.now(UTC))
    with Session(engine) as session:
        people = read_people(session)
    engine.dispose()
    return people


if __name__ == "__main__":
    sys.exit(main())

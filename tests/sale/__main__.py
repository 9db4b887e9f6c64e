"""`python -m tests.sale --orders 931`: a whole sale day through the webhooks, with its seconds; exit 1 where lists and ledger disagree.

With `--callers` the orders are keyed by the callers of the caller model, who err, and are held against what they
confirmed; with `--killed` on a line of real processes, of which worker, clock and Valkey are killed meanwhile.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from linli.embedded import start_postgres
from models.database import open_engine
from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from tests.parts import PostgresDatabases, SqliteDatabases
from tests.sale.callers import SaleOfCallers, spend_sale
from tests.sale.day import Day, spend_day
from tests.sale.killed import spend_sale_among_the_dying
from tests.web.conftest import MORNING
from tests.web.line import BASE, TOKEN
from tests.web.village import settle
from webhooks.parts import Parts


def main() -> int:
    """Spend the day, print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.sale", description=__doc__)
    parser.add_argument("--orders", type=int, default=931)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL; else on SQLite")
    parser.add_argument("--callers", action="store_true", help="by the callers of the caller model, who err")
    parser.add_argument("--killed", action="store_true", help="the same on real processes, killed in the middle")
    options = parser.parse_args()
    opened = _postgresql if options.postgresql else _sqlite
    with tempfile.TemporaryDirectory(prefix="linli-sale-") as directory, opened(Path(directory)) as address:
        if options.killed:
            return _told_of(spend_sale_among_the_dying(Path(directory), options.orders, address))
        return _told_of(spend_sale(address, options.orders)) if options.callers else _by_all(address, options.orders)


def _told_of(sale: SaleOfCallers) -> int:
    too_late = sum(called.conversation.heard(called.conversation.caller.tongue.too_late) for called in sale.calls)
    sys.stdout.write(
        f"{len(sale.calls)} callers, {too_late} of them too late\n{sale.table()}\n"
        f"pieces {dict(sorted(sale.listed.items()))} for {len(sale.stored)} households\n{_told(sale.faults)}\n"
    )
    return 1 if sale.faults else 0


def _by_all(address: str, orders: int) -> int:
    day, seconds = _spend(address, orders)
    faults = day.faults
    sys.stdout.write(
        f"{orders} calls and texts in {seconds:.0f} s: {len(day.held)} households, "
        f"{day.states['cancelled']} cancelled, pieces {day.listed}\n"
        f"{_told(faults)}\n"
    )
    return 1 if faults else 0


def _told(faults: list[str]) -> str:
    return "they disagree: " + ", ".join(faults) if faults else "lists and ledger agree"


@contextmanager
def _sqlite(directory: Path) -> Iterator[str]:
    with SqliteDatabases(directory).fresh() as address:
        yield address


@contextmanager
def _postgresql(directory: Path) -> Iterator[str]:
    server = start_postgres(directory, durable=False)
    databases = PostgresDatabases(server)
    try:
        with databases.fresh() as address:
            yield address
    finally:
        databases.close()
        server.stop()


def _spend(address: str, orders: int) -> tuple[Day, float]:
    engine, hurried = open_engine(address), open_engine(address, hurried=True)
    plain = open_engine(address, hurried=True, autocommit=True)
    with Session(engine) as session, session.begin():
        village = settle(session, MORNING)
    clock = Clock(real=MORNING, simulated=MORNING, speed=1e-9)
    parts = Parts(hurried, plain, clock, Doorbell(""), auth_tokens=(TOKEN,), base_urls=(BASE,))
    began = time.monotonic()
    day = spend_day(engine, parts, village, orders)
    seconds = time.monotonic() - began
    for one in (engine, hurried, plain):
        one.dispose()
    return day, seconds


if __name__ == "__main__":
    sys.exit(main())

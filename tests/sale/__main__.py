"""`python -m tests.sale --orders 931`: a whole sale day through the webhooks, with its seconds; exit 1 where lists and ledger disagree."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.orm import Session

from linli.embedded import start_postgres
from models.database import open_engine
from services.day.clock import Clock
from services.sending.doorbell import Doorbell
from tests.parts import PostgresDatabases, SqliteDatabases
from tests.sale.day import Day, spend_day
from tests.web.conftest import MORNING
from tests.web.line import BASE, TOKEN
from tests.web.village import settle
from webhooks.parts import Parts


def main() -> int:
    """Spend the day, print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.sale", description=__doc__)
    parser.add_argument("--orders", type=int, default=931)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL; else on SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-sale-") as directory:
        day, seconds = (
            _on_postgresql(Path(directory), options.orders)
            if options.postgresql
            else _on_sqlite(Path(directory), options.orders)
        )
    faults = day.faults
    sys.stdout.write(
        f"{options.orders} calls and texts in {seconds:.0f} s: {len(day.held)} households, "
        f"{day.states['cancelled']} cancelled, pieces {day.listed}\n"
        f"{'they disagree: ' + ', '.join(faults) if faults else 'lists and ledger agree'}\n"
    )
    return 1 if faults else 0


def _on_sqlite(directory: Path, orders: int) -> tuple[Day, float]:
    with SqliteDatabases(directory).fresh() as address:
        return _spend(address, orders)


def _on_postgresql(directory: Path, orders: int) -> tuple[Day, float]:
    server = start_postgres(directory, durable=False)
    databases = PostgresDatabases(server)
    try:
        with databases.fresh() as address:
            return _spend(address, orders)
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

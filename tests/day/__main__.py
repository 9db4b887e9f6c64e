"""`python -m tests.day`: a whole day of the demo community, and what it cost whom; exit 1 when the ledger disagrees."""

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from linli.embedded import start_postgres
from services.demo.lists import GRIDS
from tests.day.check import disagreements
from tests.day.figures import table
from tests.day.simulation import CUT_OFF, TEN, Part, simulated_day
from tests.parts import PostgresDatabases, SqliteDatabases

MEMORY = Path("/dev/shm")  # noqa: S108 - nobody needs this day after a power cut: no disk keeps it
FEN = 5  # a segment: an assumption, to be replaced by the carrier's own price


def main() -> int:
    """Let the day pass, print the table; 1 with every disagreement between the board and the ledger."""
    parser = argparse.ArgumentParser(prog="python -m tests.day", description=__doc__)
    parser.add_argument("--grids", type=int, default=GRIDS, choices=range(1, GRIDS + 1))
    parser.add_argument("--seed", type=int, default=20200229)
    parser.add_argument("--fen", type=int, default=FEN, help="price of a text segment")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="linli-day-", dir=MEMORY if MEMORY.is_dir() else None) as directory:
        if options.database == "sqlite":
            return _pass(SqliteDatabases(Path(directory)), options)
        server = start_postgres(Path(directory), durable=False)
        databases = PostgresDatabases(server)
        try:
            return _pass(databases, options)
        finally:
            databases.close()
            server.stop()


def _pass(databases: SqliteDatabases | PostgresDatabases, options: argparse.Namespace) -> int:
    began = time.monotonic()
    with databases.fresh() as address, simulated_day(address, options.seed, Part(options.grids)) as day:
        wrong = disagreements(day.until(CUT_OFF)) + disagreements(day.until(TEN))
        lines = [*table(day, options.fen), f"seed {options.seed}, {time.monotonic() - began:.0f} s of wall time"]
    sys.stdout.write("\n".join([*lines, *wrong, ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

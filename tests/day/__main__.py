"""`python -m tests.day`: a whole day of the demo community, and what it cost whom; exit 1 when the ledger disagrees."""

import argparse
import logging
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import structlog

from linli.embedded import start_postgres
from services.demo.lists import GRIDS
from tests.day.check import disagreements
from tests.day.figures import table
from tests.day.simulation import CUT_OFF, TEN, Part, shared_out, simulated_day
from tests.parts import PostgresDatabases, SqliteDatabases

MEMORY = Path("/dev/shm")  # noqa: S108 - nobody needs this day after a power cut: no disk keeps it
FEN = 5  # a segment: an assumption, to be replaced by the carrier's own price


def main() -> int:
    """Let the day pass, print the table; 1 with every disagreement between the board and the ledger."""
    options = _options()
    began = time.monotonic()
    parts = shared_out(options.grids, options.cores)
    if len(parts) == 1:
        days = [_part(parts[0], options)]
    else:
        with ProcessPoolExecutor(len(parts), multiprocessing.get_context("fork")) as processes:
            days = list(processes.map(_part, parts, [options] * len(parts)))
    for part, (lines, _) in zip(parts, days, strict=True):
        sys.stdout.write("\n".join([f"grids {part.after + 1} to {part.after + part.grids}", *lines, ""]))
    wrong = [sentence for _, sentences in days for sentence in sentences]
    sys.stdout.write("\n".join([f"seed {options.seed}, {time.monotonic() - began:.0f} s of wall time", *wrong, ""]))
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.day", description=__doc__)
    parser.add_argument("--grids", type=int, default=GRIDS, choices=range(1, GRIDS + 1))
    parser.add_argument("--seed", type=int, default=20200229)
    parser.add_argument("--fen", type=int, default=FEN, help="price of a text segment")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument(
        "--cores", type=int, default=1, help="share the grids out among so many lines, a process and a database each"
    )
    return parser.parse_args()


def _part(part: Part, options: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The table of a part's day, and its disagreements."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="linli-day-", dir=MEMORY if MEMORY.is_dir() else None) as directory:
        if options.database == "sqlite":
            return _pass(SqliteDatabases(Path(directory)), part, options)
        server = start_postgres(Path(directory), durable=False)
        databases = PostgresDatabases(server)
        try:
            return _pass(databases, part, options)
        finally:
            databases.close()
            server.stop()


def _pass(
    databases: SqliteDatabases | PostgresDatabases, part: Part, options: argparse.Namespace
) -> tuple[list[str], list[str]]:
    with databases.fresh() as address, simulated_day(address, options.seed, part) as day:
        wrong = disagreements(day.until(CUT_OFF)) + disagreements(day.until(TEN))
        return list(table(day, options.fen)), wrong


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: measures, prints the table, writes bench.json. A miss is a line of the table, not a failure."""

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from linli.embedded import start_postgres, start_valkey
from tests.bench import outbox, process, turns
from tests.bench.goals import Row, judge


def main() -> int:
    """Measure everything; fails only when what was stored is not what was answered."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=5, help="slices of a second for each turn, after one to warm up")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as name:
        directory = Path(name)
        postgres, valkey = start_postgres(directory, durable=True), start_valkey(directory / "valkey")
        try:
            subjects = turns.measure(directory, postgres, rounds)
            sent = outbox.measure(directory, postgres, valkey)
            sent |= process.measure(directory, postgres)
        finally:
            valkey.stop()
            postgres.stop()
    rows = judge(turns.summary(subjects), sent)
    _write(rows, subjects, sent, rounds)
    return 0


def _write(rows: list[Row], subjects: dict[str, turns.Subject], sent: dict[str, float], rounds: int) -> None:
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(_turn_table(turns.summary(subjects)))
    goals = Table("goal", "what", "wanted", "measured", "", title="Goals")
    for row in rows:
        goals.add_row(row.goal, row.what, row.wanted, f"{row.measured:.3g}", "" if row.is_met else "miss")
    console.print(goals)
    report = {
        "at": datetime.now(UTC).isoformat(),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()},
        "rounds": rounds,
        "turns": turns.summary(subjects),
        "messages": sent,
        "goals": [asdict(row) | {"is_met": row.is_met} for row in rows],
    }
    Path("bench.json").write_text(json.dumps(report, indent=1) + "\n")
    console.print("written to bench.json")


def _turn_table(summary: dict[str, dict[str, float]]) -> Table:
    table = Table(
        "turn",
        "a second",
        "share of bare Flask",
        "CPU ms",
        "p99 ms",
        title="Turns, server and database on this machine",
    )
    for name, one in summary.items():
        table.add_row(name, f"{one['rate']:.0f}", f"{one['share']:.3f}", f"{one['cpu_ms']:.2f}", f"{one['p99_ms']:.0f}")
    return table


if __name__ == "__main__":
    sys.exit(main())

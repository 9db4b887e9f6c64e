"""Prints what a command found: a table for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Column, Table

WIDE = 200  # columns where nobody looks: a table in a file or a pipe is not cut


def print_json(found: object, zone: ZoneInfo) -> None:
    """JSON with times in ISO 8601, the community's offset on them."""

    def written(value: object) -> str:
        if isinstance(value, datetime):
            return value.astimezone(zone).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(f"{value!r} has no JSON")

    click.echo(json.dumps(found, ensure_ascii=False, default=written))


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], zone: ZoneInfo) -> None:
    """A table as wide as the terminal, where long cells go on below and lose nothing; times are the community's.

    Of no rows it says so: an empty frame looks like something that went wrong.
    """
    table = Table(*(Column(name, overflow="fold") for name in header))
    for row in rows:
        table.add_row(*(_shown(cell, zone) for cell in row))
    if not table.row_count:
        click.echo(f"Nothing to show ({', '.join(filter(None, header))}).")
        return
    console = Console()
    Console(width=None if console.is_terminal else WIDE, markup=False, highlight=False).print(table)


def many(count: int, noun: str) -> str:
    """1 household, 2 households."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def degrees(tenths: int | None) -> str:
    """Tenths as degrees; nothing for no value."""
    return "" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def _shown(cell: object, zone: ZoneInfo) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(zone):%m-%d %H:%M}"
    return "" if cell is None else str(cell)

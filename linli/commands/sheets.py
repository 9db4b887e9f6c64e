"""`linli sheet import`, `linli sheet key-back`: what was written by hand comes back onto the board."""

from pathlib import Path

import click

from domain.doors import short_door
from linli.commands.opening import community_option, reading, writing
from services.board import key_backs
from services.board.key_backs import Behind, KeyedBack, Who
from services.roster.communities import find_grid
from services.roster.spreadsheets import read_sheet


@click.group()
def sheet() -> None:
    """Day sheets and knock lists that were filled in by hand."""


@sheet.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@community_option
def import_sheet(file: Path, community: str | None) -> None:
    """Take a filled-in sheet: the workbook of `linli print`, or CSV in UTF-8 with one row a person.

    \b
    Columns, in any order, in either language (the last three may be absent):
      building, unit, room, name, value, visit, note, day

    value is 36.5, normal or not measured; visit is visited, nobody home, ill or moved, and may stand under value too.
    Rows without either are passed over. What was reported before stays; a fever that nobody has told raises an alert. The same file
    twice changes nothing. When a row is wrong nothing is taken, and every wrong row is told.
    """  # noqa: D301 - \b is click's mark for lines to keep
    filled = read_sheet(file, key_backs.columns())
    with writing() as opened:
        report = key_backs.key_back(opened.session, opened.community(community), filled, opened.now)
    click.echo(_told(report))


@sheet.command("key-back")
@click.option("--grid", metavar="G", help="Only this grid.")
@community_option
def key_back(grid: str | None, community: str | None) -> None:
    """Key a sheet back in door order: one line a person who has not reported yet.

    Type 36.5 (or 365), n for normal, not measured, visited, nobody home, ill, moved; nothing for the next person, q to stop. Each
    line counts at once, so stop whenever you like and go on later.
    """
    with reading() as opened:
        owner = opened.community(community)
        name = owner.name
        grid_id = find_grid(opened.session, owner.id, grid)
        waiting = key_backs.awaited(opened.session, owner.id, opened.now, grid_id)
    report = KeyedBack()
    for who, behind in waiting:
        taken = _ask(name, who, behind)
        if taken is None:
            break
        report += taken
    click.echo(_told(report))


def _ask(community: str, who: Who, behind: Behind) -> KeyedBack | None:
    """Ask for one person until the line can be read; None: enough for now."""
    while True:
        try:
            typed = click.prompt(f"{short_door(*who[:3])} {who[3]}", default="", show_default=False).strip()
        except click.Abort:  # the end of what was typed
            return None
        if typed.casefold() == "q":
            return None
        if not typed:
            return KeyedBack()
        try:
            entry = key_backs.typed_entry(behind, typed)
        except ValueError as error:
            click.echo(str(error))
            continue
        with writing() as opened:
            return key_backs.take_entry(opened.session, opened.community(community), entry, opened.now)


def _told(report: KeyedBack) -> str:
    told = f"{report.taken} readings and {report.visits} visits taken"
    told += f"; {report.waiting} not measured yet" if report.waiting else ""
    return f"{told}; {report.kept} had reported before and stay as they were" if report.kept else told

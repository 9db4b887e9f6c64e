"""`linli roster import`, `linli staff import`, `linli staff pin`, `linli sale import`: the lists of the office."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click
from rich.console import Console
from rich.progress import Progress

from linli.commands import selling
from linli.commands.console import password, sign_out
from linli.commands.duties import list_staff, stand_in
from linli.commands.opening import community_option, writing
from services.roster import rosters
from services.roster import staff as staff_lists
from services.roster.spreadsheets import read_sheet
from services.sales import sales
from services.staff.pins import set_pin

SHOWN = 20  # names of those a file no longer lists; the rest is a number
file_argument = click.argument("file", type=click.Path(path_type=Path))


class Counted(Protocol):
    """What every import reports."""

    @property
    def added(self) -> int:
        """New ones."""

    @property
    def changed(self) -> int:
        """Different ones."""

    @property
    def unchanged(self) -> int:
        """Same ones."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns nobody knows."""


@click.group()
def roster() -> None:
    """The people of a community, door by door."""


@roster.command("import")
@file_argument
@community_option
def import_roster(file: Path, community: str | None) -> None:
    """Import the roster: CSV in UTF-8 or XLSX, one row a person.

    \b
    Columns, in any order (the last eleven may be absent):
      building, unit, room, grid, name, phone,
      salutation, birth_year, phone2, language, lives_alone,
      hard_of_hearing, home_delivery, meals, entry, call_at, notes

    `unit` and `phone` may be empty; yes/no is 1/0, 是/否 or yes/no; language is zh-CN or en; entry is yesno or digits;
    call_at is when the line had best call, such as 09:30; meals marks who may have the free meals.
    The same file twice changes nothing. When a row is wrong nothing is imported, and every wrong row is told.
    """  # noqa: D301 - \b is click's mark for lines to keep
    sheet = read_sheet(file, rosters.COLUMNS)
    with writing() as opened, _progress(len(sheet.rows)) as progress:
        owner = opened.community(community)
        report = rosters.import_roster(opened.session, owner.id, sheet, opened.now, progress)
        name = owner.name
    _tell(f"{name}: {len(sheet.rows)} people", report)
    gone = [f"{one.building}-{one.unit}-{one.room} {one.name}".replace("--", "-") for one in report.missing]
    _tell_missing("people are no longer in the file; they stay", gone)


@click.group()
def staff() -> None:
    """Grid workers, cadres, volunteers, the office and the duty telephone."""


@staff.command("import")
@file_argument
@community_option
def import_staff(file: Path, community: str | None) -> None:
    """Import the staff: CSV in UTF-8 or XLSX, one row a duty.

    \b
    Columns, in any order (the last five may be absent):
      name, role, phone, grid, building, phone2, language, on_duty

    role is grid_worker (with a grid), cadre or volunteer (with a building), office, duty, kitchen or district. on_duty
    is 0, 1 (always) or hours as 08:00-20:00, also across midnight. Whoever has several duties has several rows; a worker of the file has
    exactly the duties it lists.
    """  # noqa: D301 - \b is click's mark for lines to keep
    sheet = read_sheet(file, staff_lists.COLUMNS)
    with writing() as opened:
        owner = opened.community(community)
        report = staff_lists.import_staff(opened.session, owner.id, sheet)
        name = owner.name
    _tell(f"{name}: {len(sheet.rows)} duties", report)
    if report.removed:
        click.echo(f"{report.removed} duties of workers in the file are no longer in it and were taken off them")
    if report.handed_over:
        told = ", ".join(report.handed_over)
        click.echo(f"The file names former workers of grids that were handed over; whoever has them keeps them: {told}")
    _tell_missing("workers are no longer in the file; they stay", list(report.missing))


for command in (list_staff, stand_in, password, sign_out):
    staff.add_command(command)


@staff.command()
@click.argument("name")
@community_option
def pin(name: str, community: str | None) -> None:
    """Give a worker a new PIN of six digits for the telephone menu, and print it: only now, never again."""
    with writing() as opened:
        number = set_pin(opened.session, opened.community(community).id, name)
    click.echo(number)


@click.group()
def sale() -> None:
    """Group buying: sales and their sets."""


sale.add_command(selling.list_all)
sale.add_command(selling.show)
sale.add_command(selling.notices)


@sale.command("import")
@file_argument
@community_option
def import_sale(file: Path, community: str | None) -> None:
    """Import sales: CSV in UTF-8 or XLSX, one row a set.

    \b
    Columns, in any order (the last four may be absent):
      sale, opens, cutoff, supplier, set, name_zh, name_en, price_fen, limit,
      contents_zh, contents_en, stock, minimum

    Times are written 2020-02-29 20:00, in the community's own zone; money is whole fen; set is 1 to 6; limit is per
    household. A sale that is closed takes no change.
    """  # noqa: D301 - \b is click's mark for lines to keep
    sheet = read_sheet(file, sales.COLUMNS)
    with writing() as opened:
        owner = opened.community(community)
        report = sales.import_sales(opened.session, owner.id, sheet)
        name = owner.name
    _tell(f"{name}: {len(sheet.rows)} sets", report)
    gone = [f"{sale}, set {number}" for sale, number in report.missing]
    _tell_missing("sets are no longer in the file; they stay", gone)


@contextmanager
def _progress(total: int) -> Iterator[rosters.Progress]:
    """A bar on standard error, where somebody is looking."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=total)
        yield lambda people: bar.advance(task, people)


def _tell(what: str, report: Counted) -> None:
    click.echo(f"{what} read: {report.added} added, {report.changed} changed, {report.unchanged} as they were")
    if report.ignored:
        click.echo(f"columns nobody knows were left out: {', '.join(report.ignored)}")


def _tell_missing(what: str, names: list[str]) -> None:
    if not names:
        return
    click.echo(f"{len(names)} {what}:")
    for name in names[:SHOWN]:
        click.echo(f"  {name}")
    if len(names) > SHOWN:
        click.echo(f"  and {len(names) - SHOWN} more")

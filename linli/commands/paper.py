"""`linli print`: the day's sheets, the street office's table and the lists of a sale, as HTML for print or as XLSX."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.commands.failing import BadInput
from linli.commands.opening import community_option, reading
from models import Grid
from services.board.board import door_order
from services.paper.headings import Kind
from services.paper.printing import HTML, OF_SALES, XLSX, Printer
from services.paper.sale_reading import sale_for_lists
from services.roster.communities import find_grid


@click.command("print")
@click.argument("what", type=click.Choice([kind.value for kind in Kind if kind is not Kind.SALE_MONEY]))
@click.option("--grid", metavar="G", help="Only this grid; without it all doors, or a file for each into a directory.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="FILE.html, FILE.xlsx, or a directory for all grids."
)
@click.option("--sale", metavar="NAME", help="A list of this sale; without it of the last that opened.")
@community_option
def print_sheet(what: str, grid: str | None, out: Path, sale: str | None, community: str | None) -> None:
    """Print a sheet as it stands now, in the community's language: HTML for A4 or XLSX.

    \b
      linli print day-sheet --grid 2 --out sheet.html      open it in a browser and print
      linli print knock-list --grid 2 --out knock.xlsx
      linli print day-sheet --out sheets                   both forms for every grid, into the directory
      linli print street-table --out street.html
      linli print supplier-list --out suppliers.xlsx       what each supplier of the sale brings, and the bill
      linli print grid-list --out grids.html               how much goes to each grid, building and unit
      linli print pick-list --grid 2 --out pick.html       what each door gets, to be packed and ticked
      linli print route --sale 周六 --out route.html       what is brought to which door, what is due, to be ticked

    A day sheet that was filled in is keyed back with: linli sheet import FILE, or linli sheet key-back --grid G.
    """  # noqa: D301 - \b is click's mark for lines to keep
    if out.suffix.lower() not in {HTML, XLSX, ""}:
        raise BadInput(f"{out.name} is neither .html nor .xlsx nor a directory")
    with reading() as opened:
        owner = opened.community(community)
        kind = Kind(what)
        its_sale = sale_for_lists(opened.session, owner.id, sale, opened.now) if kind in OF_SALES else None
        printer = Printer(opened.session, owner, kind, opened.now, its_sale)
        grid_id = find_grid(opened.session, owner.id, grid)
        for path, its in _files(opened.session, owner.id, (kind, out), grid_id):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(printer.content(path.suffix, its))
            click.echo(str(path))


def _files(
    session: Session, community_id: int, wanted: tuple[Kind, Path], grid_id: int | None
) -> list[tuple[Path, int | None]]:
    """What is written where: the file that was named, or both forms of every grid's sheet into the directory."""
    kind, out = wanted
    if out.suffix:
        return [(out.with_suffix(out.suffix.lower()), grid_id)]
    rows = session.execute(select(Grid.name, Grid.id).where(Grid.community_id == community_id)).all()
    grids: list[tuple[str, int | None]] = sorted(rows, key=lambda row: door_order(row[0], "", ""))
    if kind in {Kind.STREET_TABLE, Kind.SUPPLIER_LIST, Kind.GRID_LIST}:
        grids = [("", grid_id)]
    chosen = [(name, its) for name, its in grids if grid_id is None or its == grid_id]
    return [(out / f"{_file_name(kind, name)}{form}", its) for name, its in chosen for form in (HTML, XLSX)]


def _file_name(kind: Kind, grid: str) -> str:
    """day-sheet-2: a grid's name without what a file's name cannot have."""
    safe = "".join(letter if letter.isalnum() else "_" for letter in grid)
    return f"{kind}-{safe}" if safe else kind.value

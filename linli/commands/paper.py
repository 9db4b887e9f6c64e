"""`linli print`: the day's sheets, the street office's table and the lists of a sale, as HTML for print or as XLSX."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.commands.failing import BadInput
from linli.commands.opening import community_option, reading
from models import Community, Grid
from services.board import door_order
from services.communities import find_grid
from services.paper import pages, sheets, workbooks
from services.paper.headings import Kind
from services.paper.route_reading import route_sheet
from services.paper.sale_books import sale_book
from services.paper.sale_reading import Reading, grid_sheet, pick_sheet, sale_for_lists, supplier_sheet
from services.paper.sale_sheets import SaleSheet

HTML, XLSX = ".html", ".xlsx"


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes one grid's, or with no grid the whole community's, sheets of a kind as they are at this instant."""

    session: Session
    community: Community
    kind: Kind
    now: datetime
    sale: str | None = None

    def write(self, path: Path, grid_id: int | None) -> None:
        """Write the sheet; the ending of the file's name says in which form."""
        if self.kind in SALES:
            sale = sale_for_lists(self.session, self.community.id, self.sale, self.now)
            of_sale = SALES[self.kind](Reading(self.session, self.community, sale, grid_id, self.now))
            content = sale_book(of_sale) if path.suffix == XLSX else pages.sale_page(of_sale).encode()
        elif self.kind is Kind.STREET_TABLE:
            table = sheets.street_sheet(self.session, self.community, grid_id, self.now)
            content = workbooks.street_book(table) if path.suffix == XLSX else pages.street_page(table).encode()
        else:
            read: Callable[..., sheets.DoorSheet] = DOORS[self.kind]
            sheet = read(self.session, self.community, grid_id, self.now)
            content = workbooks.door_book(sheet) if path.suffix == XLSX else pages.door_page(sheet).encode()
        path.write_bytes(content)


SALES: Mapping[Kind, Callable[[Reading], SaleSheet]] = {
    Kind.SUPPLIER_LIST: supplier_sheet,
    Kind.GRID_LIST: grid_sheet,
    Kind.PICK_LIST: pick_sheet,
    Kind.ROUTE: route_sheet,
}
DOORS = {Kind.DAY_SHEET: sheets.day_sheet, Kind.KNOCK_LIST: sheets.knock_sheet}


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
        printer = Printer(opened.session, owner, Kind(what), opened.now, sale)
        grid_id = find_grid(opened.session, owner.id, grid)
        for path, its in _files(opened.session, owner.id, (Kind(what), out), grid_id):
            path.parent.mkdir(parents=True, exist_ok=True)
            printer.write(path, its)
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

"""Any sheet as it is asked for: of a kind, of one grid or of all, for print or as a workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Community, Sale
from services.accounts.money import money_of
from services.paper import pages, sheets, workbooks
from services.paper.headings import Kind, heading_of
from services.paper.money_book import money_book
from services.paper.route_reading import route_sheet
from services.paper.sale_books import sale_book
from services.paper.sale_reading import Reading, grid_sheet, pick_sheet, supplier_sheet
from services.paper.sale_sheets import SaleSheet

HTML, XLSX = ".html", ".xlsx"
OF_SALES: Mapping[Kind, Callable[[Reading], SaleSheet]] = {
    Kind.SUPPLIER_LIST: supplier_sheet,
    Kind.GRID_LIST: grid_sheet,
    Kind.PICK_LIST: pick_sheet,
    Kind.ROUTE: route_sheet,
}
OF_DOORS: Mapping[Kind, Callable[..., sheets.DoorSheet]] = {
    Kind.DAY_SHEET: sheets.day_sheet,
    Kind.KNOCK_LIST: sheets.knock_sheet,
}


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints one grid's, or with no grid the whole community's, sheets of a kind as they are at this instant.

    `sale` is there for the kinds that are of a sale; the money of one is a workbook alone.
    """

    session: Session
    community: Community
    kind: Kind
    now: datetime
    sale: Sale | None = None

    def content(self, form: str, grid_id: int | None) -> bytes:
        """The sheet, `.html` or `.xlsx`. ValueError for a form that there is not, or a sale's sheet without one."""
        if form not in {HTML, XLSX}:
            raise ValueError(form)
        if self.kind in OF_DOORS:
            sheet = OF_DOORS[self.kind](self.session, self.community, grid_id, self.now)
            return workbooks.door_book(sheet) if form == XLSX else pages.door_page(sheet).encode()
        if self.kind is Kind.STREET_TABLE:
            table = sheets.street_sheet(self.session, self.community, grid_id, self.now)
            return workbooks.street_book(table) if form == XLSX else pages.street_page(table).encode()
        if self.sale is None:
            raise ValueError(self.kind)
        return self._of_sale(self.sale, form, grid_id)

    def _of_sale(self, sale: Sale, form: str, grid_id: int | None) -> bytes:
        if self.kind is Kind.SALE_MONEY:
            if form != XLSX:
                raise ValueError(form)
            heading = heading_of(self.session, self.kind, self.community, None, self.now)
            return money_book(heading, money_of(self.session, sale))
        sheet = OF_SALES[self.kind](Reading(self.session, self.community, sale, grid_id, self.now))
        return sale_book(sheet) if form == XLSX else pages.sale_page(sheet).encode()

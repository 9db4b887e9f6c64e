"""The lists of a sale as XLSX: a row a set, a unit or an order; numbers are numbers, all else is text."""

from collections.abc import Iterable

from services.paper.sale_sheets import (
    GridShare,
    GridSheet,
    PickedSet,
    PickSheet,
    RouteSheet,
    SaleHead,
    SaleSheet,
    Share,
    SupplierSheet,
)
from services.paper.workbooks import Column, book_of, in_yuan

SUPPLIER_COLUMNS = (
    Column("supplier", 16),
    Column("number", 6),
    Column("set", 20),
    Column("contents", 40),
    Column("pieces", 8),
    Column("of_them_unverified", 12),
    Column("price", 10),
    Column("cost", 12),
    Column("sale_column", 16),
)
PICK_COLUMNS = (
    Column("building_column", 8),
    Column("unit_column", 8),
    Column("room", 8),
    Column("sets", 40),
    Column("cost", 12),
    Column("marks", 16),
    Column("note", 30),
    Column("sale_column", 16),
)

ROUTE_COLUMNS = (
    Column("building_column", 8),
    Column("unit_column", 8),
    Column("floor_column", 6),
    Column("room", 8),
    Column("sets", 40),
    Column("pieces", 8),
    Column("phone", 32),
    Column("due_yuan", 12),
    Column("paid_yuan", 12),
    Column("brought", 8),
    Column("sale_column", 16),
)


def sale_book(sheet: SaleSheet) -> bytes:
    """A list of a sale."""
    match sheet:
        case SupplierSheet():
            return _supplier_book(sheet)
        case GridSheet():
            return _grid_book(sheet)
        case PickSheet():
            return _pick_book(sheet)
        case RouteSheet():
            return _route_book(sheet)


def _supplier_book(sheet: SupplierSheet) -> bytes:
    rows: list[list[object]] = []
    for delivery in sheet.deliveries:
        for row in delivery.rows:
            numbers = [row.pieces, row.unverified, in_yuan(row.price_fen), in_yuan(row.cost_fen)]
            rows.append([delivery.supplier, row.number, row.name, row.contents, *numbers, _named(sheet.head)])
        total = sheet.head.heading.words("total")
        rows.append([delivery.supplier, "", total, "", delivery.pieces, "", "", in_yuan(delivery.cost_fen), ""])
    return book_of(sheet.head.heading, SUPPLIER_COLUMNS, rows)


def _grid_book(sheet: GridSheet) -> bytes:
    words = sheet.head.heading.words
    columns = (
        Column("grid", 16),
        Column("building_column", 8),
        Column("unit_column", 8),
        Column("doors", 8),
        *(Column("set", 12, name) for name in sheet.sets),
        Column("sale_column", 16),
    )
    rows = [[*row, _named(sheet.head)] for grid in sheet.grids for row in _rows_of(grid, words("total"))]
    return book_of(sheet.head.heading, columns, rows)


def _rows_of(grid: GridShare, total: str) -> list[list[object]]:
    def row(share: Share, building: str) -> list[object]:
        return [grid.grid, building, share.unit, share.doors, *share.pieces]

    return [*(row(unit, unit.building) for unit in grid.units), row(grid.total, total)]


def _pick_book(sheet: PickSheet) -> bytes:
    words = sheet.head.heading.words
    rows: list[list[object]] = [
        [
            bag.building,
            bag.unit,
            bag.room,
            _in_words(bag.sets),
            in_yuan(bag.cost_fen),
            bag.marks,
            words("call_first", phone=bag.call_first) if bag.call_first else "",
            _named(sheet.head),
        ]
        for bag in sheet.bags
    ]
    return book_of(sheet.head.heading, PICK_COLUMNS, rows)


def _route_book(sheet: RouteSheet) -> bytes:
    rows: list[list[object]] = [
        [
            stop.building,
            stop.unit,
            stop.floor,
            stop.room,
            _in_words(stop.sets),
            stop.pieces,
            " ".join(stop.phones),
            in_yuan(stop.due_fen),
            "",
            "",
            _named(sheet.head),
        ]
        for stop in sheet.bags
    ]
    return book_of(sheet.head.heading, ROUTE_COLUMNS, rows)


def _in_words(sets: Iterable[PickedSet]) -> str:
    return "  ".join(f"{one.name} × {one.quantity}" for one in sets)


def _named(head: SaleHead) -> str:
    """The sale's name, and that it is open still."""
    return f"{head.sale} ({head.heading.words('still_open')})" if head.is_open else head.sale

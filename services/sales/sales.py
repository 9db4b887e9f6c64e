"""Brings sales into the database: their sets, prices and limits, until they are closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.row_errors import ImportRefused, Wrong, wrong
from domain.sale_lists import NEEDED, OPTIONAL, Offer, read_offers
from models import Sale, SaleSet
from services.batches import add_rows, change_rows
from services.roster.communities import hold_lists
from services.roster.spreadsheets import Columns, Sheet

COLUMNS = Columns(NEEDED, OPTIONAL)
FIELDS = (
    "supplier",
    "name_zh",
    "name_en",
    "contents_zh",
    "contents_en",
    "price_fen",
    "limit",
    "stock",
    "minimum",
)
SetKey = tuple[int, int]  # sale and number


@dataclass(frozen=True, slots=True)
class SaleReport:
    """What an import did, counted in sets. `missing` are sets that the file does not list of its sales, by name and number; they stay."""

    added: int
    changed: int
    unchanged: int
    missing: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]


def import_sales(session: Session, community_id: int, sheet: Sheet) -> SaleReport:
    """Add and change the sales of the file. A closed sale takes no change. The caller commits.

    ImportRefused holds every error; the caller rolls back then.
    """
    community = hold_lists(session, community_id)
    offers = read_offers(sheet.rows, community.timezone)
    sales, moved = _store_sales(session, community_id, offers)
    closed = {sale.id for sale in sales.values() if sale.closed_at is not None}
    wanted = {(sales[offer.sale].id, offer.number): offer for offer in offers}
    stored = _sets(session, sales)
    additions = [key for key in wanted if key not in stored]
    changes = _changes(wanted, stored, [field for field in FIELDS if field in sheet.columns])
    changed = {change["id"] for change in changes} | {row.id for key, row in stored.items() if key[0] in moved}
    _refuse_closed(wanted, closed, {*additions, *(key for key, row in stored.items() if row.id in changed)})
    add_rows(session, SaleSet, [_row(key, wanted[key]) for key in additions])
    change_rows(session, SaleSet, changes)
    altered = sum(row.id in changed for key, row in stored.items() if key in wanted)
    names = {sale.id: name for name, sale in sales.items()}
    missing = tuple((names[key[0]], str(key[1])) for key in sorted(stored) if key not in wanted)
    return SaleReport(len(additions), altered, len(wanted) - len(additions) - altered, missing, sheet.ignored)


def _store_sales(session: Session, community_id: int, offers: list[Offer]) -> tuple[dict[str, Sale], set[int]]:
    """The file's sales by name, and the ids of those whose opening or cut-off it moved."""
    names = {offer.sale for offer in offers}
    known = select(Sale).where(Sale.community_id == community_id, Sale.name.in_(names))
    sales = {sale.name: sale for sale in session.scalars(known)}
    moved = set()
    for offer in offers:
        sale = sales.get(offer.sale)
        if sale is None:
            sale = Sale(community_id=community_id, name=offer.sale, opens_at=offer.opens, cutoff_at=offer.cutoff)
            session.add(sale)
            sales[offer.sale] = sale
        elif (sale.opens_at, sale.cutoff_at) != (offer.opens, offer.cutoff):
            moved.add(sale.id)
            sale.opens_at, sale.cutoff_at = offer.opens, offer.cutoff
    session.flush()
    return sales, moved


def _sets(session: Session, sales: Mapping[str, Sale]) -> dict[SetKey, SaleSet]:
    ids = [sale.id for sale in sales.values()]
    return {(row.sale_id, row.number): row for row in session.scalars(select(SaleSet).where(SaleSet.sale_id.in_(ids)))}


def _changes(
    wanted: Mapping[SetKey, Offer], stored: Mapping[SetKey, SaleSet], fields: list[str]
) -> list[dict[str, Any]]:
    changes = []
    for key, offer in wanted.items():
        row = stored.get(key)
        if row is not None and any(getattr(row, field) != getattr(offer, field) for field in fields):
            changes.append({"id": row.id, **{field: getattr(offer, field) for field in fields}})
    return changes


def _row(key: SetKey, offer: Offer) -> dict[str, Any]:
    return {"sale_id": key[0], "number": key[1], **{field: getattr(offer, field) for field in FIELDS}}


def _refuse_closed(wanted: Mapping[SetKey, Offer], closed: set[int], touched: set[SetKey]) -> None:
    errors = [
        wrong(offer.row, Wrong.SALE_CLOSED, sale=offer.sale)
        for key, offer in wanted.items()
        if key in touched and key[0] in closed
    ]
    if errors:
        raise ImportRefused(errors)

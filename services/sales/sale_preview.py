"""What a list of sales would change, set by set, before it counts: imported, compared and left to be rolled back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.cells import ImportRefused
from services.roster.spreadsheets import Sheet
from services.sales.sale_listings import ListedSale, list_sales
from services.sales.sales import SaleReport, import_sales

SHOWN = ("name_zh", "name_en", "supplier", "price_fen", "limit", "stock", "minimum", "contents_zh", "contents_en")
MOVED = ("opens", "cutoff")
Value = object


@dataclass(frozen=True, slots=True)
class Difference:
    """A set that would be new (`was` empty) or changed: field by field what it was and what it becomes."""

    sale: str
    number: int
    is_new: bool
    was: Mapping[str, Value]
    becomes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would change, and the import's own count."""

    differences: tuple[Difference, ...]
    report: SaleReport


def preview_sales(session: Session, community_id: int, sheet: Sheet, now: datetime) -> Preview:
    """Import the list and say what that has changed; ImportRefused holds every bad row. The caller rolls back."""
    before = {one.name: one for one in list_sales(session, community_id, now)}
    try:
        report = import_sales(session, community_id, sheet)
    except ImportRefused:
        session.rollback()
        raise
    session.flush()
    session.expire_all()
    after = list_sales(session, community_id, now)
    found = [one for sale in after for one in _compared(before.get(sale.name), sale)]
    return Preview(tuple(found), report)


def _compared(was: ListedSale | None, becomes: ListedSale) -> list[Difference]:
    old = {one.number: _said(was, asdict(one)) for one in was.sets} if was else {}
    found = []
    for one in becomes.sets:
        new, known = _said(becomes, asdict(one)), old.get(one.number, {})
        changed = {name: value for name, value in new.items() if known.get(name) != value}
        if changed:
            kept = {name: known[name] for name in changed if name in known}
            found.append(Difference(becomes.name, one.number, not known, kept, changed))
    return found


def _said(sale: ListedSale, offer: Mapping[str, Value]) -> dict[str, Value]:
    """What the list says of a set, its sale's times among it."""
    return {name: getattr(sale, name) for name in MOVED} | {name: offer[name] for name in SHOWN}

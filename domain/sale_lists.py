"""What a sale list's rows say: the sets of a sale, its opening and its cut-off (interfaces.md, "Files")."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.cells import Row, RowReader, Value, number_between, whole_number
from domain.row_errors import BadCell, ImportRefused, RowError, Wrong, wrong

NEEDED = ("sale", "opens", "cutoff", "supplier", "set", "name_zh", "name_en", "price_fen", "limit")
OPTIONAL = ("contents_zh", "contents_en", "stock", "minimum")
MOST_SETS = 6
DEAREST = 10_000_000  # fen: a hundred thousand yuan is a slip of the finger
LARGEST_LIMIT = 99


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of the list: one set of one sale. Money is fen; `limit` per household and sale; `stock` None is no cap."""

    row: int
    sale: str
    opens: datetime
    cutoff: datetime
    supplier: str
    number: int
    name_zh: str
    name_en: str
    contents_zh: str
    contents_en: str
    price_fen: int
    limit: int
    stock: int | None
    minimum: int


def read_offers(rows: Iterable[Row], timezone: str) -> list[Offer]:
    """Every set of the file. Times without offset are `timezone`'s. ImportRefused holds every error of every row."""
    errors: list[RowError] = []
    offers: list[Offer] = []
    for row in rows:
        reader = RowReader(row)
        offer = _read_offer(reader, ZoneInfo(timezone))
        if offer is not None and not reader.errors:
            offers.append(offer)
        errors += reader.errors
    errors += _same_set_twice(offers) + _sale_with_two_hours(offers)
    if errors:
        raise ImportRefused(errors)
    return offers


def _read_offer(reader: RowReader, zone: ZoneInfo) -> Offer | None:
    when = _instant_in(zone)
    opens, cutoff = _needed(reader, "opens", when), _needed(reader, "cutoff", when)
    number = _needed(reader, "set", number_between(1, MOST_SETS))
    price = _needed(reader, "price_fen", _price)
    limit = _needed(reader, "limit", number_between(1, LARGEST_LIMIT))
    words = [reader.needed(column) for column in ("sale", "supplier", "name_zh", "name_en")]
    stock, minimum = reader.read_or_none("stock", whole_number), reader.read("minimum", whole_number, 0)
    contents = [reader.text(column) for column in ("contents_zh", "contents_en")]
    if opens is None or cutoff is None or number is None or price is None or limit is None:
        return None
    if cutoff <= opens:
        reader.refuse(Wrong.CUTOFF)
    return Offer(
        row=reader.row.number,
        sale=words[0],
        opens=opens,
        cutoff=cutoff,
        supplier=words[1],
        number=number,
        name_zh=words[2],
        name_en=words[3],
        contents_zh=contents[0],
        contents_en=contents[1],
        price_fen=price,
        limit=limit,
        stock=stock,
        minimum=minimum,
    )


def _needed(reader: RowReader, column: str, rule: Callable[[str], Value]) -> Value | None:
    return reader.read_or_none(column, rule) if reader.needed(column) else None


def _price(text: str) -> int:
    """Fen; whoever wrote yuan is told of fen, not to leave the point out."""
    try:
        return number_between(1, DEAREST)(text)
    except BadCell as bad:
        if bad.code != Wrong.NUMBER:
            raise
        raise BadCell(Wrong.FEN, text=text) from None


def _instant_in(zone: ZoneInfo) -> Callable[[str], datetime]:
    def rule(text: str) -> datetime:
        try:
            instant = datetime.fromisoformat(_padded(text))
        except ValueError:
            raise BadCell(Wrong.MOMENT, text=text) from None
        return instant if instant.tzinfo is not None else instant.replace(tzinfo=zone)

    return rule


def _padded(text: str) -> str:
    """A time as ISO has it: Excel writes 2020/2/29 8:00 into a CSV."""
    plain = unicodedata.normalize("NFKC", text).replace("/", "-")
    return re.sub(r"(?<!\d)\d(?!\d)", r"0\g<0>", plain)


def _same_set_twice(offers: list[Offer]) -> list[RowError]:
    first: dict[tuple[str, int], int] = {}
    errors = []
    for offer in offers:
        before = first.setdefault((offer.sale, offer.number), offer.row)
        if before != offer.row:
            errors.append(wrong(offer.row, Wrong.SET_TWICE, number=offer.number, sale=offer.sale, row=before))
    return errors


def _sale_with_two_hours(offers: list[Offer]) -> list[RowError]:
    first: dict[str, Offer] = {}
    errors = []
    for offer in offers:
        before = first.setdefault(offer.sale, offer)
        if (before.opens, before.cutoff) != (offer.opens, offer.cutoff):
            errors.append(wrong(offer.row, Wrong.TWO_HOURS, sale=offer.sale, row=before.row))
    return errors

"""Reads the lists of a sale: what each supplier brings, how much goes to each grid and building, what each door gets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Community, Order, Sale, SaleSet
from services.goods.coming import coming_of
from services.paper.headings import Kind, heading_of
from services.paper.sale_sheets import (
    Bag,
    Delivery,
    GridShare,
    GridSheet,
    PickedSet,
    PickSheet,
    SaleHead,
    SetRow,
    Share,
    SupplierSheet,
)
from services.roster.communities import UnknownName
from services.roster.marks import mark_words, marks_of_doors
from services.sales.offers import set_contents, set_name
from services.sales.sale_lines import SaleLine, caller_of, lines_of_sale


def sale_for_lists(session: Session, community_id: int, name: str | None, now: datetime) -> Sale:
    """The sale of this name; without one the last that opened. UnknownName where there is none."""
    mine = select(Sale).where(Sale.community_id == community_id)
    if name is not None:
        found = session.scalars(mine.where(Sale.name == name)).one_or_none()
    else:
        opened = mine.where(Sale.opens_at <= now)
        found = session.scalars(opened.order_by(Sale.cutoff_at.desc(), Sale.id.desc()).limit(1)).first()
    if found is None:
        raise UnknownName(f"there is no sale {name!r}" if name is not None else "no sale has opened yet")
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet is read from: whose, which sale's, of one grid if it is given, and when."""

    session: Session
    community: Community
    sale: Sale
    grid_id: int | None
    now: datetime

    def head(self, kind: Kind) -> SaleHead:
        """The sheet's head."""
        heading = heading_of(self.session, kind, self.community, self.grid_id, self.now)
        at = f"{self.sale.cutoff_at.astimezone(ZoneInfo(self.community.timezone)):%m-%d %H:%M}"
        is_open = self.sale.closed_at is None
        return SaleHead(heading, self.sale.name, heading.words("cut_off_at", clock=at), is_open)

    def lines(self) -> list[SaleLine]:
        """What comes, in walking order; before the cut-off what is ordered so far."""
        return [
            line
            for line in lines_of_sale(self.session, self.sale.id)
            if not line.dropped and self.grid_id in {None, line.grid_id}
        ]

    def sets(self) -> Sequence[SaleSet]:
        """The sale's sets."""
        statement = select(SaleSet).where(SaleSet.sale_id == self.sale.id).order_by(SaleSet.number)
        return self.session.scalars(statement).all()


def supplier_sheet(reading: Reading) -> SupplierSheet:
    """Each supplier's sets with their pieces and the bill."""
    head = reading.head(Kind.SUPPLIER_LIST)
    language = head.heading.language
    pieces, unverified = Counter[int](), Counter[int]()
    for line in reading.lines():
        pieces[line.set_id] += line.quantity
        unverified[line.set_id] += 0 if line.is_verified else line.quantity
    bring: dict[str, list[SetRow]] = {}
    for offer in reading.sets():
        if pieces[offer.id]:
            row = SetRow(
                offer.number,
                set_name(offer, language),
                set_contents(offer, language),
                pieces[offer.id],
                unverified[offer.id],
                offer.price_fen,
            )
            bring.setdefault(offer.supplier, []).append(row)
    gone = {line.set_id: line for line in lines_of_sale(reading.session, reading.sale.id) if line.dropped}
    dropped = tuple(set_name(offer, language) for offer in reading.sets() if offer.id in gone)
    return SupplierSheet(head, tuple(Delivery(name, tuple(rows)) for name, rows in bring.items()), dropped)


def grid_sheet(reading: Reading) -> GridSheet:
    """What goes to each grid, by building and unit."""
    head = reading.head(Kind.GRID_LIST)
    lines = reading.lines()
    ordered = {line.set_id for line in lines}
    offers = [offer for offer in reading.sets() if offer.id in ordered]
    columns = [offer.id for offer in offers]
    by_grid: dict[str, list[SaleLine]] = {}
    for line in lines:
        by_grid.setdefault(line.grid, []).append(line)
    grids = tuple(_grid_share(name, theirs, columns) for name, theirs in sorted(by_grid.items(), key=_by_number))
    return GridSheet(head, tuple(set_name(offer, head.heading.language) for offer in offers), grids)


def _by_number(named: tuple[str, object]) -> tuple[int, int, str]:
    """Grid 2 before grid 10, the doors of no grid last."""
    name = named[0]
    return (not name, int(name) if name.isascii() and name.isdigit() else 0, name)


def _grid_share(grid: str, lines: Sequence[SaleLine], columns: Sequence[int]) -> GridShare:
    units = tuple(
        _share(*where, its, columns) for where, its in groupby(lines, lambda line: (line.building, line.unit))
    )
    buildings = tuple(_share(where, "", its, columns) for where, its in groupby(lines, lambda line: line.building))
    return GridShare(grid, units, buildings, _share("", "", lines, columns))


def _share(building: str, unit: str, lines: Iterable[SaleLine], columns: Sequence[int]) -> Share:
    pieces: Counter[int] = Counter()
    doors = set()
    for line in lines:
        pieces[line.set_id] += line.quantity
        doors.add(line.household_id)
    return Share(building, unit, tuple(pieces[column] for column in columns), len(doors))


def pick_sheet(reading: Reading) -> PickSheet:
    """What comes of every order by door, to be packed and ticked; who is not on file for the door is to be called first."""
    head = reading.head(Kind.PICK_LIST)
    language = head.heading.language
    marks = marks_of_doors(reading.session, reading.community.id)
    coming = coming_of(reading.session, Order.sale_id == reading.sale.id)
    bags = []
    for order, lines in groupby(reading.lines(), lambda line: line.order_id):
        first = next(lines)
        its = coming.get(order)
        if not its:
            continue
        telephone = "" if first.is_verified else caller_of(reading.session, first.placed_from)
        bags.append(
            Bag(
                *first.door,
                marks=mark_words(language, marks.get(first.household_id, ())),
                sets=tuple(PickedSet(one.name(language), one.pieces) for one in its),
                cost_fen=sum(one.pieces * one.price_fen for one in its),
                call_first="" if first.is_verified else telephone or head.heading.words("withheld"),
            )
        )
    return PickSheet(head, tuple(bags))

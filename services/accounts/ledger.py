"""The ledger, double-entry: every entry's postings add up to zero, and an entry is only ever followed by another.

Household: what it owes. Bag: what a worker holds. Office: the cash box. Supplier: what we owe it (negative).
Lost: what was written off. Sales, a supplier's: what it has billed less what households were charged for its goods; zero when both agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from models import Entry, Posting, Sale
from services.goods.arrivals import ordered_lines


class Account(StrEnum):
    """Whose money it is; the owner is an id, a supplier's name, or ""."""

    HOUSEHOLD = "household"
    BAG = "bag"
    OFFICE = "office"
    SALES = "sales"
    SUPPLIER = "supplier"
    LOST = "lost"


class What(StrEnum):
    """What an entry is about."""

    ORDERED = "ordered"
    SHORT = "short"
    SUBSTITUTED = "substituted"
    PAID = "paid"
    CHANGE = "change"  # given back to a household
    HANDED_IN = "handed_in"  # a bag to the office
    BILLED = "billed"
    SUPPLIER_PAID = "supplier_paid"
    WRITTEN_OFF = "written_off"
    TAKEN_BACK = "taken_back"
    GAS_GIVEN = "gas_given"  # with a gas card, by its household
    GAS_PASSED = "gas_passed"  # with the card, from one bag to another
    GAS_CHARGED = "gas_charged"  # to the card, at the shop
    GAS_RETURNED = "gas_returned"  # with the card, to its household


class UnbalancedError(Exception):
    """An entry whose postings do not add up to zero: fen would appear or vanish."""


@dataclass(frozen=True, slots=True)
class Move:
    """So many fen to an account; negative from it."""

    account: Account
    owner: str
    fen: int


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry to be. `key` makes it happen once; `corrects` is the entry that it takes back."""

    what: What
    moves: tuple[Move, ...]
    key: str | None = None
    note: str = ""
    corrects: int | None = None


def book(
    session: Session, sale_id: int | None, bookings: Iterable[Booking], now: datetime, *, request_id: int | None = None
) -> list[int]:
    """Add the entries that have not happened yet. Returns their ids. UnbalancedError, and nothing is added.

    They are a sale's, or a gas card's by its request. Two that book the same key at the same moment: the database lets one through.
    """
    wanted = [one for one in bookings if any(move.fen for move in one.moves)]
    for one in wanted:
        if sum(move.fen for move in one.moves):
            raise UnbalancedError(one.what)
    keys = {one.key for one in wanted if one.key}
    done = set(session.scalars(select(Entry.key).where(Entry.sale_id == sale_id))) & keys if keys else set()
    fresh = [one for one in wanted if one.key not in done or one.key is None]
    entries = [
        Entry(
            sale_id=sale_id,
            request_id=request_id,
            what=one.what.value,
            key=one.key,
            note=one.note,
            corrects_id=one.corrects,
            at=now,
        )
        for one in fresh
    ]
    session.add_all(entries)
    session.flush()
    session.add_all(
        Posting(entry_id=entry.id, account=move.account.value, owner=move.owner, fen=move.fen)
        for entry, one in zip(entries, fresh, strict=True)
        for move in one.moves
        if move.fen
    )
    session.flush()
    return [entry.id for entry in entries]


def between(account: Account, owner: object, other: Account, from_: object, fen: int) -> tuple[Move, Move]:
    """So many fen to one account, from another."""
    return Move(account, str(owner), fen), Move(other, str(from_), -fen)


def goods(household: int, costs: Iterable[tuple[str, int]]) -> tuple[Move, ...]:
    """What a household is charged (negative: no longer) for goods of suppliers, as supplier and fen."""
    by_supplier: defaultdict[str, int] = defaultdict(int)
    for supplier, fen in costs:
        by_supplier[supplier] += fen
    sales = [Move(Account.SALES, supplier, -fen) for supplier, fen in by_supplier.items()]
    return Move(Account.HOUSEHOLD, str(household), sum(by_supplier.values())), *sales


def charge_sale(session: Session, sale: Sale, now: datetime) -> None:
    """At the cut-off: every household owes what it ordered. Once an order, however often it is called."""
    lines = ordered_lines(session, sale.id)
    homes = {line.order_id: line.household_id for line in lines}
    costs: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for line in lines:
        costs[line.order_id].append((line.supplier, line.quantity * line.price_fen))
    bookings = [
        Booking(What.ORDERED, goods(homes[order], theirs), key=f"ordered:{order}") for order, theirs in costs.items()
    ]
    book(session, sale.id, bookings, now)


def take_back(session: Session, sale_id: int, entry_id: int, note: str, now: datetime) -> int:
    """An entry that undoes another, which stays as it is. Refused where there is none, or it was taken back already."""
    entry = session.scalars(
        select(Entry).where(Entry.id == entry_id, Entry.sale_id == sale_id).with_for_update()
    ).first()
    if entry is None:
        raise Refused(f"this sale has no entry {entry_id}")
    if entry.what in {What.ORDERED, What.SHORT, What.SUBSTITUTED}:
        raise Refused(f"entry {entry_id} ({entry.what}) follows from the order itself and is not taken back")
    if entry.what == What.TAKEN_BACK or session.scalar(select(Entry.id).where(Entry.corrects_id == entry_id)):
        raise Refused(f"entry {entry_id} was taken back already, or takes another back")
    return _reverse(session, entry, note, now)


def take_card_entry_back(session: Session, request_id: int, what: What, now: datetime) -> None:
    """The newest entry of this kind that stands for a gas card is undone by another one; nothing where there is none.

    The caller holds the request.
    """
    undone = select(Entry.corrects_id).where(Entry.request_id == request_id, Entry.corrects_id.is_not(None))
    standing = select(Entry).where(Entry.request_id == request_id, Entry.what == what, Entry.id.not_in(undone))
    entry = session.scalars(standing.order_by(Entry.id.desc()).limit(1)).first()
    if entry is not None:
        _reverse(session, entry, "", now)


def _reverse(session: Session, entry: Entry, note: str, now: datetime) -> int:
    postings = session.scalars(select(Posting).where(Posting.entry_id == entry.id)).all()
    moves = tuple(Move(Account(one.account), one.owner, -one.fen) for one in postings)
    booking = Booking(What.TAKEN_BACK, moves, note=note, corrects=entry.id)
    return book(session, entry.sale_id, [booking], now, request_id=entry.request_id)[0]


Totals = dict[tuple[str, str, str], int]


def totals(session: Session, sale_id: int) -> Totals:
    """Fen of a sale by what, account and owner; what was taken back counts under what it was."""
    return _totals(session, Entry.sale_id == sale_id)


def card_totals(session: Session, request_id: int) -> Totals:
    """The same of a gas card, by its request."""
    return _totals(session, Entry.request_id == request_id)


def _totals(session: Session, of: ColumnElement[bool]) -> Totals:
    corrected = select(Entry.id, Entry.what).subquery()
    what = func.coalesce(corrected.c.what, Entry.what)
    rows = session.execute(
        select(what, Posting.account, Posting.owner, func.sum(Posting.fen))
        .join(Entry, Entry.id == Posting.entry_id)
        .outerjoin(corrected, corrected.c.id == Entry.corrects_id)
        .where(of)
        .group_by(what, Posting.account, Posting.owner)
    )
    return {(about, account, owner): int(fen) for about, account, owner, fen in rows}


def owed(session: Session, sale_id: int, households: Sequence[int]) -> dict[int, int]:
    """What each of these households still owes of a sale, in fen; negative: change is owed to it."""
    rows = session.execute(
        select(Posting.owner, func.sum(Posting.fen))
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Entry.sale_id == sale_id, Posting.account == Account.HOUSEHOLD)
        .where(Posting.owner.in_([str(one) for one in households]))
        .group_by(Posting.owner)
    )
    balances = {int(owner): int(fen) for owner, fen in rows}
    return {one: balances.get(one, 0) for one in households}


def balances(found: Totals, account: Account) -> dict[str, int]:
    """The balance of each owner of a kind of account."""
    summed: defaultdict[str, int] = defaultdict(int)
    for (_, kind, owner), fen in found.items():
        if kind == account:
            summed[owner] += fen
    return dict(summed)

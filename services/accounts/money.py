"""What the ledger of a sale says: each household, each worker's bag, each supplier, and where they do not add up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.doors import short_door
from domain.refusals import Refused
from models import Building, Entry, Household, Sale, Worker
from services.accounts import ledger
from services.accounts.ledger import Account, Booking, What, balances, between
from services.board.board import door_order

CHARGES = (What.ORDERED, What.SHORT, What.SUBSTITUTED)  # what a household owes for goods


@dataclass(frozen=True, slots=True)
class HouseholdMoney:
    """A household's fen: ordered, short (negative), substituted, paid (less change given back), and what it still owes."""

    building: str
    unit: str
    room: str
    ordered: int
    short: int
    substituted: int
    paid: int
    balance: int


@dataclass(frozen=True, slots=True)
class BagMoney:
    """A worker's bag: received, handed in, and what should still be in it; below zero, more came in than was booked."""

    worker: str
    received: int
    handed_in: int
    balance: int


@dataclass(frozen=True, slots=True)
class SupplierMoney:
    """A supplier: what households were charged for its goods, its bill (None: none yet), the difference, what it was paid."""

    supplier: str
    charged: int
    billed: int | None
    difference: int
    paid: int


@dataclass(frozen=True, slots=True)
class SaleMoney:
    """All of a sale's money; `adds_up` when every posting has its counterpart."""

    households: tuple[HouseholdMoney, ...]
    bags: tuple[BagMoney, ...]
    suppliers: tuple[SupplierMoney, ...]
    adds_up: bool
    cash_box: int = 0  # fen that bags handed in, less what suppliers were paid
    written_off: int = 0


def money_of(session: Session, sale: Sale) -> SaleMoney:
    """The ledger of a sale in figures."""
    found = ledger.totals(session, sale.id)
    return SaleMoney(
        _households(session, found),
        _bags(session, sale, found),
        tuple(_supplier(found, name, balance) for name, balance in sorted(balances(found, Account.SALES).items())),
        adds_up=sum(found.values()) == 0,
        cash_box=sum(balances(found, Account.OFFICE).values()),
        written_off=sum(balances(found, Account.LOST).values()),
    )


def _households(session: Session, found: ledger.Totals) -> tuple[HouseholdMoney, ...]:
    """In the order of the doors."""
    owing = balances(found, Account.HOUSEHOLD)
    doors = session.execute(
        select(Household.id, Building.name, Household.unit, Household.room)
        .join(Building, Building.id == Household.building_id)
        .where(Household.id.in_([int(owner) for owner in owing]))
    ).all()

    def of(what: What, home: int) -> int:
        return found.get((what, Account.HOUSEHOLD, str(home)), 0)

    return tuple(
        HouseholdMoney(
            building,
            unit,
            room,
            of(What.ORDERED, home),
            of(What.SHORT, home),
            of(What.SUBSTITUTED, home),
            -of(What.PAID, home) - of(What.CHANGE, home),
            owing[str(home)],
        )
        for home, building, unit, room in sorted(doors, key=lambda row: door_order(row[1], row[2], row[3]))
    )


def _bags(session: Session, sale: Sale, found: ledger.Totals) -> tuple[BagMoney, ...]:
    """In the order of the workers' names."""
    names = {
        str(one.id): one.name for one in session.scalars(select(Worker).where(Worker.community_id == sale.community_id))
    }

    def of(what: What, owner: str) -> int:
        return found.get((what, Account.BAG, owner), 0)

    return tuple(
        BagMoney(
            names.get(owner, owner),
            of(What.PAID, owner) + of(What.CHANGE, owner),
            -of(What.HANDED_IN, owner),
            balance,
        )
        for owner, balance in sorted(balances(found, Account.BAG).items(), key=lambda one: names.get(one[0], one[0]))
    )


def _supplier(found: ledger.Totals, name: str, difference: int) -> SupplierMoney:
    billed = found.get((What.BILLED, Account.SALES, name))
    charged = -sum(found.get((what, Account.SALES, name), 0) for what in CHARGES)
    paid = found.get((What.SUPPLIER_PAID, Account.SUPPLIER, name), 0)
    return SupplierMoney(name, charged, billed, difference if billed is not None else 0, paid)


def give_change(session: Session, sale: Sale, household: int, worker: Worker, fen: int, now: datetime) -> int:
    """Change given back out of a bag; the entry's number. Refused for more than is owed to the household."""
    balance = ledger.owed(session, sale.id, [household])[household]
    if fen > -balance:
        raise Refused(f"that is more than is owed to this household: {max(0, -balance)} fen")
    moves = between(Account.HOUSEHOLD, household, Account.BAG, worker.id, fen)
    return ledger.book(session, sale.id, [Booking(What.CHANGE, moves)], now)[0]


def hand_in(session: Session, sale: Sale, worker: Worker, fen: int, now: datetime) -> int:
    """A bag was counted and handed in to the office; the entry's number."""
    moves = between(Account.OFFICE, "", Account.BAG, worker.id, fen)
    return ledger.book(session, sale.id, [Booking(What.HANDED_IN, moves)], now)[0]


def bill(session: Session, sale: Sale, supplier: str, fen: int, now: datetime) -> int:
    """A supplier's bill; the entry's number. Refused where it has sold nothing in this sale."""
    _know(session, sale, supplier)
    moves = between(Account.SALES, supplier, Account.SUPPLIER, supplier, fen)
    return ledger.book(session, sale.id, [Booking(What.BILLED, moves)], now)[0]


def pay_supplier(session: Session, sale: Sale, supplier: str, fen: int, now: datetime) -> int:
    """A supplier was paid out of the office's cash box; the entry's number."""
    _know(session, sale, supplier)
    moves = between(Account.SUPPLIER, supplier, Account.OFFICE, "", fen)
    return ledger.book(session, sale.id, [Booking(What.SUPPLIER_PAID, moves)], now)[0]


def write_off(session: Session, sale: Sale, account: Account, owner: str, why: str, now: datetime) -> tuple[int, int]:
    """What is still open of an account is settled as lost, or found; the entry's number and the fen. Refused where nothing is.

    The account is a household's, a worker's bag or a supplier's sales, by its owner in the ledger.
    """
    if not why.strip():
        raise Refused("a write-off needs its reason: --why")
    open_fen = balances(ledger.totals(session, sale.id), account).get(owner, 0)
    if not open_fen:
        raise Refused("nothing is open there")
    moves = between(Account.LOST, "", account, owner, open_fen)
    booking = Booking(What.WRITTEN_OFF, moves, note=why.strip())
    return ledger.book(session, sale.id, [booking], now)[0], open_fen


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the money of a sale does not agree: which account, whose, and by how many fen."""

    account: Account
    whose: str
    fen: int


def gaps_of(found: SaleMoney) -> list[Gap]:
    """Every household that owes or is owed, every bag that is not empty, every bill that is not what was charged."""
    homes = (
        Gap(Account.HOUSEHOLD, short_door(one.building, one.unit, one.room), one.balance) for one in found.households
    )
    bags = (Gap(Account.BAG, one.worker, one.balance) for one in found.bags)
    bills = (Gap(Account.SALES, one.supplier, one.difference) for one in found.suppliers)
    return [gap for gap in (*homes, *bags, *bills) if gap.fen]


def _know(session: Session, sale: Sale, supplier: str) -> None:
    known = sorted(balances(ledger.totals(session, sale.id), Account.SALES))
    if supplier not in known:
        raise Refused(f"{supplier!r} has sold nothing in {sale.name}; there is {', '.join(known) or 'nobody'}")


def entries_of(session: Session, sale: Sale) -> list[Entry]:
    """Every entry of a sale, the oldest first."""
    return list(session.scalars(select(Entry).where(Entry.sale_id == sale.id).order_by(Entry.id)))

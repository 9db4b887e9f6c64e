"""What the office's pages read of the goods of a sale: counts and shares, questions, waves, entries with their accounts."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.refusals import Refused
from models import Building, Entry, Household, Order, Posting, Sale, SaleSet, Settlement, Substitution, Wave, Worker
from services.accounts.ledger import Account
from services.goods import arrivals, settling
from services.goods.goods import Question, questions
from services.goods.settling import Shares


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far a sale's goods are: what is counted and offered instead, by the set's number; `shares` once all is counted.

    `seen` stands for exactly these shares: who settles says which ones they were shown.
    """

    sets: Mapping[int, SaleSet]
    counts: Mapping[int, int]
    instead: Mapping[int, Substitution]
    settlement: Settlement | None
    shares: Shares | None
    questions: Sequence[Question]

    @property
    def seen(self) -> str:
        """A hash of who gets how much, and what is offered instead."""
        if self.shares is None:
            return ""
        cuts = [(cut.line.line_id, cut.got) for cut in self.shares.cuts]
        instead = sorted((set_id, one.id) for set_id, one in self.shares.instead.items())
        pieces = [(one.offer.id, one.ordered, one.arrived) for one in self.shares.sets]
        return hashlib.sha256(repr((cuts, instead, pieces)).encode()).hexdigest()[:16]


def arrival_of(session: Session, sale: Sale) -> Arrival:
    """How far the goods of this sale are."""
    sets = arrivals.sets_of(session, sale.id)
    counts, offered = arrivals.counted(session, sale.id), settling.substitutions(session, sale.id)
    try:
        shares = settling.shares_of(session, sale)
    except Refused:  # not closed yet, not all counted, or settled
        shares = None
    return Arrival(
        sets,
        {number: counts[one.id] for number, one in sets.items() if one.id in counts},
        {number: offered[one.id] for number, one in sets.items() if one.id in offered},
        arrivals.settlement_of(session, sale.id),
        shares,
        questions(session, of=Order.sale_id == sale.id),
    )


def waves_of(session: Session, sale_id: int) -> Sequence[Wave]:
    """The waves of a sale, planned and called, by their number."""
    return session.scalars(select(Wave).where(Wave.sale_id == sale_id).order_by(Wave.number)).all()


def staff_of(session: Session, sale: Sale) -> Sequence[Worker]:
    """Everybody of the staff, by name; before all others whoever has had money of the sale in their bag."""
    bags = select(Posting.owner).join(Entry, Entry.id == Posting.entry_id)
    theirs = set(session.scalars(bags.where(Entry.sale_id == sale.id, Posting.account == Account.BAG.value)))
    staff = session.scalars(select(Worker).where(Worker.community_id == sale.community_id).order_by(Worker.name))
    return sorted(staff, key=lambda one: str(one.id) not in theirs)


@dataclass(frozen=True, slots=True)
class Booked:
    """Fen that came to an account, or left it (negative). `owner`: a door, a name of the staff, a supplier, or nothing."""

    account: str
    owner: tuple[str, ...]
    fen: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the ledger with its postings; `corrects` is the entry that it takes back."""

    id: int
    what: str
    at: datetime
    note: str
    corrects: int | None
    is_taken_back: bool
    postings: tuple[Booked, ...]


def entry_rows(session: Session, sale: Sale) -> list[EntryRow]:
    """Every entry of a sale, the newest first."""
    entries = session.scalars(select(Entry).where(Entry.sale_id == sale.id).order_by(Entry.id.desc())).all()
    names = _owners(session, sale)
    postings: defaultdict[int, list[Booked]] = defaultdict(list)
    theirs = select(Posting).join(Entry, Entry.id == Posting.entry_id).where(Entry.sale_id == sale.id)
    for one in session.scalars(theirs.order_by(Posting.id)):
        owner = names.get((one.account, one.owner), (one.owner,) if one.owner else ())
        postings[one.entry_id].append(Booked(one.account, owner, one.fen))
    corrected = {one.corrects_id for one in entries}
    return [
        EntryRow(one.id, one.what, one.at, one.note, one.corrects_id, one.id in corrected, tuple(postings[one.id]))
        for one in entries
    ]


def _owners(session: Session, sale: Sale) -> dict[tuple[str, str], tuple[str, ...]]:
    doors = session.execute(
        select(Household.id, Building.name, Household.unit, Household.room)
        .join(Building, Building.id == Household.building_id)
        .where(Household.id.in_(select(Order.household_id).where(Order.sale_id == sale.id)))
    )
    found = {(Account.HOUSEHOLD.value, str(row[0])): tuple(row[1:]) for row in doors}
    return found | {(Account.BAG.value, str(one.id)): (one.name,) for one in staff_of(session, sale)}

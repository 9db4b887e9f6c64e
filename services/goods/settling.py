"""Settles a sale: shares out what has arrived, once; who gets less is asked about the substitute, or told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.announcements import By
from domain.fair_shares import Wish, share
from domain.life_cycles import OrderState
from domain.refusals import Refused
from models import Community, OrderLine, Sale, SaleSet, Settlement, Substitution, SubstitutionAnswer
from services.accounts import ledger
from services.accounts.ledger import Booking, What
from services.batches import change_rows
from services.day.steps import plan_of
from services.goods.arrivals import OrderedLine, counted, ordered_lines, refuse_settled, sets_of
from services.goods.order_notices import ORDER_CHANGE, SUBSTITUTION, plan_notices
from services.goods.routes import send_to_route
from services.life_cycles import move_orders

ANSWER_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SetShares:
    """One set as it is shared out: pieces ordered, arrived, given, and left over; what is offered instead, if anything."""

    offer: SaleSet
    ordered: int
    arrived: int
    instead: Substitution | None

    @property
    def given(self) -> int:
        """As many as there are, and nobody gets more than was ordered."""
        return min(self.ordered, self.arrived)

    @property
    def short(self) -> int:
        """Pieces that are missing."""
        return self.ordered - self.given


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that gets `got` of what was ordered."""

    line: OrderedLine
    got: int

    @property
    def short(self) -> int:
        """Pieces it does not get; of a line, at least one."""
        return self.line.quantity - self.got


@dataclass(frozen=True, slots=True)
class Shares:
    """How a sale is shared out, or would be."""

    sets: tuple[SetShares, ...]
    cuts: tuple[Cut, ...]
    lines: tuple[OrderedLine, ...]

    @property
    def instead(self) -> dict[int, Substitution]:
        """What is offered in place of a set, by the set's id."""
        return {one.offer.id: one.instead for one in self.sets if one.instead is not None}


def shares_of(session: Session, sale: Sale) -> Shares:
    """How the goods are shared out by what is counted now. Refused before the cut-off, once settled, and with counts missing."""
    refuse_settled(session, sale)
    lines, counts, sets = ordered_lines(session, sale.id), counted(session, sale.id), sets_of(session, sale.id)
    of_set: defaultdict[int, list[OrderedLine]] = defaultdict(list)
    for line in lines:
        of_set[line.set_id].append(line)
    missing = [f"{number} {one.name_zh}" for number, one in sets.items() if of_set[one.id] and one.id not in counts]
    if missing:
        raise Refused(f"not counted yet: {', '.join(missing)}; enter them: linli arrival {sale.name} SET=COUNT")
    offered = substitutions(session, sale.id)
    shared = tuple(
        SetShares(one, sum(line.quantity for line in of_set[one.id]), counts[one.id], offered.get(one.id))
        for one in sets.values()
        if of_set[one.id]
    )
    cuts = tuple(cut for one in shared if one.short for cut in _cuts(of_set[one.offer.id], one.arrived))
    return Shares(shared, cuts, tuple(lines))


def _cuts(lines: Sequence[OrderedLine], pieces: int) -> list[Cut]:
    got = share(
        [Wish(one.order_id, one.household_id, one.quantity, one.placed_at, one.verified) for one in lines], pieces
    )
    return [Cut(one, got[one.order_id]) for one in lines if got[one.order_id] < one.quantity]


def substitutions(session: Session, sale_id: int) -> dict[int, Substitution]:
    """What is offered in place of each set, by the set's id: the newest offer."""
    rows = session.scalars(
        select(Substitution)
        .join(SaleSet, SaleSet.id == Substitution.set_id)
        .where(SaleSet.sale_id == sale_id)
        .order_by(Substitution.id)
    )
    return {row.set_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Instead:
    """A substitute for a set, by the set's number: its price in fen a piece, and how many pieces there are."""

    number: int
    name_zh: str
    name_en: str
    price_fen: int
    pieces: int


def offer_instead(session: Session, sale: Sale, instead: Instead, now: datetime) -> Substitution:
    """Offer it to whoever gets too little of the set. The caller holds the sale. Refused where it costs more than the set."""
    refuse_settled(session, sale)
    sets = sets_of(session, sale.id)
    offer = sets.get(instead.number)
    if offer is None:
        raise Refused(f"{sale.name} has no set {instead.number}; it has {', '.join(map(str, sets))}")
    if instead.price_fen > offer.price_fen:
        raise Refused(
            f"a substitute costs the same or less: {offer.name_zh} is {offer.price_fen} fen, this {instead.price_fen}"
        )
    row = Substitution(
        set_id=offer.id,
        name_zh=instead.name_zh,
        name_en=instead.name_en,
        price_fen=instead.price_fen,
        pieces=instead.pieces,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def settle(session: Session, sale: Sale, now: datetime, within: timedelta = ANSWER_WITHIN) -> Shares:
    """Share out what has arrived, take it off what households owe, and ask or tell those who get less.

    The caller holds the sale; a second one finds it settled and is Refused. Orders that are asked stay closed until
    the substitutes are shared out too.
    """
    shares = shares_of(session, sale)
    change_rows(session, OrderLine, [{"id": cut.line.line_id, "short": cut.short} for cut in shares.cuts])
    ledger.book(session, sale.id, _taken_off(shares.cuts), now)
    asked = _ask(session, shares)
    until = _answers_until(session, sale, now, within) if asked else now
    session.add(Settlement(sale_id=sale.id, at=now, answers_until=until, shared_at=None if asked else now))
    cut = {one.line.order_id for one in shares.cuts}
    plan_notices(session, sorted(asked), SUBSTITUTION, By.BOTH, now, until)
    plan_notices(session, sorted(cut - asked), ORDER_CHANGE, By.BOTH, now)
    release(session, sale, {one.order_id for one in shares.lines} - asked, now)
    return shares


def _answers_until(session: Session, sale: Sale, now: datetime, within: timedelta) -> datetime:
    """Nobody is asked at night: who has the time of an answer has it by day."""
    community = session.get_one(Community, sale.community_id)
    return plan_of(community).due_after(now, within, community.timezone)


def _taken_off(cuts: Sequence[Cut]) -> list[Booking]:
    costs: defaultdict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for cut in cuts:
        costs[cut.line.order_id, cut.line.household_id].append((cut.line.supplier, -cut.short * cut.line.price_fen))
    return [
        Booking(What.SHORT, ledger.goods(household, theirs), key=f"short:{order}")
        for (order, household), theirs in costs.items()
    ]


def _ask(session: Session, shares: Shares) -> set[int]:
    """The orders that are asked whether they take the substitute: one question for each set that is short."""
    instead = shares.instead
    rows = [
        SubstitutionAnswer(substitution_id=instead[cut.line.set_id].id, order_id=cut.line.order_id, pieces=cut.short)
        for cut in shares.cuts
        if cut.line.set_id in instead and instead[cut.line.set_id].pieces
    ]
    session.add_all(rows)
    session.flush()
    return {row.order_id for row in rows}


def release(session: Session, sale: Sale, orders: Iterable[int], now: datetime) -> None:
    """What these orders get is certain: they wait to be called down, or are dropped where nothing came for them."""
    kept = pieces_of(session, orders)
    move_orders(session, [order for order, pieces in kept.items() if not pieces], OrderState.DROPPED, now)
    move_orders(session, [order for order, pieces in kept.items() if pieces], OrderState.WAITING, now)
    send_to_route(session, sale, now)


def pieces_of(session: Session, orders: Iterable[int]) -> Mapping[int, int]:
    """How many pieces each order gets, substitutes among them."""
    wanted = list(orders)
    pieces: dict[int, int] = dict.fromkeys(wanted, 0)
    lines: Any = select(OrderLine.order_id, OrderLine.quantity - OrderLine.short).where(
        OrderLine.order_id.in_(wanted), OrderLine.dropped.is_(False)
    )
    granted: Any = select(SubstitutionAnswer.order_id, SubstitutionAnswer.granted).where(
        SubstitutionAnswer.order_id.in_(wanted)
    )
    for query in (lines, granted):
        for order, count in session.execute(query):
            pieces[order] += count
    return pieces

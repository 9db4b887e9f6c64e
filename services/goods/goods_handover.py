"""Goods are handed over and ticked by door, with what was paid: many doors at once, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.life_cycles import ORDER, OrderState
from domain.refusals import Refused
from models import Order, Sale, Worker
from services.accounts import ledger
from services.accounts.ledger import Account, Booking, What, between
from services.life_cycles import By, move_orders
from services.roster.residents import find_residents


@dataclass(frozen=True, slots=True)
class Tick:
    """A door, and what was paid there in fen; None: nothing was said of money."""

    door: str
    paid: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What a door owes now, in fen; negative: change is owed to it."""

    door: str
    household_id: int
    balance: int


def hand_over(
    session: Session, sale: Sale, ticks: Sequence[Tick], worker: Worker | None, now: datetime
) -> list[Handed]:
    """Tick these doors. Refused names every door that cannot be ticked, and why; then nothing is ticked."""
    wrong: list[str] = []
    handed: list[tuple[Tick, int]] = []
    by = By("worker", worker.id) if worker else By("office")
    for tick in ticks:
        try:
            handed.append((tick, _tick(session, sale, tick.door, now, by)))
        except Refused as refused:
            wrong.append(f"{tick.door}: {refused}" if tick.door not in str(refused) else str(refused))
    if any(tick.paid is not None for tick in ticks) and worker is None:
        wrong.append("whose bag is the money in? --by NAME")
    if wrong:
        raise Refused("nothing was ticked:\n" + "\n".join(f"  {one}" for one in wrong))
    if worker is not None:
        paid = [
            Booking(What.PAID, between(Account.BAG, worker.id, Account.HOUSEHOLD, home, tick.paid))
            for tick, home in handed
            if tick.paid
        ]
        ledger.book(session, sale.id, paid, now)
    balances = ledger.owed(session, sale.id, [home for _, home in handed])
    return [Handed(tick.door, home, balances[home]) for tick, home in handed]


def _tick(session: Session, sale: Sale, door: str, now: datetime, by: By) -> int:
    """The household whose orders are handed over now; a second clerk waits for the first, and is Refused."""
    home = household_at(session, sale, door)
    orders = _orders(session, sale, home)
    ready = [order.id for order in orders if order.state in ORDER.before(OrderState.HANDED_OVER)]
    if not ready:
        states = {order.state for order in orders}
        if OrderState.HANDED_OVER in states:
            raise Refused("is ticked already")
        raise Refused(f"nothing can be handed over there: {', '.join(sorted(states)) or 'no order'}")
    move_orders(session, ready, OrderState.HANDED_OVER, now, by)
    session.execute(update(Order).where(Order.id.in_(ready)).values(handed_at=now))
    return home


def household_at(session: Session, sale: Sale, door: str) -> int:
    """The household behind a door written 3-1-1504. UnknownName where the roster has none."""
    return household_behind(session, sale.community_id, door)


def household_behind(session: Session, community_id: int, door: str) -> int:
    """The same, by the community."""
    return find_residents(session, community_id, door, None)[0].household_id


def orders_of(session: Session, sale: Sale, household: int) -> list[int]:
    """The household's orders of a sale, held."""
    return [order.id for order in _orders(session, sale, household)]


def _orders(session: Session, sale: Sale, household: int) -> Sequence[Order]:
    theirs = select(Order).where(Order.sale_id == sale.id, Order.household_id == household).order_by(Order.id)
    return session.scalars(theirs.with_for_update().execution_options(populate_existing=True)).all()


def take_tick_back(session: Session, sale: Sale, door: str, now: datetime, by: By) -> None:
    """It was the wrong door: its goods wait again. What was booked as paid is taken back by its entry."""
    home = household_at(session, sale, door)
    handed = [order.id for order in _orders(session, sale, home) if order.state == OrderState.HANDED_OVER]
    if not move_orders(session, handed, OrderState.WAITING, now, by):
        raise Refused(f"{door} is not ticked")
    session.execute(update(Order).where(Order.id.in_(handed)).values(handed_at=None))

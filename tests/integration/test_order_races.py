"""The last pieces, wanted by many at once: never sold twice, nobody waits for ever, and what is stored is what was told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState
from ivr.events import Ordered
from ivr.events import OrderLine as Wanted
from ivr.facts import CallState
from models import Building, Household, Order, OrderLine, Sale, SaleSet
from services.accounts import ledger
from services.calling.speaking import Speaking
from services.sales import offers, orders
from services.sales.cut_off import close_due_sales
from services.sales.orders import SoldOutError
from services.sales.sale_lines import lines_of_sale
from tests.integration.outgoing import MORNING
from tests.web.village import Village

BUYERS = 12
ERRANDS = 6
STOCK = {1: 5, 2: 7, 3: 9}
LIMIT = 3


@dataclass
class Buyer:
    """A household that orders, changes and cancels; `mine` is what it was told that it has, by set."""

    engine: Engine
    community: int
    door: int
    chance: Random
    mine: Counter[int] = field(default_factory=Counter)
    refused: int = 0

    def speaking(self, session: Session, door: int | None = None) -> Speaking:
        """A telephone on file for its door."""
        state = CallState("order.place", community=self.community, household=door or self.door, verified=True)
        return Speaking(session, state, f"CA{door or self.door}", "", MORNING)

    def goes(self, start: Barrier) -> None:
        """All its errands, begun together with everybody else's."""
        start.wait()
        for _ in range(ERRANDS):
            try:
                self.chance.choice((self.orders, self.orders, self.changes, self.cancels))()
            except SoldOutError:
                self.refused += 1

    def orders(self) -> None:
        """One or two sets more, in any order."""
        self._store(Counter(self._wanted()), replaces=False)

    def takes_one(self, number: int) -> None:
        """A piece of this set more, if it is still to be had."""
        try:
            self._store(Counter({number: 1}), replaces=False)
        except SoldOutError:
            self.refused += 1

    def changes(self) -> None:
        """Other sets in place of what it has."""
        self._store(Counter(self._wanted()), replaces=True)

    def cancels(self) -> None:
        """Nothing any more."""
        with Session(self.engine) as session, session.begin():
            orders.cancel(self.speaking(session))
        self.mine.clear()

    def _wanted(self) -> dict[int, int]:
        return {number: self.chance.randint(1, 2) for number in self.chance.sample(list(STOCK), k=2)}

    def _store(self, wanted: Counter[int], *, replaces: bool) -> None:
        lines = tuple(Wanted(number, quantity) for number, quantity in wanted.items())
        with Session(self.engine) as session, session.begin():
            orders.order(self.speaking(session), Ordered(lines, replaces))
        self.mine = wanted if replaces else self.mine + wanted


@pytest.fixture
def buyers(engine: Engine, village: Village) -> list[Buyer]:
    """Twelve doors, and fewer pieces than they want."""
    with Session(engine) as session, session.begin():
        for number, stock in STOCK.items():
            session.execute(update(SaleSet).where(SaleSet.number == number).values(stock=stock, limit=LIMIT))
        building = session.scalars(select(Building.id).where(Building.name == "5")).one()
        doors = [
            Household(community_id=village.community, building_id=building, unit="9", room=str(100 + number))
            for number in range(BUYERS)
        ]
        session.add_all(doors)
        session.flush()
        return [Buyer(engine, village.community, door.id, Random(at)) for at, door in enumerate(doors)]


def sold(engine: Engine) -> dict[int, int]:
    """The pieces of each set in orders that stand."""
    with Session(engine) as session:
        rows = session.execute(
            select(SaleSet.number, func.sum(OrderLine.quantity))
            .join(OrderLine, OrderLine.set_id == SaleSet.id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.state == OrderState.PLACED)
            .group_by(SaleSet.number)
        )
        return {number: int(pieces) for number, pieces in rows}


def held(engine: Engine, door: int) -> Counter[int]:
    """What is stored for a door."""
    with Session(engine) as session:
        rows = session.execute(
            select(SaleSet.number, OrderLine.quantity)
            .join(OrderLine, OrderLine.set_id == SaleSet.id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.household_id == door, Order.state == OrderState.PLACED)
        )
        return Counter(dict(rows.all()))


def oversold(engine: Engine) -> dict[int, int]:
    """Sets of which more is sold than there is."""
    return {number: pieces for number, pieces in sold(engine).items() if pieces > STOCK[number]}


def test_twelve_households_at_once_are_sold_no_piece_twice(engine: Engine, buyers: list[Buyer]) -> None:
    start = Barrier(BUYERS)
    with ThreadPoolExecutor(BUYERS) as pool:
        for done in [pool.submit(buyer.goes, start) for buyer in buyers]:
            done.result(timeout=60)
    assert oversold(engine) == {}
    assert sold(engine) != {}
    assert sum(buyer.refused for buyer in buyers) > 0
    for buyer in buyers:
        assert held(engine, buyer.door) == buyer.mine
        assert all(quantity <= LIMIT for quantity in buyer.mine.values())


def test_who_looks_before_and_takes_without_looking_again_would_sell_twice(
    engine: Engine, buyers: list[Buyer], village: Village
) -> None:
    """The negative control: the same checks find a buyer who trusts what was read before the confirm."""
    looked = Barrier(BUYERS)

    def trusts(buyer: Buyer) -> None:
        with Session(engine) as session, session.begin():
            offer = session.scalars(select(SaleSet).where(SaleSet.number == 1)).one()
            is_left = offers.pieces_ordered(session, village.sale).get(offer.id, 0) < STOCK[1]
            offer_id = offer.id
        looked.wait()
        if is_left:
            with Session(engine) as session, session.begin():
                order = Order(sale_id=village.sale, household_id=buyer.door, placed_at=MORNING)
                session.add(order)
                session.flush()
                session.add(OrderLine(order_id=order.id, set_id=offer_id, quantity=1))

    with ThreadPoolExecutor(BUYERS) as pool:
        list(pool.map(trusts, buyers))
    assert oversold(engine) == {1: BUYERS}


def test_an_order_at_the_cut_off_counts_or_is_refused_and_never_half(engine: Engine, buyers: list[Buyer]) -> None:
    """Whoever was told that it is ordered is charged for just that; nothing is taken from a sale that is closed."""
    start = Barrier(BUYERS + 1)
    with Session(engine) as session:
        cut_off = session.scalars(select(Sale.cutoff_at)).one()
        price = {one.number: one.price_fen for one in session.scalars(select(SaleSet))}

    def buys(buyer: Buyer) -> None:
        start.wait()
        for number in STOCK:
            buyer.takes_one(number)

    def closes() -> None:
        start.wait()
        closed = 0
        while not closed:  # as each round does; a sale that somebody orders from at this moment is left to the next
            with Session(engine) as session, session.begin():
                closed = close_due_sales(session, cut_off)

    with ThreadPoolExecutor(BUYERS + 1) as pool:
        for done in [pool.submit(closes), *(pool.submit(buys, buyer) for buyer in buyers)]:
            done.result(timeout=60)
    with Session(engine) as session:
        sale = session.scalars(select(Sale)).one()
        assert set(session.scalars(select(Order.state))) <= {OrderState.CLOSED}
        lines = Counter[int]()
        for line in lines_of_sale(session, sale.id):
            lines[line.household_id] += line.quantity * line.price_fen
        told = {buyer.door: sum(price[number] * pieces for number, pieces in buyer.mine.items()) for buyer in buyers}
        assert {buyer.door: lines[buyer.door] for buyer in buyers} == told
        assert ledger.owed(session, sale.id, list(told)) == told


def test_two_telephones_of_one_door_that_order_at_once_both_count(engine: Engine, buyers: list[Buyer]) -> None:
    start = Barrier(3)
    twins = [Buyer(engine, buyers[0].community, buyers[0].door, Random(0)) for _ in range(3)]

    def takes_one(number: int) -> None:
        start.wait()
        with Session(engine) as session, session.begin():
            orders.order(twins[number - 1].speaking(session), Ordered((Wanted(number, 1),)))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(takes_one, STOCK))
    assert held(engine, buyers[0].door) == Counter({1: 1, 2: 1, 3: 1})


def in_turn(buyers: list[Buyer], *, holding: bool) -> None:
    """Two chains order for two doors each, one set after the other, in opposite orders."""
    between = Barrier(2)

    def chain(at: int) -> None:
        numbers, doors = ((1, 2), buyers[:2]) if at == 0 else ((2, 1), buyers[2:4])
        with Session(buyers[0].engine) as session, session.begin():
            if holding:
                orders.hold_sale(session, buyers[0].community, MORNING)
            for number, buyer in zip(numbers, doors, strict=True):
                orders.order(buyer.speaking(session), Ordered((Wanted(number, 1),)))
                if not holding and number == numbers[0]:
                    between.wait()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(chain, range(2)))


def test_two_chains_of_several_doors_never_wait_for_each_other(engine: Engine, buyers: list[Buyer]) -> None:
    in_turn(buyers, holding=True)
    assert sold(engine) == {1: 2, 2: 2}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_two_chains_that_do_not_hold_the_sale_would_wait_for_each_other(engine: Engine, buyers: list[Buyer]) -> None:
    with pytest.raises(OperationalError):
        in_turn(buyers, holding=False)

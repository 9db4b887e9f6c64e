"""Whatever households, office, workers and suppliers do in a sale: no fen appears or vanishes, no piece either, and shares are fair.

What each household owes and each bag holds is kept a second time, by hand, beside the ledger.
"""

from collections import Counter
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.life_cycles import AFTER_CUT_OFF
from domain.refusals import Refused
from ivr.events import Ordered, OrderLine
from ivr.facts import CallState
from models import Order, Posting, Sale, SaleSet, SubstitutionAnswer, Worker
from models import OrderLine as Line
from services.accounts import ledger, money
from services.accounts.ledger import Account
from services.calling.speaking import Speaking
from services.goods import arrivals, goods_handover, settling, substitutions
from services.goods.goods_handover import Tick
from services.goods.settling import Instead
from services.life_cycles import By
from services.sales import orders
from services.sales.cut_off import close_due_sales
from tests.web.conftest import MORNING
from tests.web.village import settle

DOORS = {"wang": "3-1-1504", "couple": "3-1-1503", "family": "3-2-301", "digits": "5-301", "first": "5-302"}
CAPPED, STOCK = 3, 3  # a set of which there are so many
SUPPLIER = "中百"
DOOR = st.sampled_from(sorted(DOORS))
WHO = st.sampled_from(["worker", "cadre"])
FEN = st.integers(1, 20_000)
OFFICE = By("office")


class RandomSale(RuleBasedStateMachine):
    """A sale from its first order to the last fen."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.sids = count(1)
        self.now = MORNING
        self.session = Session(engine)
        self.village = settle(self.session, self.now)
        self.paid: Counter[str] = Counter()  # by door, less change
        self.bags: Counter[str] = Counter()
        self.undoable: dict[int, tuple[Counter[str], Counter[str]]] = {}  # by entry: what it changed
        self.written_off: Counter[str] = Counter()

    @initialize(wishes=st.lists(st.tuples(DOOR, st.integers(1, 3), st.integers(1, 3)), min_size=6, max_size=12))
    def opens(self, wishes: list[tuple[str, int, int]]) -> None:
        """One set is scarce, and the first households have ordered."""
        self.session.scalars(select(SaleSet).where(SaleSet.number == CAPPED)).one().stock = STOCK
        for door, number, quantity in wishes:
            self.orders(door, number, quantity, replaces=False)

    def teardown(self) -> None:
        """Nothing was committed: the next run begins with an empty database."""
        self.session.rollback()
        self.session.close()

    @property
    def sale(self) -> Sale:
        """Held, as every command holds it."""
        return arrivals.hold_sale(self.session, self.village.community, "周六")

    def is_closed(self) -> bool:
        """Whether the cut-off has passed."""
        return self.session.get_one(Sale, self.village.sale).closed_at is not None

    def is_settled(self) -> bool:
        """Whether the goods are shared out."""
        return arrivals.settlement_of(self.session, self.village.sale) is not None

    def speaking(self, door: str) -> Speaking:
        """A telephone on file for the door."""
        state = CallState(
            "order.quantity", community=self.village.community, household=self.village.doors[door], verified=True
        )
        return Speaking(self.session, state, f"CA{next(self.sids)}", "", self.now)

    def worker(self, who: str) -> Worker:
        """One of the staff."""
        return self.session.get_one(Worker, self.village.workers[who])

    # ---------------------------------------------------------------- before the cut-off

    @precondition(lambda self: not self.is_closed())
    @rule(door=DOOR, number=st.integers(1, 3), quantity=st.integers(1, 3), replaces=st.booleans())
    def orders(self, door: str, number: int, quantity: int, replaces: bool) -> None:
        """A household orders, or changes what it ordered; of the scarce set there may not be enough."""
        self.now += timedelta(seconds=7)
        try:
            with self.session.begin_nested():
                orders.order(self.speaking(door), Ordered((OrderLine(number, quantity),), replaces=replaces))
        except orders.SoldOutError:
            return

    @precondition(lambda self: not self.is_closed())
    @rule(door=DOOR)
    def cancels(self, door: str) -> None:
        """A household cancels."""
        orders.cancel(self.speaking(door))

    @precondition(lambda self: not self.is_closed())
    @rule()
    def closes(self) -> None:
        """The cut-off."""
        self.now = MORNING + timedelta(hours=1, minutes=1)
        assert close_due_sales(self.session, self.now) == 1

    # ---------------------------------------------------------------- the goods

    @precondition(lambda self: self.is_closed() and not self.is_settled())
    @rule(pieces=st.tuples(*[st.integers(0, 6)] * 3), instead=st.integers(0, 4))
    def arrives(self, pieces: tuple[int, int, int], instead: int) -> None:
        """Too few pieces, or too many; something else may be offered for the second set."""
        arrivals.enter_counts(self.session, self.sale, dict(enumerate(pieces, 1)), self.now)
        if instead:
            settling.offer_instead(self.session, self.sale, Instead(2, "白萝卜", "Radish", 550, instead), self.now)
        settling.settle(self.session, self.sale, self.now)

    @precondition(lambda self: self.is_settled())
    @rule(which=st.integers(0, 9), wants=st.booleans())
    def answers(self, which: int, wants: bool) -> None:
        """A household takes the substitute or leaves it, perhaps too late."""
        asked = self.session.scalars(select(SubstitutionAnswer.id).order_by(SubstitutionAnswer.id)).all()
        if asked:
            substitutions.answer(self.session, asked[which % len(asked)], wants, "keypad", self.now)

    @precondition(lambda self: self.is_settled())
    @rule(minutes=st.integers(1, 70))
    def time_passes(self, minutes: int) -> None:
        """Substitutes are shared out once all have answered or the time is over."""
        self.now += timedelta(minutes=minutes)
        substitutions.share_due(self.session, self.now)

    # ---------------------------------------------------------------- the money

    @precondition(lambda self: self.is_settled())
    @rule(door=DOOR, who=WHO, fen=FEN)
    def hands_over(self, door: str, who: str, fen: int) -> None:
        """Goods are handed over, and something is paid: what is owed, less or more."""
        try:
            goods_handover.hand_over(self.session, self.sale, [Tick(DOORS[door], fen)], self.worker(who), self.now)
        except Refused:
            return
        self.note({door: fen}, {who: fen})

    @precondition(lambda self: self.is_settled())
    @rule(door=DOOR)
    def ticks_back(self, door: str) -> None:
        """It was the wrong door; the money stays booked until its entry is taken back."""
        try:
            goods_handover.take_tick_back(self.session, self.sale, DOORS[door], self.now, OFFICE)
        except Refused:
            return

    @precondition(lambda self: self.is_settled())
    @rule(door=DOOR, who=WHO, fen=FEN)
    def gives_change(self, door: str, who: str, fen: int) -> None:
        """Change, never more than is owed."""
        try:
            money.give_change(self.session, self.sale, self.village.doors[door], self.worker(who), fen, self.now)
        except Refused:
            return
        self.note({door: -fen}, {who: -fen})

    @precondition(lambda self: self.is_closed())
    @rule(who=WHO, fen=FEN)
    def hands_in(self, who: str, fen: int) -> None:
        """A bag is counted: rightly or not."""
        money.hand_in(self.session, self.sale, self.worker(who), fen, self.now)
        self.note({}, {who: -fen})

    @precondition(lambda self: self.is_closed())
    @rule(fen=FEN, pays=st.booleans())
    def supplier(self, fen: int, pays: bool) -> None:
        """A bill, or its payment; nothing of it touches a household or a bag."""
        try:
            (money.pay_supplier if pays else money.bill)(self.session, self.sale, SUPPLIER, fen, self.now)
        except Refused:  # nobody has ordered
            return
        self.note({}, {})

    def note(self, paid: dict[str, int], bags: dict[str, int]) -> None:
        """Keep by hand what the newest entry did."""
        change = Counter(paid), Counter(bags)
        self.paid.update(change[0])
        self.bags.update(change[1])
        self.undoable[money.entries_of(self.session, self.sale)[-1].id] = change

    @precondition(lambda self: self.undoable)
    @rule(which=st.integers(0, 20))
    def undoes(self, which: int) -> None:
        """An entry is taken back by another, once."""
        entry = sorted(self.undoable)[which % len(self.undoable)]
        ledger.take_back(self.session, self.village.sale, entry, "x", self.now)
        paid, bags = self.undoable.pop(entry)
        self.paid.subtract(paid)
        self.bags.subtract(bags)

    @precondition(lambda self: self.is_closed())
    @rule(door=DOOR)
    def writes_off(self, door: str) -> None:
        """What a household owes, or is owed, is settled."""
        home = str(self.village.doors[door])
        try:
            _, fen = money.write_off(self.session, self.sale, Account.HOUSEHOLD, home, "x", self.now)
        except Refused:
            return
        self.written_off[door] += fen

    # ---------------------------------------------------------------- what always holds

    @invariant()
    def every_entry_adds_up_to_nothing(self) -> None:
        """Double entry."""
        sums = select(func.sum(Posting.fen)).group_by(Posting.entry_id)
        assert set(self.session.scalars(sums)) <= {0}

    @invariant()
    def each_household_owes_what_it_gets_less_what_it_paid(self) -> None:
        """By the order's lines and by hand, not by the ledger."""
        due = self.due() if self.is_closed() else Counter()
        homes = {home: door for door, home in self.village.doors.items()}
        owed = ledger.owed(self.session, self.village.sale, list(homes))
        by_hand = {home: due[home] - self.paid[door] - self.written_off[door] for home, door in homes.items()}
        assert owed == by_hand

    def due(self) -> Counter[int]:
        """What each household gets, in fen."""
        due: Counter[int] = Counter()
        lines = (
            select(Order.household_id, Line.quantity - Line.short, SaleSet.price_fen)
            .join(Line, Line.order_id == Order.id)
            .join(SaleSet, SaleSet.id == Line.set_id)
            .where(Order.state.in_(AFTER_CUT_OFF))
        )
        granted = select(Order.household_id, SubstitutionAnswer.granted).join(
            SubstitutionAnswer, SubstitutionAnswer.order_id == Order.id
        )
        for home, pieces, price in self.session.execute(lines):
            due[home] += pieces * price
        for home, pieces in self.session.execute(granted):
            due[home] += pieces * 550
        return due

    @invariant()
    def each_bag_holds_what_was_put_into_it(self) -> None:
        """By hand and by the ledger."""
        found = ledger.balances(ledger.totals(self.session, self.village.sale), Account.BAG)
        assert {who: found.get(str(self.village.workers[who]), 0) for who in ("worker", "cadre")} == {
            who: self.bags[who] for who in ("worker", "cadre")
        }

    @invariant()
    def no_piece_is_sold_or_given_twice(self) -> None:
        """Of the scarce set never more than there are is ordered; of all never more is given than came."""
        placed = select(func.coalesce(func.sum(Line.quantity), 0)).join(Order).join(SaleSet, SaleSet.id == Line.set_id)
        held = self.session.scalar(placed.where(SaleSet.number == CAPPED, Order.state != "cancelled")) or 0
        assert 0 <= held <= STOCK
        if not self.is_settled():
            return
        came = arrivals.counted(self.session, self.village.sale)
        for offer, got in self.got().items():
            assert 0 <= sum(got.values()) <= came[offer]
            if max(got.values()) > 1:
                assert min(got.values()) > 0, "somebody got two and another none"
        for instead in settling.substitutions(self.session, self.village.sale).values():
            theirs = SubstitutionAnswer.substitution_id == instead.id
            granted = self.session.scalar(select(func.sum(SubstitutionAnswer.granted)).where(theirs)) or 0
            assert 0 <= granted <= instead.pieces

    def got(self) -> dict[int, Counter[int]]:
        """Pieces by set and household, of those who wanted any."""
        found: dict[int, Counter[int]] = {}
        for line in arrivals.ordered_lines(self.session, self.village.sale):
            assert 0 <= line.short <= line.quantity
            found.setdefault(line.set_id, Counter())[line.household_id] += line.quantity - line.short
        return found


def test_no_fen_and_no_piece_appears_or_vanishes_and_everybody_gets_one_before_anybody_gets_two(engine: Engine) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run = settings(max_examples=7, stateful_step_count=25, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(lambda: RandomSale(engine), settings=run)  # type: ignore[arg-type]  # a factory will do

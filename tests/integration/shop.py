"""A sale of the village after its cut-off: who ordered what, what arrives, what it costs."""

from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Household, Message, Order, OrderLine, OrderNotice, Sale, SaleSet, SubstitutionAnswer
from services.accounts import ledger
from services.goods import arrivals, order_notices, substitutions
from services.goods.settling import Instead, Shares, offer_instead, settle
from services.sales.cut_off import close_due_sales
from tests.integration.outgoing import MORNING, HandClock
from tests.web.village import Village

RADISH = Instead(2, "白萝卜", "Radish", 550, 2)  # in place of vegetables, 30 yuan


class Shop:
    """Places orders, closes the sale, counts what comes, settles; and looks at what came of it."""

    def __init__(self, engine: Engine, village: Village, clock: HandClock) -> None:
        self.engine, self.village, self.clock = engine, village, clock
        self.minute = 0

    def orders(self, door: str, *, verified: bool = True, **sets: int) -> int:
        """An order of a door, a minute after the one before: s2=1 is one of set 2. Its id."""
        self.minute += 1
        with Session(self.engine) as session, session.begin():
            order = Order(
                sale_id=self.village.sale,
                household_id=self.village.doors[door],
                placed_at=MORNING - timedelta(minutes=60 - self.minute),
                verified=verified,
                placed_from="" if verified else f"CA{self.minute}",
            )
            session.add(order)
            session.flush()
            offers = {f"s{one.number}": one.id for one in session.scalars(select(SaleSet))}
            session.add_all(
                OrderLine(order_id=order.id, set_id=offers[name], quantity=count) for name, count in sets.items()
            )
            return order.id

    def closes(self) -> None:
        """The cut-off passes."""
        with Session(self.engine) as session, session.begin():
            close_due_sales(session, self.clock.move(minutes=61))

    def sale(self, session: Session) -> Sale:
        """The sale, held."""
        return arrivals.hold_sale(session, self.village.community, "周六")

    def counts(self, **sets: int) -> None:
        """So many pieces of each set arrive: s2=4."""
        with Session(self.engine) as session, session.begin():
            counts = {int(name.removeprefix("s")): pieces for name, pieces in sets.items()}
            arrivals.enter_counts(session, self.sale(session), counts, self.clock.now())

    def offers(self, instead: Instead = RADISH) -> None:
        """The office offers something else."""
        with Session(self.engine) as session, session.begin():
            offer_instead(session, self.sale(session), instead, self.clock.now())

    def settles(self) -> Shares:
        """Share out what has come."""
        with Session(self.engine) as session, session.begin():
            return settle(session, self.sale(session), self.clock.now())

    def tells(self) -> int:
        """One round: share out substitutes that are due, and tell households."""
        with Session(self.engine) as session, session.begin():
            substitutions.share_due(session, self.clock.now())
        with Session(self.engine) as session, session.begin():
            return order_notices.tell_due(session, self.clock.now())

    def answers(self, order: int, *, wants: bool, number: int = 0) -> bool:
        """A household answers its question."""
        with Session(self.engine) as session, session.begin():
            mine = select(SubstitutionAnswer.id).where(SubstitutionAnswer.order_id == order)
            answer = session.scalars(mine.order_by(SubstitutionAnswer.id)).all()[number]
            return substitutions.answer(session, answer, wants, "keypad", self.clock.now())

    def usually_takes(self, door: str) -> None:
        """A household that takes substitutes when nobody answers."""
        with Session(self.engine) as session, session.begin():
            session.get_one(Household, self.village.doors[door]).takes_substitutes = True

    def state(self, order: int) -> str:
        """The state of an order."""
        with Session(self.engine) as session:
            return session.get_one(Order, order).state

    def short(self, order: int) -> list[int]:
        """The missing pieces of each line."""
        with Session(self.engine) as session:
            return list(
                session.scalars(select(OrderLine.short).where(OrderLine.order_id == order).order_by(OrderLine.set_id))
            )

    def granted(self, order: int) -> list[int]:
        """The substitutes that an order gets."""
        with Session(self.engine) as session:
            mine = select(SubstitutionAnswer.granted).where(SubstitutionAnswer.order_id == order)
            return list(session.scalars(mine.order_by(SubstitutionAnswer.id)))

    def owes(self, door: str) -> int:
        """What a household owes, in fen."""
        home = self.village.doors[door]
        with Session(self.engine) as session:
            return ledger.owed(session, self.village.sale, [home])[home]

    def notices(self, purpose: str) -> dict[int, str]:
        """What became of this kind of notice, by order."""
        with Session(self.engine) as session:
            mine = select(OrderNotice.order_id, OrderNotice.state).where(OrderNotice.purpose == purpose)
            return dict(session.execute(mine).all())

    def texts(self) -> list[tuple[str, str]]:
        """The texts that households are sent about their orders: number and words."""
        with Session(self.engine) as session:
            ours = select(Message.to, Message.body).where(
                Message.purpose.in_(order_notices.PURPOSES), Message.channel == "sms"
            )
            return [(to, body) for to, body in session.execute(ours.order_by(Message.id))]

"""Groceries by telephone: what is offered, what is stored, and the digest at the cut-off."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.orm import Session

from domain.segments import segments
from ivr.events import Ordered
from ivr.events import OrderLine as Sold
from ivr.facts import CallState
from models import Building, Household, Item, Message, Order, OrderLine, Phone, Resident, Sale, SaleSet
from services.calling.calls import TRIES
from services.calling.speaking import Speaking
from services.sales import orders
from services.sales.cut_off import close_due_sales
from tests.web.conftest import MORNING
from tests.web.line import PhoneCall, Wire
from tests.web.village import FAMILY, STRANGER, WANG, WORKER, Village
from webhooks.parts import Parts


def lines(engine: Engine) -> list[tuple[str, int, int]]:
    with Session(engine) as session:
        statement = (
            select(Order.state, SaleSet.number, OrderLine.quantity)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(SaleSet, SaleSet.id == OrderLine.set_id)
            .order_by(OrderLine.id)
        )
        return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def to_order(wire: Wire, caller: str = WANG) -> PhoneCall:
    """A caller who has come to the list of sets."""
    return PhoneCall(wire, caller).dial().press("3", "2")


def test_five_keys_from_the_menu_order_two_sets_of_vegetables(wire: Wire, engine: Engine, village: Village) -> None:
    call = to_order(wire).press("2", "2")
    assert "蔬菜" in call.heard
    assert "六十元" in call.heard
    call.press("1", "2")
    assert call.ended
    assert lines(engine) == [("placed", 2, 2)]


def test_a_wrong_read_back_stores_nothing(wire: Wire, engine: Engine, village: Village) -> None:
    to_order(wire).press("2", "2", "2").hang_up()
    assert lines(engine) == []


def test_calling_again_changes_or_cancels(wire: Wire, engine: Engine, village: Village) -> None:
    to_order(wire).press("2", "2", "1", "1", "3", "1", "1", "2")
    assert lines(engine) == [("placed", 2, 2), ("placed", 3, 1)]
    call = to_order(wire)
    assert "八十五元" in call.heard
    call.press("1", "1", "1", "1", "2")
    assert lines(engine) == [("placed", 1, 1)]
    to_order(wire).press("2", "1")
    assert lines(engine) == [("cancelled", 1, 1)]


def test_more_than_the_limit_is_not_offered(wire: Wire, engine: Engine, village: Village) -> None:
    call = to_order(wire).press("2", "4")
    assert "没有这个选项" in call.heard
    call.press("3", "1", "1")
    assert "蔬菜" not in call.heard.rpartition("还要别的")[2]


def test_a_changed_order_gives_its_pieces_back_first(wire: Wire, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(stock=3))
    to_order(wire).press("2", "3", "1", "2")
    call = to_order(wire).press("1")
    assert "蔬菜" in call.heard.rpartition("不变,请按三")[2]
    call.press("2", "2", "1", "2")
    assert lines(engine) == [("placed", 2, 2)]


def test_the_same_as_last_time_is_two_keys_at_todays_price(wire: Wire, engine: Engine, village: Village) -> None:
    to_order(wire).press("2", "2", "1", "2")
    with Session(engine) as session, session.begin():
        close_due_sales(session, MORNING + timedelta(hours=2))
        sale = Sale(
            community_id=village.community, name="周日", opens_at=MORNING, cutoff_at=MORNING + timedelta(hours=1)
        )
        session.add(sale)
        session.flush()
        session.add(
            SaleSet(sale_id=sale.id, number=1, supplier="中百", name_zh="蔬菜", name_en="", price_fen=3500, limit=3)
        )
    call = to_order(wire)
    assert "上次是蔬菜两份" in call.heard
    call.press("1")
    assert "七十元" in call.heard
    call.press("1")
    assert lines(engine)[-1] == ("placed", 1, 2)


def test_after_the_cutoff_it_is_said_kindly(wire: Wire, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Sale).values(cutoff_at=MORNING))
    assert "现在没有可订的菜" in to_order(wire).heard


def test_a_stranger_orders_for_a_door_and_is_called_back(wire: Wire, engine: Engine, village: Village) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1", "3", "2", "2", "1", "1", "2")
    assert call.ended
    with Session(engine) as session:
        order = session.scalars(select(Order)).one()
        assert (order.verified, order.placed_from) == (False, call.sid)
    assert "您订了" not in to_order(wire).heard  # the household's own telephone sees only its own order


def test_a_call_back_before_goods_stays_however_much_is_ordered_later(
    wire: Wire, engine: Engine, village: Village
) -> None:
    stranger = PhoneCall(wire, STRANGER).dial().press("3", "1", "1504", "1", "1", "1", "3", "2", "2", "1", "1")
    stranger.press("1", "3", "1", "1", "2")
    to_order(wire).press("2", "2", "1", "2")
    with Session(engine) as session:
        item = session.scalars(select(Item).where(Item.kind == "call_back")).one()
        assert (item.state, item.phone) == ("open", STRANGER)
        assert item.note == "没有登记的电话订了菜,备货前请先打电话"


def test_every_set_ordered_for_a_door_not_in_the_roster_is_on_the_list(
    wire: Wire, engine: Engine, village: Village
) -> None:
    call = PhoneCall(wire, STRANGER).dial().press("3", "1", "9999", "1", "3", "1", "9999", "1", "1", "1", "3", "2")
    call.press("2", "1", "1", "1", "3", "2", "1", "1", "2", "1", "1", "2")
    assert lines(engine) == []
    with Session(engine) as session:
        notes = session.scalars(select(Item.note).where(Item.kind == "other").order_by(Item.id)).all()
    assert notes == ["订菜:第2种1份", "订菜:第3种2份", "订菜:第2种1份"]


def test_the_last_pieces_are_never_oversold(wire: Wire, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(stock=5))
        _add_callers(session, village, 12)
    callers = [to_order(wire, f"+861000000{2000 + number}").press("2", "1") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda call: call.press("1"), callers))
    with Session(engine) as session:
        sold = session.scalar(select(func.sum(OrderLine.quantity)).join(Order).where(Order.state == "placed"))
    assert sold == 5
    assert sum("订好了" in call.heard for call in callers) == 5


def test_who_confirms_more_than_is_left_by_then_hears_it_and_goes_on(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(stock=3))
    late, quick = to_order(wire).press("2", "3"), to_order(wire, FAMILY).press("2", "2", "1")
    late.press("1")
    assert "不巧,别人刚订了" in late.heard
    assert "蔬菜,三十元,请按二" in late.heard.rpartition("别人刚订了")[2]  # one is left
    late.press("2", "1", "1", "2")
    quick.press("2")
    assert lines(engine) == [("placed", 2, 2), ("placed", 2, 1)]


class Rival:
    """Somebody who takes the last pieces whenever the line is about to store an order, and gives them back for it to see.

    The line reads on one connection and stores on the next, by turns.
    """

    def __init__(self, engine: Engine, village: Village) -> None:
        self.engine, self.taken, self.line_reads = engine, 0, False
        self.state = CallState(
            "order.quantity", community=village.community, household=village.doors["family"], verified=True
        )

    def watches(self, line: Engine) -> None:
        """From now on be quicker than this line."""
        event.listen(line, "checkout", self._acts)

    def _acts(self, *_: object) -> None:
        self.line_reads = not self.line_reads
        with Session(self.engine) as session, session.begin():
            speaking = Speaking(session, self.state, "CA-rival", FAMILY, MORNING)
            if self.line_reads:
                orders.cancel(speaking)
            else:
                orders.order(speaking, Ordered((Sold(2, 3),)))
                self.taken += 1


def test_who_is_outbid_again_and_again_hears_it_and_goes_on(
    wire: Wire, parts: Parts, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(SaleSet).where(SaleSet.number == 2).values(stock=3))
    call, rival = to_order(wire).press("2", "1"), Rival(engine, village)
    rival.watches(parts.engine)
    call.press("1")
    assert rival.taken == TRIES - 1
    assert "不巧,别人刚订了" in call.heard
    offered = call.heard.rpartition("别人刚订了")[2]
    assert ("水果" in offered, "蔬菜" in offered) == (True, False)


def test_the_cutoff_closes_once_and_sends_one_digest(wire: Wire, engine: Engine, village: Village) -> None:
    to_order(wire).press("2", "2", "1", "2")
    later = MORNING + timedelta(hours=2)
    with Session(engine) as session, session.begin():
        assert close_due_sales(session, later) == 1
    with Session(engine) as session, session.begin():
        assert close_due_sales(session, later) == 0
    with Session(engine) as session:
        digest = session.scalars(select(Message)).one()
    assert (digest.to, digest.kind, digest.body) == (WORKER, "digest", "订单截止:蔬菜2份。共1户:3-1-1504")
    assert lines(engine) == [("closed", 2, 2)]


def test_an_order_that_is_being_stored_at_the_cutoff_is_not_left_open(engine: Engine, village: Village) -> None:
    state = CallState("order.quantity", community=village.community, household=village.doors["wang"], verified=True)

    def order() -> None:
        with suppress(orders.SoldOutError), Session(engine) as session, session.begin():  # the cut-off may be first
            orders.order(Speaking(session, state, "CA1", WANG, MORNING), Ordered((Sold(2, 2),)))

    def close() -> None:
        with Session(engine) as session, session.begin():
            close_due_sales(session, MORNING + timedelta(hours=2))

    with ThreadPoolExecutor(2) as pool:
        with Session(engine) as session, session.begin():  # another buyer, who makes the order wait
            session.scalars(select(SaleSet).with_for_update()).all()
            ordering = pool.submit(order)
            wait([ordering], timeout=0.3)
            closing = pool.submit(close)
            wait([closing], timeout=0.3)
        ordering.result()
        closing.result()
    close()
    assert [state for state, _, _ in lines(engine) if state != "closed"] == []


def test_the_digest_of_a_busy_day_fits_two_segments_and_says_how_many_are_left(
    wire: Wire, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        _add_callers(session, village, 80)
        _order_for_everyone(session, village)
        close_due_sales(session, MORNING + timedelta(hours=2))
    with Session(engine) as session:
        body = session.scalars(select(Message.body)).one()
    assert segments(body) == 2
    assert body.endswith("户,全部请发:订单")
    assert "共87户" in body


def _add_callers(session: Session, village: Village, count: int) -> None:
    """More doors in building 5, each with a telephone."""
    home = session.get_one(Household, village.doors["first"])
    for number in range(count):
        household = Household(
            community_id=village.community,
            building_id=home.building_id,
            grid_id=home.grid_id,
            unit="",
            room=str(2000 + number),
        )
        session.add(household)
        session.flush()
        resident = Resident(household_id=household.id, position=0, name=f"住户{number}")
        session.add(resident)
        session.flush()
        session.add(
            Phone(
                community_id=village.community,
                household_id=household.id,
                resident_id=resident.id,
                number=f"+861000000{2000 + number}",
                position=1,
            )
        )


def _order_for_everyone(session: Session, village: Village) -> None:
    offer = session.scalars(select(SaleSet).where(SaleSet.number == 2)).one()
    for household in session.scalars(select(Household.id).join(Building)).all():
        order = Order(sale_id=village.sale, household_id=household, placed_at=MORNING)
        session.add(order)
        session.flush()
        session.add(OrderLine(order_id=order.id, set_id=offer.id, quantity=1))

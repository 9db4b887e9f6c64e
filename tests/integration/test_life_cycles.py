"""Every step of an order's life is checked, kept, and done once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.life_cycles import OrderState, WrongStepError
from models import Order, SaleSet, StateChange
from services.life_cycles import By, move, move_orders
from services.sales.cut_off import close_due_sales
from tests.integration.outgoing import MORNING
from tests.web.village import Village


@pytest.fixture
def orders(engine: Engine, village: Village) -> list[int]:
    """Two households have ordered."""
    with Session(engine) as session, session.begin():
        sale = session.scalars(select(SaleSet.sale_id).limit(1)).one()
        rows = [
            Order(sale_id=sale, household_id=village.doors[door], placed_at=MORNING) for door in list(village.doors)[:2]
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def history(engine: Engine, order: int) -> list[tuple[str, str, str]]:
    with Session(engine) as session:
        steps = session.scalars(select(StateChange).where(StateChange.about_id == order).order_by(StateChange.id))
        return [(step.was, step.becomes, step.channel) for step in steps]


def test_the_cut_off_closes_what_is_placed_and_says_so(engine: Engine, orders: list[int]) -> None:
    with Session(engine) as session, session.begin():
        move(session, session.get_one(Order, orders[0]), OrderState.CANCELLED, MORNING, By("keypad"))
    for _ in range(2):
        with Session(engine) as session, session.begin():
            close_due_sales(session, MORNING + timedelta(hours=2))
    assert history(engine, orders[0]) == [("placed", "cancelled", "keypad")]
    assert history(engine, orders[1]) == [("placed", "closed", "line")]


def test_a_step_that_cannot_follow_changes_nothing(engine: Engine, orders: list[int]) -> None:
    with Session(engine) as session, pytest.raises(WrongStepError):
        move(session, session.get_one(Order, orders[0]), OrderState.HANDED_OVER, MORNING)
    with Session(engine) as session, session.begin():
        assert move_orders(session, orders, OrderState.CALLED, MORNING) == []
    assert history(engine, orders[0]) == []


def test_a_step_of_many_orders_is_kept_for_each_that_took_it(engine: Engine, orders: list[int]) -> None:
    with Session(engine) as session, session.begin():
        assert move_orders(session, orders, OrderState.CLOSED, MORNING, By("office", note="早收")) == orders
        assert {session.get_one(Order, order).state for order in orders} == {"closed"}
    assert history(engine, orders[1]) == [("placed", "closed", "office")]

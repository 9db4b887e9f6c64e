"""The home-delivery route: goods that go to the door, in walking order, and never why."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from domain.alerts import HEALTH
from domain.announcements import By as How
from domain.life_cycles import OrderState
from domain.pauses import PauseReason
from models import Alert, Community, HealthFile, Household, Order, Pause, Resident, Sale
from services.board.pauses import is_on
from services.day.clock import local_day
from services.goods.order_notices import DELIVERY, plan_notices
from services.life_cycles import LINE, By, move_orders

CAN_BE_CALLED = (OrderState.WAITING, OrderState.CALLED)


def send_to_route(session: Session, sale: Sale, now: datetime, by: By = LINE) -> list[int]:
    """Move the orders whose household cannot come down to the route, and tell them that somebody comes; never why.

    Looked at again whenever a wave is planned or called.
    """
    community = session.get_one(Community, sale.community_id)
    orders = (
        select(Order.id)
        .join(Household, Household.id == Order.household_id)
        .where(Order.sale_id == sale.id, Order.state.in_(CAN_BE_CALLED), _stays_at_home(now, community))
    )
    moved = move_orders(session, session.scalars(orders).all(), OrderState.ON_ROUTE, now, by)
    plan_notices(session, moved, DELIVERY, How.BOTH, now)
    return moved


def _stays_at_home(now: datetime, community: Community) -> ColumnElement[bool]:
    """Somebody there cannot walk, is ill or in hospital; or nobody of them is there."""
    theirs = Resident.household_id == Household.id
    paused = select(Pause.resident_id).where(is_on(local_day(now, community.timezone)))
    in_hospital = paused.where(Pause.reason == PauseReason.HOSPITAL)
    ill = select(HealthFile.resident_id).where(HealthFile.closed_at.is_(None))
    alarmed = exists().where(Alert.household_id == Household.id, Alert.klass == HEALTH, Alert.state != "done")
    somebody = exists().where(theirs, or_(Resident.home_delivery, Resident.id.in_(ill), Resident.id.in_(in_hospital)))
    anybody = exists().where(theirs, Resident.id.not_in(paused))
    return or_(somebody, alarmed, ~anybody)


def bring_up(session: Session, orders: Sequence[int], now: datetime, by: By) -> list[int]:
    """The household asked for it, or the office did: these orders are brought to the door. Those that could be moved."""
    return move_orders(session, orders, OrderState.ON_ROUTE, now, by)

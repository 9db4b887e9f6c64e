"""The one place where an order, a request or a gas card changes its state: what may follow is checked, and the step is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.life_cycles import GAS_CARD, ORDER, REQUEST, GasCardState, LifeCycle, OrderState, RequestState
from models import GasCard, Order, Request, StateChange

CYCLES: dict[str, LifeCycle] = {
    Order.__tablename__: ORDER,
    Request.__tablename__: REQUEST,
    GasCard.__tablename__: GAS_CARD,
}


@dataclass(frozen=True, slots=True)
class By:
    """Who moved it on: a resident by keypad or sms, a worker, the office, or the line by its clock."""

    channel: str
    worker_id: int | None = None
    note: str = ""


LINE = By("line")


def move(
    session: Session,
    row: Order | Request | GasCard,
    becomes: OrderState | RequestState | GasCardState,
    now: datetime,
    by: By = LINE,
) -> None:
    """Take the row to its next state. WrongStepError when that cannot follow. The caller holds the row's lock."""
    CYCLES[row.__tablename__].check(row.state, becomes)
    session.add(
        StateChange(
            about=row.__tablename__,
            about_id=row.id,
            was=row.state,
            becomes=becomes.value,
            at=now,
            channel=by.channel,
            worker_id=by.worker_id,
            note=by.note,
        )
    )
    row.state = becomes.value


def move_orders(
    session: Session, orders: Sequence[int], becomes: OrderState, now: datetime, by: By = LINE
) -> list[int]:
    """Take all of these orders on that can take the step, in two statements. Returns the ids of those that did."""
    query = select(Order.id, Order.state).where(Order.id.in_(orders), Order.state.in_(ORDER.before(becomes)))
    moved = session.execute(query.order_by(Order.id).with_for_update()).all()
    if not moved:
        return []
    step = {"about": "order", "becomes": becomes.value, "at": now, "channel": by.channel, "worker_id": by.worker_id}
    session.execute(
        insert(StateChange), [{**step, "about_id": row.id, "was": row.state, "note": by.note} for row in moved]
    )
    session.execute(
        update(Order)
        .where(Order.id.in_([row.id for row in moved]))
        .values(state=becomes.value)
        .execution_options(synchronize_session="fetch")
    )
    return [row.id for row in moved]

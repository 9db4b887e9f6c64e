"""Substitutes: asked, answered before a deadline, and then shared out by the rule that the goods are shared by."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from domain.announcements import By
from domain.fair_shares import Wish, share
from models import Household, Order, Sale, Settlement, SubstitutionAnswer
from services.accounts import ledger
from services.accounts.ledger import Booking, What
from services.goods.goods import Question, questions
from services.goods.order_notices import ORDER_CHANGE, plan_notices
from services.goods.settling import release


def answer(session: Session, answer_id: int, wants: bool, channel: str, now: datetime) -> bool:  # noqa: FBT001 - the answer
    """Keep an answer; a later one replaces it. False when it comes too late, whatever is shared out at this moment."""
    held = (
        select(Settlement)
        .join(Order, Order.sale_id == Settlement.sale_id)
        .join(SubstitutionAnswer, SubstitutionAnswer.order_id == Order.id)
        .where(SubstitutionAnswer.id == answer_id)
        .with_for_update(of=Settlement)
        .execution_options(populate_existing=True)
    )
    settlement = session.scalars(held).one_or_none()
    if settlement is None or settlement.shared_at is not None or now >= settlement.answers_until:
        return False
    row = session.get_one(SubstitutionAnswer, answer_id)
    row.wants, row.channel, row.at = wants, channel, now
    session.flush()
    return True


def can_share(now: datetime) -> ColumnElement[bool]:
    """Whether the answers of a settled sale are in or too late."""
    unanswered = (
        select(SubstitutionAnswer.id)
        .join(Order, Order.id == SubstitutionAnswer.order_id)
        .where(Order.sale_id == Settlement.sale_id, SubstitutionAnswer.wants.is_(None))
    )
    return and_(Settlement.shared_at.is_(None), or_(Settlement.answers_until <= now, ~unanswered.exists()))


def share_due(session: Session, now: datetime) -> int:
    """Share out the substitutes of every sale whose answers are in or too late; once, also by two at once. How many sales."""
    due = select(Settlement).where(can_share(now))
    settlements = session.scalars(due.order_by(Settlement.id).with_for_update(skip_locked=True)).all()
    for settlement in settlements:
        _share(session, settlement, now)
    return len(settlements)


def _share(session: Session, settlement: Settlement, now: datetime) -> None:
    settlement.shared_at = now
    sale = session.get_one(Sale, settlement.sale_id)
    asked = questions(session, of=Order.sale_id == sale.id)
    _assume(session, asked, now)
    for instead in {one.instead.id: one.instead for one in asked}.values():
        _grant([one for one in asked if one.instead.id == instead.id], instead.pieces)
    session.flush()
    ledger.book(session, sale.id, [_charge(one) for one in asked], now)
    orders = sorted({one.order.id for one in asked})
    plan_notices(session, orders, ORDER_CHANGE, By.BOTH, now)
    release(session, sale, orders, now)


def _assume(session: Session, asked: Sequence[Question], now: datetime) -> None:
    """Who has not answered wants what the household usually wants."""
    silent = [one for one in asked if one.answer.wants is None]
    homes = select(Household.id).where(Household.id.in_({one.order.household_id for one in silent}))
    taking = set(session.scalars(homes.where(Household.takes_substitutes)))
    for one in silent:
        one.answer.wants, one.answer.channel, one.answer.at = one.order.household_id in taking, "line", now


def _grant(asked: Sequence[Question], pieces: int) -> None:
    wishes = [
        Wish(one.order.id, one.order.household_id, one.answer.pieces, one.order.placed_at, one.order.verified)
        for one in asked
        if one.answer.wants
    ]
    given = share(wishes, pieces)
    for one in asked:
        one.answer.granted = given.get(one.order.id, 0)


def _charge(one: Question) -> Booking:
    cost = one.answer.granted * one.instead.price_fen
    return Booking(
        What.SUBSTITUTED,
        ledger.goods(one.order.household_id, [(one.offer.supplier, cost)]),
        key=f"substituted:{one.answer.id}",
    )

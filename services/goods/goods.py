"""What a household is told about its order: what it is asked, what did not arrive, when and where to come, what it owes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import OrderState
from ivr.facts import Change, Goods, Offer
from models import (
    Community,
    Household,
    Order,
    OrderLine,
    Phone,
    Sale,
    SaleSet,
    Settlement,
    Substitution,
    SubstitutionAnswer,
    Wave,
)
from prompts import speech
from services.accounts import ledger
from services.roster.places import household_place


@dataclass(frozen=True, slots=True)
class Question:
    """One order's question: `answer.wants` None while nobody has answered."""

    answer: SubstitutionAnswer
    instead: Substitution
    offer: SaleSet
    order: Order
    settlement: Settlement

    def is_open(self, now: datetime) -> bool:
        """Whether an answer still counts."""
        return self.settlement.shared_at is None and now < self.settlement.answers_until


def questions(session: Session, *, of: ColumnElement[bool]) -> list[Question]:
    """The questions of these orders (`of`), in the order they are asked."""
    rows = session.execute(
        select(SubstitutionAnswer, Substitution, SaleSet, Order, Settlement)
        .join(Substitution, Substitution.id == SubstitutionAnswer.substitution_id)
        .join(SaleSet, SaleSet.id == Substitution.set_id)
        .join(Order, Order.id == SubstitutionAnswer.order_id)
        .join(Settlement, Settlement.sale_id == Order.sale_id)
        .where(of)
        .order_by(Order.id, SaleSet.number)
    )
    return [Question(answer, instead, offer, order, settled) for answer, instead, offer, order, settled in rows]


def read_goods(session: Session, order_id: int, language: str, now: datetime) -> Goods | None:
    """All of it, in the household's language; None for an order that is not there."""
    order = session.get(Order, order_id)
    if order is None:
        return None
    asked = questions(session, of=Order.id == order_id)
    wave = session.get(Wave, order.wave_id) if order.wave_id else None
    return Goods(
        place=wave.place if wave else "",
        clock=_clock(session, order, wave.comes_at) if wave and wave.comes_at and now <= wave.comes_at else "",
        due_fen=ledger.owed(session, order.sale_id, [order.household_id])[order.household_id],
        can_be_brought=order.state == OrderState.CALLED,
        offers=tuple(_offer(one, language, now) for one in asked),
        changes=_changes(session, order_id, asked, language),
    )


def for_door(session: Session, order: Order, number: str, language: str) -> str:
    """The door, in front of a text to a telephone that is on file for several; "" for all others."""
    homes = select(func.count(Phone.household_id.distinct())).join(Household, Household.id == Phone.household_id)
    place = household_place(session, order.household_id)
    theirs = Phone.number == number, Household.community_id == place.community_id
    if (session.scalar(homes.where(*theirs)) or 0) <= 1:
        return ""
    door = speech.written_door(language, place.building, place.unit, place.room)
    return prompts.text(language, "sale.for_door", door=door)


def _clock(session: Session, order: Order, at: datetime) -> str:
    zone = session.scalar(
        select(Community.timezone).join(Sale, Sale.community_id == Community.id).where(Sale.id == order.sale_id)
    )
    return f"{at.astimezone(ZoneInfo(zone or 'UTC')):%H:%M}"


def _name(named: SaleSet | Substitution, language: str) -> str:
    return named.name_en if language == "en" and named.name_en else named.name_zh


def _offer(one: Question, language: str, now: datetime) -> Offer:
    return Offer(
        id=one.answer.id,
        set_name=_name(one.offer, language),
        pieces=one.answer.pieces,
        instead=_name(one.instead, language),
        price_fen=one.instead.price_fen,
        is_open=one.is_open(now),
        is_answered=one.answer.wants is not None,
    )


def _changes(session: Session, order_id: int, asked: list[Question], language: str) -> tuple[Change, ...]:
    short = session.execute(
        select(SaleSet, OrderLine.short)
        .join(OrderLine, OrderLine.set_id == SaleSet.id)
        .where(OrderLine.order_id == order_id, OrderLine.short > 0)
        .order_by(SaleSet.number)
    )
    instead = {one.offer.id: one for one in asked if one.answer.granted}
    return tuple(
        Change(
            _name(offer, language), pieces, _name(instead[offer.id].instead, language), instead[offer.id].answer.granted
        )
        if offer.id in instead
        else Change(_name(offer, language), pieces)
        for offer, pieces in short
    )

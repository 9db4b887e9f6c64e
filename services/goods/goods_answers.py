"""What a household answers about its order, by key or by text."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.life_cycles import OrderState
from ivr.events import AnsweredOffer, HeardGoods, WantsBroughtUp
from ivr.facts import Goods
from ivr.texting import goods as words
from ivr.texting.goods import Said
from ivr.texting.thread import Thread
from models import Order, Phone, Wave
from services.alerting.alert_answers import OvertakenError
from services.calling.speaking import Speaking
from services.goods import order_notices, routes, substitutions
from services.goods.goods import read_goods
from services.goods.order_notices import COLLECTION, DELIVERY, ORDER_CHANGE, SUBSTITUTION
from services.life_cycles import By


def store(speaking: Speaking, event: AnsweredOffer | HeardGoods | WantsBroughtUp) -> None:
    """Keep what a key said. OvertakenError when the substitutes, or the order, have gone meanwhile: the call says so."""
    session, order, now = speaking.session, speaking.state.goods, speaking.now
    match event:
        case AnsweredOffer(offer, wants):
            if not substitutions.answer(session, offer, wants, speaking.channel, now):
                raise OvertakenError
            order_notices.hear(session, order, [SUBSTITUTION], now)
        case HeardGoods():
            order_notices.hear(session, order, [COLLECTION, ORDER_CHANGE, DELIVERY], now)
        case WantsBroughtUp():
            if not routes.bring_up(session, [order], now, By(speaking.channel)):
                raise OvertakenError
            order_notices.hear(session, order, [COLLECTION], now)


@dataclass(frozen=True, slots=True)
class Texted:
    """A text from a telephone on file, and the thread it stands in."""

    session: Session
    number: str
    body: str
    thread: Thread
    language: str
    now: datetime


def answer_text(text: Texted) -> str:
    """The reply to a text that answers what this number was asked about an order; "" for any other text.

    A bare 1, 2, yes or no belongs to whatever was asked: with another question open it is asked back which.
    """
    said = words.read_said(text.body)
    if said is None:
        return ""
    if said is Said.WHERE:
        return _where(text)
    is_bare = said in {Said.FIRST, Said.SECOND}
    asked = order_notices.asked_by_text(text.session, text.number, text.now)
    called = _called(text) if is_bare or said is Said.BRING else 0
    if not asked and not called and said is not Said.BRING and not (is_bare and text.thread.asked):
        asked = order_notices.last_asked_by_text(text.session, text.number, text.now)
    if said is Said.BRING:
        asked = 0
    if not asked and not called:
        return ""
    if is_bare and (text.thread.asked or (asked and called)):
        return prompts.text(text.language, "text.goods_which")
    return _take_or_leave(text, asked, said) if asked else _come_down_or_not(text, called, said)


def _where(text: Texted) -> str:
    """Who is called down and asks is told again where and when; "" for all others."""
    called = _called(text)
    goods = read_goods(text.session, called, text.language, text.now) if called else None
    return words.collection_text(text.language, goods) if goods else ""


def _come_down_or_not(text: Texted, order: int, said: Said) -> str:
    if said is not Said.FIRST:
        routes.bring_up(text.session, [order], text.now, By("sms"))
    order_notices.hear(text.session, order, [COLLECTION], text.now)
    goods = read_goods(text.session, order, text.language, text.now) or Goods()
    return words.collection_text(text.language, goods, "goods_heard" if said is Said.FIRST else "goods_brought")


def _take_or_leave(text: Texted, order: int, said: Said) -> str:
    """The first question nobody has answered; of one that has an answer, another answer."""
    goods = read_goods(text.session, order, text.language, text.now) or Goods()
    wants = said in {Said.FIRST, Said.TAKE}
    offer = next(
        (one for one in goods.offers if not one.is_answered), goods.offers[0] if len(goods.offers) == 1 else None
    )
    if offer is None or not substitutions.answer(text.session, offer.id, wants, "sms", text.now):
        return prompts.text(text.language, "text.goods_too_late")
    if all(one.is_answered or one.id == offer.id for one in goods.offers):
        order_notices.hear(text.session, order, [SUBSTITUTION], text.now)
    return words.answered_text(text.language, goods, offer, wants=wants)


def _called(text: Texted) -> int:
    """The order, of a door on this telephone, that was called down of late and has not been handed over; 0 for none."""
    statement = (
        select(Order.id)
        .join(Phone, Phone.household_id == Order.household_id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Phone.number == text.number, Order.state == OrderState.CALLED)
        .where(Wave.called_at > text.now - order_notices.WITHIN)
    )
    return text.session.scalar(statement.order_by(Order.id.desc()).limit(1)) or 0

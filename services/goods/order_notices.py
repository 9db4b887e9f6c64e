"""Tells households about their orders, as announcements are told: few at a time, the next telephone where one fails.

A pressed key is the only proof of a call; whom nothing reaches is left to the worker.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, delete, exists, select, text, update
from sqlalchemy.orm import Session

from domain.announcements import By, Telephone, Way, ways, without_way
from domain.life_cycles import OrderState
from ivr.events import ItemKind
from ivr.facts import Goods
from ivr.texting import goods as words
from models import Community, Household, Message, Order, OrderNotice, Sale, SubstitutionAnswer
from services.alerting import items
from services.announcing import notices
from services.announcing.announcements import languages_of, telephones_of
from services.batches import add_rows
from services.day.steps import plan_of
from services.goods.goods import for_door, read_goods
from services.roster.places import household_place
from services.sending import outbox
from services.sending.outbox import Draft, Priority

SUBSTITUTION, ORDER_CHANGE, COLLECTION, DELIVERY = "substitution", "order_change", "collection", "delivery"
PURPOSES = frozenset({SUBSTITUTION, ORDER_CHANGE, COLLECTION, DELIVERY})
WITHIN = timedelta(hours=20)  # later it is yesterday's news
A_MOMENT = timedelta(minutes=1)
LOOKED_AT = 300
OPEN = text("order_notice.state IN ('planned', 'sent')")  # literally as in the index


def plan_notices(
    session: Session, orders: Sequence[int], purpose: str, by: By, now: datetime, until: datetime | None = None
) -> None:
    """Each of these orders' households is to be told, once for each purpose."""
    told = select(OrderNotice.order_id).where(OrderNotice.order_id.in_(orders), OrderNotice.purpose == purpose)
    before = set(session.scalars(told))
    row = {"purpose": purpose, "by": by.value, "due_at": now, "not_after": until or now + WITHIN, "at": now}
    fresh = {"state": "planned", "tried": 0, "message_state": "", "waits": True}
    add_rows(session, OrderNotice, [{**row, **fresh, "order_id": order} for order in orders if order not in before])


def forget_notices(session: Session, orders: Sequence[int], purpose: str) -> None:
    """What these orders' households were told for this purpose is over: they are to be told anew."""
    session.execute(delete(OrderNotice).where(OrderNotice.order_id.in_(orders), OrderNotice.purpose == purpose))


def due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether more is known of what was sent about an order, and whether something is to be sent."""
    more_is_known = and_(
        OPEN,
        ~OrderNotice.waits,
        OrderNotice.not_after > now - WITHIN,
        Message.id == OrderNotice.message_id,
        Message.state != OrderNotice.message_state,
    )
    return more_is_known, and_(OPEN, OrderNotice.state == "planned", OrderNotice.waits, OrderNotice.due_at <= now)


def tell_due(session: Session, now: datetime) -> int:
    """Follow what was sent, then send what is due; safe in two processes. Returns how many messages were put."""
    _follow(session, now)
    return sum(_tell(session, community, now) for community in _waiting(session, now))


def order_of(session: Session, message_id: int) -> int:
    """The order that a call is about; 0 for a call about none."""
    return session.scalar(select(OrderNotice.order_id).where(OrderNotice.message_id == message_id)) or 0


def hear(session: Session, order_id: int, purposes: Sequence[str], now: datetime) -> None:
    """Somebody answered: there is nothing more to tell."""
    heard = update(OrderNotice).where(OrderNotice.order_id == order_id, OrderNotice.purpose.in_(purposes))
    session.execute(heard.values(state="delivered", waits=False, at=now))


def _follow(session: Session, now: datetime) -> None:
    known = select(OrderNotice, Message).where(due(now)[0]).limit(notices.FOLLOWED)
    for notice, message in session.execute(known.with_for_update(of=OrderNotice, skip_locked=True)):
        notice.message_state = message.state
        state = notices.state_after(message)
        if state == "waits":
            notice.state, notice.waits, notice.due_at, notice.at = "planned", True, now, now
        elif state != notice.state:
            notice.state, notice.at = state, now
    session.flush()


def _waiting(session: Session, now: datetime) -> list[Community]:
    """The communities with something to tell that may be told at this time of the day."""
    waiting = (
        select(Sale.community_id)
        .join(Order, Order.sale_id == Sale.id)
        .join(OrderNotice, OrderNotice.order_id == Order.id)
        .where(due(now)[1])
        .distinct()
    )
    communities = session.scalars(select(Community).where(Community.id.in_(waiting)).order_by(Community.id)).all()
    return [one for one in communities if not plan_of(one).is_quiet(now.astimezone(ZoneInfo(one.timezone)).time())]


def _tell(session: Session, community: Community, now: datetime) -> int:
    room = notices.room_now(session, community, now)
    statement = (
        select(OrderNotice, Order)
        .join(Order, Order.id == OrderNotice.order_id)
        .join(Household, Household.id == Order.household_id)
        .where(Household.community_id == community.id)
        .where(due(now)[1])
        .order_by(OrderNotice.tried.desc(), OrderNotice.due_at, OrderNotice.id)
        .limit(LOOKED_AT)
        .with_for_update(of=OrderNotice, skip_locked=True)
    )
    rows = session.execute(statement).all()
    households = [order.household_id for _, order in rows]
    known, spoken = telephones_of(session, community.id, households), languages_of(session, households)
    put = 0
    for notice, order in rows:
        telephones = known[order.household_id]
        left = _ways(notice, telephones)[notice.tried :]
        if now >= notice.not_after or _is_needless(session, notice, order):
            _end(session, notice, "skipped", now)
        elif not left:
            _give_up(session, notice, order, telephones, now)
        elif room[left[0].channel] > 0 and not _puts_off(session, notice, left[0], now):
            language = spoken.get(order.household_id, community.language)
            _put(session, notice, order, left[0], language, now)
            room[left[0].channel] -= 1
            put += 1
    session.flush()
    return put


def _ways(notice: OrderNotice, telephones: Sequence[Telephone]) -> tuple[Way, ...]:
    """A question is asked by call first, for a text may lie unread until it is too late; then by text."""
    if notice.purpose == SUBSTITUTION:
        return (*ways(By.CALL, telephones), *ways(By.SMS, telephones))
    return ways(By(notice.by), telephones)


def _is_needless(session: Session, notice: OrderNotice, order: Order) -> bool:
    """The question was answered another way; who was called has come, or has it brought."""
    if notice.purpose == COLLECTION:
        return order.state != OrderState.CALLED
    if notice.purpose == DELIVERY:
        return order.state != OrderState.ON_ROUTE
    if notice.purpose == ORDER_CHANGE:
        return False
    unanswered = exists().where(SubstitutionAnswer.order_id == order.id, SubstitutionAnswer.wants.is_(None))
    return not session.scalar(select(unanswered))


def _puts_off(session: Session, notice: OrderNotice, way: Way, now: datetime) -> bool:
    """What changed is told first; a number that was sent enough texts waits, and one with a question until it is answered."""
    if notice.purpose in {COLLECTION, DELIVERY} and _is_change_untold(session, notice.order_id):
        notice.due_at = now + A_MOMENT
        return True
    if way.channel != "sms":
        return False
    if notices.has_enough(session, way.number, now):
        notice.due_at = now + notices.LATER
        return True
    if notice.purpose == SUBSTITUTION and asked_by_text(session, way.number, now) not in {0, notice.order_id}:
        notice.due_at = now + A_MOMENT
        return True
    return False


def _is_change_untold(session: Session, order_id: int) -> bool:
    """Texts that leave together may arrive in any order: one is waited for until the carrier has it."""
    untold = OrderNotice.purpose == ORDER_CHANGE, OrderNotice.state == "planned"
    return bool(session.scalar(select(exists().where(OrderNotice.order_id == order_id, *untold))))


def asked_by_text(session: Session, number: str, now: datetime) -> int:
    """The order about whose substitute this number was asked by text and has not answered; 0 for none."""
    unanswered = exists().where(SubstitutionAnswer.order_id == OrderNotice.order_id, SubstitutionAnswer.wants.is_(None))
    statement = _texted(number).where(OrderNotice.not_after > now, unanswered)
    return session.scalar(statement.order_by(OrderNotice.id).limit(1)) or 0


def last_asked_by_text(session: Session, number: str, now: datetime) -> int:
    """The order about whose substitute this number was asked last, answered or not, of late; 0 for none."""
    statement = _texted(number).where(OrderNotice.not_after > now - WITHIN)
    return session.scalar(statement.order_by(OrderNotice.id.desc()).limit(1)) or 0


def _texted(number: str) -> Select[int]:
    return (
        select(OrderNotice.order_id)
        .join(Message, Message.id == OrderNotice.message_id)
        .where(OrderNotice.purpose == SUBSTITUTION)
        .where(Message.to == number, Message.channel == "sms", Message.state.not_in(("failed", "dropped")))
    )


def _put(session: Session, notice: OrderNotice, order: Order, way: Way, language: str, now: datetime) -> None:
    goods = read_goods(session, order.id, language, now) or Goods()
    draft = Draft(
        community_id=session.get_one(Sale, order.sale_id).community_id,
        dedupe_key=f"{notice.purpose}:{notice.id}:{way.channel}:{way.number}",
        kind=notices.KIND,
        channel=way.channel,
        priority=Priority.REMINDER,
        to=way.number,
        language=language,
        body=for_door(session, order, way.number, language) + _body(notice, goods, language)
        if way.channel == "sms"
        else "",
        household_id=order.household_id,
        purpose=notice.purpose,
        not_after=notice.not_after,
    )
    notice.message_id = outbox.put(session, draft, now) or notice.message_id
    notice.waits, notice.tried, notice.message_state = False, notice.tried + 1, ""


def _body(notice: OrderNotice, goods: Goods, language: str) -> str:
    if notice.purpose == SUBSTITUTION:
        return words.question_text(language, next(one for one in goods.offers if not one.is_answered))
    if notice.purpose == ORDER_CHANGE:
        return words.change_text(language, goods)
    return words.collection_text(language, goods, "goods_on_route" if notice.purpose == DELIVERY else "goods_here")


def _give_up(
    session: Session, notice: OrderNotice, order: Order, telephones: Sequence[Telephone], now: datetime
) -> None:
    """No way is left. What has changed, or that the goods are here, a person tells; a question has its default."""
    last = session.get(Message, notice.message_id) if notice.message_id else None
    _end(session, notice, notices.outcome(last) if last else without_way(telephones), now)
    if notice.purpose in {SUBSTITUTION, DELIVERY}:  # whom the goods are brought to meets a person anyway
        return
    place = household_place(session, order.household_id)
    language = session.get_one(Community, place.community_id).language
    goods = read_goods(session, order.id, language, now) or Goods()
    left = items.Left(ItemKind.CALL_BACK, place, note=_body(notice, goods, language))
    items.file_item(session, left, now)


def _end(session: Session, notice: OrderNotice, state: str, now: datetime) -> None:
    notice.state, notice.waits, notice.at = state, False, now
    session.flush()

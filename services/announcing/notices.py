"""Tells announcements: puts them into the outbox a few at a time, follows what becomes of them, tries the next telephone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select, text, update
from sqlalchemy.orm import Session

from domain.announcements import By, Way, tries, voice_language, without_way
from domain.roll_call import BETWEEN_TRIES
from ivr.dialogues import NOTICE_CALL, PRIVATE_NOTICE_CALL
from ivr.events import ItemKind
from ivr.facts import CallState
from models import Announcement, AnnouncementDelivery, Community, Message, Resident
from services.alerting import items
from services.alerting.items import Left
from services.announcing.announcements import languages_of, telephones_of
from services.board.pauses import households_away
from services.day.clock import local_day
from services.day.steps import plan_of
from services.roster.places import household_place
from services.sending import outbox
from services.sending.lines import busy_numbers, room_for_calls
from services.sending.outbox import Draft, Priority

PURPOSE = "announcement"
KIND = "notice"  # of all that is told to households by the way of the announcements
AHEAD = 50  # texts in the outbox at most, so that few are left there when the quiet hours begin
CAPS = ((timedelta(hours=1), 10), (timedelta(days=1), 30))  # texts to one number (reliability.md, "Toll fraud")
LATER = timedelta(minutes=10)  # a number that has had enough is tried again then
TOO_LATE = timedelta(days=1)  # after it was due: yesterday's news
FOLLOWED = 500  # rows in one transaction
LOOKED_AT = 300

Delivery = AnnouncementDelivery
OPEN = text("announcement_delivery.state IN ('planned', 'sent')")  # literally as in the index


def due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether more is known of a delivery that was sent, and whether one is to be sent."""
    more_is_known = and_(
        OPEN,
        Delivery.due_at > now - 2 * TOO_LATE,
        ~Delivery.waits,
        Message.id == Delivery.message_id,
        Message.state != Delivery.message_state,
    )
    return more_is_known, and_(OPEN, Delivery.state == "planned", Delivery.waits, Delivery.due_at <= now)


def tell_due(session: Session, now: datetime) -> int:
    """Follow what was sent, then send what is due; safe in two processes. Returns how many messages were put."""
    _follow(session, now)
    return sum(_tell(session, community, now) for community in _waiting(session, now))


def hear(session: Session, message_id: int, now: datetime) -> None:
    """Somebody pressed 1 in this call: every door it was for has heard."""
    heard = update(Delivery).where(Delivery.message_id == message_id)
    session.execute(heard.values(state="delivered", waits=False, at=now))


def notice_of(session: Session, message_id: int) -> str:
    """The words that a household is called with."""
    statement = select(Announcement.text).join(Delivery, Delivery.announcement_id == Announcement.id)
    return session.scalar(statement.where(Delivery.message_id == message_id).limit(1)) or ""


def opening(session: Session, owed: Message) -> CallState:
    """How a call with an announcement begins: at the household's door, and slower for those hard of hearing."""
    slow = select(Resident.id).where(Resident.household_id == owed.household_id, Resident.hard_of_hearing)
    private = select(Announcement.is_private).join(Delivery, Delivery.announcement_id == Announcement.id)
    is_private = session.scalar(private.where(Delivery.message_id == owed.id).limit(1))
    return CallState(
        position=PRIVATE_NOTICE_CALL if is_private else NOTICE_CALL,
        language=owed.language,
        community=owed.community_id,
        household=owed.household_id or 0,
        hard_of_hearing=session.scalar(slow.limit(1)) is not None,
        notice=owed.id,
    )


def _follow(session: Session, now: datetime) -> None:
    """What became of what was sent: as far as the carrier knows, and the next telephone where one failed."""
    statement = (
        select(Delivery, Message).where(due(now)[0]).limit(FOLLOWED).with_for_update(of=Delivery, skip_locked=True)
    )
    for delivery, message in session.execute(statement):
        delivery.message_state = message.state
        state = state_after(message)
        if state == "waits":
            delivery.state, delivery.waits, delivery.due_at, delivery.at = "planned", True, now, now
        elif state != delivery.state:
            delivery.state, delivery.at = state, now
    session.flush()


def state_after(message: Message) -> str:
    """Of a delivery, by what the carrier has told of its message: `waits` for the next way, for this one came to nothing."""
    match message.state:
        case "pending" | "submitting" | "unknown":
            return "planned"
        case "accepted" | "sent":
            return "sent"
        case "delivered" if message.channel == "sms":
            return "delivered"
        case "dropped":
            return "skipped"
        case _:  # it failed; or a call was picked up and ended without a key: a machine, perhaps
            return "waits"


def _waiting(session: Session, now: datetime) -> list[Community]:
    """The communities with something to tell that may be told at this time of the day."""
    waiting = (
        select(Announcement.community_id)
        .join(Delivery, Delivery.announcement_id == Announcement.id)
        .where(due(now)[1])
        .distinct()
    )
    communities = session.scalars(select(Community).where(Community.id.in_(waiting)).order_by(Community.id)).all()
    return [one for one in communities if not plan_of(one).is_quiet(now.astimezone(ZoneInfo(one.timezone)).time())]


def _tell(session: Session, community: Community, now: datetime) -> int:
    room = room_now(session, community, now)
    statement = (
        select(Delivery, Announcement)
        .join(Announcement, Announcement.id == Delivery.announcement_id)
        .where(Announcement.community_id == community.id)
        .where(due(now)[1])
        .order_by(Delivery.tried.desc(), Delivery.due_at, Delivery.id)  # who was tried in vain comes first
        .limit(LOOKED_AT)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    rows = session.execute(statement).all()
    households = [delivery.household_id for delivery, _ in rows]
    known = telephones_of(session, community.id, households)
    spoken = languages_of(session, households)
    away = households_away(session, community.id, local_day(now, community.timezone)) if rows else set()
    busy = busy_numbers(session, community.id, now) if rows else set()
    put = 0
    for delivery, announcement in rows:
        last = session.get(Message, delivery.message_id) if delivery.message_id else None
        found = _left(tries(By(announcement.by), known[delivery.household_id])[delivery.tried :], last)
        is_over = announcement.withdrawn_at is not None or now - announcement.due_at > TOO_LATE
        if delivery.household_id in away:
            _end(delivery, last, "away", now)
        elif is_over or not found:
            _end(delivery, last, without_way(known[delivery.household_id]) if not found else "skipped", now)
            if announcement.is_private and announcement.withdrawn_at is None:
                _leave_to_worker(session, delivery, announcement, now)
        elif (
            room[found[0].channel] > 0
            and not _is_rung(session, announcement, found[0], busy)
            and not _puts_off(session, delivery, found[0], last, now)
        ):
            language = spoken.get(delivery.household_id, community.language)
            _put(session, delivery, announcement, found[0], language, now)
            room[found[0].channel] -= 1
            busy |= {found[0].number} if found[0].channel == "call" else set()
            put += 1
    session.flush()
    return put


def _left(ways: Sequence[Way], last: Message | None) -> Sequence[Way]:
    """What is left to be tried: the same telephone a second time only where nobody answered it."""
    is_needless = ways and ways[0].again and (last is None or outcome(last) != "unreachable")
    return () if is_needless else ways


def room_now(session: Session, community: Community, now: datetime) -> dict[str, int]:
    """How many texts and calls may be put now: the outbox paces them, and calls are no more than there are lines."""
    waiting = select(func.count(Message.id)).where(
        Message.state == "pending",
        Message.community_id == community.id,
        Message.kind == KIND,
        Message.channel == "sms",
    )
    texts = session.scalar(waiting) or 0
    return {"sms": max(0, AHEAD - texts), "call": room_for_calls(session, community, now)}


def _is_rung(session: Session, announcement: Announcement, way: Way, busy: set[str]) -> bool:
    """Whether this call would find the telephone engaged by another of ours; that of this very announcement is theirs."""
    if way.channel != "call" or way.number not in busy:
        return False
    return session.scalar(select(Message.id).where(Message.dedupe_key == _key(announcement, way))) is None


def _puts_off(session: Session, delivery: Delivery, way: Way, last: Message | None, now: datetime) -> bool:
    """A number that was sent enough texts is left alone for a while; so is a household where nobody picks up."""
    if last is not None and outcome(last) == "unreachable":
        delivery.due_at = (last.submitted_at or last.created_at) + BETWEEN_TRIES
        return delivery.due_at > now
    if way.channel != "sms" or not has_enough(session, way.number, now):
        return False
    delivery.due_at = now + LATER
    return True


def has_enough(session: Session, number: str, now: datetime) -> bool:
    """Whether this number was sent as many texts as anybody is."""
    longest = max(span for span, _ in CAPS)
    texts = select(Message.created_at).where(Message.to == number, Message.channel == "sms")
    at: Sequence[datetime] = session.scalars(
        texts.where(Message.created_at > now - longest, Message.state != "dropped")
    ).all()
    return any(sum(one > now - span for one in at) >= most for span, most in CAPS)


def _put(
    session: Session, delivery: Delivery, announcement: Announcement, way: Way, language: str, now: datetime
) -> None:
    """One way to the household. A telephone of several households is told once, and all of them have it from there."""
    key = _key(announcement, way)
    draft = Draft(
        community_id=announcement.community_id,
        dedupe_key=key,
        kind=KIND,
        channel=way.channel,
        priority=Priority.NOTICE,
        to=way.number,
        language=voice_language(announcement.text, language),
        body=announcement.text if way.channel == "sms" else "",
        household_id=delivery.household_id,
        purpose=PURPOSE,
    )
    made = outbox.put(session, draft, now)
    delivery.message_id = made or session.scalar(select(Message.id).where(Message.dedupe_key == key))
    delivery.waits, delivery.tried, delivery.message_state = False, delivery.tried + 1, ""


def _key(announcement: Announcement, way: Way) -> str:
    return f"announcement:{announcement.id}:{way.channel}:{way.number}{':again' if way.again else ''}"


def _end(delivery: Delivery, last: Message | None, state: str, now: datetime) -> None:
    """No way is left: what came of the last one, or why there was none."""
    delivery.state, delivery.waits, delivery.at = outcome(last) if last else state, False, now


def _leave_to_worker(session: Session, delivery: Delivery, announcement: Announcement, now: datetime) -> None:
    """No way led to the household, and what it must hear is its own: a person tells it."""
    place = household_place(session, delivery.household_id)
    items.file_item(session, Left(ItemKind.CALL_BACK, place, note=announcement.text), now)


def outcome(last: Message) -> str:
    """A call that was picked up was said to somebody or something: sent. Busy, or nobody there: unreachable."""
    if last.channel == "call" and last.state == "delivered":
        return "sent"
    return "unreachable" if last.carrier_status in {"busy", "no-answer"} else "failed"

"""Texts that come in: a worker's code acts at once, everything else goes on the worker's list with a kind answer.

Understanding residents' texts is the grammar's business; until a text is understood nobody's words are lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

import prompts
from ivr.events import ItemKind
from models import Alert, AlertCode, Community, InboundEvent, Message, Phone, Resident, Worker
from services import alerts, items, outbox
from services.alert_texts import door_text
from services.alerts import Taking
from services.calls import community_of
from services.clock import machine_now
from services.duty import worker_by_number
from services.facts import household_telephone
from services.items import Left
from services.outbox import Draft, Priority
from services.places import Place, household_place

# Carriers obey these words by themselves, and an answer would be one message too many (twilio.md 1.4).
OPT_OUT_WORDS = frozenset(
    "STOP STOPALL UNSUBSCRIBE END QUIT REVOKE OPTOUT CANCEL START YES UNSTOP HELP INFO".split()  # noqa: SIM905
)
SAME_ANSWER = timedelta(minutes=10)
# The code, then 1 done or 2 nobody home, close behind or after a space; words in front and behind are free.
CODE = re.compile(r"^\D*?(?P<code>\d{4})(?:\s*(?P<result>[12]))?(?!\d)\s*(?P<note>.*)$", re.DOTALL)
DONE = re.compile(r"^\s*(完成|DONE)(?![A-Z])", re.IGNORECASE)  # 完成4821 too, as it is typed


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text: `sender` E.164, "" for one that cannot be answered (withheld, short, alphabetic)."""

    sid: str
    called: str
    sender: str
    body: str


def receive_text(session: Session, text: IncomingText, now: datetime) -> bool:
    """Act on a text once, whatever is repeated. Returns whether something is now due in the outbox."""
    community = community_of(session, text.called)
    if community is None or not _is_first(session, text):
        return False
    if text.body.strip().upper() in OPT_OUT_WORDS:
        return False
    worker = worker_by_number(session, community.id, text.sender)
    typed = unicodedata.normalize("NFKC", text.body).strip()  # ４８２１ from a Chinese keyboard is 4821
    match = CODE.match(typed) if worker else None
    if worker is not None and match is not None:
        return _answer_code(session, worker, match, text, now)
    return _leave_to_worker(session, community, text, now)


def _is_first(session: Session, text: IncomingText) -> bool:
    builder = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        builder(InboundEvent)
        .values(
            dedupe_key=f"sms:{text.sid}",
            kind="sms",
            payload={"from": text.sender, "to": text.called, "body": text.body},
            received_at=machine_now(),
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(InboundEvent.id)
    )
    return session.execute(statement).scalar_one_or_none() is not None


def _answer_code(session: Session, worker: Worker, match: re.Match[str], text: IncomingText, now: datetime) -> bool:
    alert_id = session.scalar(
        select(AlertCode.alert_id)
        .where(AlertCode.worker_id == worker.id, AlertCode.code == match["code"])
        .order_by(AlertCode.closed_at.is_not(None), AlertCode.id.desc())
        .limit(1)
    )
    if alert_id is None:
        unknown = prompts.text(worker.language, "sms.code_unknown", code=match["code"])
        return not _just_said(session, text.sender, unknown, now) and _reply(session, worker, text, unknown, now)
    result, note = "1" if DONE.match(match.string) else match["result"], match["note"].strip()
    taken = alerts.take_alert(session, alert_id, worker.id, now)
    alert = session.get_one(Alert, alerts.standing_alert(session, alert_id))
    if result and taken in {Taking.TAKEN, Taking.ALREADY_YOURS}:
        return _enter_result(session, worker, alert, (result, note), text, now)
    if note and taken in {Taking.TAKEN, Taking.ALREADY_YOURS}:
        alerts.note_step(session, alert, "note", now, worker.id, note)
        alert.note = note
    return _reply(session, worker, text, _take_words(session, worker, alert, taken), now)


def _take_words(session: Session, worker: Worker, alert: Alert, taken: str) -> str:
    door = door_text(worker.language, alert.building, alert.unit, alert.room)
    match taken:
        case Taking.TAKEN | Taking.ALREADY_YOURS:
            telephone = household_telephone(session, alert)
            if telephone:
                return prompts.text(worker.language, "sms.yours", door=door, telephone=telephone)
            return prompts.text(worker.language, "sms.yours_without_telephone", door=door)
        case Taking.ALREADY_TAKEN:
            taker = session.get_one(Worker, alert.worker_id)
            return prompts.text(worker.language, "sms.taken_by", door=door, worker=taker.name)
        case _:
            return prompts.text(worker.language, "sms.closed", door=door)


def _enter_result(
    session: Session, worker: Worker, alert: Alert, result: tuple[str, str], text: IncomingText, now: datetime
) -> bool:
    outcome, note = result
    door = door_text(worker.language, alert.building, alert.unit, alert.room)
    if outcome == "1":
        alerts.close_alert(session, alert, worker.id, note, now)
        return _reply(session, worker, text, prompts.text(worker.language, "sms.done", door=door), now)
    alerts.note_step(session, alert, "nobody_home", now, worker.id, note)
    alert.note = note or alert.note
    return _reply(session, worker, text, prompts.text(worker.language, "sms.nobody_home", door=door), now)


def _reply(session: Session, worker: Worker, text: IncomingText, body: str, now: datetime) -> bool:
    draft = Draft(
        community_id=worker.community_id,
        dedupe_key=f"reply:{text.sid}",
        kind="reply",
        channel="sms",
        priority=Priority.REPLY,
        to=text.sender,
        language=worker.language,
        body=body,
        worker_id=worker.id,
    )
    return outbox.put(session, draft, now) is not None


def _leave_to_worker(session: Session, community: Community, text: IncomingText, now: datetime) -> bool:
    """On the list of the door's worker, word for word; the sender is told so, once in a while."""
    household, language = _known_sender(session, community, text.sender)
    place = household_place(session, household) if household else Place(community.id, "", "", "")
    left = Left(
        kind=ItemKind.OTHER,
        place=place,
        phone=None if household else text.sender or None,
        note=text.body,
        call_sid=text.sid,
    )
    items.file_item(session, left, now)
    body = prompts.text(language, "sms.left_to_worker")
    if not text.sender or _just_said(session, text.sender, body, now):
        return False
    draft = Draft(
        community_id=community.id,
        dedupe_key=f"reply:{text.sid}",
        kind="reply",
        channel="sms",
        priority=Priority.REPLY,
        to=text.sender,
        language=language,
        body=body,
    )
    return outbox.put(session, draft, now) is not None


def _known_sender(session: Session, community: Community, sender: str) -> tuple[int | None, str]:
    """The first door this telephone is on file for, and the language its owner reads."""
    row = session.execute(
        select(Phone.household_id, Resident.language)
        .join(Resident, Resident.id == Phone.resident_id)
        .where(Phone.community_id == community.id, Phone.number == sender)
        .order_by(Phone.id)
        .limit(1)
    ).first()
    return (None, community.language) if row is None or not sender else (row.household_id, row.language)


def _just_said(session: Session, to: str, body: str, now: datetime) -> bool:
    """Two answering machines must not talk to each other all night."""
    statement = select(Message.id).where(Message.to == to, Message.body == body, Message.created_at > now - SAME_ANSWER)
    return session.scalars(statement.limit(1)).first() is not None

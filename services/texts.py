"""Texts that come in: each is acted on once; who wrote decides whether it is a worker's or a resident's."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from models import Community, InboundEvent, Worker
from services import alerts
from services.alerts import Cause
from services.calls import community_of
from services.clock import local_day, machine_now
from services.duty import worker_by_number
from services.letters import IncomingText
from services.places import Place
from services.replies import Reply, reply
from services.resident_texts import answer_text
from services.threads import opt_out
from services.worker_texts import answer_worker

# Carriers obey these words by themselves, and an answer would be one message too many (twilio.md 1.4).
OPT_OUT_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL"})
OPT_IN_WORDS = frozenset({"START", "YES", "UNSTOP"})
CARRIERS_HELP = frozenset({"HELP", "INFO"})


def receive_text(session: Session, text: IncomingText, now: datetime) -> bool:
    """Act on a text once, whatever is repeated. Returns whether something is now due in the outbox."""
    community = community_of(session, text.called)
    if community is None or not _is_first(session, text):
        return False
    worker = worker_by_number(session, community.id, text.sender)
    word = text.body.strip().upper()
    if word in OPT_OUT_WORDS | OPT_IN_WORDS | CARRIERS_HELP:
        return _obey(session, community, worker, text.sender, word, now)
    if not text.body.strip() and text.media:
        language = worker.language if worker else community.language
        body = prompts.text(language, "text.picture")
        return reply(session, Reply(community.id, text.sid, text.sender, language, body), now)
    if worker is not None:
        return answer_worker(session, community, worker, text, now)
    return answer_text(session, community, text, now)


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


def _obey(session: Session, community: Community, worker: Worker | None, sender: str, word: str, now: datetime) -> bool:
    """The carrier has obeyed the word already: remember it, say nothing, and tell the office of a worker cut off."""
    if not sender or word in CARRIERS_HELP:
        return False
    is_out = word in OPT_OUT_WORDS
    opt_out(session, community.id, sender, local_day(now, community.timezone), now if is_out else None)
    if worker is None or not is_out:
        return False
    note = prompts.text(community.language, "sms.cannot_be_texted", name=worker.name)
    cause = Cause(AlertKind.SYSTEM, Place(community.id, "", "", ""), telephone=worker.phone, note=note)
    alerts.raise_alert(session, cause, now)
    return True

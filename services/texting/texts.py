"""Texts that come in: each is acted on once; who wrote decides whether it is a worker's or a resident's."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

import prompts
from domain.understanding import understand
from domain.understanding.meanings import Cancel, CancelWhat, Role
from models import Community, InboundEvent, Worker
from services.alerting.duty import worker_by_number
from services.calling.calls import community_of
from services.day.clock import local_day, machine_now
from services.sending.opt_outs import refuse_texts
from services.texting.letters import IncomingText
from services.texting.replies import Reply, is_our_own, reply
from services.texting.resident_texts import answer_text
from services.texting.threads import open_thread, opt_out
from services.texting.worker_texts import answer_worker

# Carriers obey these words by themselves, and an answer would be one message too many (twilio.md 1.4).
OPT_OUT_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL"})
OPT_IN_WORDS = frozenset({"START", "YES", "UNSTOP"})
CARRIERS_HELP = frozenset({"HELP", "INFO"})


def receive_text(session: Session, text: IncomingText, now: datetime) -> bool:
    """Act on a text once, whatever is repeated. Returns whether something is now due in the outbox."""
    community = community_of(session, text.called)
    if community is None or not _is_first(session, text) or is_our_own(session, text.sender, text.body, now):
        return False
    worker = worker_by_number(session, community.id, text.sender)
    word = text.body.strip().upper()
    if word in OPT_OUT_WORDS or _refuses_texts(text.body):
        return _opt_out(session, community, worker, text, now)
    if word in CARRIERS_HELP or (word in OPT_IN_WORDS and not _opt_in(session, community, text, now)):
        return False
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


def _refuses_texts(body: str) -> bool:
    """退订, 别发了: words the carrier does not know, honoured all the same."""
    meaning = understand(body, Role.RESIDENT)
    return isinstance(meaning, Cancel) and meaning.what is CancelWhat.OPT_OUT


def _opt_out(session: Session, community: Community, worker: Worker | None, text: IncomingText, now: datetime) -> bool:
    """Say nothing and remember it; an undo in the carrier's word is done all the same; a worker cut off is an alarm."""
    if not text.sender:
        return False
    is_alarm = refuse_texts(session, community, text.sender, now)
    if worker is None:
        return text.body.strip().upper() == "CANCEL" and answer_text(session, community, text, now, is_silent=True)
    return is_alarm


def _opt_in(session: Session, community: Community, text: IncomingText, now: datetime) -> bool:
    """Texts are wanted again. Whether the word says more: a yes to an open question."""
    day = local_day(now, community.timezone)
    opt_out(session, community.id, text.sender, day, None)
    is_yes = text.body.strip().upper() == "YES"
    return is_yes and open_thread(session, community.id, text.sender, day).thread.asked is not None

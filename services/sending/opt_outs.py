"""A telephone that refuses texts: remembered; of a worker it is an alarm, once, for alerts go there by call from now on."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import prompts
from domain.alerts import AlertKind
from models import Community, Message
from services.alerting.alerts import Cause, raise_alert
from services.alerting.duty import worker_by_number
from services.day.clock import local_day
from services.roster.places import Place
from services.texting.threads import opt_out


def refuse_texts(session: Session, community: Community, number: str, now: datetime) -> bool:
    """The carrier delivers nothing to this number any more. Whether it is a worker's, and news: then the office is alarmed."""
    is_news = opt_out(session, community.id, number, local_day(now, community.timezone), now)
    worker = worker_by_number(session, community.id, number)
    if worker is None or not is_news:
        return False
    note = prompts.text(community.language, "sms.cannot_be_texted", name=worker.name)
    cause = Cause(AlertKind.SYSTEM, Place(community.id, "", "", ""), telephone=number, note=note)
    raise_alert(session, cause, now)
    return True


def note_refusals(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """The carrier refused these texts because their numbers have opted out."""
    refused = select(Message.community_id, Message.to).where(Message.id.in_(message_ids), Message.channel == "sms")
    for community_id, number in session.execute(refused.distinct()).all():
        refuse_texts(session, session.get_one(Community, community_id), number, now)

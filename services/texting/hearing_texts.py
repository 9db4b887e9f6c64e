"""A worker's text that asks for a fresh link to what a resident said: 听 12, hear 12."""

import prompts
from domain.understanding.hearing import asks_to_hear
from models import Item, Worker
from services.alerting.stand_ins import posts_of
from services.needs import spoken_links
from services.needs.requests import request_of
from services.staff import audit
from services.staff.audit import Deed, What
from services.texting.alert_texts import door_text
from services.texting.letters import Opened


def answer_hear(opened: Opened, worker: Worker) -> str | None:
    """The fresh link, or why there is none; None where the text asks for nothing of the kind."""
    number = asks_to_hear(opened.text.body)
    if number is None:
        return None
    session, now = opened.session, opened.now
    item = session.get(Item, number)
    request = request_of(session, item) if item is not None else None
    if item is None or request is None or item.worker_id not in posts_of(session, worker, now):
        return prompts.text(worker.language, "sms.code_unknown", code=str(number))
    renewed = spoken_links.renew(session, request.id, worker, now)
    if renewed is None or not renewed.token:
        why = "none" if renewed is None else "lost" if renewed.is_lost else "coming"
        door = door_text(worker.language, item.building, item.unit, item.room)
        what = prompts.text(worker.language, f"item.{request.kind}")
        return prompts.text(worker.language, f"sms.spoken_{why}", door=door, what=what)
    audit.note(session, worker, [Deed(What.LINKED_REQUEST, "request", request.id)], now)
    return spoken_links.link_text(session, request.id, worker, renewed.token, opened.text.base_url)

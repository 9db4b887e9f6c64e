"""A worker's text about a gas card: signed for, topped up, or what is wrong with it."""

from datetime import datetime

from sqlalchemy.orm import Session

import prompts
from domain.gas_cards import Signature
from domain.money import yuan
from domain.understanding.gas_cards import read_card_text
from models import Item, Worker
from services.alerting.stand_ins import posts_of
from services.needs import gas_desk
from services.needs.gas_cards import CardRefused
from services.needs.gas_desk import Signed
from services.needs.requests import request_of
from services.texting.alert_texts import door_text


def answer_card_text(session: Session, worker: Worker, body: str, now: datetime) -> str | None:
    """What is answered; None where the text is about no card."""
    said = read_card_text(body)
    if said is None:
        return None
    item = session.get(Item, said.item)
    request = request_of(session, item) if item is not None else None
    if item is None or request is None or item.worker_id not in posts_of(session, worker, now):
        return _words(worker, "code_unknown", code=str(said.item))
    if said.fen is None:
        return _words(worker, f"gas_how_much_{said.what}", item=str(item.id))
    door = door_text(worker.language, item.building, item.unit, item.room)
    try:
        with session.begin_nested():
            purse = gas_desk.sign(session, Signed(request.id, said.what, said.fen), worker, now, "sms")
    except CardRefused as no:
        return _words(worker, f"gas_{no.why}", door=door, left=yuan(no.left), worker=no.holder)
    fields = {"door": door, "left": yuan(purse.left), "item": str(item.id)}
    if said.what is Signature.COLLECTED:
        return _words(worker, "gas_collected", **fields)
    return _words(worker, "gas_topped_up", charged=yuan(purse.charged), **fields)


def _words(to: Worker, prompt: str, /, **fields: str) -> str:
    return prompts.text(to.language, f"sms.{prompt}", **fields)

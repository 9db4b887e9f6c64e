"""What a worker does about an item of their list, by text or by telephone: an item that is a request moves that on."""

from datetime import datetime

from sqlalchemy.orm import Session

from ivr.events import Result
from models import Item
from services.life_cycles import By
from services.needs.requests import request_of, work_on


def work_on_item(session: Session, item: Item, result: Result, now: datetime, by: By) -> None:
    """Take it or finish it; nobody home changes nothing. What is noted with it is kept."""
    request = request_of(session, item)
    if request is not None:
        work_on(session, request, result, now, by)
        return
    item.note = " ".join(filter(None, [item.note, by.note]))
    if result is Result.DONE:
        item.state, item.closed_at = "done", now
    elif result is Result.TAKEN:
        item.state = "taken"

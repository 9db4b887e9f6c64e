"""A worker's text from the collection point: 叫下一批, next wave."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

import prompts
from domain.understanding.waves import asks_for_next_wave
from models import Community, Worker
from services.goods import next_waves
from services.life_cycles import By


def answer_next_wave(session: Session, worker: Worker, body: str, now: datetime) -> str | None:
    """Who was called; None where the text is about no wave."""
    if not asks_for_next_wave(body):
        return None
    called = next_waves.call_next(session, worker.community_id, now, By("sms", worker.id))
    if called is None:
        return prompts.text(worker.language, "sms.wave_none")
    zone = ZoneInfo(session.get_one(Community, worker.community_id).timezone)
    clock = f"{(called.wave.comes_at or now).astimezone(zone):%H:%M}"
    prompt = "sms.wave_called" if called.is_new else "sms.wave_out"
    number, count = str(called.wave.number), str(called.orders)
    return prompts.text(worker.language, prompt, number=number, count=count, clock=clock, place=called.wave.place)

"""A worker's text from the collection point: 叫下一批, next wave."""

from datetime import datetime

from sqlalchemy.orm import Session

import prompts
from domain.understanding.waves import asks_for_next_wave
from models import Worker
from services.goods import next_waves
from services.goods.next_waves import NoneCalled
from services.life_cycles import By


def answer_next_wave(session: Session, worker: Worker, body: str, now: datetime) -> str | None:
    """Who was called; None where the text is about no wave."""
    if not asks_for_next_wave(body):
        return None
    called = next_waves.call_next(session, worker.community_id, now, By("sms", worker.id))
    if isinstance(called, NoneCalled):
        return _none(worker.language, called)
    clock = next_waves.local_clock(session, worker.community_id, called.wave.comes_at or now)
    prompt = "sms.wave_called" if called.is_new else "sms.wave_out"
    number, count = str(called.wave.number), str(called.orders)
    return prompts.text(worker.language, prompt, number=number, count=count, clock=clock, place=called.wave.place)


def _none(language: str, none: NoneCalled) -> str:
    if none.wakes:
        return prompts.text(language, "sms.wave_at_night", clock=none.wakes)
    return prompts.text(language, "sms.waves_missing" if none.left else "sms.wave_none", count=str(none.left))

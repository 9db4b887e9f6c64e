"""Fetches what was recorded, for prompts and for requests, from the carrier: outside every webhook, and with no transaction open."""

from collections.abc import Callable, Mapping

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from carrier.errors import CarrierError
from carrier.rest import RestClient
from domain.sounds import MOST_BYTES, Sound, read_sound
from models import PromptRecording, RequestRecording, SpokenNote
from services.calling import fetches, recordings
from services.calling.fetches import Claimed, Table
from services.day.clock import Clock
from services.needs import requests, spoken_links

Keep = Callable[[Session, Claimed, Sound], bool]
KEEP: Mapping[Table, Keep] = {  # what becomes of a sound that has come
    PromptRecording: recordings.keep_fetched,
    RequestRecording: fetches.keep_waiting,
    SpokenNote: fetches.keep_waiting,
}

log = structlog.get_logger()


class Fetcher:
    """Fetches until nothing is due; a slow carrier holds up this thread alone, and no text."""

    def __init__(self, engine: Engine, carrier: RestClient, clock: Clock, base_url: str) -> None:
        self._engine, self._carrier, self._clock, self._base_url = engine, carrier, clock, base_url
        self._stopping = False

    def drain(self) -> int:
        """Fetch what is due; how many were tried."""
        tried = 0
        while not self._stopping and (claimed := self._claim()):
            for one in claimed:
                self._fetch(one)
            tried += len(claimed)
        return tried

    def _claim(self) -> list[Claimed]:
        return [one for table in KEEP for one in fetches.claim_wanted(self._engine, table)]

    def wake(self) -> None:
        """A drain under way looks again by itself before it ends."""

    def stop_claiming(self) -> None:
        """The drain under way ends with what is on its way."""
        self._stopping = True

    def _fetch(self, claimed: Claimed) -> None:
        sound, is_useless = None, False
        try:
            sound = read_sound(self._carrier.fetch_recording(claimed.sid, MOST_BYTES))
        except CarrierError as error:  # it may not be ready yet, which the carrier calls not found
            log.info("recording not fetched", attempt=claimed.attempts, reason=type(error).__name__)
        except ValueError as error:  # a sid that is none, or bytes that are no sound: they stay so
            log.error("recording refused", attempt=claimed.attempts, reason=type(error).__name__)
            is_useless = True
        with Session(self._engine) as session, session.begin():
            self._settle(session, claimed, sound, is_useless=is_useless)

    def _settle(self, session: Session, claimed: Claimed, sound: Sound | None, *, is_useless: bool) -> None:
        if sound is None:
            if fetches.put_off(session, claimed, is_useless=is_useless) and claimed.table is RequestRecording:
                requests.miss_recording(session, claimed.id)
        elif KEEP[claimed.table](session, claimed, sound) and claimed.table is RequestRecording:
            spoken_links.send_link(session, claimed.id, self._base_url, self._clock.now())

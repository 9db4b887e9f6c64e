"""Fetches what was recorded for prompts from the carrier: outside every webhook, and with no transaction open."""

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from carrier.errors import CarrierError
from carrier.rest import RestClient
from domain.sounds import MOST_BYTES, Sound, read_sound
from services import recordings
from services.recordings import Claimed

log = structlog.get_logger()


class Fetcher:
    """Fetches until nothing is due; a slow carrier holds up this thread alone, and no text."""

    def __init__(self, engine: Engine, carrier: RestClient) -> None:
        self._engine, self._carrier = engine, carrier
        self._stopping = False

    def drain(self) -> int:
        """Fetch what is due; how many were tried."""
        tried = 0
        while not self._stopping and (claimed := recordings.claim_wanted(self._engine)):
            for one in claimed:
                self._fetch(one)
            tried += len(claimed)
        return tried

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
            recordings.put_off(session, claimed, is_useless=is_useless)
        else:
            recordings.keep_fetched(session, claimed, sound)

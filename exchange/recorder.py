"""<Record>: takes one voice message on a leg, keeps it, and tells what it has become."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from exchange import params, verbs
from exchange.calls import HungUpError, Leg, Source, new_sid
from exchange.handsets import Handset
from exchange.listening import Recording, more_than
from exchange.studio import Document, Studio, action_of
from exchange.web import Answer, Hook

_Told = dict[str, str]


@dataclass(frozen=True)
class _Take:
    """One message being left: since when, by the simulated and by the monotonic clock."""

    verb: verbs.Record
    document: Document
    recording: Recording
    started: datetime
    began: float = field(default_factory=time.monotonic)
    sid: str = field(default_factory=lambda: new_sid("RE"))


class Recorder:
    """Takes messages on one leg; `tell` asks the application without caring for what it says."""

    def __init__(
        self, leg: Leg, handset: Handset, studio: Studio, tell: Callable[[Source, Mapping[str, str]], Answer]
    ) -> None:
        self._leg = leg
        self._handset = handset
        self._studio = studio
        self._tell = tell

    def take(self, verb: verbs.Record, document: Document) -> _Told | None:
        """A message; what its action is to be told, or None when all was silence, whatever ended it: the next verb follows.

        Raises HungUpError, having told the action of words that were said, when the caller hung up.
        """
        take = _Take(verb, document, Recording(verb.finish_on_key), self._studio.clock.now())
        self._tell_status(take, "in-progress")
        self._leg.listen(take.recording)
        self._handset.emit("awaits", kind="record", max_length=verb.max_length, finish_on_key=verb.finish_on_key)
        try:
            self._await_words(take)
        except HungUpError:
            if take.recording.words:
                self._hung_up(take)
            else:
                self._tell_status(take, "absent")
            raise
        finally:
            self._leg.listen(None)
        if not take.recording.words:
            self._tell_status(take, "absent")
            return None
        told = self._keep(take)
        self._tell_kept(take, told)
        return told | {"Digits": take.recording.finished_on}

    def _await_words(self, take: _Take) -> None:
        pace, recording = self._studio.pace, take.recording
        end = take.began + pace.waited(take.verb.max_length)
        while not recording.done and time.monotonic() < end:
            left = min(pace.waited(take.verb.timeout), end - time.monotonic())
            if not self._leg.wait(left, more_than(recording, recording.pressed)):
                return

    def _hung_up(self, take: _Take) -> None:
        """What was said before a hang-up is kept, and its action asked although nobody hears the answer."""
        told = self._keep(take)
        self._leg.call.status = "completed"
        self._tell(action_of(take.verb.action, take.verb.method, take.document), told | {"Digits": "hangup"})
        self._tell_kept(take, told)

    def _keep(self, take: _Take) -> _Told:
        lasted = round((time.monotonic() - take.began) * self._studio.pace.divisor)
        words = " ".join(take.recording.words)
        kept = self._studio.recordings.keep(take.sid, self._leg.call, words, max(1, lasted), take.started)
        return {
            "RecordingSid": kept.sid,
            "RecordingUrl": self._studio.recordings.url(kept),
            "RecordingDuration": str(kept.seconds),
        }

    def _tell_kept(self, take: _Take, told: _Told) -> None:
        self._tell_status(take, "completed", told | {"ErrorCode": "0"})

    def _tell_status(self, take: _Take, status: str, more: Mapping[str, str] | None = None) -> None:
        """Tells the recording's callback of an event it asked for."""
        verb = take.verb
        if verb.status_callback is None or status not in verb.status_callback_events:
            return
        told = params.of_recording(self._leg.call, take.sid, status, take.started) | dict(more or {})
        url = urljoin(take.document.url, verb.status_callback)
        self._studio.web.ask(Hook(url, verb.status_callback_method, told, self._leg.call.sid))

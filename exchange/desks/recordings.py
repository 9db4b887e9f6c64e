"""The Recordings of the REST API: listed for the account or a call, fetched, heard, deleted."""

from flask import Response

from exchange import resources, sound
from exchange.conversations import Conversations
from exchange.desks.front import FrontDesk, Route, found
from exchange.paging import Kind
from exchange.recordings import Kept, Recordings
from exchange.resources import Json

RECORDINGS = Kind("recordings", equal={"CallSid": "call_sid"}, dates={"DateCreated": "date_created"})


class RecordingDesk:
    """The routes to Recordings; a recording's address without an ending gives the sound."""

    def __init__(self, front: FrontDesk, recordings: Recordings, conversations: Conversations) -> None:
        self._front = front
        self._recordings = recordings
        self._conversations = conversations

    def routes(self) -> tuple[Route, ...]:
        """All of them."""
        one, of_call = "/Recordings/<sid>", "/Calls/<call_sid>/Recordings"
        return (
            ("/Recordings.json", "GET", self.list_recordings),
            (f"{of_call}.json", "GET", self.list_call_recordings),
            (f"{of_call}/<sid>.json", "GET", self.show_call_recording),
            (one, "GET", self.hear_recording),
            (f"{one}.wav", "GET", self.hear_recording),
            (f"{one}.json", "GET", self.show_recording),
            (f"{one}.json", "DELETE", self.delete_recording),
        )

    def list_recordings(self) -> Response:
        """GET Recordings.json, the newest first."""
        return self._front.list(RECORDINGS, self._all())

    def list_call_recordings(self, call_sid: str) -> Response:
        """GET Calls/CA…/Recordings.json."""
        found(self._conversations.call(call_sid))
        return self._front.list(RECORDINGS, [one for one in self._all() if one["call_sid"] == call_sid])

    def show_recording(self, sid: str) -> Response:
        """GET Recordings/RE….json."""
        return self._front.serve("fetch", lambda: resources.recording(self._one(sid)))

    def show_call_recording(self, call_sid: str, sid: str) -> Response:
        """GET Calls/CA…/Recordings/RE….json."""

        def show() -> Json:
            kept = self._one(sid)
            return resources.recording(found(kept if kept.call_sid == call_sid else None))

        return self._front.serve("fetch", show)

    def hear_recording(self, sid: str) -> Response:
        """GET Recordings/RE… or RE….wav: the sound."""
        return self._front.serve("fetch", lambda: Response(sound.wave_of(self._one(sid)), mimetype="audio/x-wav"))

    def delete_recording(self, sid: str) -> Response:
        """DELETE Recordings/RE….json."""
        return self._front.delete(lambda: self._recordings.delete(self._one(sid)))

    def _all(self) -> list[Json]:
        return [resources.recording(kept) for kept in self._recordings.all()]

    def _one(self, sid: str) -> Kept:
        return found(self._recordings.get(sid))

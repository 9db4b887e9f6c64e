"""The Calls of the REST API: placed, fetched, listed, redirected, ended, deleted."""

from http import HTTPStatus

from flask import Response, request

from exchange import drafts, resources
from exchange.calls import Call
from exchange.desks.front import FrontDesk, Route, found
from exchange.paging import Kind
from exchange.refusals import RefusedError
from exchange.resources import Json
from exchange.switchboard import Switchboard

CALLS = Kind(
    "calls",
    equal={"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"},
    dates={"StartTime": "start_time", "EndTime": "end_time"},
)


class CallDesk:
    """The routes under Calls over one switchboard."""

    def __init__(self, front: FrontDesk, switchboard: Switchboard) -> None:
        self._front = front
        self._switchboard = switchboard
        self._conversations = switchboard.conversations

    def routes(self) -> tuple[Route, ...]:
        """All of them."""
        one = "/Calls/<sid>.json"
        return (
            ("/Calls.json", "POST", self.create_call),
            ("/Calls.json", "GET", self.list_calls),
            (one, "GET", self.show_call),
            (one, "POST", self.change_call),
            (one, "DELETE", self.delete_call),
        )

    def create_call(self) -> Response:
        """POST Calls.json."""

        def accept() -> Json:
            return resources.call(self._switchboard.place(drafts.call(request.form, self._front.parts)))

        return self._front.serve("create_call", accept, HTTPStatus.CREATED)

    def list_calls(self) -> Response:
        """GET Calls.json, the newest first."""
        return self._front.list(CALLS, [resources.call(one) for one in self._conversations.calls()])

    def show_call(self, sid: str) -> Response:
        """GET Calls/CA….json."""
        return self._front.serve("fetch", lambda: resources.call(self._one(sid)))

    def change_call(self, sid: str) -> Response:
        """POST Calls/CA….json: Status=completed or canceled, or another Url or Twiml."""

        def change() -> Json:
            one = self._one(sid)
            status = request.form.get("Status")
            if status:
                self._end(one, status)
            else:
                self._redirect(one)
            return resources.call(one)

        return self._front.serve("update", change)

    def delete_call(self, sid: str) -> Response:
        """DELETE Calls/CA….json; 409 for one that is not over."""

        def forget() -> None:
            one = self._one(sid)
            if self._conversations.leg(sid) is not None:
                raise RefusedError(20009)
            self._conversations.forget(one)

        return self._front.delete(forget)

    def _one(self, sid: str) -> Call:
        return found(self._conversations.call(sid))

    def _end(self, one: Call, status: str) -> None:
        """`completed` ends any call, `canceled` only one that nobody has answered; one that is over has no state."""
        leg = self._conversations.leg(one.sid)
        if leg is None or status not in {"completed", "canceled"}:
            raise RefusedError(21220)
        if not leg.answered:
            leg.end("canceled")
        elif status == "completed":
            leg.end("line")

    def _redirect(self, one: Call) -> None:
        leg, source = self._conversations.leg(one.sid), drafts.source(request.form)
        if leg is None or not leg.answered or source is None:
            raise RefusedError(21220)
        leg.order(source)

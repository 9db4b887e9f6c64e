"""The carrier's REST API: Messages, Calls, Recordings, with its errors and its misbehaviour."""

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request

from exchange import drafts, recordings, resources
from exchange.faults import Fault
from exchange.parts import Parts
from exchange.post_office import PostOffice
from exchange.resources import RefusedError
from exchange.server import TEAR
from exchange.switchboard import Switchboard

_DEFAULT_PAGE = 50
_LARGEST_PAGE = 1000


class Rest:
    """The routes of the REST API over one exchange."""

    def __init__(self, parts: Parts, switchboard: Switchboard, post: PostOffice, stopping: threading.Event) -> None:
        self._parts = parts
        self._switchboard = switchboard
        self._post = post
        self._stopping = stopping

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("rest", __name__, url_prefix="/2010-04-01/Accounts/<account>")
        routes.url_value_preprocessor(_take_account)
        routes.before_request(self._authenticate)
        routes.register_error_handler(RefusedError, self._refused)
        for path, method, view in (
            ("/Messages.json", "POST", self.create_message),
            ("/Messages.json", "GET", self.list_messages),
            ("/Messages/<sid>.json", "GET", self.show_message),
            ("/Calls.json", "POST", self.create_call),
            ("/Calls.json", "GET", self.list_calls),
            ("/Calls/<sid>.json", "GET", self.show_call),
            ("/Calls/<sid>.json", "POST", self.change_call),
            ("/Recordings/<sid>", "GET", self.show_recording),
            ("/Recordings/<sid>.wav", "GET", self.show_recording),
        ):
            routes.add_url_rule(path, view.__name__, view, methods=[method])
        return routes

    def create_message(self) -> Response:
        """POST Messages.json."""

        def accept() -> resources.Json:
            draft = drafts.message(request.form, self._parts)
            return resources.message(self._post.send(draft))

        return self._suffer("create_message", accept)

    def list_messages(self) -> Response:
        """GET Messages.json, the newest first, by To and From."""
        found = [resources.message(text) for text in self._post.texts()]
        return self._list("messages", found)

    def show_message(self, sid: str) -> Response:
        """GET Messages/SM….json."""
        text = self._post.text(sid)
        if text is None:
            raise RefusedError(20404, HTTPStatus.NOT_FOUND)
        return self._noted(jsonify(resources.message(text)))

    def create_call(self) -> Response:
        """POST Calls.json."""

        def accept() -> resources.Json:
            placed = drafts.call(request.form, self._parts)
            return resources.call(self._switchboard.place(placed))

        return self._suffer("create_call", accept)

    def list_calls(self) -> Response:
        """GET Calls.json, the newest first, by To, From, Status and ParentCallSid."""
        return self._list("calls", [resources.call(one) for one in self._switchboard.conversations.calls()])

    def show_call(self, sid: str) -> Response:
        """GET Calls/CA….json."""
        one = self._switchboard.conversations.call(sid)
        if one is None:
            raise RefusedError(20404, HTTPStatus.NOT_FOUND)
        return self._noted(jsonify(resources.call(one)))

    def change_call(self, sid: str) -> Response:
        """POST Calls/CA….json: Status=completed or canceled, or another Url or Twiml."""
        conversations = self._switchboard.conversations
        one, leg = conversations.call(sid), conversations.leg(sid)
        if one is None:
            raise RefusedError(20404, HTTPStatus.NOT_FOUND)
        source = drafts.source(request.form)
        status = request.form.get("Status")
        if leg is not None and status == "completed":
            leg.end("line" if leg.answered else "canceled")
        elif leg is not None and status == "canceled" and not leg.answered:
            leg.end("canceled")
        elif leg is not None and leg.answered and source is not None:
            leg.order(source)
        else:
            raise RefusedError(21220)
        return self._noted(jsonify(resources.call(one)))

    def show_recording(self, sid: str) -> Response:
        """GET Recordings/RE… (a WAV file) and RE….json."""
        kept = self._switchboard.recordings.get(sid.removesuffix(".json"))
        if kept is None:
            raise RefusedError(20404, HTTPStatus.NOT_FOUND)
        if sid.endswith(".json"):
            shown = {"sid": kept.sid, "call_sid": kept.call_sid, "duration": str(kept.seconds), "words": kept.words}
            return self._noted(jsonify(shown))
        self._note(HTTPStatus.OK, kept.sid)
        return Response(recordings.as_wave(kept), mimetype="audio/x-wav")

    def _authenticate(self) -> None:
        given = request.authorization
        user, password = (given.username, given.password) if given is not None else (None, None)
        if not self._parts.account.admits(user, password):
            raise RefusedError(20003, HTTPStatus.UNAUTHORIZED)
        if g.account != self._parts.account.sid:
            raise RefusedError(20404, HTTPStatus.NOT_FOUND)

    def _list(self, name: str, found: list[resources.Json]) -> Response:
        wanted = {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"}
        filters = {asked: request.args[asked] for asked in wanted if asked in request.args}
        chosen = [one for one in found if all(one[wanted[asked]] == value for asked, value in filters.items())]
        size = min(max(request.args.get("PageSize", _DEFAULT_PAGE, int), 1), _LARGEST_PAGE)
        asked_for = resources.Page(request.args.get("Page", 0, int), size, filters)
        shown = resources.page(name, self._parts.account.sid, chosen, asked_for)
        return self._suffer("list", lambda: shown, HTTPStatus.OK)

    def _suffer(
        self, operation: str, act: Callable[[], resources.Json], status: HTTPStatus = HTTPStatus.CREATED
    ) -> Response:
        """Carries an operation out, with the fault that is due."""
        fault = self._parts.faults.due(operation)
        if fault is not None and fault.do == "slow":
            self._stopping.wait(fault.seconds)
        accepted = act() if fault is None or fault.accepts else None
        self._note(status if accepted else None, (accepted or {}).get("sid"), fault=fault.do if fault else None)
        if fault is not None and fault.do != "slow":
            return self._misbehave(fault)
        response = jsonify(accepted)
        response.status_code = status
        return response

    def _misbehave(self, fault: Fault) -> Response:
        match fault.ends_in:
            case "429":
                response = _error(RefusedError(20429, HTTPStatus.TOO_MANY_REQUESTS))
                response.headers["Retry-After"] = "1"
                return response
            case "500":
                return _error(RefusedError(20500, HTTPStatus.INTERNAL_SERVER_ERROR))
            case "hang":
                self._stopping.wait(fault.seconds)
        request.environ[TEAR]()
        return current_app.response_class()

    def _refused(self, error: RefusedError) -> Response:
        self._note(error.status, code=error.code)
        return _error(error)

    def _noted(self, response: Response) -> Response:
        self._note(response.status_code)
        return response

    def _note(
        self, status: int | None, sid: str | None = None, code: int | None = None, fault: str | None = None
    ) -> None:
        facts = {"method": request.method, "path": request.path, "query": request.args.to_dict()}
        form = {name: values if len(values) > 1 else values[0] for name, values in request.form.lists()}
        self._parts.ledger.write("rest", **facts, form=form, status=status, sid=sid, code=code, fault=fault)


def _take_account(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keeps the account of the path aside: every route has it, none but the authentication needs it."""
    g.account = (values or {}).pop("account", None)


def _error(error: RefusedError) -> Response:
    response = jsonify(resources.error(error.code, error.status))
    response.status_code = int(error.status)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response

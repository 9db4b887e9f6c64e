"""What every request to the REST API goes through: credentials, the fault that is due, an entry in the ledger."""

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TypeVar

from flask import Response, current_app, g, jsonify, request

from exchange import paging, refusals
from exchange.faults import Fault
from exchange.parts import Parts
from exchange.refusals import RefusedError
from exchange.resources import Json
from exchange.server import TEAR

Found = TypeVar("Found")
Route = tuple[str, str, Callable[..., Response]]  # path, method, view


class FrontDesk:
    """Admits, misbehaves as it is told, and writes down; `stopping` breaks every wait."""

    def __init__(self, parts: Parts, stopping: threading.Event) -> None:
        self.parts = parts
        self._stopping = stopping

    def admit(self) -> None:
        """Refuses whoever has not the account's credentials, and accounts that are not ours."""
        given = request.authorization
        user, password = (given.username, given.password) if given is not None else (None, None)
        if not self.parts.account.admits(user, password):
            raise RefusedError(20003)
        if g.account != self.parts.account.sid:
            raise RefusedError(20404)

    def serve(self, operation: str, act: Callable[[], Json | Response], status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Carries an operation out, with the fault that is due."""
        fault = self.parts.faults.due(operation)
        if fault is not None and fault.do == "slow":
            self._stopping.wait(fault.seconds)
        done = act() if fault is None or fault.accepts else None
        sid = done.get("sid") if isinstance(done, dict) else None
        self._note(None if done is None else status, sid, fault=fault.do if fault else None)
        if done is None or (fault is not None and fault.do != "slow"):
            return self._misbehave(fault)
        response = done if isinstance(done, Response) else jsonify(done)
        response.status_code = status
        return response

    def delete(self, act: Callable[[], object]) -> Response:
        """Carries a deletion out: 204 and nothing more."""

        def gone() -> Response:
            act()
            return Response()

        return self.serve("delete", gone, HTTPStatus.NO_CONTENT)

    def list(self, kind: paging.Kind, found: Iterable[Json]) -> Response:
        """The page of a list that the request asks for."""
        query = paging.Query(request.path, request.args.to_dict())
        return self.serve("list", lambda: paging.page(kind, found, query))

    def refuse(self, error: RefusedError) -> Response:
        """The answer to what cannot be done."""
        self._note(error.status, code=error.code)
        return _error(error)

    def _misbehave(self, fault: Fault | None) -> Response:
        match fault.ends_in if fault else "":
            case "429":
                response = _error(RefusedError(20429))
                response.headers["Retry-After"] = "1"
                return response
            case "500":
                return _error(RefusedError(20500))
            case "hang" if fault:
                self._stopping.wait(fault.seconds)
        request.environ[TEAR]()
        return current_app.response_class()

    def _note(
        self, status: int | None, sid: str | None = None, code: int | None = None, fault: str | None = None
    ) -> None:
        facts = {"method": request.method, "path": request.path, "query": request.args.to_dict()}
        form = {name: values if len(values) > 1 else values[0] for name, values in request.form.lists()}
        self.parts.ledger.write("rest", **facts, form=form, status=status, sid=sid, code=code, fault=fault)


def found(resource: Found | None) -> Found:
    """The resource, or the carrier's 404."""
    if resource is None:
        raise RefusedError(20404)
    return resource


def _error(error: RefusedError) -> Response:
    response = jsonify(refusals.body(error.code, error.status))
    response.status_code = int(error.status)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response

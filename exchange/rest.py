"""The carrier's REST API: its desks under one account, with one way in."""

import threading
from typing import Any

from flask import Blueprint, g

from exchange.desks.account import AccountDesk
from exchange.desks.calls import CallDesk
from exchange.desks.front import FrontDesk
from exchange.desks.messages import MessageDesk
from exchange.desks.recordings import RecordingDesk
from exchange.params import API_VERSION
from exchange.parts import Parts
from exchange.post_office import PostOffice
from exchange.refusals import RefusedError
from exchange.switchboard import Switchboard


class Rest:
    """The routes of the REST API over one exchange."""

    def __init__(self, parts: Parts, switchboard: Switchboard, post: PostOffice, stopping: threading.Event) -> None:
        self._front = FrontDesk(parts, stopping)
        self._desks = (
            MessageDesk(self._front, post),
            CallDesk(self._front, switchboard),
            RecordingDesk(self._front, switchboard.recordings, switchboard.conversations),
            AccountDesk(self._front),
        )

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("rest", __name__)
        routes.url_value_preprocessor(_take_account)
        routes.before_request(self._front.admit)
        routes.register_error_handler(RefusedError, self._front.refuse)
        for desk in self._desks:
            for path, method, view in desk.routes():
                rule = f"/{API_VERSION}/Accounts/<account>{path}"
                routes.add_url_rule(rule, view.__name__, view, methods=[method])
        return routes


def _take_account(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keeps the account of the path aside: every route has it, none but the admission needs it."""
    g.account = (values or {}).pop("account", None)

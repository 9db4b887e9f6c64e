"""One exchange put together: its parts, its two APIs and its web server."""

import threading
from functools import partial
from http import HTTPStatus

from flask import Flask, Response, jsonify

from exchange import refusals
from exchange.control import Control
from exchange.page import Page
from exchange.parts import Parts
from exchange.post_office import PostOffice
from exchange.rest import Rest
from exchange.server import Server
from exchange.switchboard import Switchboard


class Exchange:
    """A telephone exchange, serving from `start` to `stop`."""

    def __init__(self, parts: Parts, host: str = "127.0.0.1", port: int = 0) -> None:
        self._stopping = threading.Event()
        self._switchboard = Switchboard(parts)
        post = PostOffice(parts)
        app = Flask(__name__, static_folder=None)
        for status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
            app.register_error_handler(status, partial(_unknown, status))
        for api in (Rest, Control):
            app.register_blueprint(api(parts, self._switchboard, post, self._stopping).blueprint())
        app.register_blueprint(Page(parts).blueprint())
        self._server = Server(host, port, app)
        self.url = f"http://{host}:{self._server.port}"
        self._switchboard.recordings.base_url = self.url

    def start(self) -> None:
        """Serves, in a thread of its own."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Ends every call and serves no more."""
        self._stopping.set()
        self._switchboard.conversations.stop()
        self._server.shutdown()
        self._server.server_close()


def _unknown(status: HTTPStatus, _error: Exception) -> Response:
    """What no route answers, in the shape of both APIs' errors."""
    response = jsonify(refusals.body(20404, status) | {"error": status.phrase})
    response.status_code = status
    return response

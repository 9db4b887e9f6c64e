"""The exchange's web server: a thread a connection, connections kept, and any of them torn on purpose."""

import io
import socket
import struct
import sys
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from flask import Response

if TYPE_CHECKING:  # there is no such module at run time
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

TEAR = "exchange.tear"  # in a request's environment: call it, and the connection is reset in place of an answer
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: closing sends RST


class _Connection(BaseHTTPRequestHandler):
    """One client's connection."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's own name
        """Nothing: the ledger tells more."""

    def _serve(self) -> None:
        torn = Event()
        response = Response.from_app(self.server.app, self._environ() | {TEAR: torn.set}, buffered=True)
        if torn.is_set():
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self.close_connection = True
            return
        self.send_response(response.status_code)
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:  # or the client might ask again on a connection that is ending (RFC 9112, 9.6)
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.data)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815  names the base class looks for

    def _environ(self) -> "WSGIEnvironment":
        """The request as WSGI has it, its body read to the end, so that the connection can be kept."""
        path, _, query = self.path.partition("?")
        headers = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in self.headers.items()}
        length = self.headers.get("Content-Length", "0")
        return headers | {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": length,
            "SERVER_NAME": self.server.host,
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.rfile.read(int(length))),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


class Server(ThreadingMixIn, TCPServer):
    """Serves one application; `port` 0 picks a free one, and `port` tells which."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, host: str, port: int, app: "WSGIApplication") -> None:
        self.app = app
        super().__init__((host, port), _Connection)
        self.host, self.port = host, int(self.server_address[1])

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection; one being torn gets no polite goodbye, which would hide the reset."""
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) == _AT_ONCE:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet about clients that went away; anything else is told as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

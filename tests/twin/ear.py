"""An application's ear: what was asked of it in each call and what it answered, and a hand over its mouth."""

import io
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from werkzeug import Request as Asked
from werkzeug import Response
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True)
class Exchanged:
    """A request of a call and the document it got."""

    method: str
    path: str
    told: dict[str, str]
    reply: str


@dataclass
class Ear:
    """Serves a WSGI application on loopback and keeps what the documents of each call were asked with."""

    application: "WSGIApplication" = field(default_factory=lambda: Response(status=404))
    silent: tuple[str, ...] = ("/status", "/webhooks/status")  # callbacks, which get no document
    url: str = ""
    _calls: dict[str, list[Exchanged]] = field(default_factory=lambda: defaultdict(list))
    _mouths: dict[str, threading.RLock] = field(default_factory=lambda: defaultdict(threading.RLock))

    def __post_init__(self) -> None:
        self._server = make_server("127.0.0.1", 0, self._listen, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Serves no more."""
        self._server.shutdown()
        self._server.server_close()

    def of(self, call: str) -> list[Exchanged]:
        """What was asked in a call and its dialled legs, in order."""
        return list(self._calls[call])

    @contextmanager
    def holding(self, call: str) -> Iterator[None]:
        """No answer leaves in this call meanwhile, so that nobody listens for what is keyed too much."""
        with self._mouths[call]:
            yield

    def _listen(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = Asked(environ)
        environ["wsgi.input"] = io.BytesIO(asked.get_data())  # the application reads it too
        told = {**asked.args, **asked.form}
        call = told.get("ParentCallSid") or told.get("CallSid")
        if call is None or asked.path.startswith(self.silent):
            return self.application(environ, start_response)
        body = b"".join(self.application(environ, start_response))
        query = asked.query_string.decode() if asked.method == "POST" else urlencode(_own(asked))
        path = asked.path + (f"?{query}" if query else "")
        self._calls[call].append(Exchanged(asked.method, path, told, body.decode()))
        with self._mouths[call]:
            return [body]


def _own(asked: Asked) -> dict[str, str]:
    """What a GET's query says beside the carrier's parameters, which begin with a capital letter."""
    return {name: value for name, value in asked.args.items() if name[0].islower() and name != "msg"}

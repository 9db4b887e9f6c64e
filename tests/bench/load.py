"""The clients: eight connections that post signed forms as fast as they are answered."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from carrier.signature import sign
from tests.web.line import BASE, LINE, TOKEN

CLIENTS = 8
_sids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Post:
    """One signed webhook, ready for the wire."""

    sid: str
    wire: bytes


def post(path: str, caller: str, **more: str) -> Post:
    """A webhook of the size the carrier sends: about twenty parameters."""
    sid = f"CA{next(_sids):032x}"
    form = {
        "AccountSid": "AC00000000000000000000000000000001",
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "in-progress",
        "Called": LINE,
        "CalledCity": "WUHAN",
        "CalledCountry": "CN",
        "CalledState": "HB",
        "CalledZip": "430000",
        "Caller": caller,
        "CallerCity": "WUHAN",
        "CallerCountry": "CN",
        "CallerState": "HB",
        "CallerZip": "430000",
        "Direction": "inbound",
        "FinishedOnKey": "",
        "From": caller,
        "FromCountry": "CN",
        "To": LINE,
        "ToCountry": "CN",
        "msg": "Gather End",
        **more,
    }
    body = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: line.example.org\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {sign(TOKEN, BASE + path, form.items())}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Post(sid, head.encode() + body)


@dataclass
class Answered:
    """What a slice brought: answers with 200, their latencies in seconds, and how long it took."""

    seconds: float
    sids: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    refused: int = 0


def run_slice(port: int, posts: Iterator[Post], seconds: float) -> Answered:
    """Post for about `seconds` with all clients; every answer is waited for."""
    lock, found = threading.Lock(), Answered(0.0)
    ends = time.monotonic() + seconds

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < ends:
                with lock:
                    one = next(posts)
                began = time.perf_counter()
                line.sendall(one.wire)
                status = _read(line)
                took = time.perf_counter() - began
                with lock:
                    found.latencies.append(took)
                    if status == 200:
                        found.sids.append(one.sid)
                    else:
                        found.refused += 1

    began = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.monotonic() - began
    return found


def _read(line: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(next(row for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")).split(b":")[1])
    while len(body) < length:
        body += line.recv(65536)
    return int(head.split(b" ", 2)[1])

"""The exchange's own API: numbers, telephones, ledger, faults; JSON, for whoever runs the exchange."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request

from exchange import resources
from exchange.calls import Leg
from exchange.handsets import Answers, BusyError, Handset
from exchange.listening import KEYS
from exchange.parts import Parts
from exchange.post_office import PostOffice
from exchange.switchboard import Switchboard

LONGEST_WAIT = 60.0


class Control:
    """The routes under /exchange over one exchange."""

    def __init__(self, parts: Parts, switchboard: Switchboard, post: PostOffice, stopping: threading.Event) -> None:
        self._parts = parts
        self._switchboard = switchboard
        self._post = post
        self._stopping = stopping

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("control", __name__, url_prefix="/exchange")
        handset = "/handsets/<number>"
        for path, method, view in (
            ("/numbers", "GET", self.list_numbers),
            ("/numbers/<number>", "PUT", self.put_number),
            (handset, "PUT", self.set_handset),
            (f"{handset}/dial", "POST", self.dial),
            (f"{handset}/press", "POST", self.press),
            (f"{handset}/say", "POST", self.say),
            (f"{handset}/hangup", "POST", self.hang_up),
            (f"{handset}/answer", "POST", self.answer),
            (f"{handset}/reject", "POST", self.reject),
            (f"{handset}/text", "POST", self.text),
            (f"{handset}/events", "GET", self.events),
            ("/ledger", "GET", self.ledger),
            ("/messages", "GET", self.messages),
            ("/faults", "PUT", self.put_faults),
            ("/faults", "DELETE", self.clear_faults),
            ("/time", "GET", self.time),
            ("/time", "PUT", self.set_time),
        ):
            routes.add_url_rule(path, f"{method}{path}", guarded(view), methods=[method])
        return routes

    def list_numbers(self) -> Response:
        """The exchange's own numbers with their addresses."""
        return jsonify([asdict(line) for line in self._parts.numbers.all()])

    def put_number(self, number: str) -> Response:
        """Makes or replaces a number: voice_url, sms_url, status_url, fallback_url, sms_fallback_url."""
        return jsonify(asdict(self._parts.numbers.put(number, body())))

    def set_handset(self, number: str) -> Response:
        """Sets how a telephone answers."""
        handset = self._parts.handsets[number]
        handset.answers = Answers(body()["answers"])
        return jsonify({"number": number, "answers": handset.answers})

    def dial(self, number: str) -> Response:
        """A telephone calls one of our numbers; 404 for any other, 409 when it is in a call."""
        wanted = body()
        line = self._parts.numbers.get(wanted["to"])
        if line is None:
            return _failed(HTTPStatus.NOT_FOUND, f"{wanted['to']} is no number of this exchange")
        try:
            call = self._switchboard.dial_in(number, line, wanted.get("as", number))
        except BusyError:
            return _failed(HTTPStatus.CONFLICT, f"{number} is in a call")
        return jsonify({"call": call.sid})

    def press(self, number: str) -> Response:
        """Keys, one after another, `gap` seconds apart; each waits up to `patience` seconds to be listened for."""
        wanted = body()
        keys, leg = str(wanted["keys"]).upper(), self._talking(number)
        if not keys or set(keys) - KEYS:
            raise ValueError(f"keys are 0-9 * # A-D, not {keys!r}")
        if leg is None:
            return _not_in_call(number)
        heard = ""
        for place, key in enumerate(keys):
            if place:
                self._stopping.wait(float(wanted.get("gap", 0)))
            heard += self._press(leg, key, float(wanted.get("patience", 0)))
        lost = len(keys) - len(heard)
        self._parts.ledger.write("keys", about=leg.call.sid, number=number, keys=keys, heard=heard, lost=lost)
        return jsonify({"heard": heard, "lost": lost})

    def _press(self, leg: Leg, key: str, patience: float) -> str:
        """One key: itself if it was heard. Under the leg's lock, so that what it leads to is told after it."""
        with leg.changed:
            is_heard = leg.press(key, patience)
            self._parts.handsets[leg.number].emit("keyed", key=key, heard=is_heard)
        return key if is_heard else ""

    def say(self, number: str) -> Response:
        """Words spoken into a telephone: into a recording, to a <Gather> of speech, or to whom it is connected with."""
        leg, words = self._talking(number), str(body()["text"])
        if leg is None:
            return _not_in_call(number)
        self._parts.handsets[number].emit("speaks", text=words)
        with leg.changed:
            other = leg.other
            if leg.listener is not None:
                leg.listener.say(words)
            leg.changed.notify_all()
        if other is not None:
            self._parts.handsets[other.number].emit("voice", **{"from": number, "text": words})
        return jsonify({"said": words})

    def hang_up(self, number: str) -> Response:
        """Ends the call a telephone is in; a ringing one is refused."""
        leg = self._parts.handsets[number].leg
        if leg is None:
            return _not_in_call(number)
        if not _rings_here(leg) or not leg.refuse("busy"):
            leg.end("handset")
        return jsonify({"call": leg.call.sid})

    def answer(self, number: str) -> Response:
        """Picks a ringing telephone up."""
        leg = self._parts.handsets[number].leg
        if leg is None or not _rings_here(leg) or not leg.answer():
            return _failed(HTTPStatus.CONFLICT, f"{number} does not ring")
        return jsonify({"call": leg.call.sid})

    def reject(self, number: str) -> Response:
        """Refuses a ringing call: the caller finds it busy."""
        leg = self._parts.handsets[number].leg
        if leg is None or not _rings_here(leg) or not leg.refuse("busy"):
            return _failed(HTTPStatus.CONFLICT, f"{number} does not ring")
        return jsonify({"call": leg.call.sid})

    def text(self, number: str) -> Response:
        """Sends a text from a telephone to one of our numbers; 404 for any other."""
        wanted = body()
        line = self._parts.numbers.get(wanted["to"])
        if line is None:
            return _failed(HTTPStatus.NOT_FOUND, f"{wanted['to']} is no number of this exchange")
        words = str(wanted["body"])
        self._parts.handsets[number].emit("writes", to=line.number, body=words)
        sent = self._post.receive(wanted.get("as", number), line, words)
        return jsonify({"sid": sent.sid})

    def events(self, number: str) -> Response:
        """What a telephone heard after event number `after`; waits up to `wait` seconds."""
        after, wait = request.args.get("after", 0, int), request.args.get("wait", 0.0, float)
        return jsonify(self._parts.handsets[number].events(after, min(wait, LONGEST_WAIT)))

    def ledger(self) -> Response:
        """Everything after entry number `after`, of one `kind` if given; waits up to `wait` seconds."""
        after, wait = request.args.get("after", 0, int), request.args.get("wait", 0.0, float)
        kind, entries = request.args.get("kind"), self._parts.ledger.after(after, min(wait, LONGEST_WAIT))
        return jsonify([entry for entry in entries if kind in {None, entry["kind"]}])

    def messages(self) -> Response:
        """Texts in the order they came, by `to` and `from`."""
        texts = [resources.message(text) for text in reversed(self._post.texts())]
        wanted = {name: request.args[name] for name in ("to", "from") if name in request.args}
        return jsonify([text for text in texts if all(text[name] == value for name, value in wanted.items())])

    def put_faults(self) -> Response:
        """Sets misbehaviour by operation."""
        self._parts.faults.put(body())
        return jsonify(body())

    def clear_faults(self) -> Response:
        """Ends all misbehaviour."""
        self._parts.faults.clear()
        return jsonify({})

    def time(self) -> Response:
        """The exchange's (simulated) time, how fast it runs, and what timeouts of keys are divided by."""
        clock, pace = self._parts.clock, self._parts.pace
        return jsonify({"now": clock.now().isoformat(), "speed": clock.speed, "pace": pace.divisor})

    def set_time(self) -> Response:
        """Sets the exchange's clock to `now`, an ISO time with offset, so that it agrees with an application's."""
        now = datetime.fromisoformat(str(body()["now"]))
        if now.tzinfo is None:
            raise ValueError("now needs an offset")
        self._parts.clock.set(now)
        return self.time()

    def _talking(self, number: str) -> Leg | None:
        handset: Handset = self._parts.handsets[number]
        return handset.leg


def _rings_here(leg: Leg) -> bool:
    """Whether this is a call to the telephone that has not been answered."""
    return leg.call.direction != "inbound" and not leg.answered


def guarded(view: Callable[..., Response]) -> Callable[..., Response]:
    """The view, which answers 400 where what it was given cannot be read."""

    def answer(**path: str) -> Response:
        try:
            return view(**path)
        except KeyError as error:
            return _failed(HTTPStatus.BAD_REQUEST, f"{error} is missing")
        except ValueError as error:
            return _failed(HTTPStatus.BAD_REQUEST, str(error))

    return answer


def body() -> dict[str, Any]:
    """The JSON object that was sent; ValueError for anything else."""
    told = request.get_json(silent=True) if request.data else {}
    if isinstance(told, dict):
        return told
    raise ValueError("a JSON object is wanted")


def _not_in_call(number: str) -> Response:
    return _failed(HTTPStatus.CONFLICT, f"{number} is in no call")


def _failed(status: HTTPStatus, reason: str) -> Response:
    response = jsonify({"error": reason})
    response.status_code = status
    return response

"""The phone page: telephones in a browser, with what they need beside the control API."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from exchange.control import LONGEST_WAIT, body, guarded
from exchange.parts import Parts
from exchange.player import PATH

_MOST_PEOPLE = 200
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Page:
    """The routes of the page over one exchange."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def blueprint(self) -> Blueprint:
        """/phone with its files; /exchange/people and /exchange/events."""
        routes = Blueprint("page", __name__, static_folder="phone", static_url_path="/phone")
        routes.add_url_rule("/phone", "phone", lambda: routes.send_static_file("index.html"))
        routes.add_url_rule("/exchange/people", "find_people", guarded(self.find_people))
        routes.add_url_rule("/exchange/people", "put_people", guarded(self.put_people), methods=["PUT"])
        routes.add_url_rule(f"{PATH}/<key>", "sound", self.sound)
        routes.add_url_rule("/exchange/events", "events", guarded(self.events))
        routes.after_request(_close)
        return routes

    def find_people(self) -> Response:
        """Suggested telephones: the first `most` with every word of `find`, or those with a `number`."""
        people, numbers = self._parts.people, request.args.getlist("number")
        most = min(request.args.get("most", 50, int), _MOST_PEOPLE)
        found = people.with_numbers(numbers) if numbers else people.find(request.args.get("find", ""), most)
        return jsonify(asdict(people.guide) | {"people": [asdict(person) for person in found]})

    def put_people(self) -> Response:
        """Replaces the suggested telephones, and what is told of them."""
        return jsonify({"people": self._parts.people.put(body())})

    def sound(self, key: str) -> Response:
        """A sound that a telephone hears."""
        kept = self._parts.player.kept(key)
        return Response("not found", 404) if kept is None else Response(kept[0], mimetype=kept[1])

    def events(self) -> Response:
        """What several telephones heard: `after` is number:event for each; waits up to `wait` seconds for the first."""
        after = dict(_place(written) for written in request.args.getlist("after"))
        wait = min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        return jsonify(self._parts.handsets.listen(after, wait))


def _place(written: str) -> tuple[str, int]:
    number, _, event = written.rpartition(":")
    return number, int(event)


def _close(response: Response) -> Response:
    """Nothing from elsewhere, nothing inline; what cannot be read is never guessed."""
    response.headers.update(_HEADERS)
    return response

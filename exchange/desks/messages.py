"""The Messages of the REST API: sent, fetched, listed, redacted, deleted."""

from http import HTTPStatus

from flask import Response, request

from exchange import drafts, resources
from exchange.desks.front import FrontDesk, Route, found
from exchange.paging import Kind
from exchange.post import Text
from exchange.post_office import PostOffice
from exchange.refusals import RefusedError
from exchange.resources import Json
from exchange.turns import QueueFullError

MESSAGES = Kind("messages", equal={"To": "to", "From": "from"}, dates={"DateSent": "date_sent"})


class MessageDesk:
    """The routes under Messages over one post office."""

    def __init__(self, front: FrontDesk, post: PostOffice) -> None:
        self._front = front
        self._post = post

    def routes(self) -> tuple[Route, ...]:
        """All of them."""
        one = "/Messages/<sid>.json"
        return (
            ("/Messages.json", "POST", self.create_message),
            ("/Messages.json", "GET", self.list_messages),
            (one, "GET", self.show_message),
            (one, "POST", self.change_message),
            (one, "DELETE", self.delete_message),
        )

    def create_message(self) -> Response:
        """POST Messages.json."""

        def accept() -> Json:
            draft = drafts.message(request.form, self._front.parts)
            try:
                return resources.message(self._post.send(draft))
            except QueueFullError as error:
                raise RefusedError(21611) from error

        return self._front.serve("create_message", accept, HTTPStatus.CREATED)

    def list_messages(self) -> Response:
        """GET Messages.json, the newest first."""
        return self._front.list(MESSAGES, [resources.message(text) for text in self._post.texts()])

    def show_message(self, sid: str) -> Response:
        """GET Messages/SM….json."""
        return self._front.serve("fetch", lambda: resources.message(self._one(sid)))

    def change_message(self, sid: str) -> Response:
        """POST Messages/SM….json: an empty Body redacts; only scheduled texts can be canceled, and there are none."""

        def change() -> Json:
            text = self._one(sid)
            if request.form.get("Status"):
                raise RefusedError(30409)
            if request.form.get("Body") == "":
                self._post.redact(_final(text))
            return resources.message(text)

        return self._front.serve("update", change)

    def delete_message(self, sid: str) -> Response:
        """DELETE Messages/SM….json; 409 for one still on its way."""
        return self._front.delete(lambda: self._post.delete(_final(self._one(sid))))

    def _one(self, sid: str) -> Text:
        return found(self._post.text(sid))


def _final(text: Text) -> Text:
    if not text.is_final:
        raise RefusedError(20009)
    return text

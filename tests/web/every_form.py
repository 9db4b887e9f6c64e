"""Every form of the console, filled in as it stands on its page, in the order of an office's day; each sent once, or twice at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from threading import Barrier

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.integration.shop import Shop
from tests.tables import counts
from tests.web.line import BASE
from tests.web.office import Clerk

# What a form leaves behind to know itself again, and what no form but the sign-in's writes.
UNCOUNTED = {"inbound_event", "audit_head", "text_thread"}
REFUSED = 400
COOKIES = ("linli_session", "linli_visitor", "linli_asked")
Effect = dict[str, int]
Upload = tuple[str, bytes]


@dataclass
class Desk:
    """Somebody at the console. `times` each form is sent, all at once; `effects` are the rows that came of each form."""

    app: Flask
    shop: Shop
    clerk: Clerk
    times: int = 1
    effects: dict[str, list[Effect]] = field(default_factory=dict)
    worst: dict[str, int] = field(default_factory=dict)  # the worst status that a form was answered by

    def opens(self, page: str) -> None:
        """Goes to a page."""
        self.clerk.opens(page)

    def sends(self, name: str, at: str = "", /, **typed: str) -> TestResponse:
        """Fills in the form of the page that leads to the address `name`, and sends it; the answer that is gone on from."""
        if at:
            self.opens(at)
        return self._sends(name, typed, None)

    def sends_file(self, name: str, at: str, file: Upload) -> TestResponse:
        """The same with a file chosen."""
        self.opens(at)
        return self._sends(name, {}, file)

    def _sends(self, name: str, typed: dict[str, str], file: Upload | None) -> TestResponse:
        path, fields = self._form(name, typed)
        before = self._rows()
        answers = self._send(path, fields, file)
        after = self._rows()
        self.effects.setdefault(name, []).append(
            {table: after[table] - before[table] for table in after if after[table] != before[table]}
        )
        self.worst[name] = max(self.worst.get(name, 0), *(one.status_code for one in answers))
        return answers[0]

    def _form(self, name: str, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The address and the fields of the first such form of the page that has the fields that are typed into."""
        routes = self.app.url_map.bind("line.example.org")
        for form in self.clerk.tree.xpath("//form[@method='post']"):
            if routes.match(form.get("action"), method="POST")[0] != f"console.{name}":
                continue
            buttons = {one.get("name") for one in form.xpath(".//button[@name]")}
            if set(typed) <= {*form.inputs.keys(), *buttons}:
                return form.get("action"), _as_it_stands(form) | typed
        raise AssertionError(f"no form {name} with {sorted(typed)} on the page: {self.clerk.text}")

    def _send(self, path: str, fields: dict[str, str], file: Upload | None) -> list[TestResponse]:
        together = Barrier(self.times)

        def send(clerk: Clerk) -> TestResponse:
            data: dict[str, object] = dict(fields)
            if file is not None:
                data["file"] = (BytesIO(file[1]), file[0])
            together.wait()
            return clerk.client.post(path, data=data, base_url=BASE, headers={"Origin": BASE})

        clerks = [self.clerk, *(self._same_browser() for _ in range(self.times - 1))]
        with ThreadPoolExecutor(self.times) as pool:
            sent = list(pool.map(send, clerks))
        first = max(range(self.times), key=lambda at: _is_shown(sent[at]))
        self.clerk.client, self.clerk.page = clerks[first].client, sent[first]
        return [sent[first], *sent[:first], *sent[first + 1 :]]

    def _same_browser(self) -> Clerk:
        """The same cookies in a client of its own: one client sends one thing at a time."""
        other = self.app.test_client()
        for name in COOKIES:
            cookie = self.clerk.client.get_cookie(name, "line.example.org", "/console/")
            if cookie is not None:
                other.set_cookie(name, cookie.value, domain="line.example.org", path="/console/")
        return Clerk(other)

    def _rows(self) -> Effect:
        return counts(self.shop.engine, but=UNCOUNTED)


def _is_shown(answer: TestResponse) -> tuple[bool, bool, bool]:
    """How good an answer is to go on from; a session that it gives the browser is kept by both clients' one browser."""
    lets_in = any(one.startswith("linli_session=") for one in answer.headers.getlist("Set-Cookie"))
    return lets_in, answer.status_code < REFUSED, answer.status_code == 200


def _as_it_stands(form: html.FormElement) -> dict[str, str]:
    return {name: value for name, value in form.form_values() if isinstance(value, str)}

"""Somebody of the staff at the console, without a browser: signs in, opens pages, sends their forms as they stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import Message
from tests.web.line import BASE

Fields = dict[str, str]
Enter = Callable[[str], "Clerk"]


@dataclass
class Clerk:
    """A browser's cookies, and the last page it was shown."""

    client: FlaskClient
    page: TestResponse | None = None

    def opens(self, path: str, **headers: str) -> TestResponse:
        """Goes to a page of the console."""
        self.page = self.client.get(f"/console{path}", base_url=BASE, headers=headers)
        return self.page

    def sends(self, path: str, fields: Fields, origin: str | None = BASE, *, csrf: str | None = None) -> TestResponse:
        """Posts a form of the last page with its hidden fields; `fields` over them."""
        hidden = self._hidden_of(path, fields) | ({"csrf": csrf} if csrf is not None else {})
        headers = {"Origin": origin} if origin else {}
        answer = self.client.post(f"/console{path}", data=hidden | fields, base_url=BASE, headers=headers)
        if answer.status_code != 303:
            self.page = answer
        return answer

    def sends_file(self, path: str, name: str, content: bytes) -> TestResponse:
        """Posts a file with the hidden fields of the last page."""
        fields = self._hidden_of(path, {}) | {"file": (BytesIO(content), name)}
        self.page = self.client.post(f"/console{path}", data=fields, base_url=BASE, headers={"Origin": BASE})
        return self.page

    def _hidden_of(self, path: str, fields: Fields) -> dict[str, Any]:
        """Of the page's form that leads there and has most of these values; what every form has where there is none."""
        forms = [
            {one.name: one.value for one in form.xpath(".//input[@type='hidden']")}
            for form in (
                self.tree.xpath(f"//form[@method='post'][@action='/console{path}']") if self.page is not None else []
            )
        ]
        these = max(forms, key=lambda hidden: len(hidden.items() & fields.items()), default={})
        return {"csrf": self.hidden("csrf"), "once": self.hidden("once")} | these

    def hidden(self, name: str) -> str:
        """A hidden field of the last page."""
        found = self.tree.xpath(f"//input[@name='{name}']/@value")
        return str(found[0]) if found else ""

    @property
    def tree(self) -> html.HtmlElement:
        """The last page."""
        assert self.page is not None
        return html.fromstring(self.page.get_data(as_text=True))

    @property
    def text(self) -> str:
        """What stands on it, without its tags."""
        return " ".join(self.tree.text_content().split())

    def asks_for_code(self, who: str) -> TestResponse:
        """The first page of the sign-in."""
        self.opens("/sign-in")
        return self.sends("/sign-in", {"who": who})


def newest_code(engine: Engine, number: str) -> str:
    """The six digits of the newest text with a code to this telephone."""
    query = select(Message.body).where(Message.to == number, Message.kind == "code").order_by(Message.id.desc())
    with Session(engine) as session:
        body = session.scalars(query.limit(1)).one()
    return str(re.findall(r"\d{6}", body)[0])


def sign_in(app: Flask, engine: Engine, number: str) -> Clerk:
    """A clerk who is in."""
    clerk = Clerk(app.test_client())
    clerk.asks_for_code(number)
    clerk.opens("/sign-in/code")
    assert clerk.sends("/sign-in/code", {"code": newest_code(engine, number)}).status_code == 303
    return clerk

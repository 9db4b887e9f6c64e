"""Addresses that lead nowhere and forms that nothing takes: the console's own page says so, in the reader's language."""

import pytest
from flask import Flask

from console.routes import ROUTES
from tests.web.line import BASE
from tests.web.office import Clerk, Enter
from tests.web.village import DUTY, Village
from webhooks.parts import Parts

ENGLISH = {"Accept-Language": "en"}
ENDLESS = "9" * 23
NOWHERE = (
    *(
        f"/console{rule.partition('<')[0]}{ENDLESS}"
        for method, rule, *_ in ROUTES
        if method == "GET" and "_id>" in rule
    ),
    "/console/nothing",
    "/console/lists/roster.pdf",
    "/console/static/none.css",
    "/console/%ff",
    "/nothing",
    "/Console/",
    "/favicon.ico",
)
NO_FORMS = ("/console/", "/console/now", "/console/nothing", f"/console/households/{ENDLESS}/report", "/console/search")


@pytest.mark.parametrize("address", NOWHERE)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(
    enters: Enter, address: str, language: str
) -> None:
    clerk = enters(DUTY)
    clerk.client.set_cookie("linli_language", language, domain="line.example.org", path="/")
    clerk.page = clerk.client.get(address, base_url=BASE)
    assert clerk.page.status_code == 404
    assert clerk.tree.get("lang") == language
    assert ("没有这个页面" if language == "zh-CN" else "There is no such page") in clerk.text
    assert clerk.tree.xpath("//main//a/@href") == ["/console/"]
    assert "default-src 'self'" in clerk.page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", NO_FORMS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_form_that_nothing_takes_is_answered_by_a_page_too(enters: Enter, address: str, method: str) -> None:
    clerk = enters(DUTY)
    clerk.page = clerk.client.open(address, method=method, base_url=BASE, headers={"Origin": BASE})
    assert clerk.page.status_code in {404, 405}
    assert "没有这个页面" in clerk.text
    assert "值班" in clerk.text  # who is signed in, and so the menu, stay


@pytest.mark.parametrize("address", [f"/households/{ENDLESS}", f"/alerts/{ENDLESS}/note"])
def test_a_stranger_gets_to_the_sign_in_from_there_too(app: Flask, address: str) -> None:
    answer = Clerk(app.test_client()).opens(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/sign-in")


def test_the_carrier_gets_no_page(app: Flask) -> None:
    for path in ("/webhooks/nothing", "/webhooks/voice/incoming"):
        answer = app.test_client().get(path, base_url=BASE)
        assert answer.status_code in {404, 405}
        assert b"console.css" not in answer.data


def test_a_page_that_breaks_says_so_too(
    parts: Parts, village: Village, monkeypatch: pytest.MonkeyPatch, enters: Enter
) -> None:
    clerk = enters(DUTY)
    app = clerk.client.application
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def breaks() -> str:
        raise ValueError("broken")

    monkeypatch.setitem(app.view_functions, "console.now", breaks)
    assert clerk.opens("/", **ENGLISH).status_code == 500
    assert "nothing was done" in clerk.text or "出错了" in clerk.text


def test_what_cannot_be_read_is_refused_in_words(enters: Enter) -> None:
    clerk = enters(DUTY)
    clerk.opens("/entries")
    csrf = clerk.hidden("csrf")
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1\r\n' for n in range(1100))
    for data, kind in (
        (f"csrf={csrf}&line=%ff%fe".encode(), "application/x-www-form-urlencoded"),
        (f"{parts}--x--\r\n".encode(), "multipart/form-data; boundary=x"),
        (b"\xff{", "multipart/form-data"),
        (b"\xff{", "multipart/form-data; boundary=x"),
        (b'{"a": 1}', "application/json"),
    ):
        clerk.page = clerk.client.post(
            "/console/entries", data=data, content_type=kind, base_url=BASE, headers={"Origin": BASE}
        )
        assert 400 <= clerk.page.status_code < 500
        assert clerk.tree.get("lang") == "zh-CN"
        assert clerk.tree.xpath("//main//h1")

"""What was typed while a session ended, or into a page of the session before: it goes through the sign-in and is sent after it."""

import json

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from console.kept import LARGEST
from models import Announcement, Reading, Worker
from services.staff.passwords import set_password
from tests.integration.outgoing import HandClock
from tests.web.line import BASE
from tests.web.office import Clerk, Enter, newest_code
from tests.web.village import CADRE, DUTY, WORKER, Village

LINE = "3-1-1504 36.5"
AWAY = 31  # minutes, one more than a session waits


@pytest.fixture
def left(enters: Enter, clock: HandClock) -> Clerk:
    """The duty telephone's clerk, who has opened the quick entry and been called away for too long."""
    clerk = enters(DUTY)
    clerk.opens("/entries")
    clock.move(minutes=AWAY)
    return clerk


def readings(engine: Engine) -> list[int | None]:
    """What has been reported, in tenths."""
    with Session(engine) as session:
        return list(session.scalars(select(Reading.tenths).where(Reading.withdrawn_at.is_(None))))


def goes_on(clerk: Clerk, **typed: str) -> TestResponse:
    """Sends the form of the page as it stands."""
    form = next(one for one in clerk.tree.xpath("//main//form[@method='post']"))
    return clerk.sends(form.get("action").removeprefix("/console"), dict(form.form_values()) | typed)


def signs_in_again(clerk: Clerk, engine: Engine, number: str = DUTY) -> TestResponse:
    """From the page that asks who it is, by a code."""
    assert goes_on(clerk, who=number).status_code == 200
    return goes_on(clerk, code=newest_code(engine, number))


def test_a_line_that_was_typed_goes_through_the_sign_in_and_is_taken_once(left: Clerk, engine: Engine) -> None:
    assert left.sends("/entries", {"line": LINE}).status_code == 401
    assert "没有丢" in left.text
    signs_in_again(left, engine)
    assert left.tree.xpath("//main//*[@class='quoted']/text()") == [LINE]
    assert readings(engine) == []  # nothing happens before somebody has looked at it
    again = left.page
    assert goes_on(left).status_code == 303
    left.page = again
    goes_on(left)
    assert readings(engine) == [365]


def test_an_announcement_of_many_lines_comes_through_as_it_was_typed(
    enters: Enter, clock: HandClock, engine: Engine
) -> None:
    text = '明天停水,"请储水" <b>\n二楼以上 & 一楼'
    clerk = enters(DUTY)
    clerk.opens("/announcements/new")
    clock.move(minutes=AWAY)
    clerk.sends("/announcements/new", {"text": text, "to": "all", "by": "sms", "speaks": "", "at": ""})
    signs_in_again(clerk, engine)
    assert goes_on(clerk).status_code == 200
    assert clerk.tree.xpath("//main//form//input[@name='text']/@value") or text in clerk.tree.text_content()
    with Session(engine) as session:
        assert session.scalars(select(Announcement)).all() == []


def test_a_wrong_number_a_wrong_code_and_the_other_ways_lose_nothing(
    left: Clerk, engine: Engine, village: Village
) -> None:
    with Session(engine) as session, session.begin():
        secret = set_password(session, village.community, "值班")
    left.sends("/entries", {"line": LINE})
    assert goes_on(left, who=" ").status_code == 400
    assert goes_on(left, who=DUTY).status_code == 200
    assert goes_on(left, code="000000").status_code == 400
    another, by_password = left.tree.xpath("//main//form[button[@class='plain']]")
    typed = dict(by_password.form_values())
    assert json.loads(str(dict(another.form_values())["typed"])) == json.loads(str(typed["typed"]))
    assert left.sends("/sign-in", dict(another.form_values())).status_code == 200
    assert left.sends("/sign-in/password", typed).status_code == 200
    assert goes_on(left, who=DUTY, password="wrong").status_code == 400
    assert goes_on(left, who=DUTY, password=secret).status_code == 200
    goes_on(left)
    assert readings(engine) == [365]


def test_of_two_with_one_telephone_the_one_who_says_so_goes_on(left: Clerk, engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Worker).where(Worker.phone == CADRE)).one().phone = WORKER
    left.sends("/entries", {"line": LINE})
    assert signs_in_again(left, engine, WORKER).status_code == 200
    goes_on(left, worker=str(village.workers["worker"]))
    goes_on(left)
    assert readings(engine) == [365]


def test_what_is_not_theirs_is_not_taken_after_the_sign_in_either(
    left: Clerk, engine: Engine, village: Village
) -> None:
    left.opens("/announcements/new")
    assert left.page is not None
    left.page = left.client.post(
        "/console/day-plan", data={"cut_off": "11:45"}, base_url=BASE, headers={"Origin": BASE}
    )
    signs_in_again(left, engine, WORKER)
    assert goes_on(left).status_code == 404


def test_a_page_of_the_session_before_is_offered_again_and_not_done_by_itself(
    left: Clerk, app: Flask, engine: Engine
) -> None:
    stale = left.page
    left.asks_for_code(DUTY)
    left.opens("/sign-in/code")
    left.sends("/sign-in/code", {"code": newest_code(engine, DUTY)})
    left.page = stale
    assert left.sends("/entries", {"line": LINE}).status_code == 403
    assert "写的都还在" in left.text
    assert readings(engine) == []
    goes_on(left)
    assert readings(engine) == [365]


@pytest.mark.parametrize("origin", ["https://evil.example.org", None])
def test_nothing_from_elsewhere_is_kept(left: Clerk, engine: Engine, origin: str | None) -> None:
    answer = left.sends("/entries", {"line": LINE}, origin)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/sign-in")


def test_too_much_is_not_kept_and_the_sign_in_still_works(left: Clerk, engine: Engine) -> None:
    typed = json.dumps([["line", "x" * LARGEST]])
    left.opens("/sign-in")
    assert left.sends("/sign-in", {"who": DUTY, "to": "/console/entries", "typed": typed}).status_code == 303


@pytest.mark.parametrize("typed", ["{", "[1]", '"x"', "[[[]]]", "[" * 5000, "null", "12"])
def test_what_no_page_of_ours_wrote_does_no_harm(left: Clerk, engine: Engine, typed: str) -> None:
    left.opens("/sign-in")
    assert left.sends("/sign-in", {"who": DUTY, "to": "/console/entries", "typed": typed}).status_code == 200
    left.sends("/sign-in/code", {"code": newest_code(engine, DUTY), "to": "/console/entries", "typed": typed})
    assert left.page is not None
    assert left.page.status_code == 200
    assert left.client.get("/console/entries", base_url=BASE).status_code == 200


def test_the_page_that_was_asked_for_is_opened_after_the_sign_in(left: Clerk, engine: Engine) -> None:
    asked = left.opens("/search?q=3%E6%A0%8B&find=%26")
    left.opens(asked.headers["Location"].removeprefix("/console"))
    after = goes_on(left, who=DUTY)
    left.opens(after.headers["Location"].removeprefix("/console"))
    back = goes_on(left, code=newest_code(engine, DUTY)).headers["Location"]
    assert back == "/console/search?q=3%E6%A0%8B&find=%26"


@pytest.mark.parametrize("to", ["https://evil.example.org/console/", "//evil.example.org", "/console/\\evil", "/other"])
def test_the_sign_in_leads_nowhere_else(left: Clerk, engine: Engine, to: str) -> None:
    left.client.get("/console/sign-in", query_string={"to": to}, base_url=BASE)
    left.opens("/sign-in")
    left.sends("/sign-in", {"who": DUTY, "to": to})
    answer = left.sends("/sign-in/code", {"code": newest_code(engine, DUTY), "to": to})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/")

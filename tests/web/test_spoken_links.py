"""What a resident said reaches the worker by a link: texted when it has come, played once, within a day, and audited."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import AuditEntry, Request, RequestRecording
from services.day.clock import Clock
from services.staff import audit
from tests.integration.outgoing import FakeCarrier
from tests.web.conftest import MORNING
from tests.web.line import BASE, LINE, PhoneCall, Wire, wire_to
from tests.web.one_app import app_of
from tests.web.test_requests import MEDICINE, SID, WAV, bodies
from tests.web.village import CADRE, DUTY, WANG, WORKER, Village
from webhooks.parts import Parts
from workers.fetching import Fetcher

SIDS = count(1)
LINK = re.compile(rf"{re.escape(BASE)}(/said/[A-Za-z0-9_-]{{24}})$")


def clock(hours: float = 0) -> Clock:
    return Clock(real=MORNING, simulated=MORNING + timedelta(hours=hours), speed=1e-9)


def browser(parts: Parts, hours: float = 0) -> FlaskClient:
    """The worker's, so many hours later."""
    at = clock(hours)
    return app_of(
        Parts(parts.engine, parts.plain, at, parts.doorbell, parts.auth_tokens, parts.base_urls)
    ).test_client()


@pytest.fixture
def link(wire: Wire, engine: Engine, village: Village) -> str:
    """The path of the link that was texted about a medicine."""
    PhoneCall(wire, WANG).dial().press(*MEDICINE).speak(SID).press("5", "2").hang_up()
    carrier = FakeCarrier()
    carrier.sounds[SID] = WAV
    Fetcher(engine, carrier, clock(), BASE).drain()
    body = bodies(engine, WORKER)[-1]
    assert body.startswith("3栋1单元1504 买药留言,点开听一次")
    found = LINK.search(body)
    assert found is not None
    return found[1]


def has_sound(answer: TestResponse) -> bool:
    return "data:audio/wav;base64,UklGRiQ" in answer.get_data(as_text=True)


def heard(engine: Engine) -> list[tuple[int | None, str, int | None]]:
    with Session(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
        return [(one.worker_id, one.what, one.about_id) for one in entries]


def test_it_plays_once_and_the_audit_says_who_heard_it(
    parts: Parts, engine: Engine, village: Village, link: str
) -> None:
    phone = browser(parts)
    first = phone.post(link)
    assert (first.status_code, has_sound(first), first.headers["Cache-Control"]) == (200, True, "no-store")
    again = phone.post(link)
    assert (again.status_code, has_sound(again)) == (410, False)
    assert phone.get(link).status_code == 410
    assert heard(engine) == [(village.workers["worker"], "heard_request", 1)]
    with Session(engine) as session:
        assert audit.verify(session, village.community).is_sound


def test_whoever_looks_at_the_link_by_itself_uses_nothing_up(parts: Parts, engine: Engine, link: str) -> None:
    phone = browser(parts)
    for look in (phone.get(link), phone.head(link), phone.get(link)):
        assert (look.status_code, has_sound(look)) == (200, False)
    assert "听留言" in phone.get(link).get_data(as_text=True)
    assert heard(engine) == []
    assert has_sound(phone.post(link))


def test_of_many_who_press_at_once_one_hears_it(parts: Parts, engine: Engine, link: str) -> None:
    browsers = [browser(parts) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one.post(link), browsers))
    assert sorted(one.status_code for one in answers) == [200, *[410] * 7]
    assert len(heard(engine)) == 1


@pytest.mark.parametrize(("hours", "status"), [(23.9, 200), (24.1, 410)])
def test_it_ends_after_a_day(parts: Parts, link: str, hours: float, status: int) -> None:
    assert browser(parts, hours).get(link).status_code == status
    assert browser(parts, hours).post(link).status_code == status


@pytest.mark.parametrize("path", ["/said/" + "A" * 24, "/said/x", "/said/" + "%00" * 24, "/said/" + "é" * 24])
def test_a_link_that_is_none_tells_nothing_and_in_both_languages(
    parts: Parts, engine: Engine, link: str, path: str
) -> None:
    for answer in (browser(parts).get(path), browser(parts).post(path)):
        page = answer.get_data(as_text=True)
        assert (answer.status_code, "已经用过或过期" in page, "has been used" in page) == (410, True, True)
    assert heard(engine) == []


def test_what_is_spoilt_is_said_so_and_not_played(parts: Parts, engine: Engine, link: str) -> None:
    with engine.begin() as connection:
        connection.execute(update(RequestRecording).values(sound=b"RIFFx"))
    answer = browser(parts).post(link)
    assert (answer.status_code, has_sound(answer)) == (410, False)
    assert "留言坏了" in answer.get_data(as_text=True)


def test_a_page_runs_nothing_and_loads_nothing_from_elsewhere(parts: Parts, link: str) -> None:
    policy = browser(parts).get(link).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


# ------------------------------------------------------------ a fresh one


def asks(wire: Wire, engine: Engine, body: str, sender: str = WORKER) -> str:
    """What a text of the worker's is answered."""
    form = {"MessageSid": f"SM{next(SIDS):032x}", "From": sender, "To": LINE, "Body": body, "NumMedia": "0"}
    assert wire.post("/webhooks/sms/incoming", form).status == 200
    return bodies(engine, sender)[-1]


def path_in(body: str) -> str:
    found = LINK.search(body)
    assert found is not None, body
    return found[1]


def item_in(body: str) -> str:
    """The number that the text says to ask again by."""
    return body.partition("再听请发:听 ")[2].partition("。")[0]


@pytest.mark.parametrize("hours", [0, 24.1])
def test_whoever_used_a_link_or_let_it_run_out_texts_for_a_fresh_one(
    wire: Wire, parts: Parts, engine: Engine, village: Village, link: str, hours: float
) -> None:
    number = item_in(bodies(engine, WORKER)[-1])
    if not hours:
        assert has_sound(browser(parts).post(link))
    later = wire_to(app_of(replace(parts, clock=clock(hours))))
    fresh = path_in(asks(later, engine, f"听 {number}"))
    assert fresh != link
    assert browser(parts, hours).post(link).status_code == 410
    assert has_sound(browser(parts, hours).post(fresh))
    assert [what for _, what, _ in heard(engine)][-2:] == ["linked_request", "heard_request"]


def test_a_fresh_link_ends_the_one_before_it(wire: Wire, parts: Parts, engine: Engine, link: str) -> None:
    number = item_in(bodies(engine, WORKER)[-1])
    second, third = (path_in(asks(wire, engine, f"听{number}")) for _ in range(2))
    assert [browser(parts).post(path).status_code for path in (link, second)] == [410, 410]
    assert has_sound(browser(parts).post(third))


def test_of_many_fresh_links_asked_for_at_once_one_plays(wire: Wire, parts: Parts, engine: Engine, link: str) -> None:
    number = item_in(bodies(engine, WORKER)[-1])
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: asks(wire, engine, f"听 {number}"), range(6)))
    links = {found[1] for body in bodies(engine, WORKER) if (found := LINK.search(body))}
    assert len(links) == 7
    assert [browser(parts).post(path).status_code for path in links].count(200) == 1


@pytest.mark.parametrize("sender", [CADRE, DUTY])
def test_nobody_gets_a_link_to_what_is_not_theirs(
    wire: Wire, parts: Parts, engine: Engine, link: str, sender: str
) -> None:
    number = item_in(bodies(engine, WORKER)[-1])
    assert asks(wire, engine, f"听 {number}", sender) == f"没有{number}这个码,请看短信里的四位码再发"
    assert has_sound(browser(parts).post(link))


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("pending", "3栋1单元1504 买药的留言还在路上,到了就发给您"),
        ("failed", "3栋1单元1504 买药的留言没录上,请打电话问居民"),
    ],
)
def test_what_cannot_be_heard_is_said_so(wire: Wire, engine: Engine, link: str, state: str, answer: str) -> None:
    number = item_in(bodies(engine, WORKER)[-1])
    with engine.begin() as connection:
        connection.execute(update(RequestRecording).values(state=state))
    assert asks(wire, engine, f"听 {number}") == answer


def test_of_what_was_texted_there_is_nothing_to_hear(wire: Wire, engine: Engine, village: Village) -> None:
    asks(wire, engine, "买药 二甲双胍", WANG)
    with Session(engine) as session:
        number = session.scalars(select(Request.item_id)).one()
    assert asks(wire, engine, f"听 {number}") == "3栋1单元1504 买药没有留言"

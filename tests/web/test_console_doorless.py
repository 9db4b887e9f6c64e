"""Who waits at no known door is on a page: by role, with telephone, age and owner; taken, noted and done with a result."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry, Item
from tests.integration.shop import Shop
from tests.web import matters
from tests.web.line import BASE, PhoneCall, Wire
from tests.web.office import Clerk, Enter
from tests.web.village import CADRE, DUTY, STRANGER, WORKER

HOSTILE = "<svg onload=alert(1)>说不清"
ROWS = "//section[@aria-labelledby='doorless-title']//tbody/tr"


@pytest.fixture
def offices(shop: Shop) -> int:
    """On the office's list."""
    return _left(shop, "duty", HOSTILE)


@pytest.fixture
def workers(shop: Shop) -> int:
    """On the grid worker's."""
    return _left(shop, "worker", "在楼下")


def _left(shop: Shop, whose: str, note: str) -> int:
    with Session(shop.engine) as session, session.begin():
        village = shop.village
        return matters.doorless(session, village.community, village.workers[whose], note, STRANGER)


def stored(shop: Shop, number: int) -> Item:
    with Session(shop.engine) as session:
        return session.get_one(Item, number)


def waiting(clerk: Clerk) -> list[str]:
    """The rows that the page of requests has of them."""
    clerk.opens("/requests")
    return [" ".join(row.text_content().split()) for row in clerk.tree.xpath(ROWS)]


def test_a_caller_whose_door_nobody_knows_waits_on_the_offices_page(wire: Wire, enters: Enter, shop: Shop) -> None:
    PhoneCall(wire, STRANGER).dial().press("9").hang_up()
    with Session(shop.engine) as session:
        (left,) = session.scalars(select(Item)).all()
    assert left.household_id is None
    (row,) = waiting(enters(DUTY))
    assert STRANGER in row


def test_it_is_listed_with_its_telephone_kind_age_and_owner_and_when_it_is_late(
    enters: Enter, shop: Shop, offices: int
) -> None:
    shop.clock.move(hours=3)
    office = enters(DUTY)
    (row,) = waiting(office)
    assert all(said in row for said in ("回电", STRANGER, HOSTILE, "值班", "3小时", "过时", "没办"))
    assert office.tree.xpath("//main//svg") == []
    office.opens(f"/items/{offices}")
    assert all(said in office.text for said in ("回电", STRANGER, HOSTILE, "值班", "3小时", "过时", "没办"))
    assert office.tree.xpath("//main//svg") == []


def test_a_grid_worker_sees_her_own_the_office_all_and_the_building_team_none(
    enters: Enter, offices: int, workers: int
) -> None:
    assert [len(waiting(enters(number))) for number in (DUTY, WORKER)] == [2, 1]
    worker = enters(WORKER)
    assert worker.opens(f"/items/{workers}").status_code == 200
    assert worker.opens(f"/items/{offices}").status_code == 404
    assert enters(CADRE).opens(f"/items/{workers}").status_code == 404


def test_the_first_page_says_how_many_wait_and_leads_to_them(enters: Enter, offices: int, workers: int) -> None:
    told = {}
    for number in (DUTY, WORKER, CADRE):
        clerk = enters(number)
        clerk.opens("/now")
        told[number] = [(one.text_content(), one.get("href")) for one in clerk.tree.xpath("//p[@class='note']/a")]
    assert told[DUTY] == [("不知道是哪一户:2件等着办", "/console/requests")]
    assert told[WORKER] == [("不知道是哪一户:1件等着办", "/console/requests")]
    assert told[CADRE] == []


def test_what_is_at_a_door_or_is_a_request_has_its_own_page(enters: Enter, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        matters.request(session, shop.village.doors["wang"], "买药")
        (of_request,) = session.scalars(select(Item)).all()
        of_request.household_id = None
        number = of_request.id
    office = enters(DUTY)
    assert waiting(office) == []
    assert office.opens(f"/items/{number}").status_code == 404


@pytest.mark.parametrize("deed", ["note", "done"])
def test_it_is_not_noted_or_done_without_words(enters: Enter, shop: Shop, offices: int, deed: str) -> None:
    office, path = enters(DUTY), f"/items/{offices}"
    office.opens(path)
    assert office.sends(path, {"deed": deed, "words": " "}).status_code == 400
    assert "请写结果" in office.text
    assert office.sends(path, {"deed": deed, "words": "长" * 201}).status_code == 400
    assert "不超过200个字" in office.text
    assert office.tree.xpath("//input[@name='words']/@value") == ["长" * 201]
    assert (stored(shop, offices).state, stored(shop, offices).note) == ("open", HOSTILE)


def test_who_takes_it_has_it_and_what_came_of_it_stays_with_it(enters: Enter, shop: Shop, workers: int) -> None:
    office, path = enters(DUTY), f"/items/{workers}"
    office.opens(path)
    assert office.sends(path, {"deed": "take", "words": ""}).status_code == 303
    assert (stored(shop, workers).state, stored(shop, workers).worker_id) == ("taken", shop.village.workers["duty"])
    assert enters(WORKER).opens(path).status_code == 404
    office.opens(path)
    assert office.sends(path, {"deed": "note", "words": "没人接"}).status_code == 303
    office.opens(path)
    assert office.sends(path, {"deed": "done", "words": "已回电"}).status_code == 303
    done = stored(shop, workers)
    assert (done.state, done.note, done.closed_at) == ("done", "在楼下 没人接 已回电", shop.clock.now())
    assert waiting(office) == []
    office.opens(path)
    assert "已回电" in office.text
    assert office.tree.xpath("//form[contains(@action, '/items/')]") == []
    with Session(shop.engine) as session:
        why = session.scalars(select(AuditEntry.why).where(AuditEntry.what == "worked_item").order_by(AuditEntry.id))
        assert why.all() == ["take", "note 没人接", "done 已回电"]


def test_who_comes_second_is_told_and_what_was_typed_stays(enters: Enter, shop: Shop, workers: int) -> None:
    worker, office, path = enters(WORKER), enters(DUTY), f"/items/{workers}"
    worker.opens(path)
    office.opens(path)
    assert worker.sends(path, {"deed": "done", "words": "已回电"}).status_code == 303
    assert office.sends(path, {"deed": "done", "words": "打过了"}).status_code == 409
    assert "别人刚刚动过" in office.text
    assert stored(shop, workers).note == "在楼下 已回电"


def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told(enters: Enter, shop: Shop, workers: int) -> None:
    clerks, path, together = [enters(WORKER), enters(DUTY)], f"/items/{workers}", Barrier(2)
    for clerk in clerks:
        clerk.opens(path)

    def take(clerk: Clerk) -> int:
        fields = {name: clerk.hidden(name) for name in ("csrf", "once", "seen")} | {"deed": "take"}
        together.wait()
        return clerk.client.post(f"/console{path}", data=fields, base_url=BASE, headers={"Origin": BASE}).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(take, clerks))
    assert answers.count(303) == 1
    with Session(shop.engine) as session:
        takers = session.scalars(select(AuditEntry.worker_id).where(AuditEntry.what == "worked_item")).all()
    assert takers == [stored(shop, workers).worker_id]


def test_what_a_worker_said_about_it_is_heard_on_its_page(enters: Enter, workers: int) -> None:
    worker = enters(WORKER)
    worker.opens(f"/items/{workers}")
    (sound,) = worker.tree.xpath("//audio/@src")
    assert worker.client.get(str(sound), base_url=BASE).data == b"RIFF....WAVE"


def test_each_look_is_in_the_audit(enters: Enter, shop: Shop, workers: int) -> None:
    office = enters(DUTY)
    for path in ("/requests", "/requests", f"/items/{workers}", f"/items/{workers}/note"):
        assert office.opens(path).status_code == 200
    with Session(shop.engine) as session:
        looks = session.scalars(select(AuditEntry.about_id).where(AuditEntry.what == "saw_item"))
        assert looks.all() == [workers] * 3  # the list once, the page, the note
    office.opens("/audit?find=不知是哪户")
    assert len(office.tree.xpath("//tbody/tr")) == 3

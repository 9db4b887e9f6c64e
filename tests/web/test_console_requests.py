"""Requests at the console: listed by what is due, moved on once, noted, heard; each look is in the audit."""

import hashlib

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.gas_cards import Signature
from domain.requests import RequestKind
from ivr.events import ItemKind
from models import AuditEntry, Item, Message, Request, RequestRecording, SpokenLink, StateChange, Worker
from services.alerting.items import Left, file_item
from services.alerting.stand_ins import Absence, stand_in
from services.desk import request_desk
from services.needs import gas_desk
from services.needs.gas_desk import Signed
from services.needs.requests import begin
from services.roster.places import keyed_place
from tests.integration.outgoing import MORNING
from tests.integration.shop import Shop
from tests.web.office import Enter
from tests.web.village import CADRE, DUTY, WORKER

HOSTILE = "<svg onload=alert(1)>降压药"
SOUND = b"RIFF\x10\x00\x00\x00WAVE-what-she-said"


@pytest.fixture
def asked(shop: Shop) -> int:
    """Somebody wants a medicine, in words of her own and after the tone."""
    with Session(shop.engine) as session, session.begin():
        made = request_desk.ask_for(session, shop.village.doors["wang"], RequestKind.MEDICINE, HOSTILE, MORNING)
        digest = hashlib.sha256(SOUND).hexdigest()
        common = {"request_id": made.id, "content_type": "audio/wav", "at": MORNING}
        session.add(RequestRecording(**common, state="kept", sound=SOUND, sha256=digest))
        session.add(RequestRecording(**common, state="kept", sound=b"RIFF spoilt WAVE", sha256=digest))
        session.add(RequestRecording(**common, state="failed"))
        return made.id


def state(shop: Shop, number: int) -> str:
    with Session(shop.engine) as session:
        return session.get_one(Request, number).state


def steps(shop: Shop) -> list[tuple[str, str, str]]:
    with Session(shop.engine) as session:
        rows = session.scalars(select(StateChange).where(StateChange.about == "request").order_by(StateChange.id))
        return [(one.becomes, one.channel, one.note) for one in rows]


def test_requests_are_listed_with_owner_age_and_what_is_overdue(enters: Enter, shop: Shop, asked: int) -> None:
    clerk = enters(WORKER)
    clerk.opens("/requests")
    assert "没有过时的" in clerk.text
    shop.clock.move(hours=9)
    clerk = enters(WORKER)
    clerk.opens("/requests?late=1&find=1504")
    (row,) = clerk.tree.xpath("//tbody/tr")
    assert all(said in row.text_content() for said in ("药", "3栋1单元1504", HOSTILE, "孙丽", "过时", "9小时", "新的"))
    assert clerk.tree.xpath("//main//svg") == []
    assert clerk.opens("/requests?find=煤气").status_code == 200
    assert clerk.tree.xpath("//tbody/tr") == []


@pytest.fixture
def elsewhere(shop: Shop) -> int:
    """A request of a door that the roster lacks, on the grid worker's list."""
    with Session(shop.engine) as session, session.begin():
        place = keyed_place(session, shop.village.community, "3", "1", "1699")
        return begin(session, Left(ItemKind.GAS, place, note="煤气没了"), MORNING).id


def test_a_request_of_a_door_that_the_roster_lacks_is_in_its_owners_list(
    enters: Enter, shop: Shop, elsewhere: int
) -> None:
    with Session(shop.engine) as session:
        owner = session.get_one(Item, session.get_one(Request, elsewhere).item_id).worker_id
    assert owner == shop.village.workers["worker"]
    for number in (WORKER, DUTY):
        clerk = enters(number)
        clerk.opens("/requests")
        (row,) = clerk.tree.xpath("//tbody/tr")
        assert "3栋1单元1699" in row.text_content()
        assert clerk.opens(f"/requests/{elsewhere}").status_code == 200


def test_whoever_stands_in_has_such_a_request_too(enters: Enter, shop: Shop, elsewhere: int) -> None:
    with Session(shop.engine) as session, session.begin():
        away, by = (session.get_one(Worker, shop.village.workers[one]) for one in ("worker", "cadre"))
        stand_in(session, Absence(away, by, MORNING, None), MORNING)
    clerk = enters(CADRE)
    clerk.opens("/requests")
    assert "1699" in clerk.text
    assert clerk.opens(f"/requests/{elsewhere}").status_code == 200


def test_its_page_names_the_number_that_texts_name_it_by(enters: Enter, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        place = keyed_place(session, shop.village.community, "3", "1", "1504")
        file_item(session, Left(ItemKind.PERSON, place), MORNING)
        made = request_desk.ask_for(session, shop.village.doors["wang"], RequestKind.GAS, "煤气卡", MORNING)
        number, item = made.id, made.item_id
    clerk = enters(WORKER)
    clerk.opens(f"/requests/{number}")
    assert f"短信里的编号{item} " in clerk.text
    assert number != item


def test_its_page_says_who_has_the_gas_card_and_how_much_of_the_money(enters: Enter, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        number = request_desk.ask_for(session, shop.village.doors["wang"], RequestKind.GAS, "煤气卡", MORNING).id
    office = enters(DUTY)
    office.opens(f"/requests/{number}")
    assert "卡里的钱" not in office.text
    with Session(shop.engine) as session, session.begin():
        worker = session.get_one(Worker, shop.village.workers["worker"])
        gas_desk.sign(session, Signed(number, Signature.COLLECTED, 10_000), worker, MORNING, "sms")
        gas_desk.sign(session, Signed(number, Signature.TOPPED_UP, 9_550), worker, MORNING, "sms")
    office.opens(f"/requests/{number}")
    assert "煤气卡已充值 · 孙丽" in office.text
    assert "收100.00元,充95.50元,余4.50元" in office.text
    assert all(said in office.text for said in ("08:30 已收卡 · 孙丽 · ", "08:30 已充值 · 孙丽 · "))


def test_a_gas_card_is_signed_for_on_its_page_by_whoever_has_it(enters: Enter, shop: Shop) -> None:
    with Session(shop.engine) as session, session.begin():
        number = request_desk.ask_for(session, shop.village.doors["wang"], RequestKind.GAS, "煤气卡", MORNING).id
    worker, address = enters(WORKER), f"/requests/{number}/gas"
    worker.opens(f"/requests/{number}")
    assert worker.sends(address, {"what": "collected", "yuan": "100"}).status_code == 303
    worker.opens(f"/requests/{number}")
    assert worker.sends(address, {"what": "topped_up", "yuan": "9x"}).status_code == 400
    assert worker.tree.xpath("//input[@name='yuan']/@value") == ["9x"]
    assert worker.sends(address, {"what": "topped_up", "yuan": "950"}).status_code == 400
    assert "比卡里的钱多" in worker.text
    assert worker.sends(address, {"what": "topped_up", "yuan": "95.5"}).status_code == 303
    worker.opens(f"/requests/{number}")
    assert "收100.00元,充95.50元,余4.50元" in worker.text
    office = enters(DUTY)
    office.opens(f"/requests/{number}")
    assert office.sends(address, {"what": "topped_up", "yuan": "99"}).status_code == 400
    assert "卡不在您这里" in office.text
    with Session(shop.engine) as session:
        said = list(session.scalars(select(AuditEntry.why).where(AuditEntry.what == "moved_request")))
    assert said == ["collected ¥100", "topped_up ¥95.50"]


def test_a_cadre_sees_no_request(enters: Enter, asked: int) -> None:
    cadre = enters(CADRE)
    assert cadre.opens("/requests").status_code == 404
    assert cadre.opens(f"/requests/{asked}").status_code == 404
    assert cadre.opens(f"/requests/{asked}/sound").status_code == 404


def test_a_request_is_taken_noted_and_done_once_each_and_its_history_says_by_whom(
    enters: Enter, shop: Shop, asked: int
) -> None:
    worker, path = enters(WORKER), f"/requests/{asked}"
    worker.opens(path)
    taken = {"becomes": "taken", "note": "下午去"}
    assert [worker.sends(path, taken).status_code for _ in range(2)] == [303, 303]
    office = enters(DUTY)
    office.opens(path)
    assert office.sends(path, {"becomes": "in_hand", "note": HOSTILE}).status_code == 303
    worker.opens(path)
    assert worker.sends(path, {"becomes": "", "note": "只有一盒"}).status_code == 303
    worker.opens(path)
    assert worker.sends(path, {"becomes": "done"}).status_code == 303
    assert steps(shop) == [("taken", "worker", "下午去"), ("in_hand", "office", HOSTILE), ("done", "worker", "")]
    worker.opens(path)
    for said in ("下午去", "只有一盒", "孙丽", "值班", "办好了"):
        assert said in worker.text
    assert worker.tree.xpath("//main//svg") == []


def test_who_comes_second_is_told_and_what_was_typed_stays(enters: Enter, shop: Shop, asked: int) -> None:
    one, other, path = enters(WORKER), enters(DUTY), f"/requests/{asked}"
    one.opens(path)
    other.opens(path)
    assert one.sends(path, {"becomes": "withdrawn"}).status_code == 303
    assert other.sends(path, {"becomes": "taken", "note": "我去"}).status_code == 400
    assert "别人刚刚动过" in other.text
    assert other.tree.xpath("//input[@name='note']/@value") == ["我去"]
    assert state(shop, asked) == "withdrawn"
    other.opens(path)
    for wrong in ({"becomes": "", "note": ""}, {"becomes": "confirmed", "note": ""}, {"note": "x" * 201}):
        assert other.sends(path, wrong).status_code in {303, 400}
    assert steps(shop) == [("withdrawn", "worker", "")]


def test_what_was_said_is_heard_as_it_was_kept_or_not_at_all(enters: Enter, asked: int) -> None:
    clerk = enters(WORKER)
    clerk.opens(f"/requests/{asked}")
    assert "录音没有收到" in clerk.text
    sounds = [str(one).removeprefix("/console") for one in clerk.tree.xpath("//audio/@src")]
    answers = [clerk.client.get(f"/console{path}", base_url="https://line.example.org") for path in sounds]
    assert [answer.status_code for answer in answers] == [404, 200]  # the newest first, which is spoilt
    assert (answers[1].data, answers[1].headers["Content-Type"]) == (SOUND, "audio/wav")
    assert answers[1].headers["Cache-Control"] == "no-store"
    assert clerk.opens(f"/requests/{asked}/sound?number=9").status_code == 404
    assert clerk.opens(f"/requests/{asked}/sound?number=-1").status_code == 404


def test_each_look_at_a_request_is_in_the_audit(enters: Enter, shop: Shop, asked: int) -> None:
    clerk = enters(WORKER)
    for path in ("/requests", "/requests", f"/requests/{asked}"):
        clerk.opens(path)
    with Session(shop.engine) as session:
        looks = session.scalars(select(AuditEntry.about_id).where(AuditEntry.what == "saw_request"))
        assert looks.all() == [asked, asked]  # the list once, the page


def test_the_audit_says_at_which_door_the_request_was_asked(enters: Enter, shop: Shop, asked: int) -> None:
    office = enters(DUTY)
    office.opens(f"/requests/{asked}")
    office.opens("/audit?find=看了请求")
    (row,) = office.tree.xpath("//tbody/tr")
    assert "请求 3栋1单元1504" in " ".join(row.text_content().split())
    assert row.xpath(".//a/@href") == [f"/console/households/{shop.village.doors['wang']}"]


def test_one_that_ended_long_ago_is_shown_still(enters: Enter, shop: Shop, asked: int) -> None:
    clerk = enters(WORKER)
    clerk.opens(f"/requests/{asked}")
    clerk.sends(f"/requests/{asked}", {"becomes": "done"})
    shop.clock.move(days=30)
    clerk = enters(WORKER)
    clerk.opens("/requests")
    assert clerk.tree.xpath("//tbody/tr") == []
    assert clerk.opens(f"/requests/{asked}").status_code == 200


def test_a_fresh_link_is_texted_to_whoever_has_the_request_and_ends_the_one_before(
    enters: Enter, shop: Shop, asked: int
) -> None:
    office, path = enters(DUTY), f"/requests/{asked}"
    office.opens(path)
    assert "把录音链接发给孙丽" in office.text
    assert [office.sends(f"{path}/link", {}).status_code for _ in range(2)] == [303, 303]  # the same form, sent twice
    office.opens(path)
    assert office.sends(f"{path}/link", {}).status_code == 303
    office.opens(f"{path}?linked=1")
    assert "新链接发出去了" in office.text
    with Session(shop.engine) as session:
        told = session.scalars(select(Message.body).where(Message.to == WORKER, Message.body.contains("/said/"))).all()
        links = session.scalars(select(SpokenLink).order_by(SpokenLink.id)).all()
        assert [link.token in body for link, body in zip(links, told, strict=True)] == [True, True]
        assert [link.expires_at > MORNING for link in links] == [False, True]
        deeds = session.scalars(select(AuditEntry.about_id).where(AuditEntry.what == "linked_request")).all()
    assert deeds == [asked, asked]


def test_where_nothing_can_be_heard_no_link_is_offered_or_sent(enters: Enter, shop: Shop, asked: int) -> None:
    with Session(shop.engine) as session, session.begin():
        session.execute(update(RequestRecording).values(state="failed"))
    office, path = enters(DUTY), f"/requests/{asked}"
    office.opens(path)
    assert "把录音链接发给" not in office.text
    assert office.sends(f"{path}/link", {}).status_code == 400
    assert "没有可以听的录音" in office.text

"""A household's page orders, asks and sees to meals on its behalf; once, and the second of two clerks is told."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.requests import RequestKind
from models import AuditEntry, MealDay, Order, OrderLine, Request
from services.desk import request_desk
from tests.integration.shop import Shop
from tests.web.office import Enter
from tests.web.village import CADRE, DUTY, WORKER

HOSTILE = "<img src=x onerror=alert(1)>降压药"


def home(shop: Shop, door: str = "wang") -> str:
    return f"/households/{shop.village.doors[door]}"


def ordered(shop: Shop) -> list[int]:
    with Session(shop.engine) as session:
        lines = select(OrderLine.quantity).join(Order, Order.id == OrderLine.order_id).where(Order.state == "placed")
        return list(session.scalars(lines.order_by(OrderLine.set_id)))


def deeds(shop: Shop) -> list[tuple[str, str]]:
    with Session(shop.engine) as session:
        rows = session.execute(select(AuditEntry.what, AuditEntry.why).order_by(AuditEntry.number)).all()
        return [(what, why) for what, why in rows if what not in {"signed_in", "saw_household", "saw_request"}]


def test_a_door_is_ordered_for_changed_and_cancelled_from_its_page(enters: Enter, shop: Shop) -> None:
    worker = enters(WORKER)
    worker.opens(home(shop))
    fields = {"set_1": "1", "set_2": "2", "seen": ""}
    assert [worker.sends(home(shop) + "/order", fields).status_code for _ in range(2)] == [303, 303]
    assert ordered(shop) == [1, 2]
    worker.opens(home(shop))
    assert worker.tree.xpath("//input[@name='set_2']/@value") == ["2"]
    fields = {"set_1": "", "set_2": "3"}
    assert worker.sends(home(shop) + "/order", fields).status_code == 303
    assert ordered(shop) == [3]
    worker.opens(home(shop))
    assert worker.sends(home(shop) + "/order/cancel", {}).status_code == 303
    assert ordered(shop) == []
    worker.opens(home(shop))
    assert worker.sends(home(shop) + "/order/cancel", {}).status_code == 400
    assert deeds(shop) == [("ordered", "1=1 2=2"), ("ordered", "2=3"), ("cancelled", "2=3")]


def test_the_second_of_two_clerks_is_told_and_loses_nothing_typed(enters: Enter, shop: Shop) -> None:
    one, other = enters(WORKER), enters(DUTY)
    one.opens(home(shop))
    other.opens(home(shop))
    assert one.sends(home(shop) + "/order", {"set_1": "1", "seen": ""}).status_code == 303
    assert other.sends(home(shop) + "/order", {"set_3": "2", "seen": ""}).status_code == 400
    assert "刚才有人改过" in other.text
    assert other.tree.xpath("//input[@name='set_3']/@value") == ["2"]
    assert ordered(shop) == [1]
    assert other.sends(home(shop) + "/order", {"set_1": "9", "seen": "1=1"}).status_code == 400
    assert ordered(shop) == [1]


def test_something_is_asked_for_at_a_door_once(enters: Enter, shop: Shop) -> None:
    worker = enters(WORKER)
    worker.opens(home(shop))
    for wrong in ({"kind": "", "words": "x"}, {"kind": "gas", "words": " "}, {"kind": "gas", "words": "x" * 201}):
        assert worker.sends(home(shop) + "/request", wrong).status_code == 400
    assert worker.tree.xpath("//input[@name='words']/@value") == ["x" * 201]
    worker.opens(home(shop))
    fields = {"kind": "medicine", "words": HOSTILE}
    assert [worker.sends(home(shop) + "/request", fields).status_code for _ in range(2)] == [303, 303]
    with Session(shop.engine) as session:
        (asked,) = session.scalars(select(Request)).all()
        assert (asked.kind, asked.words, asked.state) == ("medicine", HOSTILE, "new")
    worker.opens(home(shop))
    assert worker.tree.xpath(f"//a[@href='/console/requests/{asked.id}']") != []
    assert worker.tree.xpath("//main//img") == []


def meal(shop: Shop) -> tuple[bool, bool]:
    """Whether today's is left out, and whether it was handed over."""
    with Session(shop.engine) as session:
        (row,) = session.scalars(select(MealDay)).all()
        return row.skipped_at is not None, row.delivered_at is not None


def test_todays_meal_is_left_out_wanted_again_and_handed_over(enters: Enter, shop: Shop) -> None:
    worker, path = enters(WORKER), home(shop) + "/meals"
    worker.opens(home(shop))
    assert "今天的饭" not in worker.text
    assert worker.sends(path, {"meal": "skip"}).status_code == 400
    with Session(shop.engine) as session, session.begin():
        request_desk.ask_for(session, shop.village.doors["wang"], RequestKind.MEAL, "午饭", shop.clock.now())
    for wish, came in (("skip", (True, False)), ("again", (False, False)), ("delivered", (False, True))):
        worker.opens(home(shop))
        assert worker.sends(path, {"meal": wish}).status_code == 303
        assert meal(shop) == came
    worker.opens(home(shop))
    assert "送到了" in worker.text
    assert worker.sends(path, {"meal": "eat"}).status_code == 400


def test_a_buildings_cadre_has_none_of_these_forms(enters: Enter, shop: Shop) -> None:
    cadre = enters(CADRE)
    cadre.opens(home(shop))
    assert cadre.tree.xpath("//form[contains(@action, '/order') or contains(@action, '/request')]") == []
    for path, fields in (("/order", {"set_1": "1"}), ("/request", {"kind": "gas", "words": "x"}), ("/meals", {})):
        assert cadre.sends(home(shop) + path, fields).status_code == 404
    assert ordered(shop) == []


def test_what_turns_the_reading_direction_is_left_out_of_pages_and_sheets(enters: Enter, shop: Shop) -> None:
    worker = enters(WORKER)
    worker.opens(home(shop))
    turned = f"{chr(0x202E)}5.63{chr(0x2066)}"
    assert worker.sends(home(shop) + "/request", {"kind": "other", "words": turned}).status_code == 303
    for page in (home(shop), "/requests", "/requests/1", f"/search?q={turned}"):
        shown = worker.opens(page).get_data(as_text=True)
        assert "5.63" in shown
        assert not {chr(0x202E), chr(0x2066)} & set(shown)

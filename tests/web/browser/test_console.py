"""The office works in a browser: signs in by telephone, sees what is urgent, finds a door, types a value, takes it back."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from linli.phone import Handset
from models import Community, Household, InboundEvent, Item, Message, Reading, Resident, Visit, Worker
from services.day.clock import machine_now
from services.roster.places import household_place
from tests.faults.street import AFTERNOON, Street
from tests.web.browser.clerk import Clerk
from tests.web.village import WANG, WORKER

pytestmark = pytest.mark.xdist_group("page")

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
RED_COLUMNS = """canvas => {
    const {width, height} = canvas, data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const columns = new Set();
    for (let at = 0; at < data.length; at += 4)
        if (data[at] > 150 && data[at + 1] < 110 && data[at + 2] < 110 && data[at + 3] > 100) columns.add((at / 4) % width);
    return [Math.max(...columns) - Math.min(...columns), width];
}"""


def readings(street: Street, room: str) -> list[tuple[int | None, bool]]:
    """A door's readings, and whether each counts."""
    with Session(street.engine) as session:
        rows = session.execute(
            select(Reading.tenths, Reading.withdrawn_at)
            .join(Household, Household.id == Reading.household_id)
            .where(Household.room == room)
            .order_by(Reading.id)
        )
        return [(tenths, withdrawn is None) for tenths, withdrawn in rows]


def test_a_grid_worker_signs_in_by_the_code_on_her_telephone(browser: Browser, street: Street) -> None:
    worker = Clerk(browser, street.house.web, width=360)
    worker.signs_in(Handset(street.house.exchange, WORKER))
    expect(worker.page.locator(".grids > li")).to_have_count(1)
    worker.page.get_by_role("button", name="退出").click()
    expect(worker.page.get_by_role("heading", name="登录")).to_be_visible()
    worker.opens()
    expect(worker.page.get_by_role("heading", name="登录")).to_be_visible()
    worker.context.close()


def test_an_alert_comes_to_the_first_page_by_itself_and_leads_to_the_door(clerk: Clerk, street: Street) -> None:
    clerk.opens()
    clerk.page.evaluate("window.sameOne = document.querySelector('#standing')")
    room = street.falls_ill()
    alert = clerk.page.locator(".alerts li").filter(has_text=room)
    expect(alert).to_contain_text("不舒服")
    expect(alert).to_contain_text("还没人接")
    assert clerk.page.evaluate("window.sameOne === document.querySelector('#standing')"), "the page flickers"
    expect(clerk.page.locator(".all .numbers .ill b")).not_to_have_text("0")
    alert.locator(".where a").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(room)


@pytest.mark.parametrize(
    "typed", ["3-1-1504", "3栋1单元1504", "3 1 1504", "３栋1504", "王秀英", WANG, "Bldg 3 Unit 1 Rm 1504"]
)
def test_whatever_is_known_of_a_household_finds_it(clerk: Clerk, typed: str) -> None:
    clerk.opens()
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.insert_text(typed)
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("3栋1单元1504")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_head_of_a_page_is_one_line_on_a_desk_in_either_language(clerk: Clerk, language: str) -> None:
    clerk.opens()
    clerk.reads(language)
    middles = clerk.page.locator(".top > *").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.round(box.top + box.height / 2))"
    )
    clerk.reads("zh-CN")
    assert max(middles) - min(middles) < 5, middles


def test_what_fits_several_is_a_list_and_what_fits_nobody_says_what_to_try(clerk: Clerk) -> None:
    clerk.opens("search?q=阿姨")
    expect(clerk.page.locator("tbody tr").first).to_be_visible()
    clerk.opens("search?q=nobody+at+all")
    expect(clerk.page.locator(".empty")).to_contain_text("nobody at all")


def test_a_value_is_typed_echoed_and_taken_back_by_keyboard(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens("entries")
    expect(clerk.page.locator("#field-line")).to_be_focused()
    clerk.types(f"5栋9单元{room} 36.7")
    expect(clerk.page.get_by_role("status")).to_contain_text("36.7")
    expect(clerk.page.get_by_role("status")).to_contain_text(f"5栋9单元{room}")
    assert readings(street, room) == [(367, True)]
    expect(clerk.page.locator("#field-line")).to_be_focused()
    clerk.page.get_by_role("status").get_by_role("button", name="撤回").press("Enter")
    expect(clerk.page.locator("table").filter(has_text=room)).to_have_count(0)
    assert readings(street, room) == [(367, False)]


def test_the_back_button_comes_back_to_what_came_of_a_line(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens("entries")
    clerk.types(f"5栋9单元{room} 36.3")
    expect(clerk.page.get_by_role("status")).to_contain_text("36.3")
    clerk.page.get_by_role("link", name=f"5栋9单元{room}").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(room)
    clerk.page.go_back()
    expect(clerk.page.get_by_role("status")).to_contain_text("36.3")


def test_a_fever_is_an_alert_and_a_wrong_line_stays_in_its_box(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens("entries")
    clerk.types(f"5栋9单元{room}")
    expect(clerk.page.locator("#field-line")).to_have_value(f"5栋9单元{room}")
    expect(clerk.page.locator("#error-line")).to_contain_text("没看出体温")
    clerk.types(f"9-9-{room} 38.6")
    expect(clerk.page.locator("#error-line")).to_contain_text("名册里没有这个门")
    expect(clerk.page.locator("#field-line")).to_have_value(f"9-9-{room} 38.6")
    clerk.types(f"5栋9单元{room} 38.6")
    expect(clerk.page.get_by_role("status")).to_contain_text("警报已发出")
    clerk.opens()
    expect(clerk.page.locator(".alerts li").filter(has_text=room)).to_contain_text("发热 38.6")
    street.ill.append(room)


def test_whose_value_it_is_is_asked_and_one_click_answers(clerk: Clerk, street: Street) -> None:
    clerk.opens("entries")
    clerk.types("3-1-1503 36.6")
    clerk.page.get_by_role("status").get_by_role("button", name="李叔叔").click()
    expect(clerk.page.get_by_role("status")).to_contain_text("李建国 36.6")
    assert readings(street, "1503") == [(366, True)]


def test_two_clicks_do_one_thing(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens("entries")
    clerk.page.locator("#field-line").fill(f"5栋9单元{room} 36.4")
    clerk.page.evaluate("document.querySelector('script[src*=console]')?.remove()")
    form = clerk.page.locator("form.entry")
    body = form.evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    statuses = clerk.page.evaluate(
        """body => Promise.all([1, 2, 3].map(() => fetch("/console/entries", {
             method: "POST", body, headers: {"Content-Type": "application/x-www-form-urlencoded"}}).then(r => r.status)))""",
        body,
    )
    assert statuses == [200, 200, 200]
    assert readings(street, room) == [(364, True)]


def test_a_household_is_paused_reported_for_and_drawn(clerk: Clerk, street: Street) -> None:
    _, room = street.fresh()
    clerk.opens(f"search?q=5-9-{room}")
    clerk.page.locator("#report-title + form input:not([type=hidden])").fill("36.9")
    clerk.page.get_by_role("button", name="记下").click()
    expect(clerk.page.locator(".chart canvas")).to_be_visible()
    reaches, width = clerk.page.locator(".chart canvas").evaluate(RED_COLUMNS)
    assert reaches > width / 2, "the fever's border is no line"
    clerk.page.get_by_role("button", name="不用报了").click()
    expect(clerk.page.locator("#error-reason")).to_be_visible()
    clerk.page.locator("#field-reason").select_option("hospital")
    clerk.page.locator("#field-until").fill("2020-03-10")
    clerk.page.get_by_role("button", name="不用报了").click()
    expect(clerk.page.locator(".state")).to_have_text("不用报")
    clerk.page.get_by_role("button", name="又要报了").click()
    expect(clerk.page.locator(".state")).to_have_text("已报")


def test_what_strangers_wrote_is_text_and_nothing_else(clerk: Clerk, street: Street) -> None:
    with Session(street.engine) as session, session.begin():
        community = session.scalars(select(Community)).one()
        home = session.scalars(select(Household).where(Household.room == "302", Household.unit == "2")).one()
        number = "+8610000000006"
        session.add(Resident(household_id=home.id, position=1, name=HOSTILE, salutation=HOSTILE, notes=HOSTILE))
        worker = session.scalars(select(Worker)).first()
        assert worker is not None
        place = household_place(session, home.id)
        common = {"community_id": community.id, "household_id": home.id}
        session.add(
            Visit(**common, worker_id=worker.id, day=AFTERNOON.date(), outcome="well", note=HOSTILE, at=AFTERNOON)
        )
        door = {"building": place.building, "unit": place.unit, "room": place.room}
        session.add(Item(**common, **door, kind="other", note=HOSTILE, since=AFTERNOON, due=AFTERNOON, phone=None))
        times = {"created_at": AFTERNOON, "due_at": AFTERNOON, "at": AFTERNOON}
        sent = {"dedupe_key": "reply:SMhostile", "kind": "reply", "channel": "sms", "priority": 1, "state": "sent"}
        session.add(Message(community_id=community.id, to=number, body=HOSTILE, **sent, **times))
        payload = {"from": number, "to": community.line, "body": HOSTILE}
        session.add(InboundEvent(dedupe_key="sms:SMhostile", kind="sms", payload=payload, received_at=machine_now()))
        home_id = home.id
    clerk.opens(f"households/{home_id}")
    shown = clerk.page.locator("main").inner_text()
    assert shown.count("<script>alert(1)</script>") >= 6
    clerk.page.locator(".search input").fill(HOSTILE[:60])
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_load_state()
    for path in ("entries", "search?q=302", f"search?q={HOSTILE[:25]}"):
        clerk.opens(path)
        assert clerk.page.locator("main script, main img, main [onerror], main [onload]").count() == 0
    clerk.opens(f"households/{home_id}")
    assert clerk.page.locator("main script, main img, main [onerror], main [onload]").count() == 0
    assert clerk.forbidden() == []


def test_what_a_page_should_not_do_would_be_seen(clerk: Clerk) -> None:
    clerk.opens()
    clerk.page.evaluate("const one = document.createElement('script'); one.text = '1'; document.body.append(one)")
    assert clerk.forbidden() != []
    clerk.complaints.clear()
    clerk.opens()

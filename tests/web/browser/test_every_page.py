"""Every page of the console, on a desk's screen and a phone's: axe finds nothing, nothing is cut off, in either language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.routes import ROUTES
from linli.phone import Handset
from models import Community, Duty, Household, Resident, Sale, Worker
from tests.faults.street import Street
from tests.web import matters
from tests.web.addresses import OPEN, filled
from tests.web.browser.clerk import Clerk
from tests.web.browser.test_access import RULES
from tests.web.browser.test_console import HOSTILE
from tests.web.village import DUTY

pytestmark = pytest.mark.xdist_group("page")

NO_PAGES = {
    "now_part",
    "spoken",
    "request_note",
    "alert_note",
    "household_note",
    "item_note",
    "recording",
    "sheet",
    "fetch_list",
}  # parts of pages, sounds, files
ELSEWHERE = {*OPEN, "district"}  # pages of other people
ASKED = {"search": ("?q=3", "?q=%3Cb%3E"), "file": ("?why=check",)}
PAGES = [
    f"{rule}{asked}"
    for method, rule, name, _ in ROUTES
    if method == "GET" and name not in NO_PAGES | ELSEWHERE
    for asked in ASKED.get(name, ("",))
]
DISTRICT = "+8610000000112"
PHONE = 360
# What is sent with nothing filled in, or with something wrong: a page, what is typed, the button.
WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("entries", {"line": "3-1-1504"}, ".entry button"),
    ("households/{household}", {}, "#report-title + form button"),
    ("readings/{reading}", {"value": "3", "why": ""}, "button[value=correct]"),
    ("alerts/{alert}", {}, "button[value=close]"),
    ("items/{item}", {}, "button[value=done]"),
    ("files/{file}?why=check", {}, "#write-title + form button"),
    ("residents/{resident}", {"name": "", "birth_year": "x"}, "#change-title + form button"),
    ("chain", {"pasted": "5-302 3665"}, "main form button"),
    ("staff", {}, "form[action$=stand-ins] button"),
    ("roster", {}, "form.entry button"),
    ("announcements/new", {}, "main form button"),
    ("sales/{sale}/orders", {"door": "9"}, "main form[method=post] button"),
    ("day-plan", {"cut_off": "x", "lines": "x"}, "main form button"),
)
SCREENS = ((PHONE, 740), (320, 256), (1280, 900))  # a phone's, a desk's at 400 %, a desk's


@pytest.fixture(scope="module")
def ids(street: Street) -> dict[str, int]:
    """Something to see on each page."""
    with Session(street.engine) as session, session.begin():
        resident = session.scalars(select(Resident).where(Resident.name == "王秀英")).one()
        home = session.get_one(Household, resident.household_id)
        worker = session.scalars(select(Worker.id).where(Worker.phone == DUTY)).one()
        return {
            "household": home.id,
            "resident": resident.id,
            "building": home.building_id,
            "grid": home.grid_id or 0,
            **matters.illness(session, home, resident.id, "long " * 40),
            "reading": matters.reading(session, home, resident.id),
            "request": matters.request(session, home.id, "long " * 40),
            "item": matters.doorless(session, home.community_id, worker, "long " * 40, "+8610000000199"),
            "announcement": matters.announcement(session, home.community_id, home.id, "long " * 40),
            "upload": matters.sent_list(session, home.community_id, worker, "名" * 20),
            "sale": session.scalars(select(Sale.id).limit(1)).one(),
        }


def findings(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize("rule", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off_sideways(clerk: Clerk, ids: dict[str, int], rule: str) -> None:
    """Axe looks in one of the languages: what it finds does not depend on the words."""
    assert clerk.opens(filled(rule, ids).lstrip("/")) == (404 if "<path:" in rule else 200)
    assert findings(clerk.page) == []
    first = clerk.page.locator("html").get_attribute("lang")  # whichever the page before was left in
    for language in sorted(("en", "zh-CN"), key=lambda one: one != first):
        clerk.reads(language)
        shown = clerk.page.title() + clerk.page.locator("main").inner_text()
        assert "<" not in shown.replace("“<b>”", "").replace(HOSTILE, "")  # what was asked, what a stranger wrote
        for width, height in SCREENS:
            clerk.page.set_viewport_size({"width": width, "height": height})
            assert not clerk.is_too_wide, (language, width)
            assert width != PHONE or clerk.cut_off() == [], language
            assert width != PHONE or clerk.too_small() == [], language


@pytest.mark.parametrize(("page", "typed", "button"), WRONG)
def test_axe_finds_nothing_where_something_is_wrong_on_a_phone_that_is_set_to_dark(
    clerk: Clerk, ids: dict[str, int], page: str, typed: dict[str, str], button: str
) -> None:
    clerk.page.set_viewport_size({"width": PHONE, "height": 740})
    clerk.page.emulate_media(color_scheme="dark")
    clerk.opens(page.format(**ids))
    for name, words in typed.items():
        clerk.page.locator(f"#field-{name}").fill(words)
    clerk.page.locator(button).first.click()
    expect(clerk.page.locator("main .error, main .refused").first).to_be_visible()
    wrong = clerk.page.locator("main [aria-invalid=true]")
    if wrong.count():
        expect(wrong.first).to_be_focused()
    for name, words in typed.items():
        if name != "pasted":  # a chain's lines stand each in a box of its own
            expect(clerk.page.locator(f"#field-{name}")).to_have_value(words)
    assert findings(clerk.page) == []
    assert not clerk.is_too_wide
    assert clerk.cut_off() == []


def test_the_districts_page_is_for_everybody_too(browser: Browser, street: Street) -> None:
    with Session(street.engine) as session, session.begin():
        community = session.scalars(select(Community.id)).one()
        worker = Worker(community_id=community, name="区里的人", phone=DISTRICT)
        session.add(worker)
        session.flush()
        session.add(Duty(community_id=community, worker_id=worker.id, role="district", position=0))
    clerk = Clerk(browser, street.house.web, locale="en", width=360)
    clerk.signs_in(Handset(street.house.exchange, DISTRICT))
    assert clerk.opens("district") == 200
    assert findings(clerk.page) == []
    assert not clerk.is_too_wide
    clerk.context.close()


@pytest.mark.parametrize("path", ["sign-in", "sign-in/code", "sign-in/password"])
def test_the_sign_in_is_for_everybody_too(browser: Browser, street: Street, path: str) -> None:
    stranger = Clerk(browser, street.house.web, locale="en", width=360)
    assert stranger.opens(path) == 200
    assert findings(stranger.page) == []
    assert not stranger.is_too_wide
    stranger.context.close()

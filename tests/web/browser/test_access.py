"""Everybody can use the phone page: on the smallest screen, enlarged, by axe's rules, in both languages, light and dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.integration.exchange.town import LINE, Town
from tests.web.browser.desk import Desk, Room

MINE, OTHER = "+15005550101", "+15005550102"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LONG = "Please press the building number, then wait a moment. " * 3


def rest(desk: Desk, town: Town) -> None:
    expect(desk.telephone(MINE).call).not_to_be_empty()


def call(desk: Desk, town: Town) -> None:
    town.says("/voice", f'<Gather numDigits="3" timeout="60"><Say language="en-US">{LONG}</Say></Gather>')
    desk.telephone(MINE).lifts()
    expect(desk.telephone(MINE).awaited).not_to_be_empty()
    desk.telephone(MINE).keys("3")
    expect(desk.telephone(MINE).keyed).to_have_text("3")


def ring(desk: Desk, town: Town) -> None:
    town.call(MINE)
    expect(desk.telephone(MINE).card).to_have_attribute("data-state", "ringing")


def texts(desk: Desk, town: Town) -> None:
    town.send(OTHER, "Bldg 3 Unit 1 Rm 1504 " + "x" * 90)
    desk.telephone(OTHER).gets("1504")
    desk.telephone(MINE).writes("https://example.org/" + "y" * 120)


def choice(desk: Desk, town: Town) -> None:
    people = [{"number": MINE, "name": "Mary Smith", "note": "Room 12", "language": "en"}]
    town.ask("PUT", "/exchange/people", json={"people": people})
    desk.page.locator("#more").click()
    expect(desk.page.get_by_role("dialog").locator("li")).to_have_count(1)


def failure(desk: Desk, town: Town) -> None:
    town.says("/voice", "<Dance/>")
    desk.telephone(MINE).lifts()
    expect(desk.telephone(MINE).call.locator(".trouble")).to_be_visible()
    expect(desk.telephone(MINE).card).to_have_attribute("data-state", "idle")
    desk.telephone(MINE).keys("1")


SCENES = [rest, call, ring, texts, choice, failure]
Scene = Callable[[Desk, Town], None]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("locale", "dark"), [("en-US", False), ("zh-CN", True)])
def test_axe_finds_nothing(hall: Room, town: Town, scene: Scene, locale: str, dark: bool) -> None:
    desk = hall.desk(MINE, OTHER, locale=locale, dark=dark)
    scene(desk, town)
    assert violations(desk.page) == []


def test_axe_would_find_something(hall: Room, town: Town) -> None:
    page = hall.desk(MINE).page
    page.evaluate("document.querySelector('.hook').textContent = ''")
    assert any(found.startswith("button-name") for found in violations(page))


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_off_sideways(hall: Room, town: Town, scene: Scene) -> None:
    desk = hall.desk(MINE, OTHER, locale="en-US", width=360, height=740)
    scene(desk, town)
    for width, height in ((360, 740), (320, 256), (640, 450)):  # a phone; 400 %; 200 % of 1280
        desk.page.set_viewport_size({"width": width, "height": height})
        assert not desk.is_too_wide, width


def test_a_sideways_scroll_would_be_seen(hall: Room, town: Town) -> None:
    desk = hall.desk(MINE, width=360, height=740)
    desk.page.evaluate("document.body.append('x'.repeat(200)), document.body.style.overflowWrap = 'normal'")
    assert desk.is_too_wide


def test_on_a_small_screen_a_telephone_that_rings_out_of_sight_is_one_touch_away(hall: Room, town: Town) -> None:
    desk = hall.desk(MINE, OTHER, locale="en-US", width=360, height=740)
    town.call(OTHER)
    desk.page.get_by_role("navigation").get_by_role("button", name=f"{LINE} is calling").click()
    expect(desk.telephone(OTHER).card).to_be_in_viewport()
    expect(desk.telephone(OTHER).card).to_be_focused()


def test_keys_are_large_enough_for_slow_fingers(hall: Room, town: Town) -> None:
    page = hall.desk(MINE, width=360, height=740).page
    for button in page.locator(".key, .hook:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_on_a_small_screen_the_page_begins_with_what_it_is(hall: Room, town: Town) -> None:
    town.ask("PUT", "/exchange/people", json={"about": {"en": "A made-up town."}, "people": []})
    desk = hall.desk(MINE, OTHER, locale="en-US", width=360, height=740)
    expect(desk.telephone(MINE).card).to_be_focused()
    expect(desk.page.get_by_text("A made-up town.")).to_be_in_viewport()
